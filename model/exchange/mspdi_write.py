"""The build network as MS-Project XML.

Durations are calendar days here: the file carries a calendar of seven days of eight hours.
A scheduler that works the network through comes to the dates of the window: a duration is the
one that is planned, at the pace and size of the site, the range and the usual one are custom
fields. Where halls follow one another the next task begins in the first while its predecessor
is in the last, and work that could begin on a Saturday waits until Monday: both are in the
lags. What was written is told apart from what a scheduler changed by custom fields, too.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from math import ceil, floor

from model.catalog import catalog
from model.chain.site import Build, build
from model.chain.works import floors
from model.errors import InputError
from model.exchange import mspdi
from model.precedence import Link, parse
from model.records import TaskRecord
from model.samples import SEED, draw
from model.scenario import Scenario
from model.task_edits import task_value
from model.units import day_number

_HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
_BEGINS_H, _NOON_H, _LUNCH_H = 8.0, 4.0, 1.0
_WHOLE_D = 1e-5
"""A day number this near to a whole one is that one."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOMENT_D = 2e-3
"""What takes less than three minutes is a milestone [d].

A task of no duration that goes hall by hall lasts from the first to the last.
"""


def write(scenario: Scenario, index: int) -> bytes:
    """The network of site ``index``, with its dates in the median world, as an MSPDI document."""
    site = scenario.sites[index]
    network = _Network(build(index, site, scenario, draw(scenario, 1, SEED), catalog()), scenario)
    root = ET.Element("Project", xmlns=mspdi.NAMESPACE)
    _add(
        root, SaveVersion="14", Name=f"{site.id}.xml", Title=f"{scenario.title}: {site.id}",
        StartDate=network.moment(network.begins), ScheduleFromStart="1",
        CalendarUID="1", DefaultStartTime="08:00:00", DefaultFinishTime="17:00:00",
        MinutesPerDay="480", MinutesPerWeek="3360", DaysPerMonth="30", DurationFormat="7",
    )  # fmt: skip
    fields = ET.SubElement(root, "ExtendedAttributes")
    for alias, (field, name) in mspdi.CUSTOM.items():
        _add(ET.SubElement(fields, "ExtendedAttribute"), FieldID=field, FieldName=name, Alias=alias)
    _calendar(ET.SubElement(root, "Calendars"))
    listed = ET.SubElement(root, "Tasks")
    _summary(listed, scenario.title)
    for number, task in enumerate(network.tasks):
        _task(listed, number, task, network)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


class _Network:
    """The tasks of a site and their dates in row 0, a bar for all halls [d since the epoch]."""

    def __init__(self, built: Build, scenario: Scenario) -> None:
        self.site, self._index = built.site, built.index
        self.tasks = built.tasks.tasks
        self.place = {task.id: number for number, task in enumerate(self.tasks)}
        self._dates = built.dates
        self._epoch = scenario.epoch
        begin = day_number(built.site.start, scenario.epoch) + 0.0 * built.load
        every = floors(built.tasks, begin, scenario.epoch)
        self._floors = [float(each) for each in every[0]] if self.tasks else []
        self.begins = min([float(begin[0, 0]), *self._floors])

    def span(self, number: int) -> tuple[float, float]:
        """First and last day of a task."""
        start, finish = self._dates.start[number], self._dates.finish[number]
        return float(start[0, 0]), float(finish[0, -1])

    def links(self, number: int) -> list[Link]:
        """What a task waits for."""
        return [parse(entry) for entry in self.tasks[number].after]

    def moved(self, number: int) -> tuple[float, dict[str, float]]:
        """Days that a task waits although nothing holds it, and what that adds to each lag.

        A lag counts from the end of a bar, and the next task may begin with the first hall.
        """
        moved, frees = {}, []
        for link in self.links(number):
            before = self.place[link.task]
            halls = {self.tasks[each].stage for each in (number, before)} == {"hall"}
            ends = self._dates.finish[before][0]
            moved[link.task] = float(ends[0] - ends[-1]) if link.kind == "FS" and halls else 0.0
            from_day = self.span(before)[0 if link.kind == "SS" else 1]
            frees.append(from_day + link.lag_d + moved[link.task])
        earliest = self._earliest(number)
        frees += [] if earliest is None else [earliest]
        wait = self.span(number)[0] - max(frees, default=self.begins)
        return wait, {id: days + wait for id, days in moved.items()}

    def constraint(self, number: int) -> float | None:
        """The day before which a task is not to begin, where no predecessor says it already."""
        earliest = self._earliest(number)
        return None if earliest is None else earliest + self.moved(number)[0]

    def _earliest(self, number: int) -> float | None:
        links = self.links(number)
        before = [self._floors[self.place[link.task]] for link in links if link.lag_d >= 0]
        own = self._floors[number]
        return own if own > max(before, default=-float("inf")) else None

    def moment(self, day: float, *, end: bool = False) -> str:
        """A day as a time of day: a whole one ends at five the evening before."""
        near = round(day) if abs(day - round(day)) < _WHOLE_D else day
        whole = ceil(near) - 1 if end else floor(near)
        hours = (near - whole) * mspdi.DAY_H
        lunch = _LUNCH_H if hours > _NOON_H or (hours == _NOON_H and not end) else 0.0
        seconds = round((_BEGINS_H + hours + lunch) * 3600)
        clock = f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
        return f"{self.date(whole).isoformat()}T{clock}"

    def date(self, day: float) -> date:
        """The date of a day number."""
        try:
            return self._epoch + timedelta(days=floor(day + _WHOLE_D))
        except OverflowError:
            limit = "this format has the years 1 to 9999"
            days, hint = f"day {day:,.0f}", "Shorten the lag or the duration that leads there."
            raise InputError(f"sites.{self._index}.tasks", days, limit, hint) from None


