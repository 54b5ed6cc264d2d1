"""The top of the panel: its title, and the field that narrows the levers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui import ink, theme
from gui.levers.buttons import IconButton
from gui.levers.row import PAD

HEIGHT = 32


class Head(QWidget):
    """The title of the decisions, and the field that narrows the levers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.filter = FilterField(self)
        self.button = IconButton("filter", "Filter the levers", self)
        self.button.clicked.connect(self._turn)
        self.filter.closed.connect(self._close)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button at the right."""
        super().resizeEvent(event)
        self.button.move(self.width() - PAD - 17, 7)
        self.filter.setGeometry(PAD + 72, 6, self.width() - 2 * PAD - 72 - 24, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title, hint and hairline."""
        painter = QPainter(self)
        box = QRectF(PAD, 0, self.width() - 2 * PAD, HEIGHT)
        ink.write(painter, box, "Decisions", 12, "t1", semibold=True)
        if not self.filter.isVisible():
            left = ink.width("Decisions", 12, True) + 8
            ink.write(painter, box.adjusted(left, 0.5, 0, 0), "what you choose", 11, "t3")
        line = theme.color(theme.current().line)
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, line)
        painter.end()

    def _turn(self) -> None:
        if self.filter.isVisible():
            self._close()
        else:
            self.filter.show()
            self.filter.setFocus()
            self.update()

    def _close(self) -> None:
        self.filter.clear()
        self.filter.hide()
        self.update()


class FilterField(QLineEdit):
    """The field itself; Esc closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(theme.font(12))
        self.setPlaceholderText("Name of a lever")
        self.setAccessibleName("Filter the levers")
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
