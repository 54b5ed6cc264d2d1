"""The three hints of the first start, side by side in one row; each can be closed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import theme
from gui.panels.parts import IconButton, Label

HINTS = {
    "drag": "Drag a slider: every plot follows at once.",
    "cursor": "Drag the blue line to read any date.",
    "pin": "Pin the baseline, then change something: the difference stays.",
}


class Hint(QWidget):
    """One hint with its close button."""

    dismissed = Signal(str)

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        text = Label(HINTS[key], "t2", 12, elide=True, parent=self)
        self.close_button = IconButton("close", "Close this hint", self)
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(text)
        row.addWidget(self.close_button)

    def dismiss(self) -> None:
        """Hide it for good."""
        self.hide()
        self.dismissed.emit(self.key)


class Hints(QWidget):
    """The row. It is gone once all hints are."""

    dismissed = Signal(str)
    """the key of a hint that was closed"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(32)
        self.setAccessibleName("Hints")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(24)
        self._hints = {key: Hint(key, self) for key in HINTS}
        for hint in self._hints.values():
            hint.dismissed.connect(self._on_dismissed)
            row.addWidget(hint)
        row.addStretch(1)
        theme.changed.connect(self.update)

    @property
    def buttons(self) -> list[QWidget]:
        """The close buttons, in order."""
        return [hint.close_button for hint in self._hints.values()]

    def show_all_but(self, seen: set[str]) -> None:
        """Show the hints that have not been closed."""
        for key, hint in self._hints.items():
            hint.setVisible(key not in seen)
        self.setVisible(not seen.issuperset(HINTS))

    def dismiss(self, key: str) -> None:
        """Close a hint because the user did what it says."""
        if not self._hints[key].isHidden():
            self._hints[key].dismiss()

    def _on_dismissed(self, key: str) -> None:
        if all(hint.isHidden() for hint in self._hints.values()):
            self.hide()
        self.dismissed.emit(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of a selected row."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(theme.current().accw))
