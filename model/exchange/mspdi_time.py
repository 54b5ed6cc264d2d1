"""Working time of MS-Project XML as calendar days: durations, lags and calendars."""

from __future__ import annotations

import re

from model.exchange import mspdi
from model.exchange.markup import Node
from model.exchange.mspdi_values import Values

_DURATION = re.compile(
    r"P(?:(?P<d>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_SUNDAY_TO_SATURDAY = tuple("1234567")
_ORDINARY = {day: day not in "17" for day in _SUNDAY_TO_SATURDAY}


class WorkingTime:
    """What a working hour of each calendar of the document ``root`` is in calendar days."""

    def __init__(self, root: Node, values: Values) -> None:
        self._root, self._values = root, values
        self._day_h = values.number(root, "MinutesPerDay", 480.0) / mspdi.MINUTE_H
        if self._day_h <= 0:
            raise values.error(root, "MinutesPerDay", "more than 0")
        self._weeks = self._calendars()

    def stretch(self, node: Node) -> float:
        """Calendar days in a working day of a task: 7/5 on a calendar of five days a week."""
        own = node.get("CalendarUID", "-1")
        week = self._weeks.get(own) or self._weeks.get(self._root.get("CalendarUID"), 5)
        if week != 7:
            self._values.note(f"Working days were put on the calendar, {week} to a week of seven")
        return 7.0 / week

    def duration(self, node: Node, stretch: float) -> float:
        """Calendar days of a task; one without a duration is a milestone."""
        text = node.get("Duration") or node.get("ManualDuration") or "PT0H0M0S"
        match = _DURATION.fullmatch(text)
        if match is None or not any(match.groups()):
            raise self._values.error(node, "Duration", "a duration such as PT80H0M0S")
        part = {key: float(value or 0) for key, value in match.groupdict().items()}
        hours = part["h"] + part["m"] / 60 + part["s"] / 3600
        if node.get("DurationFormat") in mspdi.ELAPSED:
            return round(part["d"] + hours / 24, 6)
        return round((part["d"] + hours / self._day_h) * stretch, 6)

    def lag(self, link: Node, stretch: float, predecessor_d: float) -> float:
        """Calendar days between two tasks: tenths of a minute, or percent of the predecessor."""
        given, form = self._values.number(link, "LinkLag", 0.0), link.get("LagFormat", mspdi.DAYS)
        if form in mspdi.PERCENT:
            return given / 100 * predecessor_d
        hours = given / mspdi.TENTHS / mspdi.MINUTE_H
        return hours / 24 if form in mspdi.ELAPSED else hours / self._day_h * stretch

    def _calendars(self) -> dict[str, int]:
        """Working days a week of each calendar; what it leaves open is as in its base."""
        listed = [
            calendar
            for holder in self._root.all("Calendars")
            for calendar in holder.all("Calendar")
        ]
        listed.sort(key=_has_base)  # a base has none itself
        weeks: dict[str, dict[str, bool]] = {}
        for calendar in listed:
            base = weeks.get(calendar.get("BaseCalendarUID"), _ORDINARY)
            week = weeks[calendar.get("UID")] = base | self._own_days(calendar)
            if not any(week.values()):
                raise self._values.error(calendar, "WeekDays", "at least one working day")
        return {uid: sum(week.values()) for uid, week in weeks.items()}

    def _own_days(self, calendar: Node) -> dict[str, bool]:
        days = [day for each in calendar.all("WeekDays") for day in each.all("WeekDay")]
        own = {day.get("DayType"): day.get("DayWorking") == "1" for day in days}
        if own.pop("0", None) is not None or any(
            each.all("Exception") for each in calendar.all("Exceptions")
        ):
            self._values.note("Holidays of its calendars were left out")
        return {day: own[day] for day in _SUNDAY_TO_SATURDAY if day in own}


def _has_base(calendar: Node) -> bool:
    return calendar.get("BaseCalendarUID", "-1") not in ("", "-1", "0")
