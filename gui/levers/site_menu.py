"""The menu of a site: add another one, name it, copy it, take it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui import wording
from gui.site_edits import leaving
from model.scenario import Scenario

ONLY_SITE = "Remove (a scenario needs a site)"


def site_menu(
    parent: QWidget,
    scenario: Scenario,
    index: int,
    *,
    add: Callable[[], None],
    rename: Callable[[], None],
    duplicate: Callable[[], None],
    remove: Callable[[str], None],
) -> QMenu:
    """What can be done with the site at ``index``.

    ``remove`` is given the site that takes the shipments, or an empty name: they go too. The
    entries say what goes; the last site cannot be removed.
    """
    menu = QMenu(parent)

    def offer(text: str, act: Callable[[], None], able: bool = True) -> None:
        action = QAction(text, menu)
        action.setEnabled(able)
        action.triggered.connect(act)
        menu.addAction(action)

    offer("Add a site", add)
    menu.addSeparator()
    offer("Rename", rename)
    offer("Duplicate without its shipments", duplicate)
    menu.addSeparator()
    name = scenario.sites[index].id
    if len(scenario.sites) < 2:
        offer(ONLY_SITE, partial(remove, ""), False)
        return menu
    meant, lost = leaving(scenario, name)
    shipments = wording.number_of(len(meant), "shipment")
    along = [shipments] if meant else []
    along += [wording.number_of(len(lost), "move")] if lost else []
    offer(f"Remove with {' and '.join(along)}" if along else "Remove", partial(remove, ""))
    if meant:
        for other in scenario.sites:
            if other.id != name:
                offer(f"Remove and send {shipments} to {other.id}", partial(remove, other.id))
    return menu
