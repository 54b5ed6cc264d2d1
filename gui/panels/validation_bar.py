"""The row over the Validation tab: what is scored, the figures, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gui import theme as themes
from gui.panels.figures import Figures
from gui.panels.menu_choice import MenuChoice
from gui.panels.side import Choice
from model.study.validate import KINDS

BAR, SECOND = 32, 24
HOW = {
    "as published": "",
    "layout searched": "search",
    "unseen models": "model",
    "unseen sources": "source",
    "unseen software": "software",
}
"""How runs are predicted, in words: with the layout as published or the best one found; or by
constants that have not seen the model, source or software."""


class ValidationBar(QWidget):
    """Kinds at the left, figures, buttons at the right; figures get a second row if there is room.

    While records are scored, a button cancels; after that it starts again.
    """

    asked = Signal()
    """Another kind, another way to predict, back to the shipped records, or once more."""
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Choice("Kind of record", [k.capitalize() for k in KINDS], self)
        self.kind.chosen.connect(lambda _: self.asked.emit())
        self.ways = MenuChoice("How runs are predicted", parent=self)
        self.ways.set_options(tuple(HOW), next(iter(HOW)))
        self.ways.chosen.connect(lambda _: self.asked.emit())
        self.figures = Figures("validation-figures", self)
        self.own = _button("Score a file…", "Score your own CSV file, with the columns of the "
                           "shipped records of this kind", self)  # fmt: skip
        self.shipped = _button("Shipped records", "Back to the records that come with us", self)
        self.shipped.clicked.connect(self.asked)
        self.export = _button("Export…", "Every record with measured, predicted, range, plan and "
                              "source, as CSV", self)  # fmt: skip
        self.turn = _button("Cancel", "Stop scoring", self)
        self.turn.clicked.connect(self._on_turn)
        self.busy = False
        themes.changed.connect(self.update)

    @property
    def how(self) -> str:
        """How the records are to be predicted: a value of `HOW`."""
        return HOW[self.ways.option] if self.kind_id == "runs" else ""

    @property
    def kind_id(self) -> str:
        """The chosen kind of record."""
        return KINDS[self.kind.index]

    def show_state(self, *, busy: bool, scored: bool, own: bool) -> None:
        """Offer what can be done: while ``busy``, with something ``scored``, of one's ``own``."""
        self.busy = busy
        self.turn.setText("Cancel" if busy else "Score again")
        self.turn.setToolTip("Stop scoring" if busy else "Score these records")
        self.turn.setAccessibleName(self.turn.text())
        self.turn.setVisible(busy or not scored)
        self.export.setVisible(not busy and scored)
        self.shipped.setVisible(own)
        self.ways.setVisible(self.kind_id == "runs" and not own)

    def _on_turn(self) -> None:
        (self.cancelled if self.busy else self.asked).emit()

    def place(self, width: int, *, low: bool) -> int:
        """Arrange for ``width``; ``low`` forbids a second row. Returns the height [px]."""
        size = self.kind.sizeHint()
        self.kind.setGeometry(8, 4, size.width(), size.height())
        at = 8 + size.width()
        if not self.ways.isHidden():
            size = self.ways.sizeHint()
            self.ways.setGeometry(at, 4, size.width(), 24)
            at += size.width()
        right = width - 8
        for button in (self.export, self.turn, self.own, self.shipped):
            if not button.isHidden():
                size = button.sizeHint()
                right -= size.width()
                button.setGeometry(right, 4, size.width(), 24)
                right -= 6
        if low or at + self.figures.needed() <= right:
            self.figures.setGeometry(at, 0, max(right - at, 0), BAR)
            return BAR
        self.figures.setGeometry(0, BAR, width, SECOND)
        return BAR + SECOND

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        del event
        QPainter(self).fillRect(self.rect(), themes.color(themes.current().s1))


def _button(text: str, tip: str, parent: QWidget) -> QPushButton:
    made = QPushButton(text, parent)
    made.setToolTip(tip)
    made.setAccessibleName(text.rstrip("…"))
    return made
