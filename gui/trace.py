"""How long the program takes to start: used by `bench`, which starts it with START set."""

from __future__ import annotations

import json
import os
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from gui.app import Session

START = "CLUSTERWRIGHT_TRACE_START"
"""Environment variable with the time [s since 1970] at which the process was started."""


class StartTrace(QObject):
    """Prints when the window and when the answer was first painted [ms], then closes the window.

    Parameters
    ----------
    session : a session that is about to be filled
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._began = float(os.environ[START])
        self._window_ms: float | None = None
        self._answer_ms: float | None = None
        session.window.installEventFilter(self)
        session.filled.connect(self._watch_board)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first paint; painting is over at the next turn of the event loop."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            at_window = watched is self._session.window
            QTimer.singleShot(0, self._on_window if at_window else self._on_answer)
        return False

    def _watch_board(self) -> None:
        board = self._session.board
        for child in (board, *board.findChildren(QWidget)):
            child.installEventFilter(self)

    def _on_window(self) -> None:
        self._window_ms = (time.time() - self._began) * 1e3

    def _on_answer(self) -> None:
        if self._answer_ms is not None:
            return
        self._answer_ms = (time.time() - self._began) * 1e3
        print(json.dumps({"window_ms": self._window_ms, "answer_ms": self._answer_ms}), flush=True)
        self._session.window.may_close = None
        self._session.shut_down()
        self._session.window.close()
