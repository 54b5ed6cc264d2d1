"""The measured runs that the constants are fitted on, read once and predicted many times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.physics.performance import Constants, Software, resolve, step_seconds
from model.study.validation.reading import Case, case_of
from model.study.validation.table import Row, Unscorable

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One run with a published layout."""

    row: Row
    case: Case
    weight: float
    """less than one where a table repeats nearly the same run"""


def examples(rows: Iterable[Row], values: Mapping[str, float]) -> list[Example]:
    """The rows that can be scored and whose layout is published.

    Runs of one model on one type of accelerator, at one precision and with one line of software
    differ in little but count and batch; n of them weigh as much as sqrt(n) others, and share
    that evenly.

    Parameters
    ----------
    values : constants by dotted name, with which blanks of a layout are filled
    """
    kept: dict[Software, Constants] = {}

    def constants(software: Software) -> Constants:
        return kept.setdefault(software, resolve(values, software))

    found: list[tuple[Row, Case]] = []
    for row in rows:
        try:
            case = case_of(row, constants)
        except Unscorable:
            continue
        if case.layout_known:
            found.append((row, case))
    alike = Counter(_kin(row, case) for row, case in found)
    return [Example(row, case, alike[_kin(row, case)] ** -0.5) for row, case in found]


def _kin(row: Row, case: Case) -> tuple[str, ...]:
    return (row.text("model"), case.part.name, case.job.precision, case.software.line)


def log_errors(example: Example, values: Mapping[str, float | Array]) -> Array:
    """Logarithm of predicted over measured rate, one for each of the (S, 1) values: (S,)."""
    case = example.case
    constants = resolve(values, case.software)
    step = step_seconds(case.arch, case.part.hardware, case.job, constants, case.plan)
    tokens = case.job.sequences * case.job.sequence / case.job.count
    return np.atleast_1d(np.log(tokens / step / case.measured))
