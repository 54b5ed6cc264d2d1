"""Where the name of a bar stands: beside what its row shows, clear of poles and links."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui import theme as themes
from gui.plots.gantt import Bar, Gantt, Link, Rows, Span
from gui.plots.lettering import Lettering, Letters
from gui.plots.skin import Skin

GAP = 8.0
"""Between a bar and its name [px]."""
CLEAR = 3.0
"""Between a name and what passes it [px]."""
EDGE = 4.0
"""Between a name and the edge of the frame [px]."""


class Name(msgspec.Struct, frozen=True):
    """The name of one bar and where it begins [px of the box]."""

    bar: Bar
    text: str
    x: float
    y: float
    size: float
    face: Lettering
    over: bool
    """its bar is over before what is shown"""


def names_of(
    gantt: Gantt, shown: Rows, text: Letters, poles: Iterable[float], end: float
) -> list[Name]:
    """The names of the bars that are ``shown``, from 0 to ``end``; flags pass at ``poles`` [px]."""
    links = gantt.links(shown)
    passing = [(x, x) for x in poles]
    found = []
    for y, bar in shown:
        face = text.small_bold if bar.task.critical else text.small
        name = face.elided(bar.task.label, end - 2 * EDGE)
        size, drawn = face.width(name), gantt.drawn(bar)
        span = gantt.scale.x(bar.start), gantt.scale.x(bar.finish)
        crossing = [*passing, *_crossing(links, y, drawn)]
        x = round(left_of_name(size, span, drawn, crossing, end))
        found.append(Name(bar, name, x, y, size, face, drawn[1] + GAP < EDGE))
    return found


def draw_names(painter: QPainter, skin: Skin, names: Iterable[Name]) -> None:
    """Draw ``names``, each on a ground of its own: the grid and the cursor pass behind it."""
    ground = themes.color(skin.theme.s1)
    for name in names:
        painter.fillRect(QRectF(name.x - 2, name.y - 6, name.size + 4, 12), ground)
        colour = skin.theme.t3 if name.over else skin.theme.t1
        name.face.left(painter, name.x, name.y, name.text, colour)


def _crossing(links: Iterable[Link], y: float, drawn: Span) -> list[Span]:
    """Where ``links`` pass through the row at ``y`` beside what it shows itself."""
    found = []
    for link in links:
        if link.above < y < link.y:
            found.append((link.x1, link.x1))
        elif link.above == y and link.x1 > drawn[1]:
            found.append((link.x0, link.x1))
    return found


def left_of_name(
    size: float, bar: Span, drawn: Span, crossing: Iterable[Span], end: float
) -> float:
    """Where a name of width ``size`` begins, within 0 to ``end`` [px].

    It stands right or left of what its row shows, where that is nearer. Without room on either side
    it covers slack and whisker right of the bar, save their end, or those left of it, or the bar.

    Parameters
    ----------
    bar : the bar itself; ``drawn``: with its whisker, its slack and its diamond
    crossing : what passes through the row beside those
    """
    if drawn[1] + GAP < EDGE and EDGE + size <= end:  # all of it is over before what is shown
        return EDGE
    if drawn[0] > end:  # all of it is still to come
        return end - EDGE - size
    spans = sorted(crossing)
    right = _past(drawn[1] + GAP, size, spans)
    # The same seen in a mirror.
    left = -_past(GAP - drawn[0], size, sorted((-b, -a) for a, b in spans)) - size
    beside = [(right - drawn[1], 0, right)] if right + size <= end else []
    beside += [(drawn[0] - left - size, 1, left)] if left >= 0 else []
    if beside:
        return min(beside)[2]
    last = min(end - EDGE, drawn[1] - GAP) - size
    before = min(end - EDGE, bar[0] - GAP) - size
    return before if last < bar[1] + GAP and before >= EDGE else max(last, EDGE)


def _past(start: float, size: float, crossing: Iterable[Span]) -> float:
    """The first place from ``start`` on where ``size`` is clear of ``crossing``, in order."""
    for first, last in crossing:
        if first - CLEAR < start + size and last + CLEAR > start:
            start = last + CLEAR
    return start
