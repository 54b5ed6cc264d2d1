"""The build network from MS-Project XML, as real schedulers write it.

Working time becomes calendar days: a task of ten days on a calendar of five days a week takes
fourteen. Summary tasks are taken apart, inactive ones left out. A finish-finish or start-finish
link becomes the finish-start or start-start link that says the same at the usual duration. A task
that has begun, must begin on a day or is scheduled by hand keeps its day, and loses the links that
this day does not wait for. What can't be taken over as it stands is said in a note.
"""

from __future__ import annotations

import re
from datetime import date

from model import precedence
from model.catalog import catalog
from model.checks import named
from model.columns import TASK_KINDS
from model.errors import InputError
from model.exchange import mspdi
from model.exchange.markup import Node, parse_xml
from model.exchange.mspdi_custom import Custom
from model.exchange.mspdi_outline import Item, Outline
from model.exchange.mspdi_time import WorkingTime
from model.exchange.mspdi_values import Values
from model.network import unsaid
from model.precedence import Link
from model.records import TaskRecord

_CLOSE_D = 1e-4
"""A duration this near to the one that we wrote has not been changed."""
_LOOSE_D = 3.0
"""A link is broken where a task begins so much before it allows: a weekend is no breach [d]."""


def read(data: bytes, name: str, build: str) -> tuple[tuple[TaskRecord, ...], tuple[str, ...]]:
    """The tasks of the MSPDI document ``data``, and notes on what was read in another way.

    A task without our custom fields that is called as one of template ``build`` gets its id.
    Raises InputError that names the line and the element.
    """
    root = parse_xml(data, name, mspdi.NAMESPACE)
    if root.tag != "Project":
        limit = f"the root is Project of {mspdi.NAMESPACE}"
        raise InputError(f"{name}, line {root.line}", root.tag, limit, "Save as XML in Project.")
    return _Reader(root, Values(name), build).read()


