"""What `validate` prints for people."""

from __future__ import annotations

from collections import Counter

from model.study.text import table
from model.study.validation.score import Report, Scored, stats

WORST = 10
_LARGE = 12
"""Groupings with more groups than this, such as sources, show their largest groups only."""


def validate_text(report: Report) -> str:
    """Figures over all rows, by group, the worst residuals, and what was skipped."""
    head = f"{report.kind}: {len(report.scored)} of {len(report.scored) + len(report.skipped)} rows"
    lines = [f"{head} scored"]
    if report.scored:
        lines += ["", _figures(report), "", _groups(report), "", _worst(report)]
    if report.skipped:
        counted = Counter(row.why for row in report.skipped).most_common(WORST)
        rows = [(f"  {count}", why) for why, count in counted]
        rest = len(report.skipped) - sum(count for _, count in counted)
        rows += [(f"  {rest}", "for other reasons: see --json")] if rest else []
        lines += ["", "Skipped", table(rows, left=2)]
    return "\n".join(lines)


def _figures(report: Report) -> str:
    total = stats(report.errors)
    rows = [
        ("Median error", _percent(total["median_ape"])),
        ("Mean error", _percent(total["mape"])),
        ("90 % are below", _percent(total["p90_ape"])),
        ("Bias", _percent(total["bias"], sign=True)),
    ]
    if report.coverage is not None:
        rows.append(("Inside P10 to P90", _percent(100.0 * report.coverage)))
    judged = [row.fits for row in report.scored if row.fits is not None]
    if judged:
        rows.append(("Plans called too large", f"{judged.count(False)} of {len(judged)}"))
    return table(rows)


def _groups(report: Report) -> str:
    rows = [("By", "n", "median", "mean", "bias")]
    for grouping, named in report.grouped().items():
        ordered = sorted(named.items(), key=lambda entry: -(entry[1]["n"] or 0.0))
        rows.append((grouping, "", "", "", ""))
        for name, found in ordered[:_LARGE]:
            rows.append(
                (
                    f"  {name[:60]}",
                    f"{found['n']:.0f}",
                    _percent(found["median_ape"]),
                    _percent(found["mape"]),
                    _percent(found["bias"], sign=True),
                )
            )
        if len(ordered) > _LARGE:
            rows.append((f"  and {len(ordered) - _LARGE} more", "", "", "", ""))
    return table(rows)


def _worst(report: Report) -> str:
    worst = report.worst[:WORST]
    rows: list[tuple[str, ...]] = [("Worst residuals", "measured", "predicted", "error")]
    rows += [
        (
            f"  {row.id[:40]}",
            f"{row.measured:,.5g}",
            f"{row.predicted:,.5g}",
            _percent(row.error_pct, sign=True),
        )
        for row in worst
    ]
    lines = table(rows).splitlines()
    reasons = ["", *(_reason(row) for row in worst)]
    return "\n".join(f"{line}  {why}".rstrip() for line, why in zip(lines, reasons, strict=True))


def _reason(row: Scored) -> str:
    return "; ".join(text for text in (row.source[:60], row.plan, row.note, row.why) if text)


def _percent(value: float | None, *, sign: bool = False) -> str:
    return "-" if value is None else f"{value:+.1f} %" if sign else f"{value:.1f} %"
