"""The menu of recent files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.settings import Settings


class RecentMenu(QMenu):
    """Files that were opened or saved, newest first; read anew each time it opens."""

    chosen = Signal(object)
    """Path"""

    def __init__(self, settings: Settings) -> None:
        super().__init__("Open recent")
        self._settings = settings
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._on_triggered)
        self.fill()

    def fill(self) -> None:
        """List the files that are still there."""
        self.clear()
        for number, path in enumerate(self._settings.recent, start=1):
            action = self.addAction(f"&{number % 10} {path.name}")
            action.setToolTip(str(path))
            action.setData(str(path))
        self.setEnabled(not self.isEmpty())
        if not self.isEmpty():
            self.addSeparator()
            self.addAction("Clear this list")

    def _on_triggered(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(Path(action.data()))
        else:
            self._settings.forget_recent()
            self.fill()
