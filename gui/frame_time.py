"""How long a frame took, in the status bar: from the question until its answer is painted."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from gui.window import MainWindow

INTERVAL_MS = 250
"""How often the frame time is renewed while dragging."""


class FrameTime(QObject):
    """Adds what evaluating and showing took to what painting took.

    Parameters
    ----------
    window : says how long it painted, and shows the sum
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._status = window.status
        self._shown_ms: float | None = None
        """from the question to the answer that is not painted yet; None: all are painted"""
        self._frame_ms = 0.0
        self._timer = QTimer(self, interval=INTERVAL_MS, singleShot=True)
        self._timer.timeout.connect(self._show)
        window.painted.connect(self._on_painted)

    def answer_shown(self, started: float) -> None:
        """An answer was handed to the views; ``started`` [s] is when its question was taken up."""
        self._shown_ms = (perf_counter() - started) * 1e3

    def stop(self) -> None:
        """Show nothing any more: the window goes."""
        self._timer.stop()

    def _on_painted(self, milliseconds: float) -> None:
        if self._shown_ms is None:
            return
        self._frame_ms = self._shown_ms + milliseconds
        self._shown_ms = None
        if not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        self._status.show_frame(self._frame_ms)
