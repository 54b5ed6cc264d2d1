"""The fit as a command: compute it from the shipped runs, report it, and write it if asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.study.calibration.band import SCATTER
from model.study.calibration.cases import Example, examples
from model.study.calibration.cross import left_out, scatter
from model.study.calibration.fit import Fit, fit
from model.study.calibration.store import records, save
from model.study.text import table
from model.study.validation.runs import COLUMNS
from model.study.validation.score import stats
from model.study.validation.table import read, shipped

GROUPS = ("model", "source", "software")
"""What can be left out together"""


def shipped_examples() -> list[Example]:
    """The shipped runs with a published layout, read with the shipped constants."""
    values = {name: record.value for name, record in records().items()}
    return examples(read(shipped("runs"), COLUMNS), values)


def group_of(run: Example, by: str) -> str:
    """What ``run`` is left out with."""
    return run.case.software.line if by == "software" else run.row.text(by)


def fit_json(*, write: bool = False) -> dict[str, Any]:
    """Fit the constants to the shipped runs; with ``write``, over those in resources."""
    runs, known = shipped_examples(), records()
    found = fit(runs, known)
    crossed = {by: left_out(runs, known, found, [group_of(run, by) for run in runs])
               for by in GROUPS}  # fmt: skip
    moe = np.array([run.case.arch.is_moe for run in runs])
    errors, spread = crossed["model"]
    beyond = {
        name: scatter(errors[moe == kind], spread[moe == kind]) for kind, name in SCATTER.items()
    }
    files = save(found, runs, beyond) if write else []
    return {
        "rows": len(runs),
        "rounds": found.rounds,
        "in_sample": _percent(found.errors),
        "left_out": {by: _percent(each) for by, (each, _) in crossed.items()},
        "scatter": beyond,
        "constants": _constants(found),
        "written": [path.name for path in files],
    }


def _percent(errors: Any) -> dict[str, float | None]:
    return stats([float(100.0 * np.expm1(error)) for error in errors])


def _constants(found: Fit) -> dict[str, dict[str, float]]:
    spread = np.sqrt(np.diag(found.covariance))
    return {
        name: {"value": value, "spread": float(spread[k])}
        for k, (name, value) in enumerate(found.values.items())
    }


def fit_text(report: dict[str, Any]) -> str:
    """What `fit` prints for people."""
    known = records()
    lines: list[tuple[str, ...]] = [
        ("Constant", "fitted", "in force", "prior P5", "prior P95", "spread")
    ]
    for name, each in report["constants"].items():
        record = known[name]
        numbers = (each["value"], record.value, record.low, record.high, each["spread"])
        lines.append((name, *(f"{number:.4g}" for number in numbers)))
    scores: list[tuple[str, ...]] = [("Error, %", "n", "median", "mean", "P90", "bias")]
    for label, each in (
        ("in sample", report["in_sample"]),
        *((f"by unseen {by}", each) for by, each in report["left_out"].items()),
    ):
        figures = (each[key] for key in ("median_ape", "mape", "p90_ape", "bias"))
        scores.append((label, str(each["n"]), *(f"{figure:.1f}" for figure in figures)))
    written = f"\n\nwrote {', '.join(report['written'])}" if report["written"] else ""
    return f"{table(lines)}\n\n{table(scores)}{written}"
