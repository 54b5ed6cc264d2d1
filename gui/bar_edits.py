"""What a drag in the timeline edits: the plot says which bar and how far, this says what it means.

The plot knows neither scenario nor document. A bar carries two paths (see `model.outcome.Task`):
of the date that moves it, and of the field that moves its finish alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gui import wording
from gui.document import Document
from model import paths
from model.errors import InputError
from model.moves import drag_limits
from model.outcome import Task
from model.scenario import Scenario
from model.study.grip import Grip
from model.units import date_of


class BarEdits:
    """Turns the drag of a bar into edits of one field, as one undo step.

    Parameters
    ----------
    document : what is edited
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._path = ""
        self._begun: Scenario | None = None
        """the scenario when the bar was taken hold of; None: none is held"""
        self._grip: Grip | None = None
        self._edge = 0.0
        self._limits: tuple[date | None, date | None] = (None, None)
        """where the drag of a delivery ends, as a slider does at its ends"""

    def begin(self, task: Task, path: str) -> None:
        """Take hold of ``task`` by ``path``, which is its ``moves`` or its ``stretches``."""
        self._document.end_step()
        self._path, self._begun = path, self._document.scenario
        keys = path.split(".")
        self._grip = Grip(self._begun, int(keys[1]), keys[3]) if keys[2] == "tasks" else None
        self._limits = drag_limits(self._begun, path, task.site)
        self._edge = float((task.finish if path == task.stretches else task.start)[0, 0])

    def drag(self, days: float) -> None:
        """The bar, or its end, is ``days`` later than where it was taken hold of."""
        if self._begun is None:
            return
        try:
            value, along = self._meant(days)
        except InputError as error:
            self._document.refused.emit(self._path, wording.refusal(error))
            return
        self._document.edit(self._path, value, along)

    def end(self, cancelled: bool) -> None:
        """Let go; ``cancelled`` brings back what was there before."""
        if self._begun is None:
            return
        self._begun = self._grip = None
        if cancelled:
            self._document.cancel_step()
        else:
            self._document.end_step()

    def _meant(self, days: float) -> tuple[Any, dict[str, Any]]:
        """Value of the field, and the fields that go with it."""
        head, field = self._path.rsplit(".", 1)
        if self._grip is not None and field == "mode":
            found = self._grip.durations(self._edge + days)
            return found["mode"], {f"{head}.{name}": found[name] for name in ("low", "high")}
        if self._grip is not None and field == "not_before":
            return self._grip.start_date(self._edge + days), {}
        if field == "ordered":
            return self._order_day(days), {}
        if field == "from":
            by = self._value(f"{head}.by")  # a ramp keeps its length
            along = {f"{head}.by": _later(by, days)} if by is not None else {}
            return _later(self._was(self._path), days), along
        if field == "by":
            begins = self._was(f"{head}.from")
            return max(_later(self._was(self._path), days), begins + timedelta(days=1)), {}
        first, last = self._limits
        wanted = _later(self._was(self._path), days)
        wanted = wanted if first is None else max(wanted, first)
        return wanted if last is None else min(wanted, last), {}

    def _order_day(self, days: float) -> date | None:
        """The day of the order; one that waits for other tasks gets the day on which it begins."""
        was = self._value(self._path)
        if was is None and days:
            was = date_of(self._edge, self._document.scenario.epoch)
        return _later(was, days) if was is not None else None

    def _was(self, path: str) -> date:
        when: date = self._value(path)
        return when

    def _value(self, path: str) -> Any:
        return paths.get(self._begun or self._document.scenario, path)


def _later(when: date, days: float) -> date:
    return date_of(round(days), when)  # what lies beyond all dates is refused, and says so
