"""Icons as path data on a 16 px box, stroked in the theme's colours at any device ratio.

A glyph is a string of commands in user units, upper case and absolute:
M x y, L x y, C x1 y1 x2 y2 x y, Z closes, O x y r (a circle), D x y (a dot, filled).
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from gui.tokens import Theme

SIZE = 16
STROKE = 1.5

PATHS: dict[str, str] = {
    "menu": "M 2.5 4 L 13.5 4 M 2.5 8 L 13.5 8 M 2.5 12 L 13.5 12",
    "undo": "M 5.5 2.5 L 2.5 5.5 L 5.5 8.5 M 2.5 5.5 L 9.5 5.5 C 12 5.5 13.5 7 13.5 9.25"
    " C 13.5 11.5 12 13 9.5 13 L 6.5 13",
    "redo": "M 10.5 2.5 L 13.5 5.5 L 10.5 8.5 M 13.5 5.5 L 6.5 5.5 C 4 5.5 2.5 7 2.5 9.25"
    " C 2.5 11.5 4 13 6.5 13 L 9.5 13",
    "pin": "M 5.5 2 L 10.5 2 M 6.5 2 L 6.5 6.5 L 4 9.5 L 12 9.5 L 9.5 6.5 L 9.5 2 M 8 9.5 L 8 14",
    "export": "M 8 10 L 8 2 M 5 4.75 L 8 2 L 11 4.75 M 5 7.5 L 2.5 7.5 L 2.5 13.5 L 13.5 13.5"
    " L 13.5 7.5 L 11 7.5",
    "search": "O 7 7 4.5 M 10.25 10.25 L 14 14",
    "plus": "M 8 2.5 L 8 13.5 M 2.5 8 L 13.5 8",
    "lock": "M 3.5 7.5 L 12.5 7.5 L 12.5 13.5 L 3.5 13.5 Z M 5.25 7.5 L 5.25 5"
    " C 5.25 1.4 10.75 1.4 10.75 5 L 10.75 7.5",
    "reset": "M 2.5 2.5 L 2.5 6 L 6 6 M 2.7 6 C 5 1.3 13.5 2.2 13.5 8.25 C 13.5 14.4 4.6 15 2.7 10",
    "chevron_down": "M 3.5 6 L 8 10.5 L 12.5 6",
    "chevron_right": "M 6 3.5 L 10.5 8 L 6 12.5",
    "chevron_left": "M 10 3.5 L 5.5 8 L 10 12.5",
    "close": "M 3.5 3.5 L 12.5 12.5 M 12.5 3.5 L 3.5 12.5",
    "info": "O 8 8 6 M 8 7.5 L 8 11 D 8 5",
    "warning": "M 8 2.25 L 14.5 13.5 L 1.5 13.5 Z M 8 6.5 L 8 9.5 D 8 11.5",
    "maximise": "M 9.5 2.5 L 13.5 2.5 L 13.5 6.5 M 13.5 2.5 L 9.25 6.75 M 6.5 13.5 L 2.5 13.5"
    " L 2.5 9.5 M 2.5 13.5 L 6.75 9.25",
    "restore": "M 13.5 6.75 L 9.25 6.75 L 9.25 2.5 M 9.25 6.75 L 13.5 2.5 M 2.5 9.25 L 6.75 9.25"
    " L 6.75 13.5 M 6.75 9.25 L 2.5 13.5",
    "table": "M 2.5 3 L 13.5 3 L 13.5 13 L 2.5 13 Z M 2.5 6.5 L 13.5 6.5 M 6.5 6.5 L 6.5 13",
    "link": "M 6.75 9.25 C 5.75 8.25 5.75 7 6.75 6 L 9 3.75 C 10 2.75 11.4 2.75 12.4 3.75"
    " C 13.3 4.7 13.3 6 12.4 7 L 11.25 8.15 M 9.25 6.75 C 10.25 7.75 10.25 9 9.25 10"
    " L 7 12.25 C 6 13.25 4.6 13.25 3.6 12.25 C 2.7 11.3 2.7 10 3.6 9 L 4.75 7.85",
    "filter": "M 2 4 L 14 4 M 4.5 8 L 11.5 8 M 6.5 12 L 9.5 12",
    "drag": "D 6 3.5 D 10 3.5 D 6 8 D 10 8 D 6 12.5 D 10 12.5",
    "calendar": "M 2.5 3.5 L 13.5 3.5 L 13.5 13.5 L 2.5 13.5 Z M 2.5 6.75 L 13.5 6.75"
    " M 5.5 2 L 5.5 4.5 M 10.5 2 L 10.5 4.5",
    "more": "D 3.5 8 D 8 8 D 12.5 8",
}


def names() -> tuple[str, ...]:
    """All icons."""
    return tuple(PATHS)


@cache
def icon(name: str, theme: Theme, token: str = "t2") -> QIcon:
    """The icon ``name`` (KeyError if there is none) in ``theme``: t2, disabled ctl, checked acc."""
    made = QIcon()
    # Sharp on the screens there are. On one that is plugged in later Qt scales the nearest:
    # that is 2 or finer. All ratios of all icons would take a hundredth of the start.
    ratios = {2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}
    modes = (
        (QIcon.Mode.Normal, QIcon.State.Off, getattr(theme, token)),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.ctl),
        (QIcon.Mode.Normal, QIcon.State.On, theme.acc),
    )
    for mode, state, colour in modes:
        for ratio in ratios:
            made.addPixmap(pixmap(name, colour, ratio), mode, state)
    return made


def pixmap(name: str, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of 16 logical px at device ``ratio``."""
    side = round(SIZE * ratio)
    made = QPixmap(QSize(side, side))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, name, QRectF(0, 0, SIZE, SIZE), colour)
    painter.end()
    return made


def paint(painter: QPainter, name: str, box: QRectF, colour: str) -> None:
    """Stroke the icon into ``box``; the width of the stroke scales with it."""
    strokes, dots = _glyph(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / SIZE, box.height() / SIZE)
    painter.setPen(_pen(colour))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(strokes)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    for dot in dots:
        painter.drawEllipse(dot, 1.0, 1.0)
    painter.restore()


@cache
def _pen(colour: str) -> QPen:
    return QPen(
        QColor(colour),
        STROKE,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


@cache
def _glyph(name: str) -> tuple[QPainterPath, tuple[QPointF, ...]]:
    """The strokes and the dots of an icon."""
    path, dots = QPainterPath(), []
    words = iter(PATHS[name].split())

    def take(count: int) -> list[float]:
        return [float(next(words)) for _ in range(count)]

    for command in words:
        if command == "M":
            path.moveTo(*take(2))
        elif command == "L":
            path.lineTo(*take(2))
        elif command == "C":
            path.cubicTo(*take(6))
        elif command == "O":
            x, y, r = take(3)
            path.addEllipse(QPointF(x, y), r, r)
        elif command == "D":
            dots.append(QPointF(*take(2)))
        else:
            path.closeSubpath()
    return path, tuple(dots)
