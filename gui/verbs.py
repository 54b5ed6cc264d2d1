"""What each command does: id -> slot, for `gui.actions`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from gui.app import Session


class Verbs(QObject):
    """The commands of one session.

    Parameters
    ----------
    session : whose document, engine and window they act on
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def slots(self) -> dict[str, Callable[[], object]]:
        """Command id -> what it does."""
        session, files, exports = self._session, self._session.files, self._session.exports
        document, tabs = session.document, session.window.tabs
        return {
            "new": files.new,
            "presets": self._gallery,
            "open": files.open,
            "save": files.save,
            "save_as": files.save_as,
            "revert": files.revert,
            "export_picture": exports.picture,
            "export_headlines": exports.headlines,
            "export_series": exports.series,
            "import_network": session.networks.ask_import,
            "export_network": session.networks.ask_export,
            "quit": session.window.close,
            "undo": self._undo,
            "redo": self._redo,
            "pin": self._pin,
            "unpin": document.unpin,
            "add_shipment": session.places.add_shipment,
            "add_site": session.places.add,
            "rename_site": self._rename_site,
            "duplicate_site": self._duplicate_site,
            "remove_site": self._remove_site,
            "add_supply": self._add_supply,
            "add_task": self._add_task,
            "reset_tasks": self._reset_tasks,
            "reset_levers": document.reset_all,
            "palette": self._palette,
            "go_to_date": self._ask_date,
            "zoom_reset": self._zoom_reset,
            "tab_training": partial(tabs.choose, "training"),
            "tab_reliability": partial(tabs.choose, "reliability"),
            "tab_cost": partial(tabs.choose, "cost"),
            "tab_power": partial(tabs.choose, "power"),
            "tab_rank": partial(tabs.choose, "rank"),
            "tab_site": partial(tabs.choose, "site"),
            "tab_moves": partial(tabs.choose, "moves"),
            "tab_validation": partial(tabs.choose, "validation"),
            "tab_build": partial(tabs.choose, "build"),
            "tabs_toggle": tabs.toggle,
            "tabs_maximise": tabs.toggle_maximised,
            "theme_system": partial(session.set_theme, None),
            "theme_light": partial(session.set_theme, "light"),
            "theme_dark": partial(session.set_theme, "dark"),
            "full_screen": self._full_screen,
            "stop": session.engine.cancel,
            "shortcuts": self._help,
            "hints": self._hints,
            "about": self._about,
        }

    def _rename_site(self) -> None:
        self._session.places.rename(self._session.places.current)

    def _duplicate_site(self) -> None:
        self._session.places.duplicate(self._session.places.current)

    def _remove_site(self) -> None:
        self._session.places.remove(self._session.places.current)

    def _add_supply(self) -> None:
        self._session.places.add_power(self._session.places.current)

    def _add_task(self) -> None:
        self._session.window.tabs.choose("build")
        self._session.document.add_task(self._session.build_site)

    def _reset_tasks(self) -> None:
        self._session.document.reset_tasks(self._session.build_site)

    def _undo(self) -> None:
        self._session.document.stack.undo()
        self._session.document.end_step()

    def _redo(self) -> None:
        self._session.document.stack.redo()
        self._session.document.end_step()

    def _pin(self) -> None:
        self._session.document.pin()
        self._session.window.hints.dismiss("pin")

    def _gallery(self) -> None:
        self._session.sheets.show_gallery(self._session.document.origin.preset)

    def _palette(self) -> None:
        self._session.sheets.show_palette(self._session.document.scenario.epoch)

    def _ask_date(self) -> None:
        self._session.sheets.ask_date(self._session.document.scenario.epoch)

    def _about(self) -> None:
        self._session.sheets.show_about()

    def _help(self) -> None:
        """Help on the lever that has the focus, else on the keyboard."""
        widget, levers = QApplication.focusWidget(), self._session.levers
        while widget is not None and widget is not levers:
            path = getattr(widget, "path", None)
            if isinstance(path, str) and path:
                self._session.sheets.show_field(path)
                return
            widget = widget.parentWidget()
        self._session.sheets.show_keyboard()

    def _hints(self) -> None:
        self._session.settings.hints_seen = set()
        self._session.window.hints.show_all_but(set())

    def _zoom_reset(self) -> None:
        if self._session.board is not None:
            self._session.board.reset_zoom()

    def _full_screen(self) -> None:
        window = self._session.window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()
