"""Errors of predictions, and what they come to over all rows and in groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from model.study.validation.table import Row, Unscorable


@dataclass(frozen=True, slots=True)
class Scored:
    """One prediction beside its measurement, both in ``unit``."""

    id: str
    measured: float
    predicted: float
    unit: str
    groups: Mapping[str, str]
    """grouping -> the group that this row belongs to"""
    note: str = ""
    """how blank cells were read, and what was derived"""
    plan: str = ""
    low: float | None = None
    """P10 of the prediction, where it has a band"""
    high: float | None = None
    """P90 of the prediction"""
    fits: bool | None = None
    """a published plan fits in memory by our count; None: there is no such question"""
    source: str = ""
    url: str = ""
    remark: str = ""
    """what the record itself notes"""
    why: str = ""
    """why the prediction is off, where that is known"""
    bound: str = ""
    """``>`` or ``<``: what was published is a bound, not a value"""

    @property
    def error_pct(self) -> float:
        """Predicted over measured, less one [%]; nothing where a published bound is kept."""
        if (self.bound == ">" and self.predicted >= self.measured) or (
            self.bound == "<" and self.predicted <= self.measured
        ):
            return 0.0
        return 100.0 * (self.predicted / self.measured - 1.0)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that could not be scored, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """How well the model does on one kind of record. All errors in percent."""

    kind: str
    scored: Sequence[Scored]
    skipped: Sequence[Skipped] = field(default_factory=tuple)

    @property
    def errors(self) -> list[float]:
        """Signed error of each scored row."""
        return [row.error_pct for row in self.scored]

    @property
    def worst(self) -> list[Scored]:
        """Scored rows, the largest error first."""
        return sorted(self.scored, key=lambda row: -abs(row.error_pct))

    @property
    def coverage(self) -> float | None:
        """Share of measured values inside P10 to P90; None without a band."""
        inside = [
            row.low <= row.measured <= row.high
            for row in self.scored
            if row.low is not None and row.high is not None
        ]
        return sum(inside) / len(inside) if inside else None

    def grouped(self) -> dict[str, dict[str, dict[str, float | None]]]:
        """Statistics by grouping and group."""
        found: dict[str, dict[str, list[float]]] = {}
        for row in self.scored:
            for grouping, name in row.groups.items():
                found.setdefault(grouping, {}).setdefault(name, []).append(row.error_pct)
        return {
            grouping: {
                name: {key: value for key, value in stats(errors).items() if key != "p90_ape"}
                for name, errors in sorted(named.items())
            }
            for grouping, named in found.items()
        }

    def json(self) -> dict[str, Any]:
        """What `validate --json` prints."""
        total = stats(self.errors)
        judged = [row.fits for row in self.scored if row.fits is not None]
        return {
            "kind": self.kind,
            "rows": len(self.scored) + len(self.skipped),
            "scored": len(self.scored),
            "skipped": [{"id": row.id, "why": row.why} for row in self.skipped],
            **{key: value for key, value in total.items() if key != "n"},
            "groups": self.grouped(),
            "residuals": [_residual(row) for row in self.scored],
            "coverage_p10_p90": self.coverage,
            "plans_called_infeasible": (
                {"n": judged.count(False), "of": len(judged)} if judged else None
            ),
        }


def stats(errors: Sequence[float]) -> dict[str, float | None]:
    """Number, mean, median and 90th percentile of absolute errors, and their mean with sign."""
    if not errors:
        return {"n": 0, "mape": None, "median_ape": None, "p90_ape": None, "bias": None}
    size = np.abs(np.array(errors))
    return {
        "n": len(errors),
        "mape": float(size.mean()),
        "median_ape": float(np.median(size)),
        "p90_ape": float(np.quantile(size, 0.9)),
        "bias": float(np.mean(errors)),
    }


def always() -> bool:
    """Whether an answer is still wanted: it is."""
    return True


def described(found: Scored, row: Row, causes: Mapping[str, str]) -> Scored:
    """``found`` with where its record comes from, what it notes, and why it is missed."""
    why = causes.get(row.id, "")
    return replace(found, url=row.text("url"), remark=row.text("notes"), why=why)


def nobody(done: int, rows: int) -> None:
    """Nobody wants to hear how far it is."""


def score(
    kind: str,
    rows: Sequence[Row],
    predict: Callable[[Row], Scored],
    wanted: Callable[[], bool] = always,
    told: Callable[[int, int], None] = nobody,
    causes: Mapping[str, str] = MappingProxyType({}),
) -> Report:
    """Predict every row; one that cannot be scored is skipped with its reason.

    Once the answer is no longer ``wanted``, the rows that are left are not looked at. ``told``
    hears how many of how many rows are done, ``causes`` says why some records are missed.
    """
    scored: list[Scored] = []
    skipped: list[Skipped] = []
    for place, row in enumerate(rows):
        if not wanted():
            break
        told(place, len(rows))
        try:
            scored.append(described(predict(row), row, causes))
        except Unscorable as reason:
            skipped.append(Skipped(row.id, str(reason)))
    return Report(kind, tuple(scored), tuple(skipped))


def scale_of(count: float) -> str:
    """The group of a number of accelerators."""
    for limit, name in ((8, "1 to 8"), (99, "9 to 99"), (999, "100 to 999")):
        if count <= limit:
            return name
    return "1,000 or more"


def _residual(row: Scored) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": row.id,
        "measured": row.measured,
        "predicted": row.predicted,
        "error_pct": row.error_pct,
        "unit": row.unit,
        "note": row.note,
        "source": row.source,
        "groups": dict(row.groups),
    }
    found |= {key: text for key, text in (("remark", row.remark), ("why", row.why)) if text}
    if row.bound:
        found["bound"] = row.bound
    if row.plan:
        found["plan"] = row.plan
    if row.low is not None:
        found |= {"p10": row.low, "p90": row.high}
    if row.fits is not None:
        found["fits"] = row.fits
    return found