class _Reader:
    def __init__(self, root: Node, values: Values, build: str) -> None:
        self._root, self._values, self._build = root, values, build
        self._named = {task.label.lower(): task.id for task in catalog().template(build).tasks}
        self._fields = {
            field.get("FieldID"): field.get("Alias")
            for holder in root.all("ExtendedAttributes")
            for field in holder.all("ExtendedAttribute")
        }
        self._time = WorkingTime(root, values)
        self._outline = Outline(root, self._time, values)
        self._custom = {
            item.uid: Custom(item.node, self._fields, values.name) for item in self._outline.tasks
        }
        self._ids = self._found_ids()

    def read(self) -> tuple[tuple[TaskRecord, ...], tuple[str, ...]]:
        note = self._values.note
        if self._root.get("ScheduleFromStart", "1") == "0":
            note("The file is scheduled from its end; here each task begins as soon as it can")
        for item in self._outline.items.values():
            if item.summary and item.node.get("Manual") == "1":
                note("Dates set by hand on a summary were left out", item.node)
        tasks = tuple(self._task(item) for item in self._outline.tasks)
        if tasks and not any(mspdi.LOW in custom for custom in self._custom.values()):
            note("The file has no ranges: its durations are taken as certain")
        return tasks, self._values.notes

    def _found_ids(self) -> dict[str, str]:
        """UID -> task id: ours where the file has it, else made from the name."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for item in self._outline.tasks:
            name = self._values.name_of(item.node)
            ours = self._custom[item.uid].text(mspdi.ID)
            wanted = ours or self._named.get(name.lower()) or _slug(name)
            id, number = wanted, 2
            while id in taken:
                id, number = f"{wanted[:34]}_{number}", number + 1
            taken.add(id)
            found[item.uid] = id
        return found

    def _task(self, item: Item) -> TaskRecord:
        node, custom, id = item.node, self._custom[item.uid], self._ids[item.uid]
        low, mode, high = _range(custom, item.days)
        ordered, not_before = self._starts(item)
        usual = unsaid(self._build, id, ordered)
        kind = named(
            self._values.place(node, mspdi.KIND),
            custom.text(mspdi.KIND, usual["kind"]),
            TASK_KINDS,
        )
        fixed = self._fixed(node)
        if kind == "order" and node.get("ActualStart"):
            ordered, not_before = fixed, custom.date(mspdi.NOT_BEFORE)
        elif fixed is not None:
            not_before = fixed
        if self._values.number(node, "LevelingDelay", 0.0):
            self._values.note("Delays that levelling put in were left out", node)
        return TaskRecord(
            id=id,
            label=self._values.name_of(node) or id,
            low=min(low, mode),
            mode=mode,
            high=max(high, mode),
            after=self._after(item, fixed),
            stage="hall" if custom.text(mspdi.STAGE) == "hall" else "site",
            src=(),
            confidence="D",
            note=node.get("Notes"),
            kind=kind,
            size_exponent=custom.number(mspdi.SIZE, usual["size_exponent"], "a number from 0 to 1"),
            ordered=ordered,
            not_before=not_before,
        )

    # Links

    def _after(self, item: Item, fixed: date | None) -> tuple[str, ...]:
        """What a task waits for; of two links to one task, what lets it start later."""
        found: dict[str, tuple[float, Link]] = {}
        for node, meant, leaf in self._outline.waits(item):
            id = self._ids[leaf.uid]
            link = self._link(node, id, item, meant)
            if fixed is not None and not self._honoured(link, leaf, fixed):
                text = "Links that a task did not wait for, as its start is fixed, were left out"
                self._values.note(text, item.node)
                continue
            frees = link.lag_d + (leaf.days if link.kind == "FS" else 0.0)
            if id in found and found[id][1].kind != link.kind:
                text = "Of two links between the same tasks, the one that holds longer was kept"
                self._values.note(text, item.node)
            if id not in found or frees > found[id][0]:
                found[id] = frees, link
        return tuple(precedence.format(link) for _, link in found.values())

    def _link(self, node: Node, id: str, item: Item, before: Item) -> Link:
        kind = node.get("Type", mspdi.FS)
        if kind not in (mspdi.FF, mspdi.FS, mspdi.SF, mspdi.SS):
            raise self._values.error(node, "Type", "0 (FF), 1 (FS), 2 (SF) or 3 (SS)")
        lag = self._time.lag(node, item.stretch, before.days)
        if kind in mspdi.HOLDS_FINISH:
            words = "Finish-finish" if kind == mspdi.FF else "Start-finish"
            self._values.note(f"{words} links hold at the usual duration of the task that waits")
            lag -= item.days
        lag -= self._custom[item.uid].moved().get(id, 0.0)
        if abs(lag) > precedence.LONGEST_LAG_D:
            limit = f"at most {precedence.LONGEST_LAG_D:,.0f} d between two tasks"
            raise self._values.error(node, "LinkLag", limit)
        return Link(id, "SS" if kind in mspdi.FROM_START else "FS", round(lag, 4))

    def _honoured(self, link: Link, before: Item, start: date) -> bool:
        """Whether a task that begins on ``start`` waited for ``before`` in the file's own dates."""
        when = self._values.moment(before.node, "Start" if link.kind == "SS" else "Finish")
        return when is None or when + link.lag_d <= start.toordinal() + _LOOSE_D

    # Starts

    def _starts(self, item: Item) -> tuple[date | None, date | None]:
        """The day a task was ordered and the day it waits for, as they were or as they are now.

        A start that is another than we wrote was moved in the scheduler: of an order that is
        the day it is placed.
        """
        custom, now = self._custom[item.uid], self._earliest(item)
        ordered, not_before = custom.date(mspdi.ORDERED), custom.date(mspdi.NOT_BEFORE)
        if mspdi.PLANNED not in custom:
            return ordered, not_before if ordered or not_before else now
        if now == custom.date(mspdi.EARLIEST):
            return ordered, not_before
        return (now, not_before) if ordered else (None, now)

    def _earliest(self, item: Item) -> date | None:
        """The day before which a task and its summaries may not start."""
        days = [self._constraint(each.node) for each in (item, *item.above)]
        return max((day for day in days if day is not None), default=None)

    def _constraint(self, node: Node) -> date | None:
        kind = node.get("ConstraintType", "0")
        if kind in (mspdi.START_NO_EARLIER, mspdi.MUST_START):
            return self._values.date(node, "ConstraintDate")
        if kind not in ("", "0"):
            self._values.note("Constraints other than on the earliest start were left out", node)
        return None

    def _fixed(self, node: Node) -> date | None:
        """The day on which a task begins whatever it waits for; None: it waits."""
        if node.get("ActualStart"):
            self._values.note("Tasks that have begun keep that day as their earliest", node)
            return self._values.date(node, "ActualStart")
        if node.get("Manual") == "1":
            start = "ManualStart" if node.get("ManualStart") else "Start"
            if node.get(start):
                text = "Tasks scheduled by hand keep that day as their earliest, not as their only"
                self._values.note(text, node)
            return self._values.date(node, start)
        if node.get("ConstraintType") == mspdi.MUST_START:
            return self._constraint(node)
        return None


def _range(custom: Custom, days: float) -> tuple[float, float, float]:
    """Low, usual and high days; a duration changed in the scheduler takes its range along."""
    usual = custom.number(mspdi.USUAL, days)
    written = custom.number(mspdi.PLANNED, usual)
    if abs(days - written) < _CLOSE_D:
        scale, mode = 1.0, usual
    else:
        scale = days / written if written > 0 else 1.0
        mode = usual * scale if usual > 0 else days
    low, high = (
        custom.number(alias, 0.0) * scale if alias in custom else mode
        for alias in (mspdi.LOW, mspdi.HIGH)
    )
    return low, mode, high


def _slug(name: str) -> str:
    """An id from a task's name: letters and digits, and no end that reads as a lag."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    text = "_".join(words)[:34].strip("_") or "task"
    return text if text[0].isalpha() else f"task_{text}"
