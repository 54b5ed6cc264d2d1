"""What the three plots are made of: a safe item, title row, value axis, right labels, a frame."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui import theme as themes
from gui.plots import skin as skins
from gui.plots.lettering import Letters, letters, spread
from gui.plots.qtgraph import pg
from gui.plots.skin import Skin

_log = logging.getLogger(__name__)

AA = QPainter.RenderHint.Antialiasing


@dataclass(frozen=True, slots=True)
class Gutters:
    """Measures of a board [px]."""

    left: float
    right: float
    title: float = 24.0
    head: float = 10.0
    foot: float = 4.0
    edge: float = 16.0
    narrow: bool = False


WIDE = Gutters(56, 168)
NARROW = Gutters(48, 152, narrow=True)
NARROW_BELOW = 1064.0
"""Boards under this width [px] take the narrow form: windows under 1400."""


class Item(pg.GraphicsObject):  # type: ignore[misc]
    """A scene item that paints ``draw(painter, skin, letters)`` within ``rect``.

    An exception in a paint routine would end the process without a word. Here it is caught,
    logged once, and the item stays empty. With ``key`` the item is kept as a picture for as
    long as the key stays the same: for what seldom changes while a lever moves.
    """

    def __init__(
        self,
        draw: Callable[[QPainter, Skin, Letters], None],
        parent: object = None,
        key: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._key = key
        self._kept: tuple[object, QPixmap] | None = None
        self.rect = QRectF()
        self.error: Exception | None = None

    def place(self, rect: QRectF) -> None:
        """Take up ``rect`` [px of the parent]."""
        if rect != self.rect:
            self.prepareGeometryChange()
            self.rect = QRectF(rect)

    def boundingRect(self) -> QRectF:
        """The area that it paints."""
        return self.rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint, and survive a failure."""
        painter.save()
        try:
            if self._key is None or not isinstance(painter.device(), QWidget):
                self._draw(painter, skins.current(), letters())
            else:
                painter.drawPixmap(self.rect.topLeft(), self._picture(painter))
        except Exception as error:
            if type(error) is not type(self.error):
                _log.exception("a plot could not be painted")
            self.error = error
        else:
            self.error = None
        finally:
            painter.restore()

    def _picture(self, painter: QPainter) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        skin = skins.current()
        key = (self._key() if self._key else None, skin.theme.name, ratio, self.rect.getRect())
        if self._kept is None or self._kept[0] != key:
            size = self.rect.size() * ratio
            kept = QPixmap(math.ceil(size.width()), math.ceil(size.height()))
            kept.setDevicePixelRatio(ratio)
            kept.fill(themes.color(skin.theme.s1))
            inner = QPainter(kept)
            inner.translate(-self.rect.topLeft())
            try:
                self._draw(inner, skin, letters())
            finally:
                inner.end()
            self._kept = (key, kept)
        return self._kept[1]


@dataclass(frozen=True, slots=True)
class Field:
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


@dataclass(frozen=True, slots=True)
class Label:
    """A name and a value to the right of the frame, beside what they belong to."""

    name: str
    value: str
    y: float
    """The height that it wants [px of the board]."""
    fill: QBrush | None = None
    line: QPen | None = None
    colour: str = ""


