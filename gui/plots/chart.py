"""What the small charts of the lower tabs share: title row, ink, empty state, right-click menu."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui import ink as inks
from gui import theme as themes
from gui.plots.lettering import Lettering
from gui.plots.text_rows import Rows
from gui.word import ratio_of

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
TITLE_ROW = 24.0
EDGE = 16.0
MOST_LINES = 3
"""Lines of a sentence that says why there is nothing to draw"""

_log = logging.getLogger(__name__)


@cache
def _lettering(px: int, bold: bool, ratio: float = 0.0) -> Lettering:
    return Lettering(px, bold, ratio)


def text_width(text: str, px: int = 11, bold: bool = False) -> float:
    """The advance of ``text`` [px]."""
    return _lettering(px, bold).width(text)


class Ink:
    """A painter with the theme's colours and the few fonts of a chart, for one repaint."""

    def __init__(self, painter: QPainter, theme: themes.Theme) -> None:
        self.painter = painter
        self.theme = theme
        self._ratio = ratio_of(painter)

    def width(self, text: str, px: int = 11, bold: bool = False) -> float:
        """The advance of ``text`` [px]."""
        return text_width(text, px, bold)

    def text(
        self,
        rect: QRectF,
        text: str,
        colour: str,
        align: Qt.AlignmentFlag = LEFT,
        px: int = 11,
        bold: bool = False,
    ) -> None:
        """Write one line; it is cut with an ellipsis where it does not fit."""
        if not text:
            return
        lettering = _lettering(px, bold, self._ratio)
        text = lettering.elided(text, rect.width() + 0.5)
        middle = rect.center().y()
        if align == RIGHT:
            lettering.right(self.painter, rect.right(), middle, text, colour)
        elif align == CENTER:
            lettering.centre(self.painter, rect.center().x(), middle, text, colour)
        else:
            lettering.left(self.painter, rect.left(), middle, text, colour)

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A crisp rectangle: edges on whole pixels, no antialiasing, at least 1 px."""
        left, top = round(x), round(y)
        right, bottom = max(round(x + width), left + 1), max(round(y + height), top + 1)
        self.painter.fillRect(left, top, right - left, bottom - top, themes.color(colour))

    def dotted(self, x: float, y: float, width: float, colour: str, on: int, off: int) -> None:
        """A dashed horizontal line, 1 px."""
        at = x
        while at < x + width:
            self.fill(at, y, min(on, x + width - at), 1, colour)
            at += on + off

    def diamond(self, x: float, y: float, colour: str, ground: str, half: float = 3.5) -> None:
        """A hollow diamond: where the baseline stands."""
        painter = self.painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(themes.color(colour))
        painter.setBrush(themes.color(ground))
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
        painter.drawPolygon([QPointF(*corner) for corner in corners])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class Chart(QWidget):
    """A painted chart with a title row. A subclass draws, and gives its rows as a table."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.title = ""
        self.caption = ""
        self.empty: tuple[str, str] | None = None
        """What is missing and the next act, instead of the drawing."""
        self._looks: tuple[object, ...] = ()
        self.reserved = 0
        """Width at the right of the title row that belongs to a control [px]."""
        self.setMinimumSize(120, 96)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def draw(self, ink: Ink, area: QRectF) -> None:
        """Draw below the title row, inside ``area``."""
        raise NotImplementedError

    def rows(self) -> Rows:
        """What is drawn, as a header and rows of text."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What is drawn, in one sentence."""
        return f"{self.title}. {self.caption}".strip()

    def tip(self, at: QPointF) -> str:
        """The tooltip at a point; empty: none."""
        del at
        return ""

    def refresh(self, *drawn: object) -> None:
        """Repaint if ``drawn``, the title row or the empty state is not what it was.

        Most answers of a drag leave a chart as it is. Assistive tools are told as well.
        """
        looks = (self.title, self.caption, self.empty, *drawn)
        if looks == self._looks:
            return
        self._looks = looks
        self.setAccessibleName(self.title)
        self.setAccessibleDescription(self.sentence())
        self.update()

    def draw_title(self, ink: Ink) -> None:
        """The title row: bold title, then its unit or definition."""
        room = self.width() - 2 * EDGE - self.reserved
        ink.text(QRectF(EDGE, 4, room, 20), self.title, ink.theme.t1, px=12, bold=True)
        used = min(ink.width(self.title, 12, True), room) + 8
        if self.caption and room - used > 24:
            ink.text(QRectF(EDGE + used, 4, room - used, 20), self.caption, ink.theme.t3)

    def draw_empty(self, ink: Ink, area: QRectF) -> None:
        """In bold what is missing, and beneath it the next act."""
        what, act = self.empty or ("", "")
        room = round(area.width() - 2 * EDGE)
        lines = [(line, True) for line in inks.wrapped(what, room, 12, MOST_LINES, True)]
        lines += [(line, False) for line in inks.wrapped(act, room, 11, MOST_LINES)]
        y = area.center().y() - 9.0 * len(lines)
        for text, bold in lines:
            row = QRectF(area.left() + EDGE, y, room, 18)
            colour = ink.theme.t1 if bold else ink.theme.t2
            ink.text(row, text, colour, CENTER, 12 if bold else 11, bold)
            y += 18

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; an exception is reported and never leaves the painter open."""
        del event
        painter = QPainter(self)
        try:
            ink = Ink(painter, themes.current())
            painter.fillRect(self.rect(), themes.color(ink.theme.s1))
            self.draw_title(ink)
            area = QRectF(0, TITLE_ROW, self.width(), self.height() - TITLE_ROW)
            if self.empty is None:
                self.draw(ink, area)
            else:
                self.draw_empty(ink, area)
        except Exception:
            _log.exception("%s could not be painted", self.objectName())
        finally:
            painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer copy image, copy data and save CSV."""
        from gui.plots.take import take_menu  # only here: a start is spared it

        take_menu(self, self.rows(), self.title or self.objectName()).exec(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Show the tooltip of the mark under the pointer; restyle with the palette."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.tip(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        return super().event(event)


def nice_step(span: float, most: int) -> float:
    """The smallest step of 1, 2 or 5 times a power of ten that parts ``span`` in ``most``."""
    if not span > 0:
        return 1.0
    unit = 10.0 ** int(f"{span / most:e}".split("e")[1])
    return next(unit * f for f in (1, 2, 5, 10) if unit * f * most >= span * (1 - 1e-9))


def as_text(values: Sequence[object]) -> tuple[str, ...]:
    """One row of a table as plain text: floats keep all their digits."""
    return tuple(repr(v) if isinstance(v, float) else str(v) for v in values)


def axis_text(value: float) -> str:
    """The number at a tick, without trailing zeros: 1,000, 0.5."""
    return f"{value:,.6g}"
