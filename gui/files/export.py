"""Export: the headlines as JSON, the series as CSV, the window as PNG."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.document import Document
from gui.engine import Engine
from gui.files import asking
from model.errors import InputError
from model.files import write_atomically


class Exports(QObject):
    """Writes what is on the screen to files that other programs read.

    Parameters
    ----------
    document : names the files
    engine : has the answer
    window : what the picture is of
    """

    problem = Signal(str)
    """one line"""
    done = Signal(str)
    """one line that says what was written"""

    def __init__(self, document: Document, engine: Engine, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._engine, self._window = document, engine, window

    def headlines(self) -> bool:
        """Ask where to and write the headlines as JSON."""
        path = self._where(".json", "JSON (*.json)")
        return path is not None and self.write_headlines(path)

    def series(self) -> bool:
        """Ask where to and write every time series as CSV."""
        path = self._where(".csv", "CSV (*.csv)")
        return path is not None and self.write_series(path)

    def picture(self) -> bool:
        """Ask where to and write a picture of the window."""
        path = self._where(".png", "PNG (*.png)")
        return path is not None and self.write_picture(path)

    def write_headlines(self, path: Path) -> bool:
        """The object that ``run --json`` prints."""
        from model.study.report_json import run_json

        if self._engine.outcome is None:
            return self._nothing()
        report = run_json(self._name(), self._engine.outcome, self._engine.bands)
        return self._write(path, json.dumps(report, indent=1, allow_nan=False).encode())

    def write_series(self, path: Path) -> bool:
        """The table that ``run --series`` writes."""
        from model.study.series import save_csv

        if self._engine.outcome is None:
            return self._nothing()
        try:
            save_csv(path, self._engine.outcome, self._engine.bands)
        except InputError as error:
            return self._failed(path, error)
        self.done.emit(f"Exported to {path}.")
        return True

    def write_picture(self, path: Path) -> bool:
        """The window as it is, at the screen's resolution."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._window.grab().save(buffer, "PNG")
        return self._write(path, bytes(buffer.data().data()))

    def _where(self, suffix: str, kinds: str) -> Path | None:
        name = Path(self._document.file_name).with_suffix(suffix).name
        return asking.file_to_save(self._window, name, self._document.origin.path, kinds)

    def _name(self) -> str:
        origin = self._document.origin
        return str(origin.path) if origin.path is not None else origin.preset

    def _write(self, path: Path, data: bytes) -> bool:
        try:
            write_atomically(path, data)
        except InputError as error:
            return self._failed(path, error)
        self.done.emit(f"Exported to {path}.")
        return True

    def _failed(self, path: Path, error: InputError) -> bool:
        self.problem.emit(f"{path.name} was not exported: {error.limit}. {error.hint}")
        return False

    def _nothing(self) -> bool:
        self.problem.emit("There is no answer to export yet: mend the scenario first.")
        return False
