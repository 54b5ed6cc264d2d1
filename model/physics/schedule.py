"""Construction tasks with precedence: dates, hall by hall, and slack, in closed form.

A *site* task happens once. A *hall* task is work on a whole building phase that one crew takes
through the halls in turn, so that a hall goes on to the next task as soon as its own share is
done. With shares s_h of the work, duration d of the whole and earliest start a_h in hall h,

    finish_h = max over j <= h of ( a_j + d (s_j + ... + s_h) )

which is the permutation flow shop recursion (Johnson, Naval Research Logistics 1, 1954)
unrolled; with one hall it is the critical path method (Kelley and Walker, 1959).
Times are days since the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_P95 = 1.6448536269514722
"""Normal score of the 95th percentile: low and high of a task are read as P5 and P95."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Start and finish of every task in every hall; a site task has one column."""

    start: tuple[Array, ...]
    """per task (N, H) or (N, 1)"""
    finish: tuple[Array, ...]
    """per task (N, H) or (N, 1)"""
    ready: Array
    """(N, H) the day each hall can take its first rack"""
    last: npt.NDArray[np.intp]
    """(N, H) index of the task that the last one waited for longest, in each hall"""


def durations(
    low: Array, mode: Array, high: Array, pace: float, slip: Array, scores: Array
) -> Array:
    """Task durations (N, K) [d].

    The median goes from ``mode`` (pace 0) to ``low`` (pace 1), geometrically; around it each
    task has a two-piece lognormal spread whose 5th and 95th percentiles lie at ``low`` and at
    ``high`` / ``mode`` times the median.

    Parameters
    ----------
    low, mode, high : (K,) bounds of each task [d]
    pace : 0 to 1
    slip : (N, 1) factor on every task
    scores : (N, K) standard normal scores
    """
    centre = mode ** (1 - pace) * low**pace
    longer = np.log(high / mode) / _P95
    shorter = np.log(centre / low) / _P95
    spread = np.where(scores > 0, longer, shorter)
    return np.asarray(slip * centre * np.exp(spread * scores))


def forward(
    begin: Array,
    duration: Array,
    after: tuple[tuple[int, ...], ...],
    by_hall: tuple[bool, ...],
    shares: Array,
) -> Dates:
    """Earliest dates.

    Parameters
    ----------
    begin : (N, 1) start of work, or (N, K) the day before which no work on a task starts [d]
    duration : (N, K) of each task, in an order in which predecessors come first [d]
    after : indices of each task's predecessors
    by_hall : which tasks go hall by hall
    shares : (H,) size of each hall as a share of a building phase
    """
    halls = len(shares)
    work = np.cumsum(shares)[np.newaxis, :]
    start: list[Array] = []
    finish: list[Array] = []
    for task, predecessors in enumerate(after):
        took = duration[:, task : task + 1]
        earliest = begin[:, task : task + 1] if begin.shape[1] > 1 else begin
        for index in predecessors:
            done = finish[index]
            earliest = np.maximum(earliest, done if by_hall[task] else done[:, -1:])
        if not by_hall[task]:
            start.append(earliest + np.zeros_like(took))
            finish.append(earliest + took)
            continue
        done_before = took * (work - shares)
        finish.append(took * work + np.maximum.accumulate(earliest - done_before, axis=1))
        start.append(finish[-1] - took * shares)
    shape = (len(begin), halls)
    ends = _ends(after)
    if not ends:
        return Dates((), (), begin[:, :1] + np.zeros(shape), np.full(shape, -1, dtype=np.intp))
    ready, last = _latest(finish, ends, shape)
    waited = [task for end in ends for task in after[end]]
    if len(waited) > 1:
        last = _latest(finish, waited, shape)[1]
    return Dates(tuple(start), tuple(finish), ready, last)


def _latest(
    finish: list[Array], tasks: list[int], shape: tuple[int, int]
) -> tuple[Array, npt.NDArray[np.intp]]:
    """The latest finish of ``tasks`` in each hall (N, H), and which task it is."""
    day = finish[tasks[0]] + np.zeros(shape)
    which = np.full(shape, tasks[0], dtype=np.intp)
    for task in tasks[1:]:
        which = np.where(finish[task] > day, task, which)
        day = np.maximum(day, finish[task])
    return day, which


def slack(
    dates: Dates,
    duration: Array,
    after: tuple[tuple[int, ...], ...],
    by_hall: tuple[bool, ...],
    shares: Array,
    latest_ready: Array,
) -> Array:
    """Days (N, K) by which each task may finish later without delaying what follows.

    ``latest_ready`` (N, H) is the day by which each hall must be ready.
    """
    work = np.cumsum(shares)[np.newaxis, :]
    latest = [latest_ready] * len(after)
    found = np.empty((len(latest_ready), len(after)))
    for task in range(len(after) - 1, -1, -1):
        took = duration[:, task : task + 1]
        if by_hall[task]:
            chained = (latest[task] - took * work)[:, ::-1]
            must = np.minimum.accumulate(chained, axis=1)[:, ::-1] + took * work
            must_start = must - took * shares
        else:
            must = latest[task].min(axis=1, keepdims=True)
            must_start = must - took
        found[:, task] = (must - dates.finish[task]).min(axis=1)
        for index in after[task]:
            latest[index] = np.minimum(latest[index], must_start)
    return found


def _ends(after: tuple[tuple[int, ...], ...]) -> list[int]:
    """Tasks that no other task waits for."""
    waited_for = {index for predecessors in after for index in predecessors}
    return [task for task in range(len(after)) if task not in waited_for]
