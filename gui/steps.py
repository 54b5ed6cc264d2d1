"""One undo step: the state before it, the state after it, and what the menu calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QUndoCommand

from gui import wording
from model.scenario import Scenario

if TYPE_CHECKING:
    from gui.document import Document, Origin

MERGES = 1
"""QUndoCommand.id of steps that may grow; -1 never merges."""


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
    token : steps of one path and token merge; 0 merges with none
    """

    def __init__(
        self, document: Document, before: State, after: State, label: str, path: str, token: int
    ) -> None:
        super().__init__(label)
        self._document = document
        self.before, self.after = before, after
        self.path, self.token = path, token

    def id(self) -> int:
        """Qt asks only steps of the same id to merge."""
        return MERGES if self.path else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next edit of the same drag; a drag back to its start leaves no step."""
        if not isinstance(other, Step) or (self.path, self.token) != (other.path, other.token):
            return False
        self.after = other.after
        self.setObsolete(self.after.scenario == self.before.scenario)
        return True

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
