"""What all lower tabs are: panels that show an answer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from model.outcome import Outcome
from model.study.bands import Bands


class AnswerPanel(QWidget):
    """`show` with an answer shows it; without one, as any widget, it becomes visible."""

    def show(
        self,
        outcome: Outcome | None = None,
        bands: Bands | None = None,
        baseline: Outcome | None = None,
    ) -> None:
        """Show the answer; without one, become visible."""
        if outcome is None:
            super().show()
        else:
            self.show_answer(outcome, bands, baseline)

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show ``outcome`` with its bands and the pinned baseline, as far as there are any."""
        raise NotImplementedError
