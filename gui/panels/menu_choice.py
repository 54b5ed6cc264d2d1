"""One of many words, chosen from a menu; the button says which."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui import icons, theme


class MenuChoice(QToolButton):
    """A flat button with a menu of options."""

    chosen = Signal(str)

    def __init__(self, name: str, prefix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._prefix = name, prefix
        self.options: tuple[str, ...] = ()
        self.option = ""
        self._group = QActionGroup(self)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._on_triggered)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron behind the word
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setAutoRaise(True)
        self.setFont(theme.font(11))
        theme.changed.connect(self.restyle)
        self.restyle()

    def set_options(self, options: Sequence[str], option: str) -> None:
        """Offer ``options``, of which ``option`` holds; nobody is told."""
        if tuple(options) != self.options:
            self.options = tuple(options)
            self._menu.clear()
            for text in self.options:
                action = self._menu.addAction(text)
                action.setCheckable(True)
                self._group.addAction(action)
        self._take(option)

    def choose(self, option: str) -> None:
        """Choose an option and tell about it if it is another."""
        if option in self.options and option != self.option:
            self._take(option)
            self.chosen.emit(option)

    def _take(self, option: str) -> None:
        self.option = option
        for action in self._menu.actions():
            action.setChecked(action.text() == option)
        self.setText(f"{self._prefix}{option}")
        self.setAccessibleName(f"{self._name}: {option}")
        self.setToolTip(self._name)
        self.updateGeometry()

    def _on_triggered(self, action: QAction) -> None:
        self.choose(action.text())

    def restyle(self) -> None:
        """Paint the chevron for the theme in force."""
        self.setIcon(icons.icon("chevron_down", theme.current()))
