"""Wiring: the one place where document, engine, window and their parts meet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.actions import Actions
from gui.bar_drags import BarDrags
from gui.document import Document
from gui.edit_requests import join_levers, join_tab
from gui.engine import Engine, Evaluate
from gui.files.commands import FileCommands
from gui.files.export import Exports
from gui.files.messages import FileMessages
from gui.files.networks import Networks
from gui.files.recent import RecentMenu
from gui.navigation import Navigation
from gui.panels.background import Newest
from gui.panels.toolbar import Toolbar
from gui.parts import Parts
from gui.sampling import Sampler, sampled
from gui.settings import Settings
from gui.site_commands import SiteCommands
from gui.titles import Titles
from gui.verbs import Verbs
from gui.views import Views
from gui.window import MainWindow
from model.scenario import Scenario

if TYPE_CHECKING:
    from gui.sheets import Sheets


class Session(QObject):
    """One window on one document; it lives as long as its window.

    The frame is there at once; `fill` puts in levers, plots and tabs, which takes longer.

    Parameters
    ----------
    scenario : what to open
    preset, path : where it came from
    settings : what is kept between sessions; None keeps nothing and shows no hints
    evaluate, sampler, parts : replaced by tests
    window : a frame that is already on the screen
    """

    filled = Signal()
    """levers and plots are in the window and the first answer was asked for"""

    def __init__(
        self,
        scenario: Scenario,
        *,
        preset: str = "",
        path: Path | None = None,
        settings: Settings | None = None,
        evaluate: Evaluate | None = None,
        sampler: Sampler = sampled,
        parts: Parts | None = None,
        window: MainWindow | None = None,
    ) -> None:
        window = window or MainWindow()
        super().__init__(window)
        self.window = window
        self._with_hints = settings is not None
        self.settings = settings or Settings(Path(tempfile.mkdtemp()) / "window.ini")
        self.document = Document(scenario, preset=preset, path=path, parent=self)
        self.engine = Engine(evaluate, sampler, parent=self)
        self.files = FileCommands(self.document, self.settings, self.window)
        self.exports = Exports(self.document, self.engine, self.window)
        self.networks = Networks(self.document, self.window, lambda: self.build_site)
        self.recent = RecentMenu(self.settings)
        self.places = SiteCommands(self)
        self.actions = Actions(Verbs(self).slots(), self.window)
        self._sheets: Sheets | None = None
        self.toolbar = Toolbar(self.actions, self.recent)
        self._parts = parts or Parts()
        self._levers: Any = None
        self._headlines: Any = None
        self._board: Any = None
        self._views: Views | None = None
        """what shows answers; None until `fill`"""
        self._join()
        self.window.set_toolbar(self.toolbar)
        for name, (title, factory) in self._parts.tabs.items():
            self.window.tabs.add(name, title, factory)
        if not window.isVisible():
            window.restore_layout(self.settings.layout)
        self._choose_tab(str(self.settings.layout.get("tab", "")))
        self._restyle()
        self.titles = Titles(self.document, window, self.toolbar, self.actions)

    @property
    def levers(self) -> Any:
        """The lever panel; None until `fill`."""
        return self._levers

    @property
    def headlines(self) -> Any:
        """The headline cards; None until `fill`."""
        return self._headlines

    @property
    def board(self) -> Any:
        """The plots; None until `fill`."""
        return self._board

    @property
    def build_site(self) -> int:
        """The site whose tasks the Build tab shows; the first until it is opened."""
        panel = self.window.tabs.panel("build")
        return int(getattr(panel, "site", 0))

    @property
    def sheets(self) -> Sheets:
        """Gallery, palette and help; imported when one is first asked for."""
        if self._sheets is None:
            from gui.sheets import Sheets

            self._sheets = Sheets(self.window, self.actions, self.files.choose_preset, self.go_to)
        return self._sheets

    def open(self) -> None:
        """Show the frame now and the rest as soon as it is painted."""
        self.window.show()
        QTimer.singleShot(0, self.fill)

    def fill(self) -> None:
        """Put levers, headlines and plots into the frame and ask for the first answer."""
        if self._board is not None:
            return
        self._levers = self._parts.levers(self.window.left)
        join_levers(self._levers, self.document, self.places)
        self._levers.released.connect(self._on_released)
        self._levers.help_requested.connect(self._on_help)
        if self.settings.levers:
            self._levers.restore(self.settings.levers)
        self._headlines = self._parts.headlines()
        self._board = self._parts.board()
        self._views = Views(self)
        BarDrags(self._board, self.document)
        lead = Navigation(self)
        self._headlines.explain_requested.connect(lead.to_headline)
        self._board.bar_opened.connect(lead.to_bar)
        self.window.set_levers(self._levers)
        self.window.set_headlines(self._headlines)
        self.window.set_board(self._board)
        # Everything gets its place before it is given something to show: once, not twice.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.engine.request(self.document.scenario)
        self.engine.compute_now()
        if self._with_hints:
            self.window.hints.show_all_but(self.settings.hints_seen)
        self.window.order_tabs()
        self._board.setFocus()
        self.filled.emit()

    def go_to(self, day: float) -> None:
        """Move the cursor to ``day`` [d since the epoch of the scenario]."""
        if self._views is not None:
            self._board.set_cursor(day)
            self._views.show_cursor(self._board.cursor)  # which stays inside the calendar

    def shut_down(self) -> None:
        """Keep the layout, stop the worker."""
        self.settings.layout = self.window.layout_state()
        if self._levers is not None:
            self.settings.levers = self._levers.state()
        self.settings.sync()
        self.titles.stop()
        if self._views is not None:
            self._views.stop()
        self.engine.close()
        # Panels compute in the common pool: nothing may run on when the window is gone.
        for work in self.window.findChildren(Newest):
            work.stop()
        QThreadPool.globalInstance().clear()
        QThreadPool.globalInstance().waitForDone()

    def set_theme(self, name: str | None) -> None:
        """Choose light or dark, or follow the system, and keep the choice."""
        self.settings.theme = name
        theme.set_theme(name)
        self.actions[f"theme_{name or 'system'}"].setChecked(True)

    # Joining signals to slots

    def _join(self) -> None:
        document, engine, window = self.document, self.engine, self.window
        document.changed.connect(engine.request)
        document.opened.connect(engine.forget)
        document.baseline_changed.connect(engine.set_baseline)
        engine.computing.connect(window.status.show_progress)
        FileMessages(window.messages, self.recent).join(self.files, self.exports, self.networks)
        self.recent.chosen.connect(self.files.open_path)
        window.file_dropped.connect(self.files.open_path)
        window.escaped.connect(self._on_escape)
        window.hints.dismissed.connect(self._on_hint)
        window.may_close = self._may_close
        window.tabs.built.connect(self._on_tab_built)
        theme.changed.connect(self._restyle)

    def _on_tab_built(self, name: str) -> None:
        join_tab(name, self.window.tabs.panel(name), self.document, self.places)

    # What the window says

    def _on_released(self) -> None:
        self.window.hints.dismiss("drag")

    def _on_help(self, path: str) -> None:
        self.sheets.show_field(path)

    def _on_hint(self, key: str) -> None:
        self.settings.hints_seen = self.settings.hints_seen | {key}

    def _on_escape(self) -> None:
        if not self.window.messages.isHidden():
            self.window.messages.clear()
        elif self.window.tabs.state == "maximised":
            self.window.tabs.toggle_maximised()
        else:
            self.engine.cancel()

    def _may_close(self) -> bool:
        if not self.files.may_leave():
            return False
        self.shut_down()
        return True

    def _restyle(self) -> None:
        self.actions.restyle(theme.current())
        self.actions[f"theme_{self.settings.theme or 'system'}"].setChecked(True)

    def _choose_tab(self, name: str) -> None:
        if name in self._parts.tabs:
            self.window.tabs.bar.setCurrentIndex(list(self._parts.tabs).index(name))
