"""The build network as MS-Project XML.

Durations are calendar days here: the file carries a calendar of seven days of eight hours, so
that a scheduler which works by it comes to the same dates.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import numpy as np

from model.catalog import catalog
from model.chain.site import build
from model.exchange import mspdi
from model.network import task_value
from model.precedence import parse
from model.records import TaskRecord
from model.samples import SEED, draw
from model.scenario import Scenario, Site

_HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))


def write(scenario: Scenario, index: int) -> bytes:
    """The network of site ``index``, with its dates in the median world, as an MSPDI document."""
    site = scenario.sites[index]
    built = build(index, site, scenario, draw(scenario, 1, SEED), catalog())
    tasks = built.tasks.tasks
    begins = [_date(each[0, 0], scenario.epoch) for each in built.dates.start]
    ends = [_date(each[0, -1], scenario.epoch) for each in built.dates.finish]
    root = ET.Element("Project", xmlns=mspdi.NAMESPACE)
    _add(
        root, SaveVersion="14", Name=f"{site.id}.xml", Title=f"{scenario.title}: {site.id}",
        StartDate=_moment(min([site.start, *begins])), ScheduleFromStart="1",
        CalendarUID="1", DefaultStartTime="08:00:00", DefaultFinishTime="17:00:00",
        MinutesPerDay="480", MinutesPerWeek="3360", DaysPerMonth="30", DurationFormat="7",
    )  # fmt: skip
    fields = ET.SubElement(root, "ExtendedAttributes")
    for alias, (field, name) in mspdi.CUSTOM.items():
        _add(ET.SubElement(fields, "ExtendedAttribute"), FieldID=field, FieldName=name, Alias=alias)
    _calendar(ET.SubElement(root, "Calendars"))
    place = {task.id: number for number, task in enumerate(tasks, start=1)}
    listed = ET.SubElement(root, "Tasks")
    _summary(listed, scenario.title)
    for task, begin, end in zip(tasks, begins, ends, strict=True):
        _task(listed, task, site, place, (begin, end))
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _task(
    listed: ET.Element,
    task: TaskRecord,
    site: Site,
    place: dict[str, int],
    dates: tuple[date, date],
) -> None:
    node = ET.SubElement(listed, "Task")
    number = str(place[task.id])
    ordered = task_value(site, task.id, "ordered")
    _add(
        node, UID=number, ID=number, Name=task.label, Type="1", IsNull="0",
        OutlineNumber=number, OutlineLevel="1", Start=_moment(dates[0]),
        Finish=_moment(dates[1], end=True), Duration=_hours(task.mode),
        DurationFormat=mspdi.DAYS, Milestone="1" if task.mode == 0 else "0", Summary="0",
    )  # fmt: skip
    starts = [day for day in (ordered, task.not_before) if day is not None]
    if starts:
        _add(node, ConstraintType=mspdi.START_NO_EARLIER, ConstraintDate=_moment(max(starts)))
    if task.note:
        _add(node, Notes=task.note)
    for entry in task.after:
        link = parse(entry)
        _add(
            ET.SubElement(node, "PredecessorLink"),
            PredecessorUID=str(place[link.task]),
            Type=mspdi.SS if link.kind == "SS" else mspdi.FS,
            CrossProject="0",
            LinkLag=str(round(link.lag_d * mspdi.DAY_H * mspdi.MINUTE_H * mspdi.TENTHS)),
            LagFormat=mspdi.DAYS,
        )
    values = {
        mspdi.ID: task.id, mspdi.STAGE: task.stage, mspdi.KIND: task.kind,
        mspdi.LOW: repr(task.low), mspdi.HIGH: repr(task.high), mspdi.USUAL: repr(task.mode),
        mspdi.SIZE: repr(task.size_exponent),
        mspdi.ORDERED: ordered and ordered.isoformat(),
        mspdi.NOT_BEFORE: task.not_before and task.not_before.isoformat(),
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
        ET.SubElement(node, tag).text = value


def _hours(days: float) -> str:
    """A duration in working time, to the second: 12.5 days are ``PT100H0M0S``."""
    seconds = round(days * mspdi.DAY_H * 3600)
    return f"PT{seconds // 3600}H{seconds % 3600 // 60}M{seconds % 60}S"


def _date(day: float, epoch: date) -> date:
    return epoch + timedelta(days=int(np.floor(day + 1e-6)))


def _moment(day: date, *, end: bool = False) -> str:
    return f"{day.isoformat()}T{'17' if end else '08'}:00:00"
