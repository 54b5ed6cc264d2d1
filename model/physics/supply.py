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
    if start.shape[1] == 0:
        return np.zeros((1, days.shape[1]))
    there = days[:, :, np.newaxis]
    first, leaves = start[:, np.newaxis, :], gone[:, np.newaxis, :]
    share = np.minimum(np.maximum((there - first) / (full - start)[:, np.newaxis, :], 0.0), 1.0)
    if leaves.min() < np.inf:
        share = share * (there < leaves)
    return np.asarray(np.matmul(share, power[:, :, np.newaxis])[:, :, 0])


def carries_from(
    start: Array, full: Array, gone: Array, power: Array, load: Array, not_before: Array
) -> Array:
    """First day (N, 1) from ``not_before`` (N, 1) on which the steps carry ``load`` (N, 1).

    inf if they never do. Shapes of the steps as in `level`.
    """
    count = start.shape[1]
    if count == 0:
        return np.where(load <= 0, not_before, np.inf)
    rows = max(len(start), len(power), len(load), len(not_before))
    knots = np.empty((rows, 3 * count + 1))
    knots[:, :count] = start
    knots[:, count : 2 * count] = full
    knots[:, 2 * count : 3 * count] = np.where(gone < np.inf, gone, not_before)
    knots[:, 3 * count :] = not_before
    knots = np.sort(np.maximum(knots, not_before), axis=1)
    here, just_before = _both_sides(knots, start, full, gone, power)
    enough = load * (1 - 1e-12)
    # Between two knots the total is linear; it may also reach the load just before a step leaves.
    fits = (here >= enough) | ((just_before >= enough) & (knots > not_before))
    every = np.arange(rows)
    column = np.argmax(fits, axis=1)
    before = np.maximum(column - 1, 0)
    low, high = here[every, before], just_before[every, column]
    begin, end = knots[every, before], knots[every, column]
    rise = np.where(high > low, high - low, 1.0)
    share = np.where(high > low, ((load + np.zeros((rows, 1)))[:, 0] - low) / rise, 1.0)
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    day = np.where(column == 0, end, begin + share * (end - begin))
    return np.where(fits[every, column], day, np.inf)[:, np.newaxis]


def _both_sides(
    knots: Array, start: Array, full: Array, gone: Array, power: Array
) -> tuple[Array, Array]:
    """Power (N, K) at the knots and just before them; they differ where a step leaves."""
    days = knots[:, :, np.newaxis]
    first, leaves = start[:, np.newaxis, :], gone[:, np.newaxis, :]
    share = (days - first) / (full - start)[:, np.newaxis, :]
    given = np.minimum(np.maximum(share, 0.0), 1.0) * power[:, np.newaxis, :]
    return (given * (days < leaves)).sum(axis=2), (given * (days <= leaves)).sum(axis=2)
