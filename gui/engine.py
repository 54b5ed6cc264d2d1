"""When to evaluate: live at once, the ensemble in a worker, the newest wins."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import partial
from time import perf_counter

import msgspec
from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from gui import wording
from gui.sampling import Sampler, sampled
from model.errors import InputError
from model.outcome import Outcome
from model.scenario import Scenario
from model.study.bands import Bands

SEED = 7
IDLE_MS = 400
"""Pause after which the ensemble starts although nothing was released."""

_log = logging.getLogger(__name__)

Evaluate = Callable[[Scenario], Outcome]


class _Relay(QObject):
    """Carries a worker's answers into the thread of the window."""

    progress = Signal(int, float, object)
    failed = Signal(int, str)
    finished = Signal(int)


class Engine(QObject):
    """Turns scenarios into answers.

    A request starts a 0 ms timer if it is not running, so that a burst of edits is computed
    once. The ensemble follows on release or when nothing has moved for a while; until it is
    there, the bands of the one before are carried along.

    Parameters
    ----------
    evaluate : the model; the default is imported when it is first needed
    sampler : the ensemble
    """

    answered = Signal(object, object)
    """Outcome of one row, and Bands or None"""
    failed = Signal(str)
    """one sentence; the last good answer stays"""
    computing = Signal(float)
    """share of the ensemble that is done; 1 when it has ended"""

    def __init__(
        self,
        evaluate: Evaluate | None = None,
        sampler: Sampler = sampled,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._evaluate = evaluate
        self._sampler = sampler
        self._pending: Scenario | None = None
        self._baseline_scenario: Scenario | None = None
        self._sampled_from: tuple[Outcome, Bands] | None = None
        self._generation = 0
        self._running = -1
        self._cancelled = -1
        self._settle_next = False
        self._closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._relay = _Relay(self)
        self._relay.progress.connect(self._on_progress)
        self._relay.failed.connect(self._on_failed)
        self._relay.finished.connect(self._on_finished)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._compute)
        self._idle = QTimer(self, interval=IDLE_MS, singleShot=True)
        self._idle.timeout.connect(self._sample)
        self.outcome: Outcome | None = None
        self.bands: Bands | None = None
        self.baseline: Outcome | None = None
        self.recomputes = 0
        self.evaluate_ms = 0.0
        self.started = 0.0
        """perf_counter when the present frame began [s]"""

    @property
    def pending(self) -> bool:
        """Whether an answer was asked for and is not there yet."""
        return self._pending is not None

    @property
    def stale(self) -> bool:
        """Whether the bands are those of an earlier question, carried along."""
        known = self._sampled_from
        return known is not None and self.outcome is not known[0]

    def forget(self) -> None:
        """Drop the bands: the next question has nothing to do with the one before."""
        self._sampled_from = self.bands = None

    def request(self, scenario: Scenario) -> None:
        """Ask for the answer to ``scenario``; it comes at the next turn of the event loop."""
        self._pending = scenario
        if self._running == self._generation:
            self.computing.emit(1.0)
        self._generation += 1
        if not self._soon.isActive():
            self._soon.start()

    def settle(self) -> None:
        """A step is complete: start the ensemble as soon as the answer is there."""
        if self._pending is not None:
            self._settle_next = True
        else:
            self._sample()

    def cancel(self) -> None:
        """Stop the ensemble; it stays stopped until the next edit."""
        if self._running == self._generation:
            self._cancelled = self._generation
            self._running = -1
            self.computing.emit(1.0)

    def set_baseline(self, scenario: Scenario | None) -> None:
        """Compare with ``scenario`` from now on, or with nothing."""
        self._baseline_scenario, self.baseline = scenario, None
        if self.outcome is None:
            return
        self.started = perf_counter()
        try:
            self._answer_baseline(self.outcome.scenario)
        except Exception as error:
            self._complain(error)
        self.answered.emit(self.outcome, self.bands)

    def compute_now(self) -> None:
        """Answer a pending request at once instead of at the next turn of the event loop."""
        if self._pending is not None:
            self._soon.stop()
            self._compute()

    def close(self) -> None:
        """Stop all work and wait for the worker to end."""
        self._closed = True
        self._soon.stop()
        self._idle.stop()
        self._generation += 1
        self._pool.clear()
        self._pool.waitForDone()

    def _compute(self) -> None:
        scenario, self._pending = self._pending, None
        if scenario is None:
            return
        self.started = perf_counter()
        self.recomputes += 1
        settle, self._settle_next = self._settle_next, False
        try:
            outcome = self._model()(scenario)
            self._answer_baseline(scenario)
        except Exception as error:
            self._complain(error)
            return
        self.evaluate_ms = (perf_counter() - self.started) * 1e3
        self.outcome = outcome
        self.bands = self._carried(outcome)
        self.answered.emit(outcome, self.bands)
        if settle:
            self._sample()
        else:
            self._idle.start()

    def _model(self) -> Evaluate:
        if self._evaluate is None:
            from model.evaluate import evaluate

            self._evaluate = evaluate
        return self._evaluate

    def _answer_baseline(self, now: Scenario) -> None:
        """What the baseline decided, under what is believed now."""
        pinned = self._baseline_scenario
        if pinned is None:
            return
        asked = msgspec.structs.replace(pinned, beliefs=now.beliefs)
        if self.baseline is None or self.baseline.scenario != asked:
            self.baseline = self._model()(asked)

    def _carried(self, outcome: Outcome) -> Bands | None:
        if self._sampled_from is None:
            return None
        from model.study.bands import carried

        before, bands = self._sampled_from
        return carried(bands, before, outcome)

    def _sample(self) -> None:
        self._idle.stop()
        generation = self._generation
        if self.outcome is None or self._pending is not None or self._closed:
            return  # a field that loses the focus as the window closes still ends its step
        if generation in (self._running, self._cancelled):
            return
        self._running = generation
        self._pool.clear()
        self._pool.start(partial(self._work, generation, self.outcome))

    def _work(self, generation: int, outcome: Outcome) -> None:
        """Run in the worker: emit each better answer, stop when a newer question came."""
        try:
            for share, bands in self._sampler(outcome.scenario, SEED):
                if not self._wanted(generation):
                    return
                self._relay.progress.emit(generation, share, bands and (outcome, bands))
        except Exception as error:
            _log.error("ensemble failed\n%s", traceback.format_exc())
            self._relay.failed.emit(generation, _sentence(error))
        else:
            self._relay.finished.emit(generation)

    def _wanted(self, generation: int) -> bool:
        return generation == self._generation and generation != self._cancelled

    def _on_progress(
        self, generation: int, share: float, answer: tuple[Outcome, Bands] | None
    ) -> None:
        if not self._wanted(generation):
            return
        if answer is not None:
            self.started = perf_counter()
            self._sampled_from = answer
            self.bands = answer[1]
            self.answered.emit(self.outcome, self.bands)
        self.computing.emit(min(share, 1.0))

    def _on_finished(self, generation: int) -> None:
        if self._wanted(generation):
            self.computing.emit(1.0)

    def _on_failed(self, generation: int, message: str) -> None:
        if self._wanted(generation):
            self.computing.emit(1.0)
            self.failed.emit(message)

    def _complain(self, error: Exception) -> None:
        if not isinstance(error, InputError):
            _log.error("evaluate failed\n%s", traceback.format_exc())
        self.failed.emit(_sentence(error))


def _sentence(error: Exception) -> str:
    if isinstance(error, InputError):
        return f"{error.key}: {wording.refusal(error)}"
    return f"The model has no answer for this scenario ({type(error).__name__}: {error})."
