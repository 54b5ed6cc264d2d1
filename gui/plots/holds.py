"""Taking hold of a bar of the timeline: where it can be grabbed, and how far it was moved."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtCore import QPointF, Qt

from gui.plots.gantt import BAR, Bar
from gui.plots.timescale import TimeScale

END = 5.0
"""Half of the width over which the end of a bar can be grabbed [px]."""
STILL = 3.0
"""A press that moves less than this is a click [px]."""

_SAYS = {
    "not_before": "drag it to set the day before which it must not start",
    "ordered": "drag it to move its order date",
    "arrives": "drag it to move the arrival of the shipment",
    "on": "drag it to move the day it is redirected",
    "power_from": "drag its end to move the day from which it is powered",
    "from": "drag it to move the day it is energised",
    "by": "drag its end to move the day all of it is there",
    "mode": "drag its end to change how long it takes",
}
_NAMES = {
    "not_before": "not before",
    "ordered": "ordered",
    "arrives": "arrives",
    "on": "redirected",
    "power_from": "powered from",
    "from": "energised",
    "by": "all by",
    "mode": "finish",
}


class Hold(msgspec.Struct):
    """A bar that is held at one place; ``days`` is how far it was taken, in whole days."""

    bar: Bar
    path: str
    at: QPointF
    per_day: float
    """Pixels a day at the press: an axis that grows under the drag does not carry it away."""
    days: float = 0.0
    moved: bool = False

    def haul(self, to: QPointF) -> bool:
        """Follow the pointer; True if that comes to another day."""
        self.moved = self.moved or abs(to.x() - self.at.x()) >= STILL
        if not self.moved:
            return False
        days = float(round((to.x() - self.at.x()) / self.per_day))
        if days == self.days:
            return False
        self.days = days
        return True

    @property
    def text(self) -> str:
        """What is being moved, and by how much, for the title row."""
        sign = "+" if self.days >= 0 else "\u2212"
        return f"{self.bar.task.label}: {_NAMES[field_of(self.path)]} {sign}{abs(self.days):.0f} d"


def field_of(path: str) -> str:
    """The field that a path ends in."""
    return path.rsplit(".", 1)[-1]


def hold_at(bar: Bar, x: float, y_off: float, scale: TimeScale) -> str:
    """Path of what a press at pixel ``x``, ``y_off`` from the middle of the row, takes hold of."""
    if abs(y_off) > BAR or not math.isfinite(bar.start) or not math.isfinite(bar.finish):
        return ""
    left, right = scale.x(bar.start), scale.x(bar.finish)
    if bar.task.stretches and -END <= x - right <= END and (x > left + END or right - left < 2):
        return bar.task.stretches
    return bar.task.moves if left - END <= x <= right + END else ""


def shape_of(bar: Bar, path: str) -> Qt.CursorShape:
    """The pointer over what ``path`` takes hold of."""
    if not path:
        return Qt.CursorShape.ArrowCursor
    ends = path == bar.task.stretches
    return Qt.CursorShape.SizeHorCursor if ends else Qt.CursorShape.OpenHandCursor


def says(bar: Bar) -> str:
    """What dragging this bar does, as the end of a tooltip."""
    task = bar.task
    said = [_SAYS[field_of(path)] for path in (task.moves, task.stretches) if path]
    return f"; {', '.join(said)}; Esc takes it back" if said else ""
