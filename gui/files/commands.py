"""New, open, save and revert; the present work stays until the new one has been read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui import wording
from gui.document import Document
from gui.files import asking
from gui.settings import Settings
from model import files
from model.errors import DataError, InputError


class FileCommands(QObject):
    """Moves scenarios between the document and the disk.

    Parameters
    ----------
    document : what is opened into and saved from
    settings : remembers recent files
    window : what the dialogs belong to
    """

    problem = Signal(str)
    """one line that names the key and what is allowed"""
    done = Signal()
    """a file was opened or saved"""

    def __init__(self, document: Document, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._settings, self._window = document, settings, window

    def new(self) -> bool:
        """Start from the empty scenario."""
        return self.may_leave() and self._open_preset("blank")

    def open(self) -> bool:
        """Ask for a file and open it."""
        path = asking.file_to_open(self._window, self._document.origin.path)
        return path is not None and self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open a file; a broken one is refused with its key and nothing changes."""
        try:
            scenario = files.load(path)
        except (InputError, DataError) as error:
            self.problem.emit(wording.file_problem(path.name, error))
            return False
        if not self.may_leave():
            return False
        self._document.open(scenario, path=path)
        self._settings.remember(path)
        self.done.emit()
        return True

    def choose_preset(self, key: str) -> bool:
        """Go to a preset. Unsaved work of a file is asked about; undo brings all else back."""
        if self._document.origin.path is not None:
            return self.may_leave() and self._open_preset(key)
        try:
            scenario = files.preset(key)
        except (InputError, DataError) as error:
            self.problem.emit(str(error))
            return False
        self._document.switch(scenario, preset=key)
        self.done.emit()
        return True

    def save(self) -> bool:
        """Save to the scenario's file; ask where to if it has none."""
        path = self._document.origin.path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        """Ask where to and save there."""
        document = self._document
        path = asking.file_to_save(self._window, document.file_name, document.origin.path)
        return path is not None and self._write(path)

    def revert(self) -> bool:
        """Go back to the scenario as it was last saved or opened."""
        origin = self._document.origin
        if origin.path is not None:
            try:
                scenario = files.load(origin.path)
            except (InputError, DataError) as error:
                self.problem.emit(wording.file_problem(origin.path.name, error))
                return False
        else:
            scenario = origin.saved
        self._document.restore(scenario)
        self.done.emit()
        return True

    def may_leave(self) -> bool:
        """Whether the present work may go: saved, unchanged, or the user says so."""
        if not self._document.dirty:
            return True
        choice = asking.unsaved(self._window, self._document.title)
        return self.save() if choice == "save" else choice == "discard"

    def _open_preset(self, key: str) -> bool:
        try:
            scenario = files.preset(key)
        except (InputError, DataError) as error:
            self.problem.emit(str(error))
            return False
        self._document.open(scenario, preset=key)
        self.done.emit()
        return True

    def _write(self, path: Path) -> bool:
        try:
            files.save(self._document.scenario, path)
        except InputError as error:
            self.problem.emit(f"{path.name} was not saved: {error.limit}. {error.hint}")
            return False
        self._document.mark_saved(path)
        self._settings.remember(path)
        self.done.emit()
        return True
