"""Horizontal bars of parts that add up to a total, each with what it was in the baseline."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.plots.chart import EDGE, RIGHT, Chart, Ink, as_text
from gui.plots.text_rows import Rows
from model.outcome import Array


class Part(msgspec.Struct, frozen=True):
    """One part of a total."""

    name: str
    value: float
    was: float | None = None
    """Its value in the baseline; None: no baseline is pinned."""


class PartBars(Chart):
    """The parts of a total, largest first; the smallest share one bar where there is no room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.parts: tuple[Part, ...] = ()
        self.unit = ""
        self.scale = 1.0
        self.total = 0.0
        self.total_text = ""
        self.change_text = ""
        self._base = ""

    def show_parts(
        self,
        parts: Mapping[str, float],
        *,
        unit: str,
        per: str = "",
        band: tuple[float, float] | None = None,
        baseline: Mapping[str, float] | None = None,
        note: str = "",
    ) -> None:
        """Show ``parts`` [unit]; ``band`` is P10 and P90 of their sum.

        ``per`` follows the prefixed unit, e.g. ``/year``; ``note`` stands where the band does if
        there is none.
        """
        names = list(parts) + [n for n in (baseline or {}) if n not in parts]
        shown = [
            Part(n, parts.get(n, 0.0), None if baseline is None else baseline.get(n, 0.0))
            for n in names
        ]
        self.parts = tuple(sorted(shown, key=_largest_first))
        self.total = sum(parts.values())
        self.scale, self.unit = words.scale_of(self.total, unit)
        self._base = unit + per
        self.unit += per
        self.total_text = words.number(self.total * self.scale)
        self.caption = note
        if band is not None:
            self.caption = words.span(band[0] * self.scale, band[1] * self.scale)
        self.change_text = ""
        if baseline is not None:
            delta = (self.total - sum(baseline.values())) * self.scale
            self.change_text = f"{words.change(delta, self.unit)} vs. baseline"
        self.refresh(self.parts, self.unit, self.total_text, self.change_text)

    def rows(self) -> Rows:
        """Part, value, baseline; the last row is the total."""
        known = any(p.was is not None for p in self.parts)
        was = sum(p.was or 0.0 for p in self.parts)
        body = [(p.name, p.value, p.was) for p in self.parts] + [("Total", self.total, was)]
        header = ("Part", f"Value [{self._base}]", f"Baseline [{self._base}]")
        keep = 3 if known else 2
        return header[:keep], [as_text(row[:keep]) for row in body]

    def sentence(self) -> str:
        """The total and its largest part."""
        text = f"{self.title}: {self.total_text} {self.unit}"
        if self.parts and self.total > 0:
            most = self.parts[0]
            text += f", {words.percent(most.value / self.total, 2)} of it {most.name.lower()}"
        return text + "."

    def draw_title(self, ink: Ink) -> None:
        """Title, then the total as a value with unit and range; the change at the right."""
        theme = ink.theme
        x, right = EDGE, self.width() - EDGE
        pieces: tuple[tuple[str, str, int, bool, float], ...] = (
            (self.title, theme.t1, 12, True, 12.0),
            (self.total_text, theme.t1, 12, True, 4.0),
            (self.unit, theme.t3, 11, False, 12.0),
            (self.caption, theme.t2, 11, False, 0.0),
        )
        if self.empty is not None:
            pieces = pieces[:1]
        for text, colour, px, bold, gap in pieces:
            if x < right:
                ink.text(QRectF(x, 4, right - x, 20), text, colour, px=px, bold=bold)
            x += ink.width(text, px, bold) + (gap if text else 0.0)
        if self.change_text and self.empty is None:
            room = right - x - 12
            if room >= ink.width(self.change_text):
                ink.text(QRectF(x + 12, 4, room, 20), self.change_text, theme.t2, RIGHT)

    def number(self, value: float) -> str:
        """A part with one decimal more than the total, two at most: they add up by eye."""
        _, _, decimals = self.total_text.partition(".")
        text = f"{value * self.scale:,.{min(len(decimals) + 1, 2)}f}"
        return text.replace("-", words.MINUS)

    def fitted(self, room: float) -> tuple[list[Part], float]:
        """The rows that fit ``room`` [px] and their height; the rest is summed into one."""
        most = max(int(room // 16), 1)
        parts = list(self.parts)
        if len(parts) > most:
            rest = parts[most - 1 :]
            was = None if rest[0].was is None else sum(p.was or 0.0 for p in rest)
            label = f"{len(rest)} others"
            parts = [*parts[: most - 1], Part(label, sum(p.value for p in rest), was)]
        return parts, min(room / max(len(parts), 1), 24.0)

    def tip(self, at: QPointF) -> str:
        """The part under the pointer: value, share of the total, and the baseline's value."""
        parts, pitch = self.fitted(self.height() - 28)
        index = int((at.y() - 24) // pitch)
        if self.empty is not None or not 0 <= index < len(parts):
            return ""
        part = parts[index]
        text = f"{part.name}: {words.number(part.value * self.scale)} {self.unit}"
        if self.total > 0:
            text += f", {words.percent(part.value / self.total)} of the total"
        if part.was is not None:
            text += f"; baseline {words.number(part.was * self.scale)}"
        return text

    def draw(self, ink: Ink, area: QRectF) -> None:
        """One row a part: name, bar from zero, value, share."""
        theme = ink.theme
        parts, pitch = self.fitted(area.height() - 4)
        longest = max((max(p.value, p.was or 0.0) for p in parts), default=0.0)
        name_w = min(
            max((ink.width(p.name, 12) for p in parts), default=0) + 12, self.width() * 0.4
        )
        share_w, value_w = 36.0, 44.0
        left, right = EDGE + name_w, self.width() - EDGE - share_w - value_w - 4
        room = max(right - left - 4, 8.0)
        for index, part in enumerate(parts):
            y = area.top() + pitch * index
            row = QRectF(EDGE, y, name_w - 8, pitch)
            ink.text(row, part.name, theme.t1, px=12)
            middle = y + pitch / 2
            if longest > 0 and part.value > 0:
                ink.fill(left, middle - 4, part.value / longest * room, 8, theme.bar)
            if longest > 0 and part.was is not None:
                ink.diamond(left + part.was / longest * room, round(middle), theme.t1, theme.s1)
            value = self.number(part.value)
            ink.text(QRectF(right, y, value_w, pitch), value, theme.t1, RIGHT, 12)
            if self.total > 0:
                share = words.percent(part.value / self.total, 2)
                ink.text(QRectF(right + value_w, y, share_w + 4, pitch), share, theme.t3, RIGHT)
        ink.fill(left, area.top(), 1, pitch * len(parts), theme.ctl)


def _largest_first(part: Part) -> float:
    return -part.value


def medians(parts: Mapping[str, Array], labels: Mapping[str, str]) -> dict[str, float]:
    """Label and median of each part (N, 1) that is not nothing; they keep their sum."""
    found: dict[str, float] = {}
    for key, value in parts.items():
        name = labels.get(key, key.replace("_", " ").capitalize())
        if value[0, 0]:
            found[name] = found.get(name, 0.0) + float(value[0, 0])
    return found
