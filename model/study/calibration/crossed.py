"""The shipped runs, each predicted by constants that have not seen its group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from model.checks import named
from model.study.calibration.band import P90, SCATTER
from model.study.calibration.command import GROUPS, group_of, shipped_examples
from model.study.calibration.cross import left_out
from model.study.calibration.fit import Fit, coordinates
from model.study.calibration.store import covariance, records
from model.study.validation.runs import predict
from model.study.validation.score import Report


def cross_report(by: str) -> Report:
    """Leave out each group of ``by`` in turn, and predict it; raises InputError for another."""
    by = named("--cross", by, GROUPS)
    runs, known = shipped_examples(), records()
    names, spread = covariance()
    values = {name: known[name].value for name in names}
    nothing = np.zeros(len(runs))
    full = Fit(names, coordinates(names, values), spread, nothing, nothing, 0)
    errors, by_constants = left_out(runs, known, full, [group_of(run, by) for run in runs])
    scored = []
    for run, error, own in zip(runs, errors, by_constants, strict=True):
        row = predict(run.row)
        beyond = known[SCATTER[run.case.arch.is_moe]].value
        factor = float(np.exp(P90 * np.hypot(own, beyond)))
        rate = row.measured * float(np.exp(error))
        scored.append(replace(row, predicted=rate, low=rate / factor, high=rate * factor))
    return Report("runs", tuple(scored))
