"""Work for a panel off the window's thread: starts after a pause, the newest answer wins."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

PAUSE_MS = 250

Wanted = Callable[[], bool]
Work = Callable[[Wanted], Any]
"""Gets a question to ask now and then: whether the answer is still wanted."""

_log = logging.getLogger(__name__)


class _Relay(QObject):
    """Carries an answer with its generation into the window's thread."""

    done = Signal(int, object)
    failed = Signal(int, str)


def _run(generation: int, work: Work, wanted: Wanted, relay: _Relay) -> None:
    """Compute and tell; nothing escapes into the pool's thread."""
    try:
        answer = work(wanted)
    except Exception as error:
        _log.exception("background work failed")
        _tell(relay.failed, generation, str(error))
    else:
        _tell(relay.done, generation, answer)


def _tell(signal: Any, generation: int, what: Any) -> None:
    try:
        signal.emit(generation, what)
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
            # A plain callable: a QRunnable made in Python may be collected while it runs.
            QThreadPool.globalInstance().start(
                partial(_run, self._generation, self._work, wanted, self._relay)
            )

    def stop(self) -> None:
        """Want nothing any more: work that runs ends at its next question, no answer comes."""
        self._generation += 1
        self._work = None
        self._timer.stop()

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
