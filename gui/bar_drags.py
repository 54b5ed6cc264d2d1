"""The drag of a bar in the timeline, from the plot to what it edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from gui.document import Document
from model.outcome import Task

if TYPE_CHECKING:
    from gui.bar_edits import BarEdits


class BarDrags(QObject):
    """Gives what the board says of a drag to `BarEdits`.

    Parameters
    ----------
    board : says which bar is grabbed, dragged and dropped
    document : what is edited
    """

    def __init__(self, board: Any, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._edits: BarEdits | None = None
        board.bar_grabbed.connect(self._begin)
        board.bar_dragged.connect(self._drag)
        board.bar_dropped.connect(self._end)

    def _begin(self, task: Task, path: str) -> None:
        from gui.bar_edits import BarEdits  # only here: most starts end without such a drag

        if self._edits is None:
            self._edits = BarEdits(self._document)
        self._edits.begin(task, path)

    def _drag(self, days: float) -> None:
        if self._edits is not None:
            self._edits.drag(days)

    def _end(self, cancelled: bool) -> None:
        if self._edits is not None:
            self._edits.end(cancelled)
