"""What the window is called, and what undo and redo are called, after the document."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from gui.actions import Actions
from gui.document import Document
from gui.panels.toolbar import Toolbar
from gui.window import MainWindow

INTERVAL_MS = 100
"""A drag changes the name of its undo step at every move: it is renewed at most this often."""


class Titles(QObject):
    """Title bar, toolbar and the actions whose text or state the document decides.

    Parameters
    ----------
    document : whose names are shown; it says when they change
    window, toolbar, actions : where they are shown
    """

    def __init__(
        self, document: Document, window: MainWindow, toolbar: Toolbar, actions: Actions
    ) -> None:
        super().__init__(window)
        self._document, self._window = document, window
        self._toolbar, self._actions = toolbar, actions
        self._timer = QTimer(self, interval=INTERVAL_MS, singleShot=True)
        self._timer.timeout.connect(self.show)
        document.titles_changed.connect(self._on_changed)
        document.stack.canUndoChanged.connect(actions["undo"].setEnabled)
        document.stack.canRedoChanged.connect(actions["redo"].setEnabled)
        self.show()

    def show(self) -> None:
        """Show all of them as they are now."""
        document, stack, window = self._document, self._document.stack, self._window
        self._toolbar.set_titles(document.title, document.file_name, dirty=document.dirty)
        baseline = document.baseline
        self._toolbar.set_baseline("" if baseline is None else baseline.title)
        window.setWindowTitle(f"{document.title} – {document.file_name}[*] – Clusterwright")
        window.setWindowModified(document.dirty)
        self._name("undo", stack.canUndo(), document.undo_text)
        self._name("redo", stack.canRedo(), stack.redoText())
        self._actions["unpin"].setEnabled(baseline is not None)
        self._actions["revert"].setEnabled(document.dirty)
        self._actions["reset_levers"].setEnabled(document.scenario != document.origin.opened)

    def stop(self) -> None:
        """Show nothing any more: the window goes."""
        self._timer.stop()

    def _name(self, key: str, able: bool, step: str) -> None:
        action, label = self._actions[key], f"{key.capitalize()} {step}".strip()
        action.setEnabled(able)
        action.setText(label)
        action.setToolTip(f"{label} ({action.shortcut().toString()})")

    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
