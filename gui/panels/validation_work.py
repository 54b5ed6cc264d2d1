"""Scores reports in the background, tells how far it is, and keeps what it knows."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from gui.panels.background import Newest, Wanted
from model.errors import InputError
from model.study.validate import validate
from model.study.validation.score import Report

EVERY = 8
"""Rows between two words on the progress."""

_log = logging.getLogger(__name__)


class Key(msgspec.Struct, frozen=True):
    """What is scored, and how: shipped records of a kind or those of a file."""

    kind: str
    how: str = ""
    """``search`` hides the published layouts of runs; ``model``, ``source`` or ``software``
    leaves out each of these in turn; empty: neither"""
    records: Path | None = None


class Scoring(QObject):
    """One report at a time; the last one asked for wins."""

    done = Signal(object, object)
    """Key and Report"""
    refused = Signal(object, str)
    """Key and what is wrong with the file"""
    failed = Signal(str)
    progressed = Signal(int, int)
    """Rows done, and rows in all"""
    _told = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.newest = Newest(self, pause_ms=0)
        self.newest.done.connect(self._on_done)
        self.newest.failed.connect(self.failed)
        self._told.connect(self._on_told)
        self._known: dict[Key, Report] = {}
        self._turn = 0

    def ask(self, key: Key) -> Report | None:
        """Return the report if it is known; else start on it and return None."""
        self._turn += 1
        if key in self._known:
            self.newest.stop()
            return self._known[key]
        self.newest.ask(partial(_scored, key, partial(self._tell, self._turn)))
        return None

    def cancel(self) -> None:
        """Want nothing any more."""
        self._turn += 1
        self.newest.stop()

    def _on_done(self, answer: tuple[Key, Report | InputError]) -> None:
        key, found = answer
        if isinstance(found, InputError):
            self.refused.emit(key, str(found))
            return
        if key.records is None:  # a file of one's own may change
            self._known[key] = found
        self.done.emit(key, found)

    def _tell(self, turn: int, done: int, rows: int) -> None:
        """In the worker."""
        if done % EVERY == 0:
            try:
                self._told.emit(turn, done, rows)
            except RuntimeError:  # the window is gone
                _log.debug("progress came too late")

    def _on_told(self, turn: int, done: int, rows: int) -> None:
        if turn == self._turn and self.newest.busy:
            self.progressed.emit(done, rows)


def _scored(key: Key, tell: partial[None], wanted: Wanted) -> tuple[Key, Report | InputError]:
    """In the worker: a file that can't be read is an answer, not a failure."""
    try:
        found = validate(
            key.kind,
            key.records,
            search=key.how == "search",
            cross=None if key.how in ("", "search") else key.how,
            wanted=wanted,
            told=tell,
        )
    except InputError as error:
        return key, error
    return key, found
