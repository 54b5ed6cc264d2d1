"""The lines under a lever's editor: why a value was refused, or what is to be known of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui import icons, ink, theme

_FIRST, _NEXT = 16, 14
"""Heights of the first line and of each further one [px]."""
_INSET = 18
_LINES, _REFUSAL_LINES = 2, 4
"""At the most; a refusal ends in what to do, so all of it is shown."""


class Note:
    """One text, wrapped; nothing as long as the text is empty."""

    def __init__(self) -> None:
        self._lines: tuple[str, ...] = ()
        self._refused = False

    def __bool__(self) -> bool:
        return bool(self._lines)

    def say(self, text: str, width: int, *, refused: bool) -> None:
        """Say ``text`` across ``width`` [px]; ``refused``: in red with a sign."""
        self._refused = refused
        most = _REFUSAL_LINES if refused else _LINES
        self._lines = ink.wrapped(text, width - _INSET, 11, most)

    @property
    def height(self) -> int:
        """The room it takes [px]."""
        return _FIRST + _NEXT * (len(self._lines) - 1) if self._lines else 0

    def paint(self, painter: QPainter, left: float, bottom: float, width: float) -> None:
        """Paint it across ``width`` from ``left`` on, so that it ends at ``bottom`` [px]."""
        y = bottom - self.height
        if self._refused and self._lines:
            icons.paint(painter, "warning", QRectF(left, y + 1, 13, 13), theme.current().red)
        for text in self._lines:
            box = QRectF(left + _INSET, y, width - _INSET, 15)
            ink.write(painter, box, text, 11, "red" if self._refused else "t2")
            y += _NEXT
