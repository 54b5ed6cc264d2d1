"""A report of scores as dots, table lines and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gui import format as words
from gui.panels.lines import Column, Line
from gui.plots.markers import MOST, OTHERS, Marker, marker_of
from gui.plots.scatter import Dot, signed_percent
from model.catalog import catalog
from model.study.validation.score import Report, Scored, stats

GROUP_COLUMNS = (
    Column("", 22, "mark"),
    Column("Group", 84, stretch=True),
    Column("n", 36, "number"),
    Column("Median", 62, "number"),
    Column("Mean", 62, "number", keep=2),
    Column("Bias", 66, "number"),
)
RESIDUAL_COLUMNS = (
    Column("Record", 96, stretch=True),
    Column("Error", 56, "number"),
    Column("Measured", 64, "number", keep=4),
    Column("Predicted", 66, "number", keep=4),
    Column("P10–P90", 118, "number", keep=2),
)
SKIPPED_COLUMNS = (Column("Rows", 44, "number"), Column("Why", 200, stretch=True))
RESIDUAL_HEADER = ("id", "measured", "predicted", "unit", "error_pct", "p10", "p90", "source",
                   "plan", "note", "remark", "why", "url")  # fmt: skip


def figures(report: Report) -> list[tuple[str, str]]:
    """Rows, the errors over all of them, and how many measurements the range holds."""
    rows = len(report.scored) + len(report.skipped)
    found = [("Scored", f"{len(report.scored)} of {rows}")]
    if not report.scored:
        return found
    total = stats(report.errors)
    named = (("median error", "median_ape"), ("mean", "mape"), ("P90", "p90_ape"))
    found += [(name, _percent(total[key])) for name, key in named]
    found.append(("bias", _signed(total["bias"])))
    if report.coverage is not None:
        found.append(("in P10–P90", words.percent(report.coverage, 2)))
    judged = [row.fits for row in report.scored if row.fits is not None]
    if judged:
        found.append(("called too large", f"{judged.count(False)} of {len(judged)}"))
    return found


def markers(report: Report, grouping: str) -> dict[str, Marker]:
    """The marker of each group, the largest group first; a type has its family's colour."""
    counted = Counter(row.groups.get(grouping, "") for row in report.scored)
    names = sorted(counted, key=lambda name: (-counted[name], name))
    families = _families() if grouping == "accelerator" else {}
    return {name: marker_of(i, families.get(name, "")) for i, name in enumerate(names)}


def dots(report: Report, grouping: str) -> list[Dot]:
    """One dot a scored row, in the order of the report."""
    shown = markers(report, grouping)
    return [_dot(row, row.groups.get(grouping, ""), shown) for row in report.scored]


def group_lines(report: Report, grouping: str, chosen: str) -> list[Line]:
    """One line a group with its marker, the largest first."""
    found, shown = report.grouped().get(grouping, {}), markers(report, grouping)
    lines = []
    for name, marker in shown.items():
        if name not in found:
            continue
        values = found[name]
        tip = f"{name}\nClick to bring out these records, again for all"
        if marker is OTHERS:
            tip += f"\nOnly the {MOST} largest groups have a marker of their own"
        cells = ("", name or "not stated", f"{values['n']:.0f}", _percent(values["median_ape"]),
                 _percent(values["mape"]), _signed(values["bias"]))  # fmt: skip
        lines.append(Line(cells, tip, selected=name == chosen, marker=marker))
    return lines


def residual_lines(rows: Sequence[Scored], chosen: str) -> list[Line]:
    """One line a scored row."""
    return [
        Line(
            (
                row.id,
                signed_percent(row.error_pct / 100),
                _measured(row),
                words.number(row.predicted, 4),
                words.span(row.low, row.high) if row.low is not None and row.high is not None
                else "",
            ),
            tip="\n".join((head(row), explanation(row))),
            selected=row.id == chosen,
        )
        for row in rows
    ]  # fmt: skip


def skipped_lines(report: Report) -> list[Line]:
    """Each reason with the number of rows, the commonest first; the tooltip names the rows."""
    reasons: dict[str, list[str]] = {}
    for row in report.skipped:
        reasons.setdefault(row.why, []).append(row.id)
    ordered = sorted(reasons.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return [Line((str(len(ids)), why), f"{why}\n{_few(ids)}") for why, ids in ordered]


def residual_rows(report: Report) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    """What the export writes: every scored row with its groups, then why each other was skipped."""
    groupings = sorted({name for row in report.scored for name in row.groups})
    header = (*RESIDUAL_HEADER, *groupings, "skipped_because")
    body = [
        (row.id, repr(row.measured), repr(row.predicted), row.unit, repr(row.error_pct),
         "" if row.low is None else repr(row.low), "" if row.high is None else repr(row.high),
         row.source, row.plan, row.note, row.remark, row.why, row.url,
         *(row.groups.get(g, "") for g in groupings), "")
        for row in report.worst
    ]  # fmt: skip
    blank = ("",) * (len(header) - 2)
    body += [(row.id, *blank, row.why) for row in report.skipped]
    return header, body


def head(row: Scored) -> str:
    """Measured, predicted and error in one line."""
    return (
        f"{row.id}: measured {_measured(row)}, predicted "
        f"{words.number(row.predicted, 4)} {row.unit}, {signed_percent(row.error_pct / 100)}"
    )


def explanation(row: Scored) -> str:
    """Why it is off, range, plan, how blank cells were read, and the source, a line each."""
    band = ""
    if row.low is not None and row.high is not None:
        where = "inside" if row.low <= row.measured <= row.high else "outside"
        band = f"P10–P90 {words.span(row.low, row.high)}: the measurement is {where}"
    too_large = "By our count this plan does not fit in memory" if row.fits is False else ""
    parts = (row.why, band, row.plan, row.note, too_large, row.remark, row.source)
    return "\n".join(part for part in parts if part)


def reading(report: Report, records: Path | None) -> str:
    """What the plot is read by: whose records, and what its lines mean."""
    banded = any(row.low is not None for row in report.scored)
    said = (records.name if records else "", "bars: P10–P90" if banded else "", "dashed: ±10 %")
    return "; ".join(part for part in said if part)


def unit_of(report: Report) -> str:
    """The unit of all rows, or that they differ."""
    units = {row.unit for row in report.scored}
    return units.pop() if len(units) == 1 else "unit of each record"


def _dot(row: Scored, group: str, shown: dict[str, Marker]) -> Dot:
    tip = "\n".join(part for part in (head(row), group, explanation(row)) if part)
    return Dot(row.id, row.measured, row.predicted, shown[group], group, row.low, row.high,
               tip, row.source, row.error_pct / 100)  # fmt: skip


def _measured(row: Scored) -> str:
    """The measured value; a bound has its sign."""
    return f"{row.bound}{words.number(row.measured, 4)}"


def _families() -> dict[str, str]:
    return {record.short: record.family for record in catalog().accelerators.values()}


def _percent(value: float | None) -> str:
    return words.EN_DASH if value is None else words.percent(value / 100, 2 if value < 10 else 3)


def _signed(value: float | None) -> str:
    return words.EN_DASH if value is None else signed_percent(value / 100)


def _few(ids: Sequence[str], most: int = 12) -> str:
    rest = len(ids) - most
    return ", ".join(ids[:most]) + (f" and {rest} more" if rest > 0 else "")
