"""Construction tasks with precedence: dates, hall by hall, and slack, in closed form.

A *site* task happens once. A *hall* task is work on a whole building phase that one crew takes
through the halls in turn, so that a hall goes on to the next task as soon as its own share is
done. With shares s_h of the work, duration d of the whole and earliest start a_h in hall h,

    finish_h = max over j <= h of ( a_j + d (s_j + ... + s_h) )

which is the permutation flow shop recursion (Johnson, Naval Research Logistics 1, 1954)
unrolled; with one hall it is the critical path method (Kelley and Walker, 1959). A task waits
for the finish or for the start of others, with a lag (precedence diagramming, Fondahl 1961).
Times are days since the epoch. A task with a clock is dated in working time and put back on the
calendar, so that the same closed form holds for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_P95 = 1.6448536269514722
"""Normal score of the 95th percentile: low and high of a task are read as P5 and P95."""
WIDEST = 5.0
"""Most that a bound of a duration is taken for a multiple of the next; 4.1 in the templates."""
_TINY_D = 1e-6
"""Less than any duration, and rounding of days put on the calendar and back."""
_NEVER_D = 1e7
"""Later than any day; finite, for a calendar takes no infinity."""


class Wait(NamedTuple):
    """One task waits for another."""

    task: int
    """index of the one that is waited for"""
    from_start: bool = False
    """True: for its start, so that the two overlap; False: for its finish"""
    lag_d: float = 0.0
    """days that pass in between"""


class Clock(Protocol):
    """A working calendar: see `model.physics.calendar`."""

    def worked(self, day: Array) -> Array:
        """Working days up to each day [d]."""

    def opens(self, work: Array) -> Array:
        """The day on which work goes on after so many working days: its latest such day."""

    def closes(self, work: Array) -> Array:
        """The day on which so many working days are done: its earliest such day."""


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

    The median goes from ``mode`` (pace 0) to ``low`` (pace 1), see `centre`; around it each task
    has a two-piece lognormal spread whose 5th and 95th percentiles lie at ``low`` and at
    ``high`` / ``mode`` times the median. A logarithm knows no zero: where two bounds lie further
    apart than `WIDEST`, all is measured from a day before zero, as in a shifted lognormal
    (Johnson, Biometrika 36, 1949), and the tail beyond the outer bound shrinks to nothing as the
    inner one goes to 0.

    Parameters
    ----------
    low, mode, high : (K,) bounds of each task, from 0 [d]
    pace : 0 to 1
    slip : (N, 1) factor on every task
    scores : (N, K) standard normal scores
    """
    middle = centre(low, mode, pace)
    before_low, before_high = _shift(low, mode), _shift(mode, high)
    longer = (high + before_high) / (mode + before_high)
    shorter = (low + before_low) / (middle + before_low)
    near = WIDEST * mode / np.maximum(high, _TINY_D)
    late = np.where(near < 1.0, 1.0 + (WIDEST - 1.0) * near, longer)
    share = np.abs(scores) / _P95
    within, beyond = np.minimum(share, 1.0), np.maximum(share - 1.0, 0.0)
    above = ((middle + before_high) * longer**within - before_high) * late**beyond
    below = ((middle + before_low) * shorter**within - before_low) * shorter**beyond
    return np.asarray(slip * np.where(scores > 0, above, below))


def centre(low: Array, mode: Array, pace: float) -> Array:
    """Median durations (K,) [d] at ``pace``, 0 the usual one and 1 the shortest on record.

    In between it is their geometric mean, weighted by the pace; with bounds further apart than
    `WIDEST` it is measured from a day before zero, so that a shortest duration of nothing does
    not make a task vanish at any pace.
    """
    before = _shift(low, mode)
    return np.asarray((mode + before) ** (1 - pace) * (low + before) ** pace - before)


def _shift(near: Array, far: Array) -> Array:
    """Days (K,) to add to both bounds so that one is at most `WIDEST` times the other."""
    wide = np.maximum((far - WIDEST * near) / (WIDEST - 1.0), 0.0)
    return np.where(far > _TINY_D, wide, 1.0)  # with any shift, nothing and nothing are alike


def crashed(low: Array, mode: Array, pace: float) -> float:
    """Days saved at ``pace`` over those saved at the shortest, 0 to 1.

    Cost and time of a task trade in a straight line between its usual and its crash duration
    (Hendrickson and Au, Project Management for Construction, 11.4), so this is also the share of
    the cost of crashing all of them.
    """
    most = float((mode - low).sum())
    return float((mode - centre(low, mode, pace)).sum()) / most if most > 0 else 0.0


