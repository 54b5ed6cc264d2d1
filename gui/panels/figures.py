"""A row of figures, each with its name; and a few lines of text that are never cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import ink as inks
from gui import theme as themes
from gui.plots.chart import EDGE, Ink

GAP = 16.0
LINE = 16


class Figures(QWidget):
    """Name in t3 and value in semibold t1, side by side, as many as there is room for.

    The tooltip and the accessible name have all of them.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.figures: tuple[tuple[str, str], ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show pairs of name and value."""
        self.figures = tuple(figures)
        said = ", ".join(f"{name} {value}" for name, value in self.figures)
        self.setAccessibleName(said)
        self.setToolTip("\n".join(f"{name} {value}" for name, value in self.figures))
        self.update()

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """Those for which there is room, from the first."""
        count = len(self.figures)
        while count and self._needed(count) > self.width():
            count -= 1
        return self.figures[:count]

    def needed(self) -> int:
        """The width that shows all of them [px]."""
        return self._needed(len(self.figures))

    def _needed(self, count: int) -> int:
        texts = [inks.width(n, 11) + 6 + inks.width(v, 12, True) for n, v in self.figures[:count]]
        return round(sum(texts) + GAP * max(len(texts) - 1, 0) + 2 * EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The figures on one line."""
        del event
        painter = QPainter(self)
        ink = Ink(painter, themes.current())
        painter.fillRect(self.rect(), themes.color(ink.theme.s1))
        x, height = EDGE, self.height()
        for name, value in self.shown:
            width = ink.width(name)
            ink.text(QRectF(x, 0, width + 1, height), name, ink.theme.t3)
            x += width + 6
            width = ink.width(value, 12, True)
            ink.text(QRectF(x, 0, width + 1, height), value, ink.theme.t1, px=12, bold=True)
            x += width + GAP
        painter.end()


class Passage(QWidget):
    """Text in as many lines as it needs; the first paragraph may be bold."""

    def __init__(self, name: str, token: str = "t2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.head, self.text, self._token = "", "", token
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def say(self, text: str, head: str = "") -> None:
        """Show ``head`` in bold and ``text`` beneath it."""
        if (head, text) != (self.head, self.text):
            self.head, self.text = head, text
            self.setAccessibleName(f"{head} {text}".strip())
            self._tell_rest()
            self.update()

    def needed(self, width: int) -> int:
        """The height at ``width`` [px]."""
        if not (self.head or self.text):
            return 0
        return LINE * (len(self._lines(width)) + bool(self.head)) + 8

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines beneath the head for which there is room.

        Where some are left out, the last one says so, and the tooltip has all of them.
        """
        lines = self._lines(self.width())
        most = max((self.height() - 4) // LINE - bool(self.head), 1)
        if len(lines) <= most:
            return lines
        return (*lines[: most - 1], f"{lines[most - 1].rstrip('.;,')} …")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of the text as a tooltip where it does not fit."""
        super().resizeEvent(event)
        self._tell_rest()

    def _tell_rest(self) -> None:
        cut = self.shown != self._lines(self.width())
        self.setToolTip(self.text if cut else "")

    def _lines(self, width: int) -> tuple[str, ...]:
        room = width - round(2 * EDGE)
        paragraphs = [part for part in self.text.split("\n") if part]
        return tuple(line for part in paragraphs for line in inks.wrapped(part, room, 11, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines."""
        del event
        painter = QPainter(self)
        ink = Ink(painter, themes.current())
        painter.fillRect(self.rect(), themes.color(ink.theme.s1))
        room, y = self.width() - 2 * EDGE, 4
        if self.head:
            ink.text(QRectF(EDGE, y, room, LINE), self.head, ink.theme.t1, px=12, bold=True)
            y += LINE
        colour = getattr(ink.theme, self._token)
        for line in self.shown:
            ink.text(QRectF(EDGE, y, room, LINE), line, colour)
            y += LINE
        painter.end()
