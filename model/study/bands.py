"""How sure the answer is: quantiles over the rows of an ensemble."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from model.outcome import Array, Outcome
from model.samples import SEED

LEVELS = (0.10, 0.50, 0.90)


class Bands(msgspec.Struct, frozen=True):
    """P10, P50 and P90 over the rows of one ensemble."""

    rows: int
    seed: int
    headlines: Mapping[str, tuple[float, float, float]]
    """P10, P50, P90 in the headline's unit; a date in days since the epoch"""
    tasks: Mapping[str, tuple[float, float]]
    """task id -> P10, P90 of its finish [d since epoch]"""
    days: Array
    """(1, T) the calendar of ``usable`` [d since epoch]"""
    usable: tuple[Array, Array]
    """P10 and P90 of usable compute, each (1, T) [FLOP/s]"""
    criticality: Mapping[str, float] = msgspec.field(default_factory=dict)
    """task id -> share of the rows in which it is on the critical path to full load"""


def bands(outcome: Outcome, seed: int = SEED) -> Bands:
    """Quantiles of every headline, of every task's finish, and of usable compute by day."""
    return pooled(
        outcome.days,
        {name: headline.value for name, headline in outcome.headlines.items()},
        {task.id: task.finish for task in outcome.tasks},
        outcome.usable_total,
        seed,
        {task.id: task.criticality for task in outcome.tasks},
    )


def pooled(
    days: Array,
    headlines: Mapping[str, Array],
    tasks: Mapping[str, Array],
    usable: Array,
    seed: int,
    criticality: Mapping[str, float],
) -> Bands:
    """Quantiles of arrays that may come from several draws on one calendar.

    Parameters
    ----------
    days : (1, T) [d since epoch]
    headlines : name -> (N, 1) in the headline's unit
    tasks : id -> (N, 1) finish [d since epoch]
    usable : (N, T) [FLOP/s]
    seed : recorded
    criticality : id -> share of all rows
    """
    total = quantiles(usable)
    return Bands(
        rows=len(usable),
        seed=seed,
        headlines={name: _triple(quantiles(value)) for name, value in headlines.items()},
        tasks={
            name: (float(levels[0, 0]), float(levels[2, 0]))
            for name, finish in tasks.items()
            for levels in (quantiles(finish),)
        },
        days=days,
        usable=(total[:1], total[2:]),
        criticality=criticality,
    )


def carried(known: Bands, before: Outcome, now: Outcome) -> Bands:
    """``known``, which belongs to ``before``, moved to the medians of ``now``.

    The spread travels with the median: dates keep their distance in days, amounts their ratio,
    up to the most that there was: early on a first few accelerators may be a thousandth of P90.
    It stands in while a lever moves, until the ensemble of ``now`` has been drawn.
    """
    shift = float((now.epoch - before.epoch).days)
    headlines = {}
    for name, levels in known.headlines.items():
        old, new = before.headlines[name], now.headlines[name]
        headlines[name] = _moved(
            levels, float(old.value[0, 0]), float(new.value[0, 0]), is_date=new.unit == "date"
        )
    old_tasks = {task.id: float(task.finish[0, 0]) for task in before.tasks}
    tasks = {
        task.id: (
            float(task.finish[0, 0]) + known.tasks[task.id][0] - old_tasks[task.id],
            float(task.finish[0, 0]) + known.tasks[task.id][1] - old_tasks[task.id],
        )
        for task in now.tasks
        if task.id in known.tasks and np.isfinite(old_tasks[task.id])
    }
    total, old_total = now.usable_total[:1], before.usable_total[0]
    usable = []
    for level in known.usable:
        ratio = np.where(old_total > 0, level[0] / np.where(old_total > 0, old_total, 1.0), 1.0)
        most = level.max() * total.max() / max(float(old_total.max()), 1.0)
        moved = total * np.interp(now.days[0] + shift, before.days[0], ratio)
        usable.append(np.minimum(moved, np.maximum(most, total)))
    return Bands(
        known.rows, known.seed, headlines, tasks, now.days, (usable[0], usable[1]),
        known.criticality,
    )  # fmt: skip


def quantiles(rows: Array) -> Array:
    """P10, P50 and P90 (3, T) over the first axis of ``rows`` (N, T).

    By sorting and linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
    """
    ordered = np.sort(rows, axis=0)
    last = len(ordered) - 1
    found = np.empty((3, ordered.shape[1]))
    for index, level in enumerate(LEVELS):
        place = level * last
        low = int(place)
        high, share = min(low + 1, last), place - low
        # Where both ends are infinite their difference has no meaning: the end itself is it.
        found[index] = ordered[low]
        if share:
            finite = np.isfinite(ordered[high])
            found[index, finite] += share * (ordered[high, finite] - ordered[low, finite])
            found[index, ~finite] = ordered[high, ~finite]
    return found


def _triple(levels: Array) -> tuple[float, float, float]:
    return float(levels[0, 0]), float(levels[1, 0]), float(levels[2, 0])


def _moved(
    levels: tuple[float, float, float], old: float, new: float, *, is_date: bool
) -> tuple[float, float, float]:
    if is_date or old == 0 or not np.isfinite(old):
        delta = new - old if np.isfinite(old) else np.nan
        low, middle, high = (level + delta for level in levels)
    else:
        low, middle, high = (level * new / old for level in levels)
    return (low, middle, high) if np.isfinite(low + high) else (new, new, new)
