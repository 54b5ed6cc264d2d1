"""Energy drawn over a window, and the carbon in it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_DAY_S = 86400.0
_KWH_J = 3.6e6


def energy(days: Array, drawn: Array, start: Array, finish: Array, after: Array) -> Array:
    """Energy (N, 1) [J] drawn between ``start`` and ``finish`` (N, 1) [d]; inf without an end.

    Parameters
    ----------
    days : (1, T) calendar
    drawn : (N, T) energy drawn since the calendar's first day [J]
    after : (N, 1) power beyond the calendar [W]
    """
    found = np.full(start.shape, np.inf)
    last = days[0, -1]
    for row in np.flatnonzero(np.isfinite(finish[:, 0])):
        begin, end = start[row, 0], finish[row, 0]
        inside = np.interp((begin, end), days[0], drawn[row])
        beyond = max(end - max(begin, last), 0.0) * _DAY_S * after[row, 0]
        found[row] = inside[1] - inside[0] + beyond
    return found


def emissions(grid_j: Array, gas_j: Array, grid_kg_per_kwh: float, gas_kg_per_kwh: float) -> Array:
    """Operational carbon (N, 1) [kg CO2e] of energy from the grid and from turbines [J].

    Location-based; GHG Protocol Scope 2 for the grid and Scope 1 for the turbines.
    """
    return np.asarray((grid_j * grid_kg_per_kwh + gas_j * gas_kg_per_kwh) / _KWH_J)
