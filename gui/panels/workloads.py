"""How long each workload of the catalogue takes, as table lines."""

from __future__ import annotations

from gui import format as words
from gui.panels.lines import Column, Line
from model.outcome import Outcome
from model.study.catalogue import WorkloadDays
from model.units import date_of

RUN_COLUMNS = (
    Column("Run", 102, stretch=True),
    Column("FLOP", 76, "number", keep=2),
    Column("Days", 52, "number"),
    Column("Done", 90, "number"),
    Column("P10–P90", 124, "number", keep=1),
)


def run_line(
    row: WorkloadDays, outcome: Outcome, finish: tuple[float, float, float] | None
) -> Line:
    """One workload; the scenario's own run is the selected row and carries its range."""
    done = "never"
    if row.finish < float("inf"):
        done = words.long_date(date_of(row.finish, outcome.epoch))
    span = ""
    if row.own and finish is not None and finish[2] < float("inf"):
        low, high = (date_of(finish[i], outcome.epoch) for i in (0, 2))
        span = words.date_span(low, high, date_of(row.finish, outcome.epoch).year)
    tip = row.why_not or f"{row.name}: MFU {words.percent(row.mfu)}; {row.plan}"
    if span:
        tip += f"\nDone, P10–P90: {span}"
    return Line(
        cells=(
            row.name,
            words.power_of_ten(row.flop, 2),
            words.day_count(row.days) if row.days < float("inf") else "–",
            done,
            span,
        ),
        tip=tip,
        selected=row.own,
        muted=bool(row.why_not),
    )
