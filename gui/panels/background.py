"""Work for a panel off the window's thread: starts after a pause, the newest answer wins."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

PAUSE_MS = 250

Wanted = Callable[[], bool]
Work = Callable[[Wanted], Any]
"""Gets a question to ask now and then: whether the answer is still wanted."""

_log = logging.getLogger(__name__)


class _Relay(QObject):
    """Carries an answer with its generation into the window's thread."""

    done = Signal(int, object)
    failed = Signal(int, str)


class _Job(QRunnable):
    def __init__(self, generation: int, work: Work, wanted: Wanted, relay: _Relay) -> None:
        super().__init__()
        self._generation, self._work, self._wanted, self._relay = generation, work, wanted, relay

    def run(self) -> None:
        """Compute and tell; nothing escapes into the pool's thread."""
        try:
            answer = self._work(self._wanted)
        except Exception as error:
            _log.exception("background work failed")
            self._tell(self._relay.failed, str(error))
        else:
            self._tell(self._relay.done, answer)

    def _tell(self, signal: Any, what: Any) -> None:
        try:
            signal.emit(self._generation, what)
        except RuntimeError:  # the window is gone
            _log.debug("an answer came too late")


class Newest(QObject):
    """Runs the last work it was asked for, once nothing newer came for a moment."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._generation = 0
        self._work: Work | None = None
        self._relay = _Relay()
        self._relay.done.connect(self._on_done)
        self._relay.failed.connect(self._on_failed)
        self._timer = QTimer(self, interval=pause_ms, singleShot=True)
        self._timer.timeout.connect(self.start)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._timer.isActive() or self._work is not None

    def ask(self, work: Work) -> None:
        """Do ``work`` after the pause; what was asked before is forgotten."""
        self._generation += 1
        self._work = work
        self._timer.start()

    def start(self) -> None:
        """Begin at once what was asked."""
        self._timer.stop()
        if self._work is not None:
            wanted = partial(self._is_newest, self._generation)
            job = _Job(self._generation, self._work, wanted, self._relay)
            QThreadPool.globalInstance().start(job)

    def _is_newest(self, generation: int) -> bool:
        return generation == self._generation

    def _on_done(self, generation: int, answer: object) -> None:
        if generation == self._generation:
            self._work = None
            self.done.emit(answer)

    def _on_failed(self, generation: int, message: str) -> None:
        if generation == self._generation:
            self._work = None
            self.failed.emit(message)
