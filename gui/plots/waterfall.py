"""A waterfall: from a first total through losses to the totals after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.plots.chart import CENTER, RIGHT, Chart, Ink, as_text, axis_text, nice_step
from gui.plots.take import Rows


class Bar(msgspec.Struct, frozen=True):
    """One bar between two levels; a total stands on zero."""

    name: str
    value: float
    low: float
    high: float
    total: bool


def bars_of(ladder: Sequence[tuple[str, float]]) -> tuple[Bar, ...]:
    """Bars of a ladder of totals and signed steps.

    The first entry is a total; a later one is a total if it says again what the steps before
    it add up to (to one part in a million of the first), else it is a step.
    """
    bars: list[Bar] = []
    level = first = ladder[0][1] if ladder else 0.0
    for index, (name, value) in enumerate(ladder):
        if index == 0 or (value > 0 and abs(value - level) <= 1e-6 * abs(first)):
            bars.append(Bar(name, value, 0.0, value, True))
            level = value
        else:
            after = level + value
            bars.append(Bar(name, value, min(level, after), max(level, after), False))
            level = after
    return tuple(bars)


class Waterfall(Chart):
    """Vertical waterfall. Totals carry the type's colour, losses are neutral."""

    LEFT_GUTTER = 48.0
    RIGHT_EDGE = 8.0

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.bars: tuple[Bar, ...] = ()
        self.unit = ""
        self.scale = 1.0
        self.family = ""
        self.notes: Mapping[str, str] = {}

    def show_ladder(
        self,
        ladder: Sequence[tuple[str, float]],
        *,
        unit: str,
        scale: float = 1.0,
        family: str = "",
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """Show ``ladder``; times ``scale`` it is in ``unit``, which stays the same in a drag.

        ``notes`` stand over the totals, by name (e.g. 39.8 %).
        """
        self.bars = bars_of(ladder)
        self.scale, self.unit = scale, unit
        self.family, self.notes = family, notes or {}
        self.refresh(self.bars, self.unit, family, tuple(self.notes.items()))

    def rows(self) -> Rows:
        """Name, value and level after it, in the unit of the axis."""
        body = [
            as_text((b.name, b.value * self.scale, (b.high if b.total else b.low) * self.scale))
            for b in self.bars
        ]
        return ("Step", f"Value [{self.unit}]", f"Level [{self.unit}]"), body

    def sentence(self) -> str:
        """From the first total to the last, in words."""
        if not self.bars:
            return super().sentence()
        first, last = self.bars[0], self.bars[-1]
        return (
            f"{self.title}: from {first.name} {words.number(first.value * self.scale)} to "
            f"{last.name} {words.number(last.high * self.scale)} {self.unit}."
        )

    def tip(self, at: QPointF) -> str:
        """The bar under the pointer, with its share of the first total."""
        index = int((at.x() - self.LEFT_GUTTER) // self._pitch()) if self.bars else -1
        if self.empty is not None or not 0 <= index < len(self.bars):
            return ""
        bar, first = self.bars[index], self.bars[0].value
        share = words.percent(abs(bar.value) / first) if first > 0 else ""
        return f"{bar.name}: {words.number(bar.value * self.scale)} {self.unit}, {share} of peak"

    def _number(self, value: float) -> str:
        """Whole numbers on a scale of hundreds, as the bars show no more."""
        shown = value * self.scale
        if self.bars and self.bars[0].value * self.scale >= 100:
            return words.count(shown)
        return words.number(shown)

    def _pitch(self) -> float:
        return (self.width() - self.LEFT_GUTTER - self.RIGHT_EDGE) / max(len(self.bars), 1)

    def draw(self, ink: Ink, area: QRectF) -> None:
        """Axis, bars, joints, values; names take two staggered lines where they are crowded."""
        top = max((b.high for b in self.bars), default=0.0)
        if top <= 0:
            return
        theme, pitch = ink.theme, self._pitch()
        staggered = any(ink.width(b.name) > pitch - 4 for b in self.bars)
        above = 30.0 if self.notes.get(self.bars[0].name) else 16.0
        zero = area.bottom() - (30 if staggered else 18)
        height = zero - area.top() - above
        per_px = height / top

        step = nice_step(top * self.scale, 2 if height < 120 else 4)
        tick = 0.0
        while tick <= top * self.scale * 1.02:
            y = zero - tick / self.scale * per_px
            colour = theme.ctl if tick == 0 else theme.line
            ink.fill(
                self.LEFT_GUTTER, y, self.width() - self.LEFT_GUTTER - self.RIGHT_EDGE, 1, colour
            )
            label = QRectF(0, y - 8, self.LEFT_GUTTER - 8, 16)
            ink.text(label, axis_text(tick), theme.t2, RIGHT)
            tick += step

        fill = theme.family.get(self.family, theme.acc)
        width = min(pitch * 0.8, 88.0)
        for index, bar in enumerate(self.bars):
            middle = self.LEFT_GUTTER + pitch * (index + 0.5)
            left = middle - width / 2
            y_top, y_end = zero - bar.high * per_px, zero - bar.low * per_px
            ink.fill(left, y_top, width, y_end - y_top, fill if bar.total else theme.bar)
            if index + 1 < len(self.bars):
                level = y_top if bar.total or bar.value > 0 else y_end
                ink.fill(left + width, level, pitch - width, 1, theme.ctl)
            self._label(ink, bar, middle, pitch, (y_top, y_end, zero))
            line = 14 if staggered and index % 2 else 0
            room = pitch * 2 + 6 if staggered else pitch
            name = QRectF(middle - room / 2, zero + 2 + line, room, 14)
            ink.text(name, bar.name, theme.t1 if bar.total else theme.t2, CENTER)

    def _label(
        self, ink: Ink, bar: Bar, middle: float, pitch: float, ys: tuple[float, float, float]
    ) -> None:
        y_top, y_end, zero = ys
        text = self._number(bar.value)
        at = QRectF(middle - pitch, y_top - 15, 2 * pitch, 14)
        if bar.total:
            ink.text(at, text, ink.theme.t1, CENTER, 11, True)
            note = self.notes.get(bar.name)
            if note:
                at.translate(0, -14)
                ink.text(at, note, ink.theme.t2, CENTER)
            return
        if zero - y_end > 16:
            at.moveTop(y_end + 1)
        elif y_end - y_top >= 14:
            at.moveTop((y_top + y_end) / 2 - 7)
            ink.text(at, text, ink.theme.t1, CENTER)
            return
        elif pitch < 34:  # above, it would run into the next total's note
            at.moveTop(zero - 15)
            ink.text(at, text, ink.theme.t1, CENTER)
            return
        ink.text(at, text, ink.theme.t2, CENTER)
