"""What stands in a frame instead of data: what is missing or wrong, and the next act."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui import theme as themes
from gui.plots.item import AA
from gui.plots.lettering import Letters
from gui.plots.skin import Skin


class Notice(msgspec.Struct, frozen=True):
    """Instead of data: what is missing or wrong, and the next act."""

    title: str
    hint: str
    bad: bool = False


EMPTY = Notice("No accelerators yet", "Add a shipment under Fleet, or open the Colossus scenario.")


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
