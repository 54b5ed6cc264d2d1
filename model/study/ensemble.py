"""A large ensemble in slices: answers early, can be stopped, and needs the memory of one slice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.evaluate import evaluate
from model.outcome import Array, Outcome
from model.samples import SEED
from model.scenario import Scenario
from model.study.bands import Bands, pooled

SLICE = 256


def ensemble(
    scenario: Scenario, rows: int = 4096, seed: int = SEED
) -> Iterator[tuple[float, Bands | None]]:
    """Bands over ``rows`` rows (a multiple of 256), drawn 256 at a time.

    Yields the share that is done after each slice, with bands after the first and the last.
    Slice k is drawn with seed + k, each stratified on its own; the calendar depends on row 0
    alone, which is the median world in every slice, so that the slices share it.
    """
    slices: list[_Kept] = []
    count = max(rows // SLICE, 1)
    for number in range(count):
        # Row 0 of the later slices would be the median world once more: it is left out.
        skip = min(number, 1)
        outcome = evaluate(scenario, SLICE + skip, seed + number)
        slices.append(_Kept(outcome, skip))
        last = number == count - 1
        known = _bands(slices, seed) if number == 0 or last else None
        yield (number + 1) / count, known


class _Kept:
    """What the bands need of one slice; everything else is let go."""

    def __init__(self, outcome: Outcome, skip: int) -> None:
        self.days = outcome.days
        self.headlines = {
            name: headline.value[skip:] for name, headline in outcome.headlines.items()
        }
        self.tasks = {task.id: task.finish[skip:] for task in outcome.tasks}
        self.usable = outcome.usable_total[skip:]
        rows = len(self.usable) + skip
        self.critical = {
            task.id: task.criticality * rows - skip * task.critical for task in outcome.tasks
        }
        """rows in which each task is critical"""


def _bands(slices: list[_Kept], seed: int) -> Bands:
    def joined(parts: list[Array]) -> Array:
        return np.concatenate(parts)

    first = slices[0]
    return pooled(
        first.days,
        {name: joined([part.headlines[name] for part in slices]) for name in first.headlines},
        {name: joined([part.tasks[name] for part in slices]) for name in first.tasks},
        joined([part.usable for part in slices]),
        seed,
        {
            name: sum(part.critical[name] for part in slices)
            / sum(len(part.usable) for part in slices)
            for name in first.critical
        },
    )
