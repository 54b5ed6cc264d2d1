"""Wiring: the one place where document, engine, window and their parts meet."""

from __future__ import annotations

import tempfile
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.actions import Actions
from gui.document import Document
from gui.engine import Engine, Evaluate
from gui.files.commands import TOPIC, FileCommands
from gui.files.export import Exports
from gui.files.networks import Networks
from gui.files.recent import RecentMenu
from gui.lever_notes import LeverNotes
from gui.panels.background import Newest
from gui.panels.toolbar import Toolbar
from gui.parts import Parts
from gui.sampling import Sampler, sampled
from gui.settings import Settings
from gui.site_commands import TOPIC as EDIT
from gui.site_commands import SiteCommands
from gui.titles import Titles
from gui.verbs import Verbs
from gui.window import MainWindow
from model.outcome import Outcome, Task
from model.scenario import Scenario
from model.study.bands import Bands
from model.units import midnight_from, whole_day

if TYPE_CHECKING:
    from gui.bar_edits import BarEdits
    from gui.sheets import Sheets

FRAME_MS = 250
"""How often the frame time is renewed while dragging."""

_TAB_OF = {"usable_flops": "training", "capex_usd": "cost", "facility_peak_mw": "power"}
"""Headlines that a tab takes apart."""
_DAY_OF = {"facility_mean_mw": "full_load"}
"""The mean draw is the one that the power plot stacks up once everything is online, from the
midnight after that moment on; a headline that is a date leads to that date."""


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
        self._bars: BarEdits | None = None
        self._notes = LeverNotes(self.document)
        self._day: float | None = None
        self._release_pending = False
        self._shown_ms: float | None = None
        self._frames = QTimer(self, interval=FRAME_MS, singleShot=True)
        self._frame_ms = 0.0
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
        self._join_levers()
        if self.settings.levers:
            self._levers.restore(self.settings.levers)
        self._headlines = self._parts.headlines()
        self._headlines.explain_requested.connect(self._on_headline)
        self._board = self._parts.board()
        self._board.cursor_moved.connect(self._on_cursor)
        self._board.bar_grabbed.connect(self._on_bar)
        self._board.bar_dragged.connect(self._on_bar_dragged)
        self._board.bar_dropped.connect(self._on_bar_dropped)
        self._board.bar_opened.connect(self._on_bar_opened)
        self._show_scenario(self.document.scenario)
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
        if self._board is not None:
            self._board.set_cursor(day)
            self._on_cursor(day)

    def shut_down(self) -> None:
        """Keep the layout, stop the worker."""
        self.settings.layout = self.window.layout_state()
        if self._levers is not None:
            self.settings.levers = self._levers.state()
        self.settings.sync()
        self.titles.stop()
        self._frames.stop()
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
        document.changed.connect(self._on_changed)
        document.opened.connect(engine.forget)
        document.opened.connect(self._on_opened)
        document.refused.connect(self._on_refused)
        document.step_ended.connect(self._on_step_ended)
        document.baseline_changed.connect(engine.set_baseline)
        engine.answered.connect(self._on_answered)
        engine.failed.connect(self._on_failed)
        engine.computing.connect(window.status.show_progress)
        self.files.problem.connect(self._on_file_problem)
        self.files.done.connect(self._on_file_done)
        self.exports.problem.connect(self._on_file_problem)
        self.exports.done.connect(self._on_exported)
        self.networks.problem.connect(self._on_file_problem)
        self.networks.done.connect(self._on_exported)
        self.recent.chosen.connect(self.files.open_path)
        window.file_dropped.connect(self.files.open_path)
        window.escaped.connect(self._on_escape)
        window.painted.connect(self._on_painted)
        window.hints.dismissed.connect(self._on_hint)
        window.may_close = self._may_close
        window.tabs.built.connect(self._on_tab_built)
        self._frames.timeout.connect(self._show_frame)
        theme.changed.connect(self._restyle)

    def _join_levers(self) -> None:
        levers, document = self._levers, self.document
        levers.edited.connect(document.edit)
        levers.released.connect(document.end_step)
        levers.released.connect(self._on_released)
        levers.shipment_add.connect(document.add_shipment)
        levers.shipment_duplicate.connect(document.duplicate_shipment)
        levers.shipment_remove.connect(document.remove_shipment)
        levers.shipment_move.connect(document.move_shipment)
        levers.shipment_redirect.connect(document.redirect_shipment)
        levers.redirection_remove.connect(document.remove_redirection)
        levers.site_add.connect(self.places.add)
        levers.site_duplicate.connect(self.places.duplicate)
        levers.site_remove.connect(self.places.remove)
        levers.supply_add.connect(self.places.add_power)
        levers.supply_remove.connect(document.remove_supply)
        levers.help_requested.connect(self._on_help)

    def _on_tab_built(self, name: str) -> None:
        panel: Any = self.window.tabs.panel(name)
        if name == "moves":
            panel.add_site.connect(self.places.add)
        if name != "build":
            return
        panel.edited.connect(self.document.edit)
        panel.ended.connect(self.document.end_step)
        panel.add_task.connect(self.document.add_task)
        panel.remove_task.connect(self.document.remove_task)
        panel.reset_task.connect(self.document.reset_task)
        panel.put_back_task.connect(self.document.put_back_task)
        panel.reset_tasks.connect(self.document.reset_tasks)

    # What the document says

    def _on_changed(self, scenario: Scenario) -> None:
        self.window.messages.clear(EDIT)
        self._show_scenario(scenario)

    def _on_opened(self, scenario: Scenario) -> None:
        self._notes.forget()
        self._day = None
        self._release_pending = True

    def _show_scenario(self, scenario: Scenario) -> None:
        if self._levers is not None:
            self._levers.show_scenario(scenario, self.document.origin.opened, self._notes.no_effect)

    def _on_refused(self, path: str, message: str) -> None:
        build: Any = self.window.tabs.panel("build")
        if ".tasks" in path:
            if build is None or not build.refuse(path, message):
                self.window.messages.say(message, EDIT)
        elif path.rsplit(".", 1)[-1].isdigit() or path.count(".") == 0 or path.endswith("supply"):
            self.window.messages.say(message, EDIT)
        elif self._levers is not None:
            self._levers.refuse(path, message)

    def _on_step_ended(self) -> None:
        self.engine.settle()
        if self.engine.pending:
            self._release_pending = True
        elif self._board is not None:
            self._board.settle()
            self._headlines.settle()
            if self.engine.outcome is not None:
                self._show_notes(self.engine.outcome)

    def _show_notes(self, outcome: Outcome) -> None:
        if self._levers is None:
            return
        if self._notes.take(outcome):
            self._show_scenario(self.document.scenario)
        self._levers.show_remarks(self._notes.remarks)

    # What the engine says

    def _on_answered(self, outcome: Outcome, bands: Bands | None) -> None:
        if self._board is None:
            return
        baseline = self.engine.baseline
        self.window.messages.clear("model")
        self._board.show(outcome, bands, baseline)
        # Bands that were carried along may have needed more room than those that were drawn.
        drawn = bands is not None and not self.engine.stale
        if self._release_pending or (drawn and not self.document.in_step):
            self._release_pending = False
            self._board.settle()
            self._headlines.settle()
        self._headlines.show(outcome, bands, baseline, stale=self.engine.stale)
        self.window.tabs.show_answer(outcome, bands, baseline)
        self.window.status.show_answer(outcome, bands)
        self._on_cursor(self._board.cursor)
        self._show_notes(outcome)
        self._shown_ms = (perf_counter() - self.engine.started) * 1e3

    def _on_failed(self, message: str) -> None:
        self.window.messages.say(message, "model")

    def _on_painted(self, milliseconds: float) -> None:
        if self._shown_ms is None:
            return
        self._frame_ms = self._shown_ms + milliseconds
        self._shown_ms = None
        if not self._frames.isActive():
            self._frames.start()

    def _show_frame(self) -> None:
        self.window.status.show_frame(self._frame_ms)

    # What the window says

    def _on_cursor(self, day: float) -> None:
        outcome = self.engine.outcome
        if outcome is None:
            return
        self._day = day
        self.window.status.show_cursor(outcome, day)
        self.window.tabs.set_cursor(day)

    def _on_bar(self, task: Task, path: str) -> None:
        """A bar of the timeline is taken hold of."""
        from gui.bar_edits import BarEdits  # only here: most starts end without such a drag

        if self._bars is None:
            self._bars = BarEdits(self.document)
        self._bars.begin(task, path)

    def _on_bar_dragged(self, days: float) -> None:
        if self._bars is not None:
            self._bars.drag(days)

    def _on_bar_dropped(self, cancelled: bool) -> None:
        if self._bars is not None:
            self._bars.end(cancelled)

    def _on_bar_opened(self, path: str) -> None:
        """Go to where a bar's values are typed: its row in the Build tab, or its lever."""
        keys = path.split(".")
        if keys[2] != "tasks":
            self._levers.reveal(path)
            return
        self.window.tabs.choose("build")
        panel: Any = self.window.tabs.panel("build")
        panel.choose_task(int(keys[1]), keys[3])

    def _on_headline(self, name: str) -> None:
        """Go to where a headline comes from: its tab, or its day in the plots."""
        outcome = self.engine.outcome
        if name in _TAB_OF:
            self.window.tabs.choose(_TAB_OF[name])
        elif outcome is not None:
            day = outcome.headline(_DAY_OF.get(name, name))
            if isfinite(day):
                self.go_to(midnight_from(day) if name in _DAY_OF else whole_day(day))

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

    def _on_file_problem(self, message: str) -> None:
        self.window.messages.say(message, TOPIC)

    def _on_file_done(self) -> None:
        self.window.messages.clear(TOPIC)
        self.recent.fill()

    def _on_exported(self, message: str) -> None:
        self.window.messages.say(message, TOPIC, alarming=False)

    def _restyle(self) -> None:
        self.actions.restyle(theme.current())
        self.actions[f"theme_{self.settings.theme or 'system'}"].setChecked(True)

    def _choose_tab(self, name: str) -> None:
        if name in self._parts.tabs:
            self.window.tabs.bar.setCurrentIndex(list(self._parts.tabs).index(name))
