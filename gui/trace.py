"""How long the program takes to start: used by `bench`, which starts it with START set."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # importing it takes time that is to be measured in its place
    from gui.app import Session

START = "CLUSTERWRIGHT_TRACE_START"
"""Environment variable with the time [s since 1970] at which the process was started."""


class StartTrace(QObject):
    """Prints when the window and when the answer was first painted [ms], then closes the window.

    Parameters
    ----------
    window : painted a moment ago
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._began = float(os.environ[START])
        handle = window.windowHandle()
        if handle is None or not handle.isExposed():
            raise RuntimeError("the window is not on the screen yet")
        self._window_ms = self._elapsed_ms()
        self._session: Session | None = None
        self._watched: list[QWidget] = []

    def watch(self, session: Session) -> None:
        """Wait for the plots of ``session`` to be painted."""
        self._session = session
        self._watched = [session.board, *session.board.findChildren(QWidget)]
        for widget in self._watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first paint; it is over at the next turn of the event loop."""
        if event.type() == QEvent.Type.Paint:
            for widget in self._watched:
                widget.removeEventFilter(self)
            QTimer.singleShot(0, self._report)
        return False

    def _report(self) -> None:
        session, answer_ms = self._session, self._elapsed_ms()
        if session is None:
            return
        print(json.dumps({"window_ms": self._window_ms, "answer_ms": answer_ms}), flush=True)
        session.window.may_close = None
        session.shut_down()
        session.window.close()

    def _elapsed_ms(self) -> float:
        return (time.time() - self._began) * 1e3
