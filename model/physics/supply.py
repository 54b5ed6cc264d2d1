"""Power that is available: grid steps, turbine ramps, and the day on which a load fits.

Each step adds its power linearly from its first to its last day and may leave again. The
total of one source is therefore piecewise linear, and the day on which it carries a load is
found between its knots, not by scanning a calendar. Power in W, times in days since the epoch.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ENERGISE_D = 1.0
"""A step takes at least a day to energise; that keeps the curves continuous."""


def level(days: Array, start: Array, full: Array, gone: Array, power: Array) -> Array:
    """Power (N, T) of steps on the calendar.

    Parameters
    ----------
    days : (1, T) calendar, or (N, T)
    start, full, gone : (N, E) first day, last day of the ramp, day it leaves (inf: it stays)
    power : (N, E) or (1, E) what each step adds
    """
    total = np.zeros((max(len(start), len(days)), days.shape[1]))
    for step in range(start.shape[1]):
        column = slice(step, step + 1)
        share = np.clip((days - start[:, column]) / (full[:, column] - start[:, column]), 0.0, 1.0)
        total += power[:, column] * share * (days < gone[:, column])
    return total


def carries_from(
    start: Array, full: Array, gone: Array, power: Array, load: Array, not_before: Array
) -> Array:
    """First day (N, 1) from ``not_before`` (N, 1) on which the steps carry ``load`` (N, 1).

    inf if they never do. Shapes of the steps as in `level`.
    """
    if start.shape[1] == 0:
        return np.where(load <= 0, not_before, np.inf)
    rows = max(len(start), len(load), len(not_before))
    shape = (rows, start.shape[1])
    leaves = np.where(np.isfinite(gone), gone, not_before)
    knots = np.concatenate(
        [np.broadcast_to(part, shape) for part in (start, full, leaves)]
        + [np.broadcast_to(not_before, (rows, 1))],
        axis=1,
    )
    knots = np.sort(np.maximum(knots, not_before), axis=1)
    here = level(knots, start, full, gone, power)
    just_before = level(np.nextafter(knots, -np.inf), start, full, gone, power)
    fits = here >= load * (1 - 1e-12)
    # Between two knots the total is linear; it may also reach the load just before a step leaves.
    fits_before = (just_before >= load * (1 - 1e-12)) & (knots > not_before)
    column = np.argmax(fits | fits_before, axis=1)[:, np.newaxis]
    before = np.maximum(column - 1, 0)
    low = np.take_along_axis(here, before, axis=1)
    high = np.take_along_axis(just_before, column, axis=1)
    begin = np.take_along_axis(knots, before, axis=1)
    end = np.take_along_axis(knots, column, axis=1)
    rise = np.where(high > low, high - low, np.inf)
    share = np.where(high > low, np.clip((load - low) / rise, 0.0, 1.0), 1.0)
    day = np.where(column == 0, end, begin + share * (end - begin))
    return np.where((fits | fits_before).any(axis=1, keepdims=True), day, np.inf)
