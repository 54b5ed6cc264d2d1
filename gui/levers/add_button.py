"""A button at the end of a list that adds to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui import icons, ink, theme
from gui.levers.row import PAD


class AddButton(QAbstractButton):
    """A plus and a few words in the accent, at the end of a list; one of sections has a line."""

    def __init__(self, text: str, parent: QWidget | None = None, *, line: bool = False) -> None:
        super().__init__(parent)
        self._line = line
        self.setText(text)
        self.setAccessibleName(text)
        self.setFixedHeight(24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its text."""
        return QSize(round(ink.width(self.text(), 12)) + 2 * PAD + 16, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint plus and text."""
        tokens = theme.current()
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.color(tokens.s2))
        icons.paint(painter, "plus", QRectF(PAD - 3, 5, 14, 14), tokens.acc)
        box = QRectF(PAD + 16, 0, self.width() - 2 * PAD - 16, 24)
        ink.write(painter, box, self.text(), 12, "acc")
        if self._line:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(tokens.line))
        if self.hasFocus():
            ink.focus_frame(painter, QRectF(self.rect()).adjusted(2, 1, -2, -1))
        painter.end()
