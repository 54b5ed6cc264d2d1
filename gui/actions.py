"""The commands as QActions: one object each, shared by menus, toolbar, palette and shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gui.commands import COMMANDS, MENUS, Command
from gui.icons import icon
from gui.theme import Theme


class Actions(QObject):
    """Builds the QAction of every command and joins it to its slot.

    Parameters
    ----------
    slots : command id -> what it does. Each command has exactly one.
    parent : the window whose shortcuts they are
    """

    def __init__(self, slots: Mapping[str, Callable[[], object]], parent: QWidget) -> None:
        super().__init__(parent)
        ids = {command.id for command in COMMANDS}
        if ids != set(slots):
            raise KeyError(f"not both a command and a slot: {sorted(ids ^ set(slots))}")
        self._slots = dict(slots)
        self._groups: dict[str, QActionGroup] = {}
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            self._actions[command.id] = self._built(command)
        parent.addActions(list(self._actions.values()))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[tuple[Command, QAction]]:
        for command in COMMANDS:
            yield command, self._actions[command.id]

    def menu(self, parent: QWidget, recent: QMenu) -> QMenu:
        """The full menu: one submenu for each group, recent files under Open."""
        root = QMenu(parent)
        for title in MENUS:
            root.addMenu(self.submenu(title, root, recent))
        return root

    def submenu(self, title: str, parent: QWidget, recent: QMenu) -> QMenu:
        """The menu of one group of commands."""
        menu = QMenu(title, parent)
        for command in COMMANDS:
            if command.menu != title:
                continue
            if command.divider:
                menu.addSeparator()
            menu.addAction(self._actions[command.id])
            if command.id == "open":
                menu.addMenu(recent)
        return menu

    def restyle(self, theme: Theme) -> None:
        """Paint the icons for ``theme``."""
        for command in COMMANDS:
            if command.icon:
                self._actions[command.id].setIcon(icon(command.icon, theme))

    def _built(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.id)
        action.setToolTip(with_keys(command))
        action.setStatusTip(command.tip)
        action.setIconVisibleInMenu(False)
        if command.shortcut:
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcut.split(";")])
        if command.checkable:
            action.setCheckable(True)
            group = self._groups.setdefault(command.checkable, QActionGroup(self))
            group.addAction(action)
        action.triggered.connect(self._run)
        return action

    def _run(self) -> None:
        """Run the command whose action was triggered (which passes a flag nobody needs)."""
        sender = self.sender()
        if isinstance(sender, QAction):
            self._slots[sender.objectName()]()


def with_keys(command: Command) -> str:
    """The tip of a command with its first shortcut behind it."""
    keys = command.shortcut.split(";")[0]
    return f"{command.tip} ({keys})" if keys else command.tip
