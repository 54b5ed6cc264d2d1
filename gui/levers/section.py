"""A part of the panel that folds: a header with a summary, rows beneath, a hairline at the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from gui import icons, ink, theme
from gui.levers.add_button import AddButton
from gui.levers.buttons import IconButton
from gui.levers.row import PAD

HEADER = 28
MORE = 22
"""Room for the button of the menu [px]."""


class SectionHeader(QAbstractButton):
    """Title and summary of a section; a click or Space folds it."""

    def __init__(self, title: str, parent: QWidget | None = None, *, height: int = HEADER) -> None:
        super().__init__(parent)
        self.summary = ""
        self.hint = ""
        self.folded = False
        self.more: IconButton | None = None
        self._open_menu: Callable[[QPoint], None] | None = None
        self.show_title(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_title(self, title: str) -> None:
        """Call the section ``title``."""
        if title != self.text():
            self.setText(title)
            self.setAccessibleName(title)

    def offer_menu(self, name: str, open_menu: Callable[[QPoint], None]) -> None:
        """Put a button at the right that opens a menu, as a right click does.

        ``open_menu`` is given where (global); ``name`` is the button's tip.
        """
        self._open_menu = open_menu
        self.more = IconButton("more", name, self)
        self.more.clicked.connect(self._open_at_button)

    def show_summary(self, summary: str, hint: str = "") -> None:
        """Show ``summary`` at the right, and ``hint`` in t3 beside the title."""
        if (summary, hint) != (self.summary, self.hint):
            self.summary, self.hint = summary, hint
            self.setAccessibleDescription(summary)
            self.update()

    def sizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint chevron, title and summary."""
        tokens = theme.current()
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.color(tokens.s2))
        middle = self.height() / 2
        chevron = "chevron_right" if self.folded else "chevron_down"
        icons.paint(painter, chevron, QRectF(PAD - 1, middle - 7, 14, 14), tokens.t2)
        left = PAD + 20.0
        right = self.width() - PAD - (MORE if self.more is not None else 0)
        box = QRectF(left, 0, right - left, self.height())
        ink.write(painter, box, self.text(), 12, "t1", semibold=True)
        left += ink.width(self.text(), 12, True) + 8
        if self.hint:
            ink.write(painter, box.adjusted(left - box.left(), 0.5, 0, 0), self.hint, 11, "t3")
            left += ink.width(self.hint, 11) + 8
        summary = ink.elided(self.summary, int(right - left), 11)
        ink.write(painter, box, summary, 11, "t2", ink.RIGHT)
        if self.hasFocus():
            ink.focus_frame(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button of the menu at the right."""
        super().resizeEvent(event)
        if self.more is not None:
            self.more.move(self.width() - PAD - 17, (self.height() - self.more.height()) // 2)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, if there is one."""
        if self._open_menu is not None:
            self._open_menu(event.globalPos())

    def _open_at_button(self) -> None:
        if self.more is not None and self._open_menu is not None:
            self._open_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left folds, right unfolds, Enter and Space do either."""
        key = event.key()
        turn = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        turn = turn or (key == Qt.Key.Key_Left and not self.folded)
        turn = turn or (key == Qt.Key.Key_Right and self.folded)
        if turn:
            self.click()
        else:
            super().keyPressEvent(event)


class Section(QWidget):
    """A header and rows. The widget emits `folded` when the user folds or unfolds it."""

    folded = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None, *, line: bool = True) -> None:
        super().__init__(parent)
        self.absent = False
        """Whether it says nothing about this scenario, and stays hidden."""
        self.header = SectionHeader(title, self)
        self.body = QWidget(self)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 1 if line else 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.body)
        self._line = line
        self._filtered = False
        self._add_button: AddButton | None = None
        self._shown: tuple[object, ...] = ()
        self.header.clicked.connect(self._turn)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def offer_add(self, text: str) -> AddButton:
        """Put a button at the end of the rows that adds one; a filter hides it."""
        self._add_button = AddButton(text, self.body)
        self.rows.addWidget(self._add_button)
        return self._add_button

    def is_news(self, *shown: object) -> bool:
        """Whether ``shown``, all that the section depends on, is not what it was the last time."""
        if shown == self._shown:
            return False
        self._shown = shown
        return True

    @property
    def is_folded(self) -> bool:
        """Whether the rows are hidden."""
        return self.header.folded

    def fold(self, folded: bool) -> None:
        """Hide or show the rows."""
        self.header.folded = folded
        self.body.setVisible(self._filtered or not folded)
        self.header.update()

    def show_filtered(self, filtered: bool) -> None:
        """While a filter is on, rows show even if the section is folded."""
        self._filtered = filtered
        self.body.setVisible(filtered or not self.is_folded)
        if self._add_button is not None:
            self._add_button.setVisible(not filtered)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline at the end."""
        if self._line:
            painter = QPainter(self)
            line = theme.color(theme.current().line)
            painter.fillRect(0, self.height() - 1, self.width(), 1, line)
            painter.end()

    def _turn(self) -> None:
        self.fold(not self.is_folded)
        self.folded.emit(self.is_folded)
