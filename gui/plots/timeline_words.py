"""The timeline in words: dates, tooltips, the table, what is missing, what is under way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

from gui import format as words
from gui.plots.gantt import Bar
from gui.plots.holds import says
from gui.plots.notice import Notice
from gui.plots.plot import Table
from model.outcome import Outcome
from model.units import date_of

_HEADER = (
    "Task",
    "Kind",
    "Start",
    "Finish",
    "P10",
    "P90",
    "Slack [d]",
    "Critical",
    "Critical in",
    "After",
)


def date_or_never(day: float, epoch: date) -> str:
    """``3 May 2024`` for a ``day`` [d since epoch]; inf and nan are never."""
    return words.long_date(date_of(day, epoch)) if math.isfinite(day) else "never"


def task_table(bars: Iterable[Bar], epoch: date) -> Table:
    """One row a task; dates as ISO 8601, empty where there is none."""

    def when(day: float) -> str:
        return date_of(day, epoch).isoformat() if math.isfinite(day) else ""

    rows = [
        (
            bar.task.label,
            bar.task.kind,
            when(bar.start),
            when(bar.finish),
            when(bar.low),
            when(bar.high),
            f"{bar.slack:.1f}" if math.isfinite(bar.slack) else "",
            "yes" if bar.task.critical else "no",
            words.percent(bar.criticality, 2) if math.isfinite(bar.criticality) else "",
            ", ".join(bar.task.after),
        )
        for bar in bars
    ]
    return Table("Timeline", _HEADER, rows)


def task_tip(bar: Bar, epoch: date) -> str:
    """When it is done, how sure that is, how critical it is, and what dragging it does."""

    def when(day: float) -> str:
        return date_or_never(day, epoch)

    text = f"{bar.task.label}: {when(bar.start)} to {when(bar.finish)}"
    if math.isfinite(bar.finish - bar.start):
        text += f", {words.duration(bar.finish - bar.start)}"
    if math.isfinite(bar.low) and not math.isnan(bar.high):
        text += f"; P10–P90 {when(bar.low)} – {when(bar.high)}"
    if bar.task.critical:
        text += "; on the critical path"
    elif math.isfinite(bar.slack):
        text += f"; slack {words.duration(bar.slack)}"
    if math.isfinite(bar.slack) and math.isfinite(bar.criticality):
        text += f"; critical in {words.percent(bar.criticality, 2)} of the samples"
    return text + says(bar)


def summary_of(bars: Sequence[Bar], pace: str, full_load: float, epoch: date) -> str:
    """Number of tasks, the critical ones, the pace, and the day of ``full_load`` [d]."""
    critical = [bar.task.label for bar in bars if bar.task.critical]
    text = f"Timeline: {len(bars)} tasks"
    if critical:
        text += f", critical {', '.join(critical)}"
    if pace:
        text += f", {pace}"
    if math.isfinite(full_load):
        return f"{text}; full load on {date_or_never(full_load, epoch)}."
    return f"{text}; full load is never reached."


def under_way(bars: Iterable[Bar], day: float) -> str:
    """The tasks of ``day`` [d since epoch]: three by name; empty if there is none."""
    busy = [bar.task.label for bar in bars if bar.start <= day < bar.finish]
    names = ", ".join(_within_a_sentence(name) for name in busy[:3])
    more = f" and {len(busy) - 3} more" if len(busy) > 3 else ""
    return f"under way: {names}{more}" if busy else ""


def what_is_missing(outcome: Outcome, bars: Sequence[Bar]) -> Notice | None:
    """What to say where there is nothing to build, or where it is never finished."""
    if not bars:
        hint = "Add a shipment under Fleet, and a step of power under Site."
        return Notice("Nothing to build yet", hint)
    if all(not math.isfinite(bar.finish) for bar in bars):
        hint = outcome.warnings[0] if outcome.warnings else "See what binds, above the plots."
        return Notice(f"{bars[0].task.label} never finishes", hint, bad=True)
    return None


def pace_of(outcome: Outcome) -> str:
    """How many tasks are at their shortest, of each site that is built faster than usual."""
    sites = outcome.scenario.sites
    said = []
    for path, text in outcome.remarks.items():
        if path.endswith(".pace"):
            site = f"{sites[int(path.split('.')[1])].id}: " if len(sites) > 1 else ""
            said.append(site + text.partition(";")[0])
    return ", ".join(said)


def _within_a_sentence(label: str) -> str:
    """A label with its first word in lower case unless it is a name."""
    head = label[:1].lower() + label[1:]
    return head if label[1:2].islower() else label