class Gutter:
    """The labels right of the frame, in stack order, at least 12.4 px apart."""

    GAP = 12.4

    def __init__(self, parent: object) -> None:
        self.labels: list[Label] = []
        self.item = Item(self.draw, parent)

    def draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Swatch or line sample, name, value right-aligned."""
        rect, theme = self.item.rect, skin.theme
        heights = spread(
            [label.y for label in self.labels], self.GAP, rect.top() + 8, rect.bottom() - 8
        )
        left, right = rect.left(), rect.right() - 16
        for label, height in zip(self.labels, heights, strict=True):
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


class ValueAxis:
    """The labels left of the frame: numbers only, 8 px from it, at heights set from outside."""

    def __init__(self, parent: object) -> None:
        self._ticks: list[tuple[float, str]] = []
        self.item = Item(self._draw, parent)

    def set_ticks(self, heights: Sequence[float], texts: Sequence[str]) -> None:
        """Show ``texts`` at ``heights`` [px of the frame]."""
        self._ticks = list(zip(heights, texts, strict=True))

    def _draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        rect, colour = self.item.rect, skin.theme.t2
        for height, label in self._ticks:
            text.small.right(painter, rect.right() - 8, rect.top() + height, label, colour)


class Frame:
    """A pyqtgraph view box on the shared time axis, with one item that paints all data in it.

    The item works in pixels of the box: it fills its point buffers when data or ranges
    change, so that a repaint only draws.
    """

    def __init__(
        self, draw: Callable[[QPainter, Skin, Letters], None], parent: object, axis: bool = True
    ) -> None:
        self.box = pg.ViewBox(parent, enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.picture = Item(draw, self.box)
        self.axis = ValueAxis(parent) if axis else None
        self.head = 0.0
        self.rect = QRectF()
        self._range: tuple[float, ...] = ()

    @property
    def zero(self) -> float:
        """Where 0 is, on the middle of the last row of pixels [px of the box]."""
        return self.rect.height() - 0.5

    def place(self, rect: QRectF, head: float) -> None:
        """Take up ``rect`` [px of the board]; the top of the range is ``head`` below its top."""
        self.rect, self.head = QRectF(rect), head
        self.box.setGeometry(rect)
        self.picture.place(QRectF(0, 0, rect.width(), rect.height()))
        if self.axis is not None:
            self.axis.item.place(QRectF(0, rect.top(), rect.left(), rect.height()))

    def per_unit(self, top: float) -> float:
        """Pixels per unit when the range reaches to ``top``."""
        return max(self.zero - self.head, 1.0) / top

    def set_range(self, first: float, last: float, top: float) -> None:
        """Show ``first`` to ``last`` [d] and 0 to ``top``, once, without a second paint."""
        wanted = (first, last, top, self.rect.width(), self.rect.height())
        if wanted == self._range:
            return
        self._range = wanted
        per_unit = self.per_unit(top)
        self.box.setRange(
            xRange=(first, last),
            yRange=(-0.5 / per_unit, self.zero / per_unit),
            padding=0,
            disableAutoRange=True,
        )
        self.box.prepareForPaint()


class Grid:
    """Hairlines at the value ticks and the grid dates, and the zero line."""

    def __init__(self) -> None:
        self._lines: list[QLineF] = []
        self._zero = QLineF()
        self._made: tuple[object, ...] = ()

    def fill(self, frame: Frame, heights: Sequence[float], xs: Sequence[float]) -> None:
        """Lines at ``heights`` and ``xs`` [px of the box], on whole pixels, unless they stand."""
        width, bottom = frame.rect.width(), frame.zero
        wanted = (width, bottom, tuple(heights), tuple(xs))
        if wanted == self._made:
            return
        self._made = wanted
        rows = [QLineF(0, int(y) + 0.5, width, int(y) + 0.5) for y in heights]
        self._lines = rows + [QLineF(int(x) + 0.5, 0, int(x) + 0.5, bottom) for x in xs]
        self._zero = QLineF(0, bottom, width, bottom)

    def draw(self, painter: QPainter, skin: Skin) -> None:
        """The hairlines, beneath all data."""
        if self._lines:
            painter.setRenderHint(AA, False)
            painter.setPen(skin.pen(skin.theme.line))
            painter.drawLines(self._lines)

    def draw_zero(self, painter: QPainter, skin: Skin) -> None:
        """The zero line, above the fills."""
        painter.setRenderHint(AA, False)
        painter.setPen(skin.pen(skin.theme.ctl))
        painter.drawLine(self._zero)


def say(
    painter: QPainter, skin: Skin, text: Letters, area: QRectF, title: str, hint: str, *, bad: bool
) -> None:
    """A bold line on what is missing or wrong, and one beneath it on what to do."""
    theme = skin.theme
    x, y = area.center().x(), round(area.center().y())
    half = text.title.width(title) / 2
    ground = max(half, text.small.width(hint) / 2) + 12
    painter.fillRect(QRectF(x - ground, y - 20, 2 * ground, 38), themes.color(theme.s1))
    text.title.centre(painter, x, y - 8, title, theme.t1)
    text.small.centre(painter, x, y + 8, hint, theme.t2)
    if bad:
        warning(painter, skin, x - half - 20, y - 16)


def warning(painter: QPainter, skin: Skin, x: float, y: float) -> None:
    """The red triangle, 16 px."""
    painter.setRenderHint(AA, True)
    pen = QPen(themes.color(skin.theme.red), 1.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = ((8, 2), (14.5, 13.5), (1.5, 13.5))
    painter.drawPolygon([QPointF(x + a, y + b) for a, b in corners])
    painter.drawLine(QPointF(x + 8, y + 6.5), QPointF(x + 8, y + 9.5))
    painter.drawPoint(QPointF(x + 8, y + 11.5))
