"""The build network from MS-Project XML, as real schedulers write it.

Working time becomes calendar days: a task of ten days on a calendar of five days a week takes
fourteen. Summary tasks are taken apart, inactive ones left out. A finish-finish or start-finish
link becomes the finish-start or start-start link that says the same at the usual duration. What
can't be taken over as it stands is said in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from model import precedence
from model.catalog import catalog
from model.checks import named
from model.columns import TASK_KINDS
from model.errors import InputError
from model.exchange import mspdi
from model.exchange.markup import Node, parse_xml
from model.exchange.mspdi_custom import Custom
from model.network import unsaid
from model.precedence import Link
from model.records import TaskRecord

_DURATION = re.compile(
    r"P(?:(?P<d>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?"
)
_CLOSE_D = 1e-4
"""A duration this near to the one that we wrote has not been changed."""


class Item(msgspec.Struct):
    """One task of the file, before it has an id."""

    node: Node
    level: int
    summary: bool
    days: float
    stretch: float
    """calendar days in a working day of its calendar"""
    custom: Custom
    leaves: list[str] = msgspec.field(default_factory=list)
    """UIDs of the tasks under a summary; of a task, its own"""
    links: list[Node] = msgspec.field(default_factory=list)


def read(data: bytes, name: str, build: str) -> tuple[tuple[TaskRecord, ...], tuple[str, ...]]:
    """The tasks of the MSPDI document ``data``, and notes on what was read in another way.

    A task without our custom fields that is called as one of template ``build`` gets its id.
    Raises InputError that names the line and the element.
    """
    root = parse_xml(data, name, mspdi.NAMESPACE)
    if root.tag != "Project":
        limit = f"the root is Project of {mspdi.NAMESPACE}"
        raise InputError(f"{name}, line {root.line}", root.tag, limit, "Save as XML in Project.")
    return _Reader(root, name, build).read()


class _Reader:
    def __init__(self, root: Node, name: str, build: str) -> None:
        self._root, self._name, self._build = root, name, build
        self._notes: dict[str, None] = {}
        self._named = {task.label.lower(): task.id for task in catalog().template(build).tasks}
        self._day_h = self._number(root, "MinutesPerDay", 480.0) / mspdi.MINUTE_H
        if self._day_h <= 0:
            raise self._error(root, "MinutesPerDay", "more than 0")
        self._fields = {
            field.get("FieldID"): field.get("Alias")
            for holder in root.all("ExtendedAttributes")
            for field in holder.all("ExtendedAttribute")
        }
        self._weeks = self._calendars()

    def read(self) -> tuple[tuple[TaskRecord, ...], tuple[str, ...]]:
        items = self._items()
        ids = self._ids(items)
        tasks = [self._task(uid, item, items, ids) for uid, item in items.items() if uid in ids]
        if tasks and not any(mspdi.LOW in item.custom for item in items.values()):
            self._note("The file has no ranges: its durations are taken as certain.")
        return tuple(tasks), tuple(self._notes)

    # Tasks

    def _items(self) -> dict[str, Item]:
        """Tasks by UID in the order of the file, with what stands under each summary."""
        found: dict[str, Item] = {}
        above: list[tuple[int, str]] = []
        for holder in self._root.all("Tasks"):
            for node in holder.all("Task"):
                if node.get("IsNull") == "1":
                    continue
                uid = self._uid(node, found)
                if node.get("Active", "1") == "0" or node.get("ExternalTask") == "1":
                    self._note(f"{node.get('Name')!r} is inactive or external and was left out.")
                    continue
                found[uid] = self._item(node)
                level = found[uid].level
                above = [(depth, each) for depth, each in above if depth < level]
                if not found[uid].summary:
                    found[uid].leaves = [uid]
                    for _, each in above:
                        found[each].leaves.append(uid)
                    parents = [found[each] for _, each in above if found[each].summary]
                    inherited = [link for parent in parents for link in parent.links]
                    found[uid].links = [*found[uid].links, *inherited]
                above.append((level, uid))
        return found

    def _uid(self, node: Node, found: dict[str, Item]) -> str:
        uid = node.get("UID")
        if not uid.isdigit():
            raise self._error(node, "UID", "a whole number")
        if uid in found:
            raise self._error(node, "UID", "each UID once")
        return uid

    def _item(self, node: Node) -> Item:
        summary = node.get("Summary") == "1" or node.get("UID") == "0"
        stretch = self._stretch(node)
        level = int(self._number(node, "OutlineLevel", 1.0))
        days = 0.0 if summary else self._duration(node, stretch)
        custom = Custom(node, self._fields, self._name)
        links = node.all("PredecessorLink")
        return Item(node, level, summary, days, stretch, custom, links=links)

    def _ids(self, items: dict[str, Item]) -> dict[str, str]:
        """UID -> task id: ours where the file has it, else made from the name."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for uid, item in items.items():
            if item.summary:
                continue
            name = item.node.get("Name")
            wanted = item.custom.text(mspdi.ID) or self._named.get(name.lower()) or _slug(name)
            id, number = wanted, 2
            while id in taken:
                id, number = f"{wanted[:34]}_{number}", number + 1
            taken.add(id)
            found[uid] = id
        return found

    def _task(
        self, uid: str, item: Item, items: dict[str, Item], ids: dict[str, str]
    ) -> TaskRecord:
        node, custom = item.node, item.custom
        low, mode, high = _range(item)
        ordered, not_before = self._starts(node, custom)
        id = ids[uid]
        usual = unsaid(self._build, id, ordered)
        return TaskRecord(
            id=id,
            label=node.get("Name") or id,
            low=min(low, mode),
            mode=mode,
            high=max(high, mode),
            after=self._after(item, items, ids),
            stage="hall" if custom.text(mspdi.STAGE) == "hall" else "site",
            src=(),
            confidence="D",
            note=node.get("Notes"),
            kind=self._kind(node, custom, usual["kind"]),
            size_exponent=custom.number(mspdi.SIZE, usual["size_exponent"], "a number from 0 to 1"),
            ordered=ordered,
            not_before=not_before,
        )

    def _after(self, item: Item, items: dict[str, Item], ids: dict[str, str]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for node in item.links:
            before = node.get("PredecessorUID")
            if node.get("CrossProject") == "1":
                self._note("Links to other projects were left out.")
                continue
            if before not in items:
                if any(each.get("UID") == before for each in self._all_tasks()):
                    continue  # a task that was left out, and said so
                raise self._error(node, "PredecessorUID", "the UID of a task in this file")
            for leaf in items[before].leaves:
                if ids[leaf] in found:
                    self._note("Two links between the same tasks: the first one was kept.")
                    continue
                link = self._link(node, ids[leaf], item, items[leaf])
                found[ids[leaf]] = precedence.format(link)
        return tuple(found.values())

    def _all_tasks(self) -> Iterable[Node]:
        return (node for holder in self._root.all("Tasks") for node in holder.all("Task"))

    def _link(self, node: Node, id: str, item: Item, before: Item) -> Link:
        """One link; a lag is in tenths of a minute, or in percent of the predecessor."""
        kind, form = node.get("Type", mspdi.FS), node.get("LagFormat", mspdi.DAYS)
        if kind not in (mspdi.FF, mspdi.FS, mspdi.SF, mspdi.SS):
            raise self._error(node, "Type", "0 (FF), 1 (FS), 2 (SF) or 3 (SS)")
        given = self._number(node, "LinkLag", 0.0)
        if form in mspdi.PERCENT:
            lag = given / 100 * before.days
        else:
            hours = given / mspdi.TENTHS / mspdi.MINUTE_H
            lag = hours / 24 if form in mspdi.ELAPSED else hours / self._day_h * item.stretch
        if kind in (mspdi.FF, mspdi.SF):
            words = "Finish-finish" if kind == mspdi.FF else "Start-finish"
            self._note(f"{words} links hold at the usual duration of the task that waits.")
            lag -= item.days
        from_start = kind in (mspdi.SF, mspdi.SS)
        lag -= item.custom.moved().get(id, 0.0)
        return Link(id, "SS" if from_start else "FS", round(lag, 4))

    def _starts(self, node: Node, custom: Custom) -> tuple[date | None, date | None]:
        """The day a task was ordered and the day it waits for, as they were or as they are now.

        A start that is another than we wrote was moved in the scheduler: of an order that is
        the day it is placed.
        """
        ordered, not_before = custom.date(mspdi.ORDERED), custom.date(mspdi.NOT_BEFORE)
        now = self._constraint(node)
        if mspdi.PLANNED not in custom:
            return ordered, not_before if ordered or not_before else now
        if now == custom.date(mspdi.EARLIEST):
            return ordered, not_before
        return (now, not_before) if ordered else (None, now)

    def _constraint(self, node: Node) -> date | None:
        kind = node.get("ConstraintType", "0")
        if kind in (mspdi.START_NO_EARLIER, mspdi.MUST_START):
            return self._date(node, "ConstraintDate")
        if kind not in ("", "0"):
            self._note("Constraints other than on the earliest start were left out.")
        return None

    # Time

    def _duration(self, node: Node, stretch: float) -> float:
        """Calendar days; a task without a duration is a milestone."""
        text = node.get("Duration") or "PT0H0M0S"
        match = _DURATION.fullmatch(text)
        if match is None or not any(match.groups()):
            raise self._error(node, "Duration", "a duration such as PT80H0M0S")
        part = {key: float(value or 0) for key, value in match.groupdict().items()}
        hours = part["h"] + part["m"] / 60 + part["s"] / 3600
        if node.get("DurationFormat") in mspdi.ELAPSED:
            return round(part["d"] + hours / 24, 6)
        return round((part["d"] + hours / self._day_h) * stretch, 6)

    def _calendars(self) -> dict[str, int]:
        """Working days a week of each calendar; one without days of its own has its base's."""
        weeks: dict[str, int] = {}
        for holder in self._root.all("Calendars"):
            for calendar in holder.all("Calendar"):
                days = {
                    day.get("DayType"): day.get("DayWorking") == "1"
                    for each in calendar.all("WeekDays")
                    for day in each.all("WeekDay")
                    if day.get("DayType") in set("1234567")
                }
                base = weeks.get(calendar.get("BaseCalendarUID"), 5)
                count = sum(days.values()) if len(days) == 7 else base
                if count == 0:
                    raise self._error(calendar, "WeekDays", "at least one working day")
                weeks[calendar.get("UID")] = count
        return weeks

    def _stretch(self, node: Node) -> float:
        """Calendar days in a working day: 7/5 on a calendar of five days a week."""
        own = node.get("CalendarUID", "-1")
        week = self._weeks.get(own) or self._weeks.get(self._root.get("CalendarUID"), 5)
        if week != 7:
            self._note(f"Working days were put on the calendar, {week} to a week of seven.")
        return 7.0 / week

    # Values

    def _number(self, node: Node, tag: str, default: float) -> float:
        text = node.get(tag)
        try:
            return float(text) if text else default
        except ValueError:
            raise self._error(node, tag, "a number") from None

    def _date(self, node: Node, tag: str) -> date | None:
        text = node.get(tag)
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            raise self._error(node, tag, "a date such as 2024-09-02T08:00:00") from None

    def _kind(self, node: Node, custom: Custom, default: str) -> str:
        given = custom.text(mspdi.KIND, default)
        return named(f"{self._name}, line {node.line}, {mspdi.KIND}", given, TASK_KINDS)

    def _error(self, node: Node, tag: str, limit: str) -> InputError:
        child = node.first(tag)
        return self._wrong(child or node, tag, child.text if child else "", limit)

    def _wrong(self, node: Node, tag: str, value: str, limit: str) -> InputError:
        return InputError(f"{self._name}, line {node.line}, {tag}", value, limit, "Mend it there.")

    def _note(self, text: str) -> None:
        self._notes[text] = None


def _range(item: Item) -> tuple[float, float, float]:
    """Low, usual and high days; a duration changed in the scheduler takes its range along."""
    custom, days = item.custom, item.days
    usual = custom.number(mspdi.USUAL, days)
    written = custom.number(mspdi.PLANNED, usual)
    if abs(days - written) < _CLOSE_D:
        scale, mode = 1.0, usual
    else:
        scale = days / written if written > 0 else 1.0
        mode = usual * scale if usual > 0 else days
    return (
        custom.number(mspdi.LOW, mode / scale) * scale,
        mode,
        custom.number(mspdi.HIGH, mode / scale) * scale,
    )


def _slug(name: str) -> str:
    """An id from a task's name: letters and digits, and no end that reads as a lag."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    text = "_".join(words)[:34].strip("_") or "task"
    return text if text[0].isalpha() else f"task_{text}"
