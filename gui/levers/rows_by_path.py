"""Every lever of the panel by the path of its field: what is said to one, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.levers.presets import preset_value
from gui.levers.record_block import RecordBlock
from gui.levers.row import Row
from model import paths
from model.scenario import Scenario


class RowsByPath(QObject):
    """Passes on what the rows emit; knows which are locked, and what a reset brings back."""

    edited = Signal(str, object)
    released = Signal()
    help_requested = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: dict[str, Row] = {}
        self._scenario: Scenario | None = None
        self._preset: Scenario | None = None
        self._remarked: set[str] = set()
        self._locked: set[str] = set()

    @property
    def locked(self) -> frozenset[str]:
        """Paths that Solve and sweeps leave alone."""
        return frozenset(self._locked)

    def live(self) -> dict[str, Row]:
        """The rows by path, without those whose record is gone."""
        self._rows = {path: row for path, row in self._rows.items() if isValid(row)}
        return self._rows

    def find(self, path: str) -> Row | None:
        """The row of the field at ``path``, or of the record that it belongs to."""
        rows = self.live()
        while path:
            if path in rows:
                return rows[path]
            main = next((p for p in rows if p.rpartition(".")[0] == path), None)
            if main is not None:
                return rows[main]
            path = path.rpartition(".")[0]
        return None

    def listen(self, rows: Iterable[Row]) -> None:
        """Take in ``rows`` that have just been made."""
        for row in rows:
            self._rows[row.path] = row
            row.edited.connect(self.edited)
            row.released.connect(self.released)
            row.help_requested.connect(self.help_requested)
            row.lock_changed.connect(self._lock)
            row.reset_requested.connect(self._reset)
            if row.path in self._locked:
                row.show_lock(True)

    def forget(self, section: QWidget) -> None:
        """Let go of the rows in ``section``, which is about to go."""
        for path in [p for p, row in self.live().items() if section.isAncestorOf(row)]:
            del self._rows[path]

    def take(self, scenario: Scenario, preset: Scenario) -> None:
        """The values in force and the preset's; what was refused goes with another scenario."""
        if scenario is not self._scenario:
            for row in [row for row in self._rows.values() if row.message and isValid(row)]:
                row.restore()
        self._scenario, self._preset = scenario, preset

    def show_remarks(self, remarks: Mapping[str, str]) -> None:
        """Say under each lever in ``remarks``, path -> sentence, what its value means."""
        if not remarks and not self._remarked:
            return
        rows = self.live()
        for path in self._remarked | remarks.keys():
            if path in rows:
                rows[path].show_remark(remarks.get(path, ""))
        self._remarked = set(remarks)

    def refuse(self, path: str, message: str) -> None:
        """Show at the lever of ``path`` in one line why a value was not taken."""
        row = self.find(path)
        if row is not None and self._scenario is not None:
            row.refuse_at(path, message)
            row.back_to(paths.get(self._scenario, row.path))

    def _lock(self, path: str, locked: bool) -> None:
        (self._locked.add if locked else self._locked.discard)(path)

    def _reset(self, path: str) -> None:
        """Ask for the preset's value, or for those of the whole record."""
        row = self._rows[path]
        block = row.parent()
        if isinstance(block, RecordBlock) and row is block.row:
            for part, value in block.changes():
                self.edited.emit(part, value)
        elif self._scenario is not None and self._preset is not None:
            self.edited.emit(path, preset_value(self._preset, self._scenario, path))
        self.released.emit()
