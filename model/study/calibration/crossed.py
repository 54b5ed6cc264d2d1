"""The shipped runs, each predicted by constants that have not seen its group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from model.checks import named
from model.study.calibration.band import P90, SCATTER
from model.study.calibration.cases import examples
from model.study.calibration.command import GROUPS, group_of
from model.study.calibration.cross import left_out
from model.study.calibration.fit import Fit, coordinates
from model.study.calibration.store import covariance, records
from model.study.validation.misfits import causes
from model.study.validation.runs import COLUMNS, predict
from model.study.validation.score import Report, always, described, nobody
from model.study.validation.table import Row, read, shipped

Item = TypeVar("Item")
PASSES = 3
"""How often the runs are gone through: read, their slopes found, predicted"""


class _Unwanted(Exception):
    """Nobody waits for the answer any more."""


class _Watch:
    """Goes through the items of every pass and says how far it is."""

    def __init__(
        self, wanted: Callable[[], bool], told: Callable[[int, int], None], steps: int
    ) -> None:
        self.wanted, self.told, self.steps, self.done = wanted, told, steps, 0

    def __call__(self, items: Sequence[Item]) -> Iterator[Item]:
        for item in items:
            if not self.wanted():
                raise _Unwanted
            self.told(min(self.done, self.steps), self.steps)
            self.done += 1
            yield item


def cross_report(
    by: str,
    wanted: Callable[[], bool] = always,
    told: Callable[[int, int], None] = nobody,
) -> Report:
    """Leave out each group of ``by`` in turn, and predict it; raises InputError for another.

    ``wanted`` and ``told`` as in `validate`; once nobody wants it, the report is empty.
    """
    by = named("--cross", by, GROUPS)
    rows = read(shipped("runs"), COLUMNS)
    try:
        return _report(by, rows, _Watch(wanted, told, PASSES * len(rows)))
    except _Unwanted:
        return Report("runs", ())


def _report(by: str, rows: Sequence[Row], watch: _Watch) -> Report:
    known = records()
    runs = examples(watch(rows), {name: record.value for name, record in known.items()})
    names, spread = covariance()
    values = {name: known[name].value for name in names}
    nothing = np.zeros(len(runs))
    full = Fit(names, coordinates(names, values), spread, nothing, nothing, 0)
    groups = [group_of(run, by) for run in runs]
    errors, by_constants = left_out(runs, known, full, groups, watch)
    scored = []
    for run, error, own in zip(watch(runs), errors, by_constants, strict=True):
        row = described(predict(run.row), run.row, causes("runs"))
        beyond = known[SCATTER[run.case.arch.is_moe]].value
        factor = float(np.exp(P90 * np.hypot(own, beyond)))
        rate = row.measured * float(np.exp(error))
        scored.append(replace(row, predicted=rate, low=rate / factor, high=rate * factor))
    return Report("runs", tuple(scored))
