"""The message bar: what went wrong and what to change, in the window, never over it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui import icons, theme
from gui.panels.parts import IconButton, Label


class MessageBar(QWidget):
    """One message at a time; it stays until it is closed or what it is about has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.topic = ""
        self._alarming = True
        self._text = Label("", "t1", 12, parent=self)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = IconButton("close", "Close this message", self)
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 6, 8, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """The message that is shown; empty if none is."""
        return self._text.text()

    def say(self, text: str, topic: str = "", *, alarming: bool = True) -> None:
        """Show ``text``. ``topic`` names what it is about, see `clear`."""
        self.topic, self._alarming = topic, alarming
        self._text.setText(text)
        self.setAccessibleName("Error" if alarming else "Message")
        self.setAccessibleDescription(text)
        self.update()
        self.show()

    def clear(self, topic: str | bool = False) -> None:
        """Take the message away; with a ``topic``, only one that is about it."""
        if isinstance(topic, str) and topic != self.topic:
            return
        self.topic = ""
        self._text.setText("")
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, triangle, hairline."""
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(colours.redw if self._alarming else colours.s2))
        name, colour = ("warning", colours.red) if self._alarming else ("info", colours.t2)
        box = QRect(16, 6 + (self._close.height() - icons.SIZE) // 2, icons.SIZE, icons.SIZE)
        icons.paint(painter, name, box.toRectF(), colour)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color(colours.line))
