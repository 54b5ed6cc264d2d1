"""What came of reading and writing files, told in the window."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.files.commands import FileCommands
from gui.files.export import Exports
from gui.files.networks import Networks
from gui.files.recent import RecentMenu
from gui.panels.messages import MessageBar

TOPIC = "file"
"""What messages about files are about, see MessageBar."""


class FileMessages(QObject):
    """Says what went wrong until something goes well.

    Parameters
    ----------
    bar : where it is told
    recent : lists a file anew that was opened or saved
    """

    def __init__(self, bar: MessageBar, recent: RecentMenu) -> None:
        super().__init__(bar)
        self._bar, self._recent = bar, recent

    def join(self, files: FileCommands, exports: Exports, networks: Networks) -> None:
        """Tell what these say from now on."""
        files.problem.connect(self._on_problem)
        files.done.connect(self._on_done)
        exports.problem.connect(self._on_problem)
        exports.done.connect(self._on_exported)
        networks.problem.connect(self._on_problem)
        networks.done.connect(self._on_exported)

    def _on_problem(self, message: str) -> None:
        self._bar.say(message, TOPIC)

    def _on_done(self) -> None:
        self._bar.clear(TOPIC)
        self._recent.fill()

    def _on_exported(self, message: str) -> None:
        self._bar.say(message, TOPIC, alarming=False)
