"""What compute and power have in common: a stack over time on an axis of values, and a baseline."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QRectF

from gui.plots.curves import map_x
from gui.plots.kit import Gutters
from gui.plots.plot import Plot, Table
from gui.plots.polygon import Array
from gui.plots.ranges import NiceRange
from gui.plots.series import Window, days_of, knots, total
from gui.plots.skin import Skin
from gui.plots.timescale import Spot, Ticks, TimeScale, at_day
from gui.plots.titles import Label
from model.outcome import Outcome

NONE: Array = np.zeros(0)


class StackedPlot(Plot):
    """A plot over days whose values rise from zero.

    Parameters
    ----------
    values : the axis of values
    """

    def __init__(self, parent: object, values: NiceRange) -> None:
        super().__init__(parent)
        self.range = values
        self.days = NONE
        self.stack: Array = np.zeros((0, 0))
        """Cumulative values (parts, points) in SI; the last row is the sum."""
        self.ghost: tuple[Array, Array] | None = None
        """Days and sum of the baseline, if there is one."""
        self._series: Array = np.zeros((0, 0))
        """Every height that is drawn over the days (rows, points), in SI."""

    @property
    def sum(self) -> Array:
        """The sum of the stack (points,), in SI."""
        return self.stack[-1] if len(self.stack) else np.zeros(len(self.days))

    def take_ghost(self, outcome: Outcome, baseline: Outcome, parts: Mapping[str, Array]) -> None:
        """Take in the sum of ``parts`` of the baseline, on the days of ``outcome``."""
        days = days_of(baseline, outcome)
        self.ghost = (days, total(parts, len(days)))

    def grow(self, heights: Sequence[Array]) -> None:
        """Let the axis reach all of ``heights``."""
        ghost = [self.ghost[1]] if self.ghost else []
        self.range.grow(max(float(each.max(initial=0.0)) for each in (*heights, *ghost)))

    def place(self, rect: QRectF, gutters: Gutters) -> None:
        """Take up ``rect`` [px of the board]; 3 to 6 ticks, 21 px or more apart."""
        super().place(rect, gutters)
        self.range.divide(min(max(int((self.frame.zero - self.frame.head) / 21), 2), 5))

    def settle(self) -> bool:
        """Let the value axis shrink; True if it did."""
        return self.range.settle()

    def span(self, scale: TimeScale, ticks: Ticks) -> tuple[float, float]:
        """Fit axis and grid to the days of ``scale``; pixel of zero, and pixels for one unit."""
        frame, self.scale, self.ticks = self.frame, scale, ticks
        frame.set_range(scale.first, scale.last, self.range.top)
        zero, per_unit = frame.zero, frame.per_unit(self.range.top)
        levels = [zero - value * per_unit for value in self.range.ticks()]
        if frame.axis is not None:
            frame.axis.set_ticks(levels, self.range.tick_texts())
        self.grid.fill(frame, levels[1:], map_x(scale, ticks))
        return zero, per_unit

    def pixels(
        self, days: Array, values: Array, zero: float, per_unit: float
    ) -> tuple[Array, Array]:
        """``values`` (rows, points) over ``days`` in pixels, without points on straight lines."""
        window = Window(days, self.scale)
        heights = zero - window.cut(values) * per_unit
        keep = knots(window.x, heights)
        return window.x[keep], heights[:, keep]

    def ring_levels(self, at: Callable[[Array], float]) -> list[float]:
        """Heights of the curves that the cursor marks, in SI; ``at`` reads a curve at its day."""
        raise NotImplementedError

    def rings(self, day: float) -> list[float]:
        """Heights at which the cursor marks a curve [px of the box]."""
        if self.notice is not None:
            return []
        per_unit = self.frame.per_unit(self.range.top)
        at = Spot(self.days, day).of
        return [self.frame.zero - level * per_unit for level in self.ring_levels(at)]

    def number(self, value: float) -> str:
        """A value as the axis writes it."""
        return self.range.text(value)

    def ghost_label(
        self, skin: Skin, zero: float, per_unit: float, weight: float = math.inf
    ) -> list[Label]:
        """The name of the baseline at the end of its line; nothing without one."""
        if self.ghost is None:
            return []
        value = at_day(*self.ghost, self.scale.last)
        y = self.frame.rect.top() + zero - value * per_unit
        pen, colour = skin.pen(skin.theme.t1, "ghost"), skin.theme.t3
        text = self.number(value)
        return [Label("Baseline", text, y, line=pen, colour=colour, weight=weight)]

    def lines(
        self, first: float, last: float, header: Sequence[str], columns: Sequence[Array]
    ) -> Table:
        """``columns`` (points,) from day ``first`` to ``last`` as a table."""
        keep = np.flatnonzero((self.days >= first) & (self.days <= last))
        rows = [
            (self.date(self.days[k]).isoformat(), *(f"{c[k]:.6g}" for c in columns)) for k in keep
        ]
        return Table(self.NAME, ("Date", *header), rows)


def height_of(label: Label) -> float:
    """Where a label stands, for sorting."""
    return label.y
