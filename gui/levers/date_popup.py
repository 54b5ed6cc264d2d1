"""The calendar of a date: choose a day, or type it above."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QVBoxLayout, QWidget

from gui import format as fmt
from gui import icons, theme
from gui.levers.popup import Popup
from gui.style import mark
from model.errors import InputError
from model.units import FIRST_DATE, LAST_DATE


class DatePopup(Popup):
    """A calendar with a field above it; closes when a date is chosen, or on Esc."""

    picked = Signal(object)

    def __init__(self, when: date | None, parent: QWidget) -> None:
        super().__init__(parent)
        tokens = theme.current()
        self.field = QLineEdit(self)
        self.field.setFont(theme.font(12))
        self.field.setAccessibleName("Date")
        self.field.setPlaceholderText("2024-09-02 or 2 Sep 2024")
        self.calendar = QCalendarWidget(self)
        self.calendar.setFont(theme.font(12))
        self.calendar.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        for side, icon in (("prev", "chevron_left"), ("next", "chevron_right")):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{side}month")
            if button is not None:
                button.setIcon(icons.icon(icon, tokens))
        plain = QTextCharFormat()
        plain.setForeground(theme.color(tokens.t1))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        first, last = (QDate(d.year, d.month, d.day) for d in (FIRST_DATE, LAST_DATE))
        self.calendar.setDateRange(first, last)
        if when is not None:
            self.field.setText(fmt.long_date(when))
            self.calendar.setSelectedDate(QDate(when.year, when.month, when.day))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.calendar)
        self.calendar.clicked.connect(self._clicked)
        self.calendar.activated.connect(self._clicked)
        self.field.returnPressed.connect(self._typed)

    def show_at(self, corner: QPoint, field: QLineEdit | None = None) -> None:
        """Open with the date selected."""
        super().show_at(corner, field or self.field)

    def _clicked(self, day: QDate) -> None:
        self._give(date(day.year(), day.month(), day.day()))

    def _typed(self) -> None:
        try:
            when = fmt.parse_date(self.field.text(), "date")
        except InputError as error:
            mark(self.field, "refused", True)
            self.field.setToolTip(f"{error.limit.capitalize()}. {error.hint}")
            return
        self._give(when)

    def _give(self, when: date) -> None:
        self.picked.emit(when)
        self.close()
