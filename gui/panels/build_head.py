"""The title row of the Build tab: what is built, what was changed, and the buttons for tasks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gui import icons
from gui import theme as themes
from gui.panels.menu_choice import MenuChoice
from gui.plots.chart import EDGE, Ink

HEIGHT = 28


class BuildHead(QWidget):
    """Title and caption at the left, or why an edit was refused; buttons at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._caption, self._error = "", "", ""
        self._free = 0
        """where the buttons begin [px]"""
        self.sites = MenuChoice("Site", "site ", self)
        self.fields = self._button(
            "more", "All fields", "Set any field of the chosen task, with or without a column"
        )
        self.add = self._button(
            "plus", "Add task", "Add a task of this site's own, or put one back"
        )
        self.remove = self._button("close", "Take out", "Take the chosen task out (Delete)")
        self.reset = self._button("reset", "Reset task", "Put the chosen task back to the template")
        self.reset_all = self._button("reset", "Reset all", "Put every task back to the template")
        self._buttons = (self.reset_all, self.reset, self.remove, self.fields, self.add)
        themes.changed.connect(self._restyle)
        self._restyle()

    def show_title(self, title: str, caption: str, *, editable: bool) -> None:
        """Say what is shown; there are buttons if it is ``editable``."""
        self._title, self._caption = title, caption
        for button in self._buttons:
            button.setVisible(editable and not self._error)
        self._place()
        self.update()

    def show_error(self, message: str) -> None:
        """Say why an edit was refused; empty: it was not, or is mended."""
        self._error = message
        for button in self._buttons:
            button.setVisible(not message)  # the reason needs the room, and a cell is being edited
        self._place()
        self.update()

    def _button(self, icon: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(icon)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(icons.SIZE, icons.SIZE))
        button.setAutoRaise(True)
        button.setFont(themes.font(11))
        return button

    def _restyle(self) -> None:
        for button in self._buttons:
            button.setIcon(icons.icon(button.objectName(), themes.current()))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the right."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = self.width() - 8
        self._free = x
        for button in (*self._buttons, self.sites):
            if button.isHidden():
                continue
            size = button.sizeHint()
            x -= size.width() + 4
            button.setGeometry(x, (HEIGHT - 24) // 2, size.width(), 24)
            self._free = x

    def paintEvent(self, event: QPaintEvent) -> None:
        """The build and what was changed, or what was refused and why."""
        del event
        painter = QPainter(self)
        ink, theme = Ink(painter, themes.current()), themes.current()
        room = QRectF(EDGE, 4, self._free - EDGE - 8, 20)
        if self._error:
            icons.paint(painter, "warning", QRectF(EDGE, 6, 16, 16), theme.red)
            ink.text(room.adjusted(22, 0, 0, 0), self._error, theme.t1, px=12)
        else:
            ink.text(room, self._title, theme.t1, px=12, bold=True)
            used = ink.width(self._title, 12, True) + 8
            if room.width() - used > 24:
                ink.text(room.adjusted(used, 0, 0, 0), self._caption, theme.t3)
        painter.end()
