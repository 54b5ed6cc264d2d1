"""Chips on the line of the grid: how much each of its steps brings."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui import theme as themes
from gui.plots.item import AA
from gui.plots.lettering import Letters, letters
from gui.plots.polygon import Array, runs
from gui.plots.skin import Skin


class _Chip(msgspec.Struct, frozen=True):
    x: float
    y: float
    text: str


class Chips:
    """A chip on each plateau of the grid that is wide enough to carry it."""

    def __init__(self) -> None:
        self._chips: list[_Chip] = []

    def sync(
        self, x: Array, load: Array, grid: Array, firm: Array, zero: float,
        words: Callable[[float], str],
    ) -> None:  # fmt: skip
        """Place them on ``grid`` [px of the box]; ``words`` says a height over zero [px]."""
        self._chips = []
        level = np.abs(grid[1:] - grid[:-1]) < 1e-6
        for i, j in runs(level):
            label = f"Grid {words(float(zero - grid[i]))}"
            width = letters().small.width(label) + 8
            room = float(x[j] - max(x[i], 0.0))
            # Where the grid alone is the supply and nothing covers it, the outline says it.
            crossed = firm[j] < grid[j] - 1 or load[j] < grid[j] - 1
            if room >= width + 24 and crossed and zero - grid[i] >= 8:
                right = float(x[j]) - min(room / 2 - width / 2, 36.0)
                self._chips.append(_Chip(right - width, float(grid[i]), label))

    def draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Each text on the ground's colour."""
        painter.setRenderHint(AA, False)
        for chip in self._chips:
            width = text.small.width(chip.text) + 8
            box = QRectF(round(chip.x), round(chip.y) - 6, round(width), 13)
            painter.fillRect(box, themes.color(skin.theme.s1))
            text.small.left(painter, box.left() + 4, chip.y + 0.5, chip.text, skin.theme.t1)
