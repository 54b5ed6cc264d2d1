"""Markers of groups: a shape and a colour together, so that neither is the only sign."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui import theme as themes
from gui.plots.chart import Ink

SHAPES = ("circle", "square", "triangle", "diamond", "cross", "ring", "wedge", "plus")
FAMILIES = ("h100", "h200", "b200", "gb200", "mi300", "tpu", "trainium", "older")
MOST = 16
"""Groups with a marker of their own; more could not be told apart."""
HALF = 3.5
_OPEN = ("cross", "ring", "plus")


class Marker(msgspec.Struct, frozen=True):
    """A shape in the colour of an accelerator family; no family: neutral."""

    shape: str = "circle"
    family: str = ""


OTHERS = Marker()
"""The marker of the groups beyond `MOST`."""


def marker_of(place: int, family: str = "") -> Marker:
    """The marker of the group in ``place``, counted from 0; ``family`` gives its own colour."""
    if place >= MOST:
        return OTHERS
    turn, at = divmod(place, len(SHAPES))
    return Marker(SHAPES[at], family or FAMILIES[(at + 3 * turn) % len(FAMILIES)])


def colour_of(marker: Marker, theme: themes.Theme) -> str:
    """The colour of ``marker`` in ``theme``."""
    return theme.family[marker.family] if marker.family else theme.ctl


def draw_marker(
    ink: Ink, marker: Marker, x: float, y: float, half: float = HALF, *, faded: bool = False
) -> None:
    """Draw ``marker`` around a point; a ``faded`` one steps back behind others."""
    painter = ink.painter
    colour = themes.color(colour_of(marker, ink.theme), 0.16 if faded else 1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if marker.shape in _OPEN:
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        # An outline in the ground's colour parts markers that overlap.
        painter.setPen(QPen(themes.color(ink.theme.s1, 0.0 if faded else 0.8), 0.75))
        painter.setBrush(colour)
    at = QPointF(x, y)
    if marker.shape in ("circle", "ring"):
        painter.drawEllipse(at, half, half)
    elif marker.shape in ("cross", "plus"):
        lean = math.pi / 4 if marker.shape == "cross" else 0.0
        for turn in (lean, lean + math.pi / 2):
            reach = QPointF(half * math.cos(turn), half * math.sin(turn)) * 1.15
            painter.drawLine(at - reach, at + reach)
    else:
        painter.drawPolygon(_polygon(marker.shape, at, half))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _polygon(shape: str, at: QPointF, half: float) -> QPolygonF:
    h = half
    corners = {
        "square": [(-h, -h), (h, -h), (h, h), (-h, h)],
        "triangle": [(0, -1.2 * h), (1.15 * h, 0.9 * h), (-1.15 * h, 0.9 * h)],
        "wedge": [(0, 1.2 * h), (1.15 * h, -0.9 * h), (-1.15 * h, -0.9 * h)],
        "diamond": [(0, -1.35 * h), (1.35 * h, 0), (0, 1.35 * h), (-1.35 * h, 0)],
    }[shape]
    return QPolygonF([at + QPointF(dx, dy) for dx, dy in corners])
