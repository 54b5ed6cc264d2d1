"""Money: what the cluster costs to build, to keep, and to use for one run. USD of 2024."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

HOURS_PER_YEAR = 8766.0


def annual_energy_cost(mean_w: Array, price_per_kwh: Array) -> Array:
    """Electricity of a year (N, 1) [USD] at a mean draw [W] and price [USD/kWh]."""
    return np.asarray(mean_w / 1e3 * HOURS_PER_YEAR * price_per_kwh)


def run_cost(
    capex: Mapping[str, Array],
    opex: Mapping[str, Array],
    years: Array,
    life_years: Mapping[str, float],
) -> dict[str, Array]:
    """Cost of a run (N, 1) [USD] by part: straight-line write-off of capital, and running cost.

    ``years`` (N, 1) is how long the run holds the cluster; ``life_years`` the write-off of each
    part of ``capex``. Parts of the two have different names. A run without an end costs inf.
    """
    ends = np.isfinite(years)
    held = np.where(ends, years, 0.0)
    yearly = {name: value / life_years[name] for name, value in capex.items()}
    return {name: np.where(ends, cost * held, np.inf) for name, cost in {**yearly, **opex}.items()}
