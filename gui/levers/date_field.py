"""A date: a field that reads every form of it, and a calendar that opens beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from gui import format as fmt
from gui import icons, theme
from gui.levers.field import ValueField
from model.errors import InputError


class DateField(ValueField):
    """A field for one date. `picked` carries a date from the calendar; F4 or Alt+Down opens it."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(0)
        self.setMaximumHeight(24)
        self.setTextMargins(0, 0, 18, 0)
        self.setPlaceholderText("none")
        self._date: date | None = None

    def show_date(self, when: date | None) -> bool:
        """Show ``when``; True if it is new."""
        self._date = when
        return self.show_text("" if when is None else fmt.long_date(when))

    def open_calendar(self) -> None:
        """Open the calendar beneath."""
        self._calendar = DatePopup(self._date, self)
        self._calendar.picked.connect(self.picked)
        self._calendar.show_at(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 and Alt+Down open the calendar."""
        alt_down = event.key() == Qt.Key.Key_Down and (
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if (event.key() == Qt.Key.Key_F4 or alt_down) and not self.locked:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the icon opens the calendar."""
        if self._icon_box().contains(event.position().toPoint()) and not self.locked:
            self.open_calendar()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point with the hand at the icon."""
        over = self._icon_box().contains(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.setCursor(shape)
        super().mouseMoveEvent(event)

    def _icon_box(self) -> QRect:
        return QRect(self.width() - 20, 0, 20, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text and, while the pointer is over the field or it is focused, the icon."""
        super().paintEvent(event)
        if (self.underMouse() or self.hasFocus()) and not self.locked:
            painter = QPainter(self)
            box = self._icon_box()
            icon = QRect(box.left() + 2, (self.height() - 14) // 2, 14, 14)
            icons.paint(painter, "calendar", icon.toRectF(), theme.current().t2)
            painter.end()


class DatePopup(QFrame):
    """A calendar with a field above it; closes when a date is chosen, or on Esc."""

    picked = Signal(object)

    def __init__(self, when: date | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tokens = theme.current()
        self.setStyleSheet(
            f"DatePopup {{ background: {tokens.s1}; border: 1px solid {tokens.ctl}; }}"
        )
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
        self.calendar.setMinimumDate(QDate(2000, 1, 1))
        self.calendar.setMaximumDate(QDate(2100, 12, 31))
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

    def show_at(self, corner: QPoint) -> None:
        """Open with the top left at ``corner`` (global), inside the screen."""
        self.adjustSize()
        screen = self.screen().availableGeometry()
        x = min(corner.x(), screen.right() - self.width())
        y = min(corner.y(), screen.bottom() - self.height())
        self.move(max(x, screen.left()), max(y, screen.top()))
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def _clicked(self, day: QDate) -> None:
        self._give(date(day.year(), day.month(), day.day()))

    def _typed(self) -> None:
        try:
            when = fmt.parse_date(self.field.text(), "date")
        except InputError as error:
            self.field.setProperty("refused", True)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
            self.field.setToolTip(f"{error.limit.capitalize()}. {error.hint}")
            return
        self._give(when)

    def _give(self, when: date) -> None:
        self.picked.emit(when)
        self.close()
