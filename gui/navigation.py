"""Where the window goes when a headline or a bar is followed to where it comes from."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from model.units import midnight_from, whole_day

if TYPE_CHECKING:
    from gui.app import Session

_TAB_OF = {"usable_flops": "training", "capex_usd": "cost", "facility_peak_mw": "power"}
"""Headlines that a tab takes apart."""
_DAY_OF = {"facility_mean_mw": "full_load"}
"""The mean draw is the one that the power plot stacks up once everything is online, from the
midnight after that moment on; a headline that is a date leads to that date."""


class Navigation(QObject):
    """Follows what is clicked.

    Parameters
    ----------
    session : filled; whose tabs, plots and levers it goes to
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def to_headline(self, name: str) -> None:
        """Go to where a headline comes from: its tab, or its day in the plots."""
        session, outcome = self._session, self._session.engine.outcome
        if name in _TAB_OF:
            session.window.tabs.choose(_TAB_OF[name])
        elif outcome is not None:
            day = outcome.headline(_DAY_OF.get(name, name))
            if isfinite(day):
                session.go_to(midnight_from(day) if name in _DAY_OF else whole_day(day))

    def to_bar(self, path: str) -> None:
        """Go to where a bar's values are typed: its row in the Build tab, or its lever."""
        keys = path.split(".")
        if keys[2] != "tasks":
            self._session.levers.reveal(path)
            return
        tabs = self._session.window.tabs
        tabs.choose("build")
        panel: Any = tabs.panel("build")
        panel.choose_task(int(keys[1]), keys[3])
