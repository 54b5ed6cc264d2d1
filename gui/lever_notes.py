"""What stands under levers: why one has no effect now, and what a value means.

A note that comes or goes moves all rows beneath it, and may move the slider away from under the
hand. So while a lever is held, notes come and go at that lever alone; the others follow when it
is let go, and until then only change their words.
"""

from __future__ import annotations

from collections.abc import Mapping

from gui.document import Document
from model.outcome import Outcome

Notes = Mapping[str, str]
"""path of a field -> a sentence"""


class LeverNotes:
    """The notes that are shown.

    Parameters
    ----------
    document : says whether a lever is held, and which
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.no_effect: dict[str, str] = {}
        self.remarks: dict[str, str] = {}

    def forget(self) -> None:
        """Another scenario was opened."""
        self.no_effect, self.remarks = {}, {}

    def take(self, outcome: Outcome) -> bool:
        """Take what may be shown of the notes of ``outcome``; True if `no_effect` changed."""
        before = self.no_effect
        self.no_effect = self._steadied(before, outcome.no_effect)
        self.remarks = self._steadied(self.remarks, outcome.remarks)
        return self.no_effect != before

    def _steadied(self, shown: Notes, now: Notes) -> dict[str, str]:
        if not self._document.in_step:
            return dict(now)
        held = self._document.step_path
        found = {path: now.get(path, text) for path, text in shown.items() if path != held}
        if held in now:
            found[held] = now[held]
        return found
