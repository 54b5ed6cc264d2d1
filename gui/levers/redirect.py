"""The popup that redirects part of an order: where to, how many, from which day, how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import format as fmt
from gui import theme
from gui.levers.choice import Combo
from gui.levers.popup import Popup
from gui.style import mark
from model.errors import InputError
from model.scenario import Shipment

USUAL_TRANSIT_D = 14.0
FIELD_WIDTH = 132


class RedirectPopup(Popup):
    """Asks how to redirect ``shipment``; says what it can't take and stays open until it can.

    Parameters
    ----------
    left : units that no other move has taken
    sites : where they may go
    """

    agreed = Signal(str, int, object, float)
    """site, count, day, days on the way"""

    def __init__(
        self, shipment: Shipment, left: int, sites: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Redirect to another site")
        self.shipment, self.left = shipment, left
        self.site = Combo(self)
        for name in sites:
            self.site.addItem(name, name)
        self.count, self.on, self.transit = (QLineEdit(self) for _ in range(3))
        self.count.setText(fmt.count(left))
        latest = shipment.arrives - timedelta(days=int(USUAL_TRANSIT_D))
        self.on.setText(fmt.long_date(max(latest, shipment.ordered or latest)))
        self.transit.setText(f"{fmt.entry(USUAL_TRANSIT_D)} d")
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
        try:
            count = self._counted()
            when = self._dated()
            days = self._on_the_way()
        except InputError as error:
            field = {"count": self.count, "on": self.on, "transit_days": self.transit}[error.key]
            self._mark(field, True)
            text = f"{error.limit}. {error.hint}".strip()
            self.problem.setText(text[:1].upper() + text[1:])
            self.problem.show()
            self.adjustSize()
            field.setFocus()
            field.selectAll()
            return
        self.agreed.emit(self.site.currentData(), count, when, days)
        self.close()

    def _counted(self) -> int:
        given = fmt.parse_number(self.count.text(), "", "count")
        if not 1 <= given <= self.left or given != round(given):
            limit = f"this order has 1 to {self.left:,} left to redirect"
            raise InputError("count", given, limit, "Write a whole number such as 12k.")
        return round(given)

    def _dated(self) -> date:
        when = fmt.parse_date(self.on.text(), "on")
        first, last = self.shipment.ordered, self.shipment.arrives
        if when > last:
            limit = f"it is at {self.shipment.site} from {fmt.long_date(last)}"
            raise InputError("on", when, limit, "Redirect it before it arrives.")
        if first is not None and when < first:
            raise InputError("on", when, f"it is ordered on {fmt.long_date(first)}", "")
        return when

    def _on_the_way(self) -> float:
        days = fmt.parse_number(self.transit.text(), "d", "transit_days")
        if not 0 <= days <= 365:
            raise InputError("transit_days", days, "allowed is 0 to 365 d", "")
        return days

    def _mark(self, field: QLineEdit, refused: bool) -> None:
        mark(field, "refused", refused)
        self.problem.setVisible(False)
