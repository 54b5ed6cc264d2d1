"""Import and export of a site's build network: CSV, and the XML of schedulers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui import wording
from gui.document import Document
from gui.files import asking
from model.errors import DataError, InputError

KINDS = "MS-Project XML (*.xml);;CSV (*.csv)"
BOTH = "Build networks (*.xml *.csv)"


class Networks(QObject):
    """Reads the tasks of a site from files and writes them.

    Parameters
    ----------
    document : whose network it is
    window : what the dialogs belong to
    site : says which site is meant
    """

    problem = Signal(str)
    """one line"""
    done = Signal(str)
    """one line that says what was read or written"""

    def __init__(self, document: Document, window: QWidget, site: Callable[[], int]) -> None:
        super().__init__(window)
        self._document, self._window, self._site = document, window, site

    def ask_import(self) -> bool:
        """Ask for a file and take its network up."""
        near = self._document.origin.path
        path = asking.file_to_open(self._window, near, "Import a build network", BOTH)
        return path is not None and self.read(path)

    def ask_export(self) -> bool:
        """Ask where to and write the network; the suffix says as what."""
        if not self._has_site():
            return False
        name = f"{self._document.scenario.sites[self._site()].id}-build.xml"
        path = asking.file_to_save(self._window, name, self._document.origin.path, KINDS)
        return path is not None and self.write(path)

    def read(self, path: Path) -> bool:
        """Take the network in ``path`` up as one undo step; False if it was refused."""
        from model.exchange import load_network  # only here: few sessions import one

        if not self._has_site():
            return False
        site = self._site()
        try:
            found = load_network(path, self._document.scenario, site)
        except (InputError, DataError) as error:
            self.problem.emit(f"{path.name} was not imported: {_reason(error, path.name)}")
            return False
        if not self._document.import_tasks(site, found.tasks, path.name):
            return False
        self.done.emit(" ".join((f"Imported {path.name}.", *found.notes)))
        return True

    def write(self, path: Path) -> bool:
        """Write the network to ``path``; False if the place can't be written."""
        from model.exchange import save_network

        try:
            save_network(path, self._document.scenario, self._site())
        except InputError as error:
            self.problem.emit(f"{path.name} was not exported: {error.limit}. {error.hint}")
            return False
        self.done.emit(f"Exported to {path}.")
        return True

    def _has_site(self) -> bool:
        if self._document.scenario.sites:
            return True
        self.problem.emit("There is no site to build yet: open a scenario that has one.")
        return False


def _reason(error: InputError | DataError, name: str) -> str:
    """Place in the file called ``name``, and reason."""
    if not isinstance(error, InputError):
        return str(error)
    place = error.key.removeprefix(name).removeprefix(", ")
    return f"{place}: {wording.refusal(error)}" if place else wording.refusal(error)
