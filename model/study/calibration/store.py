"""The fit in resources: values in constants.toml, covariance.csv, and the rows it was made on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from model.catalog import catalog
from model.errors import DataError
from model.files import write_atomically
from model.physics.performance import Constant, constant_records
from model.study.calibration.cases import Example
from model.study.calibration.fit import Array, Fit

FOLDER = "performance"


def records() -> dict[str, Constant]:
    """All constants of the step-time model, by dotted name."""
    return constant_records(catalog().performance_constants)


@lru_cache(maxsize=1)
def covariance() -> tuple[tuple[str, ...], Array]:
    """Names of the fitted constants, and the covariance (K, K) of their coordinates.

    Raises
    ------
    DataError : the file does not belong to the constants
    """
    path = catalog().root / FOLDER / "covariance.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        names, *lines = list(csv.reader(stream))
    if names != [name for name, record in records().items() if record.fitted]:
        raise DataError("performance/covariance.csv", "header", "names", "not the fitted constants")
    lower = np.zeros((len(names), len(names)))
    for row, cells in enumerate(lines):
        lower[row, : row + 1] = [float(cell) for cell in cells]
    return tuple(names), lower + np.tril(lower, -1).T


def save(fit: Fit, runs: Sequence[Example], scatter: Mapping[str, float]) -> list[Path]:
    """Write a fit over the shipped one; returns the files.

    Parameters
    ----------
    scatter : of `cross.scatter`, by the constant's name in constants.toml
    """
    folder = catalog().root / FOLDER
    constants = folder / "constants.toml"
    text = constants.read_text(encoding="utf-8")
    for name, value in (fit.values | dict(scatter)).items():
        block = re.compile(rf"(\[{re.escape(name)}\]\nvalue = )\S+")
        if not block.search(text):
            raise DataError("performance/constants.toml", name, "value", "the constant is missing")
        text = block.sub(lambda found, value=value: f"{found[1]}{float(f'{value:.5g}')!r}", text)  # type: ignore[misc]
    lower = [fit.names, *([f"{cell:.5g}" for cell in row[: k + 1]] for k, row in
             enumerate(fit.covariance))]  # fmt: skip
    rows = [("id", "software", "date", "weight", "error_pct")]
    rows += [
        (run.row.id, run.case.software.line, f"{run.case.software.date:.2f}", f"{weight:.3f}",
         f"{100.0 * np.expm1(error):.1f}")
        for run, weight, error in zip(runs, fit.weights, fit.errors, strict=True)
    ]  # fmt: skip
    written = {
        constants: text,
        folder / "covariance.csv": _table(lower),
        folder / "fit_rows.csv": _table(rows),
    }
    for path, content in written.items():
        write_atomically(path, content.encode("utf-8"))
    return list(written)


def _table(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
