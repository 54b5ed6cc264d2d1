"""One undo step: the state before it, the state after it, and what the menu calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QUndoCommand

from gui import wording
from model.scenario import Scenario

if TYPE_CHECKING:
    from gui.document import Document, Origin


class State(msgspec.Struct, frozen=True):
    """What undo brings back."""

    scenario: Scenario
    origin: Origin


class Step(QUndoCommand):
    """A change of the document's state.

    Parameters
    ----------
    document : whose state it is
    before, after : the two states
    label : what undo and redo call it; empty: the field at ``path`` and both its values
    path : the field that it edits, if it edits one
    """

    def __init__(
        self, document: Document, before: State, after: State, label: str, path: str
    ) -> None:
        super().__init__(label)
        self._document = document
        self.before, self.after = before, after
        self.path = path

    def grow(self, after: State) -> None:
        """Take in the next edit of the same drag.

        It grows in place instead of merging with steps that are pushed after it: QUndoStack
        deletes those, but their Python halves stay, 1 kB for every frame of a drag.
        """
        self.after = after
        self.redo()

    def redo(self) -> None:
        """Go to the state after the step."""
        self._document.set_state(self.after)

    def undo(self) -> None:
        """Go back to the state before the step."""
        self._document.set_state(self.before)

    def name_it(self) -> None:
        """Word the label of an edit. Dragging asks for it seldom, so it isn't kept up to date."""
        if self.path:
            self.setText(wording.edit(self.before.scenario, self.after.scenario, self.path))