def forward(
    begin: Array,
    duration: Array,
    after: tuple[tuple[Wait, ...], ...],
    by_hall: tuple[bool, ...],
    shares: Array,
    clocks: tuple[Clock | None, ...] = (),
) -> Dates:
    """Earliest dates.

    Parameters
    ----------
    begin : (N, 1) start of work, or (N, K) the day before which a task can't start [d]
    duration : (N, K) of each task, in an order in which predecessors come first [d]; in
        working days where the task has a clock
    after : what each task waits for
    by_hall : which tasks go hall by hall
    shares : (H,) size of each hall as a share of a building phase
    clocks : (K,) the working calendar of each task, None for every day; empty: none has one
    """
    halls = len(shares)
    work = np.cumsum(shares)[np.newaxis, :]
    start: list[Array] = []
    finish: list[Array] = []
    for task, waits in enumerate(after):
        took = duration[:, task : task + 1]
        clock = clocks[task] if clocks else None
        earliest = begin[:, task : task + 1] if begin.shape[1] > 1 else begin
        for wait in waits:
            there = start[wait.task] if wait.from_start else finish[wait.task]
            if not by_hall[task]:
                there = there[:, :1] if wait.from_start else there[:, -1:]
            earliest = np.maximum(earliest, there + wait.lag_d)
        if clock is not None:
            earliest = clock.worked(earliest)
        if by_hall[task]:
            done_before = took * (work - shares)
            end = took * work + np.maximum.accumulate(earliest - done_before, axis=1)
            began = end - took * shares
        else:
            began, end = earliest + np.zeros_like(took), earliest + took
        start.append(clock.opens(began) if clock is not None else began)
        finish.append(clock.closes(end) if clock is not None else end)
    shape = (len(begin), halls)
    ends = _ends(after)
    if not ends:
        return Dates((), (), begin[:, :1] + np.zeros(shape), np.full(shape, -1, dtype=np.intp))
    ready, last = _latest(finish, ends, shape)
    waited = [wait.task for end in ends for wait in after[end] if not wait.from_start]
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
    after: tuple[tuple[Wait, ...], ...],
    by_hall: tuple[bool, ...],
    shares: Array,
    latest_ready: Array,
    clocks: tuple[Clock | None, ...] = (),
) -> Array:
    """Days (N, K) by which each task can be moved on the calendar and delay nothing.

    ``latest_ready`` (N, H) is the day by which each hall must be ready; the others as for
    `forward`. The backward pass of the critical path method: a task must be done before each
    that waits for its finish must start, and must have started before each that waits for that.
    A working week holds start and finish apart, a closure between them may leave one of them
    more room: the task has the room of the one that has less.
    """
    work = np.cumsum(shares)[np.newaxis, :]
    ends = set(_ends(after))
    never = np.full_like(latest_ready, _NEVER_D)
    done_by = [latest_ready if task in ends else never for task in range(len(after))]
    begun_by: list[Array | None] = [None] * len(after)
    found = np.empty((len(latest_ready), len(after)))
    for task in range(len(after) - 1, -1, -1):
        took = duration[:, task : task + 1]
        clock = clocks[task] if clocks else None
        size = shares if by_hall[task] else 1.0
        finish_by = done_by[task] if by_hall[task] else done_by[task].min(axis=1, keepdims=True)
        begun = begun_by[task]
        if clock is not None:
            finish_by = clock.worked(finish_by)
        if by_hall[task]:
            finish_by = _in_turn(finish_by, took, work)
        start_by = finish_by - took * size
        if begun is not None:
            start_by = np.minimum(start_by, begun if clock is None else clock.worked(begun))
            if by_hall[task]:
                start_by = _in_turn(start_by + took * size, took, work) - took * size
        if clock is not None:
            finish_by, start_by = clock.opens(finish_by), clock.opens(start_by)
            if begun is not None:
                start_by = np.minimum(start_by, _at_work(clock, begun))
        spare = np.minimum(finish_by - dates.finish[task], start_by - dates.start[task])
        found[:, task] = spare.min(axis=1) if by_hall[task] else spare[:, 0]
        for wait in after[task]:
            before = start_by - wait.lag_d
            if wait.from_start:
                if by_hall[wait.task] and not by_hall[task]:
                    before = _first_hall(before, len(shares))
                elif not by_hall[wait.task]:
                    before = before.min(axis=1, keepdims=True)
                known = begun_by[wait.task]
                begun_by[wait.task] = before if known is None else np.minimum(known, before)
            else:
                done_by[wait.task] = np.minimum(done_by[wait.task], before)
    return found


def _in_turn(finish_by: Array, took: Array, work: Array) -> Array:
    """Latest finish (N, H) in each hall with which the crew still makes all the later ones."""
    spare = (finish_by - took * work)[:, ::-1]
    return np.asarray(np.minimum.accumulate(spare, axis=1)[:, ::-1] + took * work)


def _at_work(clock: Clock, day: Array) -> Array:
    """``day``, or where nothing is worked on it the evening before: who waits starts too late."""
    work = clock.worked(day)
    return np.where(clock.opens(work) > day + _TINY_D, clock.closes(work), day)


def _first_hall(day: Array, halls: int) -> Array:
    """A bound (N, 1) on the first hall alone, as (N, H)."""
    bound = np.full((len(day), halls), _NEVER_D)
    bound[:, :1] = day
    return bound


def _ends(after: tuple[tuple[Wait, ...], ...]) -> list[int]:
    """Tasks whose finish no other task waits for."""
    waited_for = {wait.task for waits in after for wait in waits if not wait.from_start}
    return [task for task in range(len(after)) if task not in waited_for]
