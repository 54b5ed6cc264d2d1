"""Refreshes at a pace that an eye can follow: for tables, while a lever moves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

EVERY_MS = 120
"""A table of figures that changes sixty times a second can't be read, and takes time to paint."""


class Calm(QObject):
    """Says when to refresh: at once, then at most every `EVERY_MS`, and once after the last."""

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = False
        self._timer = QTimer(self, interval=EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def ask(self) -> None:
        """Something changed: refresh now, or at the end of the present pause."""
        self._wanted = True
        if not self._timer.isActive():
            self.now()

    def now(self) -> None:
        """Refresh without waiting."""
        self._wanted = False
        self._timer.start()
        self.due.emit()

    def _on_timeout(self) -> None:
        if self._wanted:
            self.now()
