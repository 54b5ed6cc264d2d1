"""A date: a field that reads every form of it and opens a calendar beneath."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui import icons, theme
from gui.levers.field import ValueField


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
        # Imported when one is first opened: a start is spared the making of Qt's calendar.
        from gui.levers.date_popup import DatePopup

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
