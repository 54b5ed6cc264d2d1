"""What the three plots are framed with: gutters, a view box, a value axis, a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from gui import theme as themes
from gui.plots.item import AA, Item
from gui.plots.lettering import Letters
from gui.plots.qtgraph import pg
from gui.plots.skin import Skin


class Gutters(msgspec.Struct, frozen=True):
    """Measures of a board [px]."""

    left: float
    right: float
    title: float = 24.0
    head: float = 15.0
    """Room for the words of a flag above the top of the value axis."""
    foot: float = 4.0
    narrow: bool = False


WIDE = Gutters(56, 168)
NARROW = Gutters(48, 152, narrow=True)
NARROW_BELOW = 1064.0
"""Boards under this width [px] take the narrow form: windows under 1400."""


class ValueAxis:
    """The labels left of the frame: numbers only, 8 px from it, at heights set from outside."""

    def __init__(self, parent: object) -> None:
        self._ticks: list[tuple[float, str]] = []
        self.item = Item(self._draw, parent, key=self._state)

    def set_ticks(self, heights: Sequence[float], texts: Sequence[str]) -> None:
        """Show ``texts`` at ``heights`` [px of the frame]."""
        self._ticks = list(zip(heights, texts, strict=True))

    def _state(self) -> object:
        return tuple(self._ticks)

    def place(self, frame: QRectF) -> None:
        """Stand left of ``frame`` [px of the board]; the lowest label reaches beneath it."""
        self.item.place(QRectF(0, frame.top(), frame.left(), frame.height() + 4))

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
        # It only holds the axes: nothing of its own is to be seen, nor need be asked to paint.
        self.box.setFlag(self.box.GraphicsItemFlag.ItemHasNoContents)
        self.box.borderRect.hide()
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
            self.axis.place(rect)

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
    """Hairlines at the value ticks and the grid dates, and the zero line.

    Each is filled as a rectangle, which takes a quarter of the time of a line.
    """

    def __init__(self) -> None:
        self._lines: list[QRect] = []
        self._zero = QRect()
        self._made: tuple[object, ...] = ()

    def fill(self, frame: Frame, heights: Sequence[float], xs: Sequence[float]) -> None:
        """Lines at ``heights`` and ``xs`` [px of the box], on whole pixels, unless they stand."""
        width, bottom = frame.rect.width(), frame.zero
        wanted = (width, bottom, tuple(heights), tuple(xs))
        if wanted == self._made:
            return
        self._made = wanted
        across, down = int(width), int(bottom)
        rows = [QRect(0, int(y), across, 1) for y in heights]
        self._lines = rows + [QRect(int(x), 0, 1, down) for x in xs]
        self._zero = QRect(0, down, across, 1)

    def draw(self, painter: QPainter, skin: Skin) -> None:
        """The hairlines, beneath all data."""
        painter.setRenderHint(AA, False)
        colour = themes.color(skin.theme.line)
        for line in self._lines:
            painter.fillRect(line, colour)

    def draw_zero(self, painter: QPainter, skin: Skin) -> None:
        """The zero line, above the fills."""
        painter.setRenderHint(AA, False)
        painter.fillRect(self._zero, themes.color(skin.theme.ctl))
