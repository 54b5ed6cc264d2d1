"""Power that is available: steps that ramp up and may leave again, and the day a load fits.

Each step adds its power linearly from its first to its last day and may leave. The total is
piecewise linear, so the day on which it carries a load is found between its knots, not by
scanning a calendar. Power in W, times in days since the epoch.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ENERGISE_D = 1.0
"""A step takes at least a day to energise; that keeps the curves continuous."""


def levels(days: Array, start: Array, full: Array, gone: Array, power: Array) -> Array:
    """What steps give of each of several kinds (N, K, T) on the calendar.

    Parameters
    ----------
    days : (1, T) calendar, or (N, T)
    start, full, gone : (N, E) first day, last day of the ramp, day it leaves (inf: it stays)
    power : (N, K, E) or (1, K, E) what each step adds of each kind
    """
    if start.shape[1] == 0:
        return np.zeros((1, power.shape[1], days.shape[1]))
    there = days[:, np.newaxis, :]
    first = start[:, :, np.newaxis]
    share = np.minimum(np.maximum((there - first) / (full - start)[:, :, np.newaxis], 0.0), 1.0)
    if gone.min() < np.inf:
        share = share * (there < gone[:, :, np.newaxis])
    return np.asarray(np.matmul(power, share))


def knots(start: Array, full: Array, gone: Array, more: Array, not_before: Array) -> Array:
    """Days (N, K) from ``not_before`` (N, 1) between which steps run straight, in order.

    ``more`` (1, M) are further days, of which those before ``not_before`` fall together.
    """
    count, extra = start.shape[1], more.shape[1]
    rows = max(len(start), len(not_before))
    found = np.empty((rows, 3 * count + extra + 1))
    found[:, :count] = start
    found[:, count : 2 * count] = full
    found[:, 2 * count : 3 * count] = np.where(gone < np.inf, gone, not_before)
    found[:, 3 * count : -1] = more
    found[:, -1:] = not_before
    return np.sort(np.maximum(found, not_before), axis=1)


def first_fit(days: Array, here: Array, just_before: Array) -> Array:
    """First day (N, 1) on which a margin is not negative; inf if that never comes.

    Parameters
    ----------
    days : (N, K) knots in order
    here, just_before : (N, K) margin at the knots, and the instant before them
    """
    # Between two knots the margin is straight; it may also rise to 0 just before a step leaves.
    fits = (here >= 0) | ((just_before >= 0) & (days > days[:, :1]))
    every = np.arange(len(days))
    column = np.argmax(fits, axis=1)
    before = np.maximum(column - 1, 0)
    low, high = here[every, before], just_before[every, column]
    begin, end = days[every, before], days[every, column]
    rise = np.where(high > low, high - low, 1.0)
    share = np.where(high > low, -low / rise, 1.0)
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    day = np.where(column == 0, end, begin + share * (end - begin))
    return np.where(fits[every, column], day, np.inf)[:, np.newaxis]
