"""The rows of the Build tab: each construction task of a site, as it is and as it comes out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from gui import format as words
from gui.panels.lines import Column, Line
from model import links
from model.columns import TASK_KINDS
from model.declarations import declared
from model.network import names, network_of, template_task
from model.outcome import Outcome, Task
from model.records import TaskRecord
from model.scenario import Site
from model.study.bands import Bands
from model.task_edits import task_value, template_value
from model.units import date_of

COLUMNS = (
    Column("Task", 160, whole=True),
    Column("Shortest", 58, "number"),
    Column("Usual", 48, "number"),
    Column("Longest", 56, "number"),
    Column("", 16, "unit"),
    Column("Ordered", 92),
    Column("Not before", 92),
    Column("Goes", 76, keep=4),
    Column("Kind", 64, keep=3),
    Column("Size exponent", 86, "number", keep=3),
    Column("", 8, keep=3),
    Column("After", 122, stretch=True),
    Column("Start", 90, keep=5),
    Column("Finish", 90, keep=7),
    Column("P10–P90", 178, keep=1),
    Column("Slack", 46, "number", keep=6),
    Column("", 16, "unit", keep=6),
    Column("Critical", 58, "number", keep=6),
)
FIELDS = {
    0: "label", 1: "low", 2: "mode", 3: "high", 5: "ordered", 6: "not_before", 7: "stage",
    8: "kind", 9: "size_exponent", 11: "after",
}  # fmt: skip
"""column -> field of the task that is edited there"""
CHOICES = {
    "stage": {"site": "once", "hall": "hall by hall"},
    "kind": {kind: kind for kind in TASK_KINDS},
}
"""field -> its values, and the words for them"""


def help_of(field: str) -> str:
    """What the declaration of a task's field says, but for its full stop."""
    meta = declared(f"sites.0.tasks.any.{field}")
    return (meta.description or "").rstrip(".") if meta is not None else ""


HINTS = {
    "label": "What the task is called",
    "low": "Shortest duration: P5. At pace 1 every task takes this",
    "mode": "Usual duration: the median at pace 0",
    "high": "Longest duration: P95",
    "ordered": "A long-lead item: its duration counts from this day, whatever it would wait for; "
    "empty: when what it waits for allows",
    "not_before": "It starts on this day at the earliest; empty: as soon as it can",
    "stage": "Once for the site, or hall by hall: write once or hall",
    "kind": help_of("kind"),
    "size_exponent": help_of("size_exponent"),
    "after": "The tasks that it waits for, by name or id: Permits; Design +14d for 14 days more; "
    "SS: Design +30d for 30 days after its start; empty: for none",
    "Slack": "Days by which it can be moved without delaying full load",
    "Critical": "Criticality: how often it is on the critical path to full load, over all samples",
}


class TaskRow(msgspec.Struct, frozen=True):
    """One task: what the table shows, what an editor begins with, and what was changed."""

    id: str
    line: Line
    texts: dict[int, str]
    """editable column -> the text that an editor begins with"""
    changed: frozenset[int]
    """columns that differ from the template"""
    own: bool
    """the template has no such task"""
    critical: bool
    """on the critical path in the median world"""


def task_rows(outcome: Outcome, bands: Bands | None, index: int) -> list[TaskRow]:
    """The tasks of site ``index``, predecessors first."""
    site = outcome.scenario.sites[index]
    prefix = f"{site.id}." if len(outcome.scenario.sites) > 1 else ""
    bars = {task.id: task for task in outcome.tasks if task.site == site.id}
    spans = bands.tasks if bands is not None else {}
    shares = bands.criticality if bands is not None else {}
    return [
        _row(
            task,
            site,
            _found(bars.get(id), spans.get(id), shares.get(id), outcome),
            critical=id in bars and bars[id].critical,
        )
        for task in network_of(site).tasks
        for id in (f"{prefix}{task.id}",)
    ]


def _row(
    task: TaskRecord,
    site: Site,
    found: tuple[str, str, str, str, str],
    *,
    critical: bool,
) -> TaskRow:
    base = template_task(site.build, task.id)
    called = names(site)
    given = {field: getattr(task, field) for field in FIELDS.values()}
    given["ordered"] = task_value(site, task.id, "ordered")
    texts = {column: _text(field, given[field], called) for column, field in FIELDS.items()}
    was = {field: template_value(site, task.id, field) for field in given} if base else given
    changed = {column: was[field] for column, field in FIELDS.items() if was[field] != given[field]}
    start, finish, p10_p90, slack, share = found
    cells = (
        task.label, _days(task.low), _days(task.mode), _days(task.high), "d",
        texts[5], texts[6], texts[7], texts[8], texts[9], "", texts[11],
        start, finish, p10_p90, slack, "d" if slack else "", share,
    )  # fmt: skip
    line = Line(cells, tip=_tip(task, base, changed, called))
    return TaskRow(task.id, line, texts, frozenset(changed), own=base is None, critical=critical)


def _found(
    bar: Task | None, span: tuple[float, float] | None, share: float | None, outcome: Outcome
) -> tuple[str, str, str, str, str]:
    if bar is None:
        return "", "", "", "", ""
    start, finish, slack = (float(each[0, 0]) for each in (bar.start, bar.finish, bar.slack))

    def day(number: float) -> str:
        return _day(date_of(number, outcome.epoch)) if math.isfinite(number) else "never"

    between = f"{day(span[0])} – {day(span[1])}" if span is not None else ""
    spare = words.day_count(slack) if math.isfinite(slack) else ""
    often = "yes" if bar.critical else "no"
    if share is not None:
        often = f"{share * 100:.0f}\u2009%"
    return day(start), day(finish), between, spare, often


def _tip(
    task: TaskRecord, base: TaskRecord | None, changed: Mapping[int, Any], called: links.Names
) -> str:
    """What there is to know of a task; ``changed``: column -> what the template has there."""
    waits = f"Waits for {links.said(task.after, called) or 'nothing'}"
    if base is None:
        return f"{task.id}: a task of this site's own\n{waits}\n{task.note}".strip()
    lines = [f"{task.id}: {base.low:g}, {base.mode:g}, {base.high:g} d in the template", waits]
    if base.note:
        lines.append(base.note)
    for column, value in changed.items():
        was = _text(FIELDS[column], value, called) or "nothing"
        lines.append(f"Changed: {COLUMNS[column].title.lower()}, was {was}")
    return "\n".join(lines)


def _text(field: str, value: Any, called: links.Names) -> str:
    if value is None:
        return ""
    if field in CHOICES:
        return CHOICES[field][value]
    if isinstance(value, date):
        return _day(value)
    if field == "after":
        return links.said(value, called)
    return words.entry(value) if isinstance(value, int | float) else str(value)


def _days(given: float) -> str:
    """A duration as far as its column has room for it; the editor has all of it."""
    return words.entry(round(given, 0 if given >= 100 else 1))


def _day(when: date | None) -> str:
    return words.long_date(when) if when is not None else ""
