"""The views of the one answer: who is handed it, and when axes settle after a gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.frame_time import FrameTime
from gui.lever_notes import LeverNotes
from gui.refusals import TOPIC as EDIT
from gui.refusals import show_refusal
from model.outcome import Outcome
from model.scenario import Scenario
from model.study.bands import Bands

if TYPE_CHECKING:
    from gui.app import Session

TOPIC = "model"
"""What messages about answers are about, see MessageBar."""


class Views(QObject):
    """Levers, headlines, plots, the tab that is open and the status bar.

    Parameters
    ----------
    session : whose levers, headlines and plots have been made
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._document, self._engine = session.document, session.engine
        self._window = session.window
        self._levers, self._board = session.levers, session.board
        self._headlines = session.headlines
        self._notes = LeverNotes(session.document)
        self._frames = FrameTime(session.window)
        self._release_pending = False
        self._document.changed.connect(self._on_changed)
        self._document.opened.connect(self._on_opened)
        self._document.refused.connect(self._on_refused)
        self._document.step_ended.connect(self._on_step_ended)
        self._engine.answered.connect(self._on_answered)
        self._engine.failed.connect(self._on_failed)
        self._board.cursor_moved.connect(self.show_cursor)
        self._show_scenario(self._document.scenario)

    def show_cursor(self, day: float) -> None:
        """Show what holds on ``day`` [d since the epoch of the scenario] beside the plots."""
        outcome = self._engine.outcome
        if outcome is not None:
            self._window.status.show_cursor(outcome, day)
            self._window.tabs.set_cursor(day)

    def stop(self) -> None:
        """Show nothing any more: the window goes."""
        self._frames.stop()

    # What the document says

    def _on_changed(self, scenario: Scenario) -> None:
        self._window.messages.clear(EDIT)
        self._show_scenario(scenario)

    def _on_opened(self) -> None:
        self._notes.forget()
        self._release_pending = True

    def _show_scenario(self, scenario: Scenario) -> None:
        self._levers.show_scenario(scenario, self._document.origin.opened, self._notes.no_effect)

    def _on_refused(self, path: str, message: str) -> None:
        show_refusal(self._window, self._levers, path, message)

    def _on_step_ended(self) -> None:
        self._engine.settle()
        if self._engine.pending:
            self._release_pending = True
        else:
            self._settle()
            if self._engine.outcome is not None:
                self._show_notes(self._engine.outcome)

    # What the engine says

    def _on_answered(self, outcome: Outcome, bands: Bands | None) -> None:
        baseline, stale = self._engine.baseline, self._engine.stale
        self._window.messages.clear(TOPIC)
        self._board.show(outcome, bands, baseline)
        # Bands that were carried along may have needed more room than those that were drawn.
        drawn = bands is not None and not stale
        if self._release_pending or (drawn and not self._document.in_step):
            self._release_pending = False
            self._settle()
        self._headlines.show(outcome, bands, baseline, stale=stale)
        self._window.tabs.show_answer(outcome, bands, baseline)
        self._window.status.show_answer(outcome, bands)
        self.show_cursor(self._board.cursor)
        self._show_notes(outcome)
        self._frames.answer_shown(self._engine.started)

    def _on_failed(self, message: str) -> None:
        self._window.messages.say(message, TOPIC)

    def _settle(self) -> None:
        """Axes shrink to what they need."""
        self._board.settle()
        self._headlines.settle()

    def _show_notes(self, outcome: Outcome) -> None:
        if self._notes.take(outcome):
            self._show_scenario(self._document.scenario)
        self._levers.show_remarks(self._notes.remarks)
