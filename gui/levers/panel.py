"""The panel of levers: decisions above, beliefs below, both made from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from gui import theme
from gui.levers.add_button import AddButton
from gui.levers.beliefs import BeliefArea
from gui.levers.fleet import FleetSection
from gui.levers.head import Head
from gui.levers.link import LinkSection
from gui.levers.narrowing import narrow_rows, narrow_section
from gui.levers.row import Row
from gui.levers.rows_by_path import RowsByPath
from gui.levers.scroll import OverlayScroll
from gui.levers.sections import MoneySection, ReliabilitySection, WorkloadSection
from gui.levers.site import BuildSection, SiteSection
from gui.levers.site_sections import SiteSections
from model.scenario import Scenario

_SHORT = 800


class LeverPanel(QWidget):
    """Shows a scenario and says what the user wants changed; it holds no number itself.

    `edited` carries a dotted path and a value, `released` ends a gesture (one undo step).
    Everything that is emitted comes from the user's hand; `show_scenario` emits nothing.
    """

    edited = Signal(str, object)
    released = Signal()
    shipment_add = Signal()
    shipment_duplicate = Signal(int)
    shipment_remove = Signal(int)
    shipment_move = Signal(int, int)
    shipment_redirect = Signal(int, str, int, object, float)
    redirection_remove = Signal(int)
    site_add = Signal()
    site_duplicate = Signal(int)
    site_remove = Signal(int, str)
    supply_add = Signal(int)
    supply_remove = Signal(int, int)
    help_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(288)
        self.setAutoFillBackground(True)
        self._scenario: Scenario | None = None
        self._preset: Scenario | None = None
        self._no_effect: dict[str, str] = {}
        self._to_fold: set[str] = set()
        self._beliefs_chosen = False
        self.rows = RowsByPath(self)
        self.rows.edited.connect(self.edited)
        self.rows.released.connect(self.released)
        self.rows.help_requested.connect(self.help_requested)
        self.head = Head(self)
        self.head.filter.textChanged.connect(self._narrow)
        self._build()
        self._listen(self.link.group.rows)
        self._listen(self.workload.group.rows)
        self._listen(self.reliability.group.rows)
        self._listen(self.money.group.rows)
        self._listen(self.beliefs.rows.values())

    def sizeHint(self) -> QSize:
        """336 wide, as drawn."""
        return QSize(336, 900)

    def _build(self) -> None:
        """Make the widgets from the outside in: a widget that moves to a parent is styled twice."""
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.decision_scroll = OverlayScroll(self.splitter)
        self._decisions = QWidget(self.decision_scroll.viewport())
        self.fleet = FleetSection(self._decisions)
        self.fleet.made.connect(self._listen)
        self.fleet.add_requested.connect(self.shipment_add)
        self.fleet.duplicate_requested.connect(self.shipment_duplicate)
        self.fleet.remove_requested.connect(self.shipment_remove)
        self.fleet.move_requested.connect(self.shipment_move)
        self.fleet.redirect_requested.connect(self.shipment_redirect)
        self.fleet.redirection_remove_requested.connect(self.redirection_remove)
        self.add_site = AddButton("Add a site", self._decisions, line=True)
        self.add_site.clicked.connect(self.site_add)
        self.link = LinkSection(self._decisions)
        self.workload = WorkloadSection(self._decisions)
        self.reliability = ReliabilitySection(self._decisions)
        self.reliability.fold(True)
        self.money = MoneySection(self._decisions)
        self.money.fold(True)
        self._stack = QVBoxLayout(self._decisions)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        self.sites = SiteSections(
            self._decisions, self._stack, self._join_site, dropped=self.rows.forget
        )
        self._stack.addWidget(self.fleet)
        self._stack.addWidget(self.add_site)
        for section in (self.link, self.workload, self.reliability, self.money):
            self._stack.addWidget(section)
            section.folded.connect(self._refresh)
        self._stack.addStretch(1)
        self.decision_scroll.setWidget(self._decisions)
        self.beliefs = BeliefArea(self.splitter)
        self.beliefs.header.clicked.connect(self._turn_beliefs)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.splitter, 1)

    # -- what is shown

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show ``scenario``, marked against ``preset``, with what has no effect now.

        Values change in place; rows are made and dropped only when shipments, sites or steps
        of supply are added or removed. A text that was refused goes once the scenario is another.
        """
        self.rows.take(scenario, preset)
        self._scenario, self._preset, self._no_effect = scenario, preset, dict(no_effect)
        self.sites.fit(tuple(site.id for site in scenario.sites), self._to_fold)
        for section in self._sections():
            section.show_scenario(scenario, preset, no_effect)
        self.beliefs.show_scenario(scenario, preset, no_effect)

    def show_remarks(self, remarks: Mapping[str, str]) -> None:
        """Say under each lever in ``remarks``, path -> sentence, what its value means."""
        self.rows.show_remarks(remarks)

    def refuse(self, path: str, message: str) -> None:
        """Show at the lever of ``path`` in one line why a value was not taken."""
        self.rows.refuse(path, message)

    def row(self, path: str) -> Row | None:
        """The row of the field at ``path``, or of the record that it belongs to."""
        return self.rows.find(path)

    def reveal(self, path: str) -> bool:
        """Unfold, scroll to and focus the lever of ``path``; False if there is none."""
        row = self.row(path)
        if row is None:
            return False
        if path.startswith("beliefs"):
            self.fold_beliefs(False)
            area: OverlayScroll = self.beliefs.area
        else:
            for section in self._sections():
                if section.isAncestorOf(row):
                    section.fold(False)
            area = self.decision_scroll
        # A row that has just been made gets its place before it is scrolled to.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        area.ensureWidgetVisible(row)
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    @property
    def locked(self) -> frozenset[str]:
        """Paths that Solve and sweeps leave alone."""
        return self.rows.locked

    def state(self) -> dict[str, Any]:
        """What is folded and how the two areas share the height, for the window's settings."""
        return {
            "folded": [s.header.text() for s in self._sections() if s.is_folded],
            "beliefs": self.beliefs.header.folded if self._beliefs_chosen else None,
            "sizes": self.splitter.sizes(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what `state` gave."""
        self._to_fold = set(state.get("folded", []))
        for section in self._sections():
            section.fold(section.header.text() in self._to_fold)
        if state.get("beliefs") is not None:
            self._beliefs_chosen = True
            self.fold_beliefs(bool(state["beliefs"]))
        if state.get("sizes"):
            self.splitter.setSizes([int(size) for size in state["sizes"]])

    def fold_beliefs(self, folded: bool) -> None:
        """Fold the beliefs to their header, or unfold them."""
        share = self.beliefs.fold(folded)
        self.splitter.setSizes([max(self.splitter.height() - share, 100), share])

    # -- inside

    def _sections(self) -> list[Any]:
        rest = (self.link, self.workload, self.reliability, self.money)
        return [self.fleet, *self.sites.all, *rest]

    def _join_site(self, power: SiteSection, build: BuildSection) -> None:
        """Listen to the two sections of a new site."""
        power.made.connect(self._listen)
        power.add_requested.connect(self.supply_add)
        power.remove_requested.connect(self.supply_remove)
        power.site_add_requested.connect(self.site_add)
        power.rename_requested.connect(self._name_site)
        power.duplicate_requested.connect(self.site_duplicate)
        power.site_remove_requested.connect(self.site_remove)
        for section in (power, build):
            self._listen(section.group.rows)
            section.folded.connect(self._refresh)

    def _name_site(self, index: int) -> None:
        self.reveal(f"sites.{index}.id")

    def _listen(self, rows: Iterable[Row]) -> None:
        self.rows.listen(rows)
        if self.head.filter.text():
            self._narrow(self.head.filter.text())

    def _refresh(self) -> None:
        if self._scenario is not None and self._preset is not None:
            self.workload.show_scenario(self._scenario, self._preset, self._no_effect)

    def _turn_beliefs(self) -> None:
        self._beliefs_chosen = True
        self.fold_beliefs(not self.beliefs.header.folded)

    def _narrow(self, text: str) -> None:
        """Show only the levers whose label, detail or section contains every word of ``text``."""
        words = text.lower().split()
        for section in self._sections():
            narrow_section(section, words)
        self.add_site.setVisible(not words)
        narrow_rows(self.beliefs.rows.values(), words, "beliefs")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low window the beliefs fold, unless the user said otherwise."""
        super().resizeEvent(event)
        if not self._beliefs_chosen:
            low = self.height() < _SHORT
            if low != self.beliefs.header.folded or event.oldSize().height() < 0:
                self.fold_beliefs(low)
                self.workload.fold(low)
                self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline between panel and plots."""
        painter = QPainter(self)
        tokens = theme.current()
        painter.fillRect(self.rect(), theme.color(tokens.s0))
        painter.end()
