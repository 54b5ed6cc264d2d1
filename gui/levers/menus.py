"""Menus of the rows: what the small buttons do, and the accelerator types by vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from gui import theme
from model.catalog import catalog

if TYPE_CHECKING:
    from gui.levers.row import Row

Entry = tuple[str, Callable[[], None], bool]


def row_menu(row: Row, extra: Sequence[Entry] = ()) -> QMenu:
    """Reset, lock, source, help, and what else ``extra`` (text, act, enabled) offers."""
    entries: list[Entry] = [
        *extra,
        ("Reset to the preset", row.ask_reset, row.changed),
        ("Unlock" if row.locked else "Lock", row.toggle_lock, True),
        ("Source", row.open_source, True),
    ]
    menu = QMenu(row)
    for number, (text, act, enabled) in enumerate(entries):
        if number == len(extra) and extra:
            menu.addSeparator()
        action = QAction(text, menu)
        action.setEnabled(enabled)
        action.triggered.connect(act)
        menu.addAction(action)
    return menu


def options_menu(parent: QWidget, options: Iterable[tuple[str, str]], chosen: str) -> QMenu:
    """A text for each value; an action's data is the value, the ``chosen`` one is ticked."""
    menu = QMenu(parent)
    for text, value in options:
        action = QAction(text, menu)
        action.setData(value)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        menu.addAction(action)
    return menu


def accelerator_menu(parent: QWidget, chosen: str) -> QMenu:
    """The accelerator types, newest first, a submenu a vendor; an action's data is the id."""
    menu = QMenu(parent)
    vendors: dict[str, QMenu] = {}
    records = sorted(
        catalog().accelerators.values(), key=lambda r: (r.available, r.name), reverse=True
    )
    counts: dict[str, int] = {}
    for record in records:
        counts[record.vendor] = counts.get(record.vendor, 0) + 1
    for vendor in sorted(counts, key=lambda name: -counts[name]):
        vendors[vendor] = menu.addMenu(vendor)
    for record in records:
        action = QAction(swatch_icon(record.family), record.name, menu)
        action.setData(record.id)
        action.setCheckable(record.id == chosen)
        action.setChecked(record.id == chosen)
        vendors[record.vendor].addAction(action)
    return menu


def swatch_icon(family: str) -> QIcon:
    """The square of an accelerator family."""
    image = QPixmap(10, 10)
    tokens = theme.current()
    image.fill(theme.color(tokens.family.get(family, tokens.ctl)))
    return QIcon(image)
