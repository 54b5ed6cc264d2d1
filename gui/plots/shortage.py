"""Where more power is wanted than there is: hatched, with a red edge and the word."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from gui.plots.lettering import Letters
from gui.plots.polygon import Array, Polygon, crisp, runs
from gui.plots.skin import Skin

_WORD = "Shortage"
_LEAST = 60.0
"""Square pixels under which the word would stand over nothing."""


class Shortage:
    """The stretches in which what is wanted is over what is supplied."""

    def __init__(self) -> None:
        self.areas: list[tuple[Polygon, Polygon]] = []
        """Area and upper edge of each stretch; what a wider answer needed is kept."""
        self._count = 0
        self._word: tuple[float, float] | None = None

    def sync(self, x: Array, upper: Array, lower: Array) -> None:
        """Fill areas and edges where ``upper``, wanted, is over ``lower``, supplied [px]."""
        stretches = runs(lower - upper > 0.05)
        self._count, self._word = len(stretches), None
        while len(self.areas) < len(stretches):
            self.areas.append((Polygon(), Polygon()))
        best = _LEAST
        for (area, edge), (start, stop) in zip(self.areas, stretches, strict=False):
            i, j = max(start - 1, 0), min(stop + 1, len(x))
            area.between(x[i:j], upper[i:j], lower[i:j])
            edge.line(x[i:j], crisp(upper[i:j]))
            gap = lower[i:j] - upper[i:j]
            size = float(((gap[1:] + gap[:-1]) * (x[i + 1 : j] - x[i : j - 1])).sum()) / 2
            if size > best:
                best = size
                peak = i + int(gap.argmax())
                self._word = (float(x[peak]), float(upper[peak]) - 9)

    def draw_areas(self, painter: QPainter, skin: Skin) -> None:
        """The hatched areas, beneath all lines."""
        painter.setBrush(skin.shortage)
        for area, _ in self.areas[: self._count]:
            painter.drawPolygon(area.shape)

    def draw_edges(self, painter: QPainter, skin: Skin) -> None:
        """The line of what is wanted."""
        painter.setPen(skin.pen(skin.theme.red))
        for _, edge in self.areas[: self._count]:
            painter.drawPolyline(edge.shape)

    def draw_word(self, painter: QPainter, skin: Skin, text: Letters, width: float) -> None:
        """The word over the largest area, within ``width`` [px]."""
        if self._word is not None:
            x, y = self._word
            half = text.small_bold.width(_WORD) / 2
            x = min(max(x, half + 4), width - half - 4)
            text.small_bold.centre(painter, x, max(y, 8.0), _WORD, skin.theme.red)
