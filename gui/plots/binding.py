"""What binds: a sentence that follows the cursor, and a strip on the time axis of the plots."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui import format as words
from gui import theme as themes
from gui.plots.item import Item
from gui.plots.lettering import Lettering, Letters
from gui.plots.skin import Skin
from gui.plots.timescale import TimeScale
from model.outcome import Binding, Outcome
from model.units import date_of

NAMES = {
    "delivery": "Delivery",
    "racking": "Racking",
    "power": "Power",
    "cooling": "Cooling",
    "schedule": "Site works",
    "hold": "Set day",
    "none": "Nothing binds",
}
_LEAD = re.compile(r"^.*?\bbinds?\b|^[^,:.;]+")


class BindingRow:
    """56 px: the sentence at 14 px, and a strip 16 px high."""

    def __init__(self, parent: object) -> None:
        self.item = Item(self._draw, parent)
        self.scale = TimeScale()
        self.epoch = date(2024, 1, 1)
        self.bindings: tuple[Binding, ...] = ()
        self.day = 0.0
        self.narrow = False
        self._empty = ""

    def show(self, outcome: Outcome) -> None:
        """Take in an answer; nothing is painted yet."""
        self.epoch, self.bindings = outcome.epoch, outcome.binding
        self._empty = "" if outcome.scenario.total_count else "No accelerators yet."

    def at(self, day: float) -> Binding | None:
        """The interval that holds ``day``, or the nearest one."""
        if not self.bindings:
            return None
        for each in self.bindings:
            if each.start <= day < each.finish:
                return each
        return min(self.bindings, key=lambda b: min(abs(b.start - day), abs(b.finish - day)))

    def sentence(self) -> tuple[str, str, str]:
        """What binds at the cursor: its lead in bold, the fact, the remedy."""
        binding = self.at(self.day)
        if binding is None:
            return (self._empty or "Nothing binds.", "", "")
        found = _LEAD.match(binding.why)
        cut = found.end() if found else 0
        return binding.why[:cut], binding.why[cut:], binding.remedy

    def summary(self) -> str:
        """The sentence as one string."""
        lead, fact, remedy = self.sentence()
        return f"{lead}{fact} {remedy}".strip()

    def tip(self, day: float) -> str:
        """The interval under the pointer: its name, its dates, its sentences."""
        binding = self.at(day)
        if binding is None or not binding.start <= day < binding.finish:
            return ""
        start, end = (
            words.long_date(date_of(d, self.epoch)) for d in (binding.start, binding.finish)
        )
        name = NAMES.get(binding.constraint, binding.constraint.capitalize())
        return f"{name}, {start} to {end}. {binding.why} {binding.remedy}".rstrip()

    def _draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        theme, rect = skin.theme, self.item.rect
        lead, fact, remedy = self.sentence()
        middle, edge = rect.top() + 17, rect.right() - 16
        x = text.sentence_bold.left(painter, 16, middle, lead, theme.t1)
        x = _words(painter, text.sentence, x, middle, fact, theme.t1, edge)
        gap = text.sentence.width(" ")
        # Cut off it would not say what it brings; the tooltip has it.
        if remedy and x + gap + text.sentence.width(remedy) <= edge:
            text.sentence.left(painter, x + gap, middle, remedy, theme.t2)
        y = rect.top() + 32
        text.small.left(painter, 16, y + 8, "Binds" if not self.narrow else "", theme.t3)
        end = self.scale.left + self.scale.width
        foot = QRectF(self.scale.left, y + 16, self.scale.width, 1)
        painter.fillRect(foot, themes.color(theme.line))
        for index, binding in enumerate(self.bindings):
            last = index == len(self.bindings) - 1
            left = max(self.scale.x(binding.start), self.scale.left)
            right = end if last else min(self.scale.x(binding.finish), end)
            if right - left >= 1:
                self._segment(painter, skin, text, binding, round(left), round(right), y)

    def _segment(
        self,
        painter: QPainter,
        skin: Skin,
        text: Letters,
        binding: Binding,
        left: int,
        right: int,
        y: float,
    ) -> None:
        theme = skin.theme
        name = NAMES.get(binding.constraint, binding.constraint.capitalize())
        box = QRectF(left, y, max(right - left - 1, 1), 16)
        if binding.constraint == "none":
            label = binding.why.rstrip(".")
            if text.small.width(label) + 10 > box.width():
                label = name
            if text.small.width(label) + 10 <= box.width():
                text.small.left(painter, left + 6, y + 8, label, theme.t3)
        elif binding.constraint == "power":
            painter.fillRect(box, skin.shortage)
            width = text.small_bold.width(name) + 8
            if width + 8 <= box.width():
                chip = QRectF(left + 6, y + 2, round(width), 12)
                painter.fillRect(chip, themes.color(theme.s1))
                text.small_bold.left(painter, left + 10, y + 8, name, theme.red)
        else:
            painter.fillRect(box, themes.color(theme.s2))
            if text.small.width(name) + 10 <= box.width():
                text.small.left(painter, left + 6, y + 8, name, theme.t2)


def _words(
    painter: QPainter, face: Lettering, x: float, y: float, text: str, colour: str, edge: float
) -> float:
    """Draw ``text`` up to ``edge``, with an ellipsis if it is longer; return where it ends."""
    if not text or x >= edge:
        return x
    # A space at the front is lost by the measure of static text: keep it as a distance.
    bare = text.lstrip(" ")
    x += face.width(" ") * (len(text) - len(bare))
    return face.left(painter, x, y, face.elided(bare, edge - x), colour)
