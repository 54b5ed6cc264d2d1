"""A chart of dots of which one can be chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.plots.chart import Chart


class DotChart(Chart):
    """Subclasses say which dot is where, and what clicks and keys choose."""

    chosen = Signal(int)
    """The index, in the dots shown, of what was chosen; -1: none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.dots: tuple[Any, ...] = ()
        """each with what its tooltip says, ``tip``"""
        self.unit = ""
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def index_at(self, at: QPointF) -> int:
        """The dot at a point [px], or -1."""
        raise NotImplementedError

    def tip(self, at: QPointF) -> str:
        """What is under the pointer."""
        index = self.index_at(at)
        return str(self.dots[index].tip) if index >= 0 else ""
