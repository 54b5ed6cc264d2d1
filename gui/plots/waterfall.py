"""A waterfall of rows: from a first total through losses, or from items up to a total."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.plots.chart import CENTER, EDGE, RIGHT, Chart, Ink, as_text, axis_text, nice_step
from gui.plots.skin import hatched
from gui.plots.text_rows import Rows

LEAST_PITCH, MOST_PITCH = 11.8, 24.0
AXIS = 18.0
"""Height of the axis, which is drawn where every row has 16 px."""


class Bar(msgspec.Struct, frozen=True):
    """One row between two levels; a total stands on zero."""

    name: str
    value: float
    """a total, or the change of the level"""
    low: float
    high: float
    total: bool
    tip: str = ""


class Whole(msgspec.Struct, frozen=True):
    """What all shares are shares of."""

    name: str
    value: float
    limit: bool = False
    """nothing may go beyond it: a line stands there, and what is beyond is hatched in red"""


def falling(
    first: tuple[str, float], steps: Sequence[tuple[str, float, bool, str]]
) -> tuple[Bar, ...]:
    """Bars that lead from the total ``first`` on.

    Each step is name, value, whether it is a total, and its tip; a step that is no total
    changes the level by its value.
    """
    bars = [Bar(first[0], first[1], 0.0, first[1], True)]
    level = first[1]
    for name, value, total, tip in steps:
        after = value if total else level + value
        low, high = (0.0, value) if total else (min(level, after), max(level, after))
        bars.append(Bar(name, value, low, high, total, tip))
        level = after
    return tuple(bars)


def rising(
    items: Sequence[tuple[str, float, str]], total: tuple[str, str], rest: tuple[str, float, str]
) -> tuple[Bar, ...]:
    """Bars that lead from nothing through ``items`` to their ``total``, and on by the ``rest``.

    An item, and the rest, is name, value and tip; a total is name and tip. A rest below zero is
    what the total has too much.
    """
    bars, level = [], 0.0
    for name, value, tip in items:
        bars.append(Bar(name, value, level, level + value, False, tip))
        level += value
    bars.append(Bar(total[0], level, 0.0, level, True, total[1]))
    name, value, tip = rest
    ends = sorted((level, level + value))
    return (*bars, Bar(name, abs(value), ends[0], ends[1], False, tip))


class Waterfall(Chart):
    """Totals carry the type's colour, losses are neutral; value and share stand at the right."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.full: tuple[Bar, ...] = ()
        self.short: tuple[Bar, ...] = ()
        self.unit = ""
        self.scale = 1.0
        self.family = ""
        self.whole = Whole("", 0.0)

    def show_bars(
        self,
        full: Sequence[Bar],
        short: Sequence[Bar] = (),
        *,
        unit: str,
        scale: float = 1.0,
        family: str = "",
        whole: Whole | None = None,
    ) -> None:
        """Show ``full``, or ``short``, which leads the same way, where there is less room.

        Times ``scale`` the values are in ``unit``. Without a ``whole``, shares are shares of the
        first bar.
        """
        self.full, self.short = tuple(full), tuple(short or full)
        self.scale, self.unit, self.family = scale, unit, family
        first = Whole(self.full[0].name, self.full[0].value) if self.full else Whole("", 0.0)
        self.whole = whole or first
        self.refresh(self.full, self.short, unit, family, self.whole)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The rows that are drawn: all of them if they fit."""
        room = self.height() - 28
        return self.full if len(self.full) * LEAST_PITCH <= room else self.short

    def rows(self) -> Rows:
        """Name, value and level after it, in the unit of the axis; always in full."""
        body = [as_text((b.name, b.value * self.scale, _after(b) * self.scale)) for b in self.full]
        return ("Step", f"Value [{self.unit}]", f"Level [{self.unit}]"), body

    def sentence(self) -> str:
        """From the first total to the last and the largest loss, or what fills how much."""
        if not self.full:
            return super().sentence()
        whole, unit = self.whole, self.unit
        totals = [bar for bar in self.full if bar.total]
        last = totals[-1]
        ends = (words.number(whole.value * self.scale), words.number(last.high * self.scale))
        if self.full[0].total:
            text = f"from {whole.name.lower()} {ends[0]} to {last.name.lower()} {ends[1]} {unit}"
            parts = [bar for bar in self.full if not bar.total and bar.value < 0]
        else:
            text = f"{last.name.lower()} {ends[1]} of {ends[0]} {unit}"
            parts = [bar for bar in self.full[: self.full.index(last)] if bar.value > 0]
        if parts:
            most = max(parts, key=lambda bar: abs(bar.value))
            share = words.percent(abs(most.value) / whole.value, 2)
            text += f"; {most.name} takes most, {share}"
        return f"{self.title}: {text}."

    def tip(self, at: QPointF) -> str:
        """The row under the pointer: value, share of the first total, and what it is."""
        bars = self.bars
        index = int((at.y() - 24) // self._pitch(bars)) if bars else -1
        if self.empty is not None or at.y() < 24 or not 0 <= index < len(bars):
            return ""
        bar = bars[index]
        the = "the " if self.full[0].total else ""
        share = f"{self.share(bar)} of {the}{self.whole.name.lower()}"
        text = f"{bar.name}: {self.number(bar)} {self.unit}, {share}"
        return f"{text}\n{bar.tip}" if bar.tip else text

    def number(self, bar: Bar) -> str:
        """Value with the decimals of four digits of the peak, so that rows add up by eye."""
        top = max(self.whole.value, *(bar.high for bar in self.full)) * self.scale
        decimals = 0 if top >= 1000 else 1 if top >= 100 else 2
        text = f"{bar.value * self.scale:,.{decimals}f}"
        if not text.strip("-0.,"):
            return "0"
        sign = "+" if self._gains(bar) else ""
        return sign + text.replace("-", words.MINUS)

    def share(self, bar: Bar) -> str:
        """Share of the whole, one decimal."""
        text = f"{100 * bar.value / self.whole.value:.1f}"
        text = "0" if not text.strip("-0.") else text.replace("-", words.MINUS)
        sign = "+" if self._gains(bar) and text != "0" else ""
        return f"{sign}{text}{words.THIN}%"

    def _pitch(self, bars: Sequence[Bar]) -> float:
        room = self.height() - 28
        pitch = room / max(len(bars), 1)
        return min((room - AXIS) / max(len(bars), 1), MOST_PITCH) if pitch >= 17 else pitch

    def draw(self, ink: Ink, area: QRectF) -> None:
        """One row a bar: name, bar, value, share; joints between levels; an axis if it fits."""
        bars = self.bars
        if not bars or self.whole.value <= 0:
            return
        theme, pitch = ink.theme, self._pitch(bars)
        px = 12 if pitch >= 18 else 11
        numbers, shares = [self.number(b) for b in bars], [self.share(b) for b in bars]
        names = max(ink.width(b.name, px, b.total) for b in bars) + 12
        number_w = max(ink.width(n, px, b.total) for n, b in zip(numbers, bars, strict=True)) + 10
        share_w = max(ink.width(text, px) for text in shares) + 10
        left, right = EDGE + names, self.width() - EDGE - share_w - number_w
        per_unit = max(right - left, 8.0) / max(self.whole.value, *(b.high for b in bars))
        end = area.top() + pitch * len(bars)
        if pitch >= 16:
            self._draw_axis(ink, left, right, (area.top(), end), per_unit)
        fill = theme.family.get(self.family, theme.acc)
        thick = min(pitch - 2, 14.0)
        for index, bar in enumerate(bars):
            y = area.top() + pitch * index
            row = QRectF(EDGE, y, names - 8, pitch)
            nothing = not bar.total and numbers[index] == "0"
            colour = theme.t1 if bar.total else theme.t3 if nothing else theme.t2
            ink.text(row, bar.name, colour, px=px, bold=bar.total)
            x, wide = left + bar.low * per_unit, (bar.high - bar.low) * per_unit
            top = y + (pitch - thick) / 2
            if not nothing:
                ink.fill(x, top, wide, thick, fill if bar.total else theme.bar)
                self._draw_beyond(ink, bar, left, top, thick, per_unit)
            if index + 1 < len(bars):
                joint = left + (bar.high if self._climbs(bar) else _after(bar)) * per_unit
                ink.fill(joint - 1, top + thick, 1, pitch - thick, theme.ctl)
            number = QRectF(right, y, number_w, pitch)
            ink.text(number, numbers[index], colour, RIGHT, px, bar.total)
            share = QRectF(right + number_w, y, share_w, pitch)
            ink.text(share, shares[index], theme.t1 if bar.total else theme.t3, RIGHT, px)
        ink.fill(left - 1, area.top(), 1, end - area.top(), theme.ctl)
        if self.whole.limit:
            ink.fill(left + self.whole.value * per_unit - 1, area.top(), 1, end - area.top(),
                     theme.t1)  # fmt: skip

    def _gains(self, bar: Bar) -> bool:
        """Whether ``bar`` goes up where the others go down."""
        return bar.value > 0 and not bar.total and self.full[0].total

    def _climbs(self, bar: Bar) -> bool:
        return not self.full[0].total and bar.value > 0

    def _draw_beyond(
        self, ink: Ink, bar: Bar, left: float, top: float, thick: float, per_unit: float
    ) -> None:
        """What of ``bar`` lies beyond a limit, hatched in red."""
        limit = self.whole.value
        if not self.whole.limit or bar.high <= limit * (1 + 1e-9):
            return
        x = round(left + max(bar.low, limit) * per_unit)
        room = QRect(x, round(top), round(left + bar.high * per_unit) - x, round(thick))
        ink.painter.fillRect(room, hatched(ink.theme.redw, ink.theme.red))

    def _draw_axis(
        self, ink: Ink, left: float, right: float, ys: tuple[float, float], per_unit: float
    ) -> None:
        top, end = ys
        span = (right - left) / per_unit * self.scale
        step = nice_step(span, max(int((right - left) / 70), 1))
        tick = step
        while tick <= span * 1.0001:
            x = left + tick / self.scale * per_unit
            ink.fill(x, top, 1, end - top, ink.theme.line)
            ink.text(QRectF(x - 40, end + 1, 80, 16), axis_text(tick), ink.theme.t2, CENTER)
            tick += step


def _after(bar: Bar) -> float:
    """The level that a bar leads to."""
    return bar.low if not bar.total and bar.value < 0 else bar.high
