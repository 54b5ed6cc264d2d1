"""Commands on sites, what is shipped to them and their power, and where the window goes after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gui.refusals import TOPIC
from model.units import date_of

if TYPE_CHECKING:
    from gui.app import Session


class SiteCommands(QObject):
    """What menus, buttons and the palette do with sites.

    Parameters
    ----------
    session : whose document and window they act on
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    @property
    def current(self) -> int:
        """The site of the lever that has the focus, else the one that the Build tab shows."""
        widget, levers = QApplication.focusWidget(), self._session.levers
        while widget is not None and widget is not levers:
            keys = str(getattr(widget, "path", "")).split(".")
            if keys[0] == "sites" and len(keys) > 1:
                return int(keys[1])
            widget = widget.parentWidget()
        return min(self._session.build_site, len(self._session.document.scenario.sites) - 1)

    def add(self) -> None:
        """Add a site and go to its name."""
        if self._session.document.add_site():
            self.rename(len(self._session.document.scenario.sites) - 1)

    def duplicate(self, index: int) -> None:
        """Copy a site and go to the name of the copy."""
        if self._session.document.duplicate_site(index):
            self.rename(index + 1)

    def rename(self, index: int) -> None:
        """Go to the name of a site."""
        self._session.levers.reveal(f"sites.{index}.id")

    def remove(self, index: int, heir: str = "") -> None:
        """Take a site out, and say what went with it."""
        document = self._session.document
        before = document.scenario
        if not document.remove_site(index, heir):
            return
        after = document.scenario
        if (before.shipments, before.moves) != (after.shipments, after.moves):
            what = document.stack.undoText().removeprefix("Remove ")
            text = f"Removed {what}. Undo (Ctrl+Z) brings all of it back."
            self._session.window.messages.say(text, TOPIC, alarming=False)

    def add_shipment(self) -> None:
        """Add a shipment and go to it: what is typed next is its count."""
        document = self._session.document
        if document.add_shipment():
            last = len(document.scenario.shipments) - 1
            self._session.levers.reveal(f"shipments.{last}.count")

    def add_power(self, site: int) -> None:
        """Add a grid step on a day from which it matters, and go to it."""
        document = self._session.document
        if document.add_supply(site, self._wanted_from(site)):
            last = len(document.scenario.sites[site].supply) - 1
            self._session.levers.reveal(f"sites.{site}.supply.{last}.mw")

    def _wanted_from(self, site: int) -> date | None:
        """The day on which power first runs short at ``site``, else that of the cursor.

        The first step of a site is there from its start, which None stands for.
        """
        outcome, board = self._session.engine.outcome, self._session.board
        scenario = self._session.document.scenario
        if board is None or not scenario.sites[site].supply:
            return None
        if outcome is not None and site < len(outcome.sites):
            short = np.flatnonzero(outcome.sites[site].short[0] > 1.0)
            if short.size:
                return date_of(float(outcome.days[0, short[0]]), outcome.epoch)
        return date_of(board.cursor, scenario.epoch)
