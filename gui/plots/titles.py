"""The words around a frame: the title row with values at the cursor, the labels to the right."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QPainter, QPen

from gui import theme as themes
from gui.plots.item import Item
from gui.plots.lettering import Letters, spread
from gui.plots.skin import Skin


class Field(msgspec.Struct, frozen=True):
    """One value in a title row, at the cursor."""

    text: str
    colour: str = ""
    bold: bool = False
    swatch: QBrush | None = None


class Header:
    """The title row: title, unit and definition on the left, the values at the cursor right."""

    def __init__(self, title: str, parent: object) -> None:
        self.title = title
        self.notes: tuple[str, ...] = ("",)
        """The definition, longest form first."""
        self.warning = ""
        self.fields: Sequence[Field] = ()
        self.item = Item(self.draw, parent)
        self.item.setZValue(12)  # words stand above the cursor's line

    def draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Hairline, then values from the right, then as much of the definition as fits."""
        theme, rect = skin.theme, self.item.rect
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), themes.color(theme.line))
        middle = rect.top() + 12
        left = 16 + text.title.width(self.title) + 6
        fields = self._fitting(text, rect.width() - 16 - left - 24)
        ground = themes.color(theme.s1)
        x = rect.width() - 16
        for field in reversed(fields):
            face = text.small_bold if field.bold else text.small
            start = x - face.width(field.text) - (13 if field.swatch is not None else 0)
            painter.fillRect(QRectF(start - 4, middle - 7, x - start + 8, 14), ground)
            x = face.right(painter, x, middle, field.text, field.colour or theme.t1)
            if field.swatch is not None:
                x -= 13
                painter.fillRect(QRectF(round(x), middle - 4, 8, 8), field.swatch)
            x -= 15
        room = x - left - 9
        if self.warning:
            room -= text.small.width(self.warning) + 12
        note = next((n for n in self.notes if text.small.width(n) <= room), "")
        painter.fillRect(QRectF(12, middle - 7, left + text.small.width(note) - 8, 14), ground)
        text.title.left(painter, 16, middle, self.title, theme.t1)
        end = text.small.left(painter, left, middle, note, theme.t3)
        if self.warning and room > 0:
            text.small.left(painter, end + (12 if note else 0), middle, self.warning, theme.warn)

    def _fitting(self, text: Letters, room: float) -> list[Field]:
        """The date, and as many values as there is room for."""
        kept: list[Field] = []
        for field in self.fields:
            face = text.small_bold if field.bold else text.small
            room -= face.width(field.text) + 15 + (13 if field.swatch is not None else 0)
            if room < 0 and kept:
                break
            kept.append(field)
        return kept


class Label(msgspec.Struct, frozen=True):
    """A name and a value to the right of the frame, beside what they belong to."""

    name: str
    value: str
    y: float
    """The height that it wants [px of the board]."""
    fill: QBrush | None = None
    line: QPen | None = None
    colour: str = ""
    weight: float = math.inf
    """Where there is no room for all, the lightest are left out."""


def fitting(labels: list[Label], room: float, gap: float) -> list[Label]:
    """As many of ``labels`` as stand ``gap`` apart in ``room`` [px], in their order."""
    most = max(int(room // gap) + 1, 1)
    kept = sorted(labels, key=_weight, reverse=True)[:most]
    return [label for label in labels if any(label is each for each in kept)]


def _weight(label: Label) -> float:
    return label.weight


class Gutter:
    """The labels right of the frame, in stack order, at least 12.4 px apart."""

    GAP = 12.4

    def __init__(self, parent: object) -> None:
        self.labels: list[Label] = []
        self.item = Item(self.draw, parent)

    def draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Swatch or line sample, name, value right-aligned."""
        rect, theme = self.item.rect, skin.theme
        shown = fitting(self.labels, rect.height() - 16, self.GAP)
        heights = spread([label.y for label in shown], self.GAP, rect.top() + 8, rect.bottom() - 8)
        left, right = rect.left(), rect.right() - 16
        for label, height in zip(shown, heights, strict=True):
            y = round(height)
            if label.fill is not None:
                painter.fillRect(QRectF(left + 8, y - 4, 8, 8), label.fill)
            elif label.line is not None:
                painter.setPen(label.line)
                painter.drawLine(QPointF(left + 6, y + 0.5), QPointF(left + 16, y + 0.5))
            colour = label.colour or theme.t1
            end = text.small.right(painter, right, y, label.value, colour)
            name = text.small.elided(label.name, end - left - 26)
            text.small.left(painter, left + 20, y, name, colour)