def _task(listed: ET.Element, number: int, task: TaskRecord, network: _Network) -> None:
    node = ET.SubElement(listed, "Task")
    uid = str(number + 1)
    begin, end = network.span(number)
    milestone = end - begin < _MOMENT_D
    took = _hours(0.0 if milestone else end - begin)
    _add(
        node, UID=uid, ID=uid, Name=task.label, Type="1", IsNull="0", OutlineNumber=uid,
        OutlineLevel="1", Start=network.moment(begin),
        Finish=network.moment(begin if milestone else end, end=not milestone), Duration=took,
        DurationFormat=mspdi.DAYS, Milestone="1" if milestone else "0", Summary="0",
        PercentComplete="0", ActualDuration=_hours(0.0), RemainingDuration=took,
    )  # fmt: skip
    earliest = network.constraint(number)
    if earliest is not None:
        _add(node, ConstraintType=mspdi.START_NO_EARLIER, ConstraintDate=network.moment(earliest))
    if task.note:
        _add(node, Notes=task.note)
    moved = {id: round(days * mspdi.LAGS_A_DAY) for id, days in network.moved(number)[1].items()}
    for link in network.links(number):
        _add(
            ET.SubElement(node, "PredecessorLink"),
            PredecessorUID=str(network.place[link.task] + 1),
            Type=mspdi.SS if link.kind == "SS" else mspdi.FS,
            CrossProject="0",
            LinkLag=str(round(link.lag_d * mspdi.LAGS_A_DAY) + moved[link.task]),
            LagFormat=mspdi.DAYS,
        )
    ordered = task_value(network.site, task.id, "ordered")
    values = {
        mspdi.ID: task.id, mspdi.STAGE: task.stage, mspdi.KIND: task.kind,
        mspdi.LOW: repr(task.low), mspdi.HIGH: repr(task.high), mspdi.USUAL: repr(task.mode),
        mspdi.SIZE: repr(task.size_exponent),
        mspdi.PLANNED: repr(0.0 if milestone else end - begin),
        mspdi.ORDERED: ordered and ordered.isoformat(),
        mspdi.NOT_BEFORE: task.not_before and task.not_before.isoformat(),
        mspdi.EARLIEST: earliest is not None and network.date(earliest).isoformat(),
        mspdi.MOVED: ", ".join(
            f"{id} {lag / mspdi.LAGS_A_DAY!r}" for id, lag in moved.items() if lag
        ),
    }  # fmt: skip
    for alias, value in values.items():
        if value:
            field = mspdi.CUSTOM[alias][0]
            _add(ET.SubElement(node, "ExtendedAttribute"), FieldID=field, Value=value)


def _summary(listed: ET.Element, title: str) -> None:
    """The task of the whole project, which schedulers expect first."""
    _add(
        ET.SubElement(listed, "Task"), UID="0", ID="0", Name=title, OutlineNumber="0",
        OutlineLevel="0", Summary="1",
    )  # fmt: skip


def _calendar(calendars: ET.Element) -> None:
    calendar = ET.SubElement(calendars, "Calendar")
    _add(calendar, UID="1", Name="Every day", IsBaseCalendar="1", BaseCalendarUID="-1")
    week = ET.SubElement(calendar, "WeekDays")
    for number in range(1, 8):
        day = ET.SubElement(week, "WeekDay")
        _add(day, DayType=str(number), DayWorking="1")
        times = ET.SubElement(day, "WorkingTimes")
        for start, end in _HOURS:
            _add(ET.SubElement(times, "WorkingTime"), FromTime=start, ToTime=end)


def _add(node: ET.Element, **values: str) -> None:
    for tag, value in values.items():
        ET.SubElement(node, tag).text = _NOT_XML.sub("", value)


def _hours(days: float) -> str:
    """A duration in working time, to the second: 12.5 days are ``PT100H0M0S``."""
    seconds = round(days * mspdi.DAY_H * 3600)
    return f"PT{seconds // 3600}H{seconds % 3600 // 60}M{seconds % 60}S"
