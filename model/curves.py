"""Piecewise linear curves over the calendar, a row at a time.

Shapes: knots (N, K) or (1, K), the calendar (1, T), results (N, T).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def interpolate(days: Array, knots: Array, values: Array) -> Array:
    """Values (N, T) on the calendar of the curves through (knots, values), flat outside."""
    rows = max(knots.shape[0], values.shape[0])
    out = np.empty((rows, days.shape[1]))
    for row in range(rows):
        out[row] = np.interp(days[0], knots[row % len(knots)], values[row % len(values)])
    return out


def ramp(days: Array, start: Array, finish: Array) -> Array:
    """Share (N, T) from 0 at ``start`` to 1 at ``finish``, both (N, 1); a step if they coincide."""
    span = np.maximum(finish - start, 1e-9)
    return np.minimum(np.maximum((days - start) / span, 0.0), 1.0)


def cumulative(days: Array, rate: Array) -> Array:
    """Integral (N, T) of ``rate`` (N, T) over the calendar from its first day, by trapezoids."""
    steps = (rate[:, 1:] + rate[:, :-1]) * (0.5 * np.diff(days))
    total = np.zeros_like(rate)
    np.cumsum(steps, axis=1, out=total[:, 1:])
    return total


def at(days: Array, curve: Array, when: Array) -> Array:
    """Values (N, 1) of ``curve`` (N, T) at ``when`` (N, 1), flat outside the calendar."""
    found = [np.interp(when[row, 0], days[0], curve[row]) for row in range(len(curve))]
    return np.array(found)[:, np.newaxis]


def first_reach(days: Array, curve: Array, level: Array) -> Array:
    """First day (N, 1) on which ``curve`` (N, T) is at ``level`` (N, 1); inf if never.

    Exact for curves whose knots lie on the calendar; between two days it is linear.
    """
    there = curve >= level
    rows, column = np.arange(len(curve)), np.argmax(there, axis=1)
    before = np.maximum(column - 1, 0)
    high, low = curve[rows, column], curve[rows, before]
    rise = np.where(high > low, high - low, 1.0)
    share = np.minimum(np.maximum((level[:, 0] - low) / rise, 0.0), 1.0)
    share = np.where(column > 0, share, 1.0)
    day = days[0, before] + share * (days[0, column] - days[0, before])
    return np.where(there[rows, column], day, np.inf)[:, np.newaxis]
