"""Power that is available: steps that ramp up and may leave again, and the day a load fits.

Each step adds its power linearly from its first to its last day and may leave. The total is
piecewise linear, so the day on which it carries a load is found between its knots, not by
scanning a calendar. Power in W, times in days since the epoch.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

JUST_BEFORE_D = 1e-9
_EVER_D = 1e6
"""No step is later."""
_MOST_STEPS = 8
_CLOSE = 1e-6
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


def knots(
    start: Array, full: Array, gone: Array, more: Array, not_before: Array, until: float = np.inf
) -> Array:
    """Days (N, K) from ``not_before`` (N, 1) between which steps run straight, in order.

    ``more`` (1, M) are further days. Days that lie before ``not_before`` or after ``until`` in
    every row are left out, in some rows they fall together with it.
    """
    rows = max(len(start), len(not_before))
    wide = np.zeros((rows, 1))
    found = np.concatenate([part + wide for part in (start, full, gone, more)], axis=1)
    first = float(not_before.min())
    found = found[:, ((found > first) & (found < min(until, _EVER_D))).any(axis=0)]
    last = wide + until if until < np.inf else wide[:, :0]
    found = np.concatenate((not_before + wide, found, last), axis=1)
    return np.sort(np.minimum(np.maximum(found, not_before), until), axis=1)


def first_fit(margin: Callable[[Array], Array], days: Array, *, closely: bool = True) -> Array:
    """First of ``days`` (N, K), or day between two of them, with a margin of 0 or more (N, 1).

    inf if none has. ``margin`` gives (N, M) for days (N, M). Between knots it is a parabola, which
    is met at once, or bent where a battery takes part, which takes a few steps more, unless
    ``closely`` is off; it may jump down at a knot, where a step leaves.
    """
    count = days.shape[1]
    both = margin(np.concatenate((days, days - JUST_BEFORE_D), axis=1))
    here, before = both[:, :count], both[:, count:]
    # It may also rise to 0 just before a step leaves.
    fits = (here >= 0) | ((before >= 0) & (days > days[:, :1]))
    every = np.arange(len(days))
    column = np.argmax(fits, axis=1)
    between = fits[every, column] & (column > 0)
    if not between.any():
        return np.where(fits[:, :1], days[:, :1], np.inf)
    earlier = np.maximum(column - 1, 0)
    begin, end = days[every, earlier], days[every, column]
    low, high = here[every, earlier], before[every, column]
    low, high = np.minimum(low, 0.0), np.maximum(high, 0.0)
    middle = margin(((begin + end) / 2)[:, np.newaxis])[:, 0]
    day = begin + _first_root(low, middle, high) * (end - begin)
    close = _CLOSE * np.maximum(-low, high)
    was_short = np.zeros(len(days), dtype=bool)
    for step in range(_MOST_STEPS if closely else 0):
        value = margin(day[:, np.newaxis])[:, 0]
        if ((np.abs(value) <= close) | ~between).all():
            break
        # False position; an end that stays twice counts half (Dowell and Jarratt, BIT 11, 1971).
        short = value < 0
        again = (short == was_short) & (step > 0)
        low = np.where(short, value, np.where(again, low / 2, low))
        high = np.where(short, np.where(again, high / 2, high), value)
        begin, end = np.where(short, day, begin), np.where(short, end, day)
        share = np.where(high > low, -low / np.where(high > low, high - low, 1.0), 1.0)
        day, was_short = begin + share * (end - begin), short
    day = np.where(column == 0, days[:, 0], day)
    return np.where(fits[every, column], day, np.inf)[:, np.newaxis]


def _first_root(low: Array, middle: Array, high: Array) -> Array:
    """Where in [0, 1] the parabola through the values at 0, 1/2 and 1 comes to 0 from below."""
    bend = 2 * (low + high - 2 * middle)
    slope = high - low - bend
    under = slope + np.sqrt(np.maximum(slope**2 - 4 * bend * low, 0.0))
    share = np.where(under > 0, -2 * low / np.where(under > 0, under, 1.0), 1.0)
    return np.minimum(np.maximum(share, 0.0), 1.0)
