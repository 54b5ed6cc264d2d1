"""The popup that redirects part of an order: where to, how many, from which day, how long."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import edits, theme, wording
from gui import format as fmt
from gui.levers.choice import Combo
from gui.levers.popup import Popup
from gui.style import mark
from model.checks import checked
from model.errors import InputError
from model.moves import last_day_in_time, left_of
from model.scenario import USUAL_TRANSIT_DAYS, Scenario

FIELD_WIDTH = 132


class RedirectPopup(Popup):
    """Asks how to redirect shipment ``index``; says what can't be and stays open until it can."""

    agreed = Signal(str, int, object, float)
    """site, count, day, days on the way"""

    def __init__(self, scenario: Scenario, index: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Redirect to another site")
        self.scenario, self.index = scenario, index
        self.shipment, self.left = scenario.shipments[index], left_of(scenario, index)
        self.site = Combo(self)
        for site in scenario.sites:
            if site.id != self.shipment.site:
                self.site.addItem(site.id, site.id)
        self.count, self.on, self.transit = (QLineEdit(self) for _ in range(3))
        self.count.setText(fmt.count(self.left))
        self.on.setText(fmt.long_date(last_day_in_time(self.shipment, USUAL_TRANSIT_DAYS)))
        self.transit.setText(f"{fmt.entry(USUAL_TRANSIT_DAYS)} d")
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setFont(theme.font(11))
        self.problem.setStyleSheet(f"color: {theme.current().red};")
        self.problem.hide()
        self.button = QPushButton("Redirect", self)
        self.button.setDefault(True)
        self.button.clicked.connect(self._give)
        self._lay_out()
        for field in (self.count, self.on, self.transit):
            field.returnPressed.connect(self._give)

    def show_at(self, corner: QPoint, field: QLineEdit | None = None) -> None:
        """Open with the count selected."""
        super().show_at(corner, field or self.count)

    def _lay_out(self) -> None:
        title = QLabel(f"Redirect part of the order for {self.shipment.site}", self)
        title.setFont(theme.font(12, semibold=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("To site", self.site),
            (f"Count, of {fmt.count(self.left)}", self.count),
            ("On", self.on),
            ("On the way", self.transit),
        )
        for row, (text, field) in enumerate(rows):
            label = QLabel(text, self)
            label.setFont(theme.font(12))
            label.setBuddy(field)
            field.setFont(theme.font(12))
            field.setAccessibleName(text)
            field.setFixedSize(FIELD_WIDTH, 24)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(title)
        column.addLayout(grid)
        column.addWidget(self.problem)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)

    def _give(self) -> None:
        for field in (self.count, self.on, self.transit):
            self._mark(field, False)
        site, move = self.site.currentData(), f"moves.{len(self.scenario.moves)}"
        try:
            count = checked(f"{move}.count", self.count.text())
            when = fmt.parse_date(self.on.text(), f"{move}.on")
            days = checked(f"{move}.transit_days", self.transit.text())
            edits.shipment_redirected(self.scenario, self.index, site, count, when, days)
        except InputError as error:
            self._refuse(error)
            return
        self.agreed.emit(site, count, when, days)
        self.close()

    def _refuse(self, error: InputError) -> None:
        """Say what is wrong, and let the field be typed over."""
        fields = {"count": self.count, "on": self.on, "transit_days": self.transit}
        field = fields[error.key.rsplit(".", 1)[-1]]
        self._mark(field, True)
        self.problem.setText(wording.refusal(error))
        self.problem.show()
        self.adjustSize()
        field.setFocus()
        field.selectAll()

    def _mark(self, field: QLineEdit, refused: bool) -> None:
        mark(field, "refused", refused)
        self.problem.setVisible(False)
