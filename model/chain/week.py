"""The working week of a site: which tasks keep it, and its days off put on the calendar.

A day off is written ``12-25``, ``12-20..01-10``, ``1-mon-09`` or ``last-mon-05``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from model.catalog import catalog
from model.errors import DataError
from model.outcome import Array
from model.physics import calendar
from model.records import Template, WorkingWeek
from model.units import day_number

YEARS_BEFORE, YEARS_AFTER = 10, 30
"""Days off are known for these years around the epoch: the span of orders and of builds."""
ORDINARY = "five_day"
"""The week that published durations are taken to hold."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Clocks = tuple[calendar.Calendar | None, ...]


@lru_cache(maxsize=64)
def clocks(template: Template, calendar_id: str, epoch: date) -> Clocks:
    """The calendar of each task, None where it goes on every day; () if no task has one."""
    if catalog().calendars[calendar_id].output == 0:
        return ()
    found = _calendar(calendar_id, epoch)
    return tuple(found if task.kind == "work" else None for task in template.tasks)


@lru_cache(maxsize=64)
def working_share(template: Template, calendar_id: str) -> Array:
    """(1, K) working days of the site's week in a calendar day of each task's duration."""
    week = catalog().calendars[calendar_id]
    if week.output == 0:
        return np.ones((1, len(template.tasks)))
    share = _worked_share() / week.output
    return np.array([[share if task.kind == "work" else 1.0 for task in template.tasks]])


@lru_cache(maxsize=1)
def _worked_share() -> float:
    """Working days in a calendar day of the ordinary week, over 28 years of the calendar."""
    start, end = date(2000, 1, 3), date(2028, 1, 3)
    ordinary = _calendar(ORDINARY, start)
    days = float((end - start).days)
    return float(ordinary.worked(np.array([[days]])).item()) / days


@lru_cache(maxsize=32)
def _calendar(id: str, epoch: date) -> calendar.Calendar:
    week = catalog().calendars[id]
    closed = [
        (day_number(first, epoch), day_number(last, epoch) + 1.0)
        for year in range(epoch.year - YEARS_BEFORE, epoch.year + YEARS_AFTER)
        for first, last in days_off(week, year)
    ]
    spans = np.array(closed).reshape(-1, 2)
    return calendar.calendar(float(week.days_a_week), epoch.weekday(), spans)


def days_off(week: WorkingWeek, year: int) -> Iterator[tuple[date, date]]:
    """First and last day of each closure that begins in ``year``."""
    for text in week.closed:
        try:
            first, _, last = text.partition("..")
            begin = _day(first, year)
            end = _day(last, year) if last else begin
        except (ValueError, IndexError):
            raise DataError("calendars/calendars.csv", week.id, "closed", f"{text!r}") from None
        yield begin, end if end >= begin else _day(last, year + 1)


def _day(text: str, year: int) -> date:
    """``12-25`` or ``4-thu-11`` in ``year``; raises ValueError."""
    parts = text.split("-")
    if len(parts) == 2:
        return date(year, int(parts[0]), int(parts[1]))
    which, weekday, month = parts[0], _WEEKDAYS.index(parts[1]), int(parts[2])
    if which == "last":
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (int(which) - 1))
