"""The marks on a rail that the two kinds of slider share: handle and preset triangle."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui import theme

INSET = 8.0
RAIL_Y = 7.0


def paint_handle(painter: QPainter, x: float, *, quiet: bool, focused: bool) -> None:
    """Paint the handle: 10 px across, a ring of 1.5 px; with the focus a second ring."""
    tokens = theme.current()
    colour = theme.color(tokens.ctl if quiet else tokens.acc)
    if focused:
        painter.setPen(QPen(theme.color(tokens.acc, 0.45), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, RAIL_Y), 6.75, 6.75)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(theme.color(tokens.s1))
    painter.drawEllipse(QPointF(x, RAIL_Y), 4.25, 4.25)


def paint_preset(painter: QPainter, x: float | None) -> None:
    """Paint the triangle of 7 x 5 px whose tip touches the rail at the preset."""
    if x is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(theme.current().t2))
    tip = QPointF(x, RAIL_Y - 1)
    painter.drawPolygon(
        QPolygonF([QPointF(x - 3.5, RAIL_Y - 6), QPointF(x + 3.5, RAIL_Y - 6), tip])
    )
