"""The panel of levers: decisions above, beliefs below, both made from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from gui import theme
from gui.levers.beliefs import BeliefArea
from gui.levers.fleet import FleetSection
from gui.levers.head import Head
from gui.levers.link import LinkSection
from gui.levers.record_block import RecordBlock
from gui.levers.row import Row
from gui.levers.scroll import OverlayScroll
from gui.levers.section import Section
from gui.levers.sections import MoneySection, ReliabilitySection, WorkloadSection
from gui.levers.site import BuildSection, SiteSection
from model import paths
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
        self._remarked: set[str] = set()
        self._structure: tuple[Any, ...] = ()
        self._rows: dict[str, Row] = {}
        self._locked: set[str] = set()
        self._to_fold: set[str] = set()
        self._beliefs_chosen = False
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
        self.sites: list[SiteSection] = []
        self.builds: list[BuildSection] = []
        self.link = LinkSection(self._decisions)
        self.workload = WorkloadSection(self._decisions)
        self.reliability = ReliabilitySection(self._decisions)
        self.reliability.fold(True)
        self.money = MoneySection(self._decisions)
        self.money.fold(True)
        self._stack = QVBoxLayout(self._decisions)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        for section in (self.fleet, self.link, self.workload, self.reliability, self.money):
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
        of supply are added or removed.
        """
        self._scenario, self._preset, self._no_effect = scenario, preset, dict(no_effect)
        structure = tuple(site.id for site in scenario.sites)
        if structure != self._structure:
            self._structure = structure
            self._fit_sites(scenario)
        for section in self._sections():
            section.show_scenario(scenario, preset, no_effect)
        self.beliefs.show_scenario(scenario, preset, no_effect)

    def show_remarks(self, remarks: Mapping[str, str]) -> None:
        """Say under each lever in ``remarks``, path -> sentence, what its value means."""
        if not remarks and not self._remarked:
            return
        rows = self._live()
        for path in self._remarked | remarks.keys():
            if path in rows:
                rows[path].show_remark(remarks.get(path, ""))
        self._remarked = set(remarks)

    def refuse(self, path: str, message: str) -> None:
        """Show at the lever of ``path`` in one line why a value was not taken."""
        row = self.row(path)
        if row is not None and self._scenario is not None:
            row.refuse(message)
            row.back_to(paths.get(self._scenario, row.path))

    def row(self, path: str) -> Row | None:
        """The row of the field at ``path``, or of the record that it belongs to."""
        rows = self._live()
        while path:
            if path in rows:
                return rows[path]
            main = next((p for p in rows if p.rpartition(".")[0] == path), None)
            if main is not None:
                return rows[main]
            path = path.rpartition(".")[0]
        return None

    def reveal(self, path: str) -> bool:
        """Unfold, scroll to and focus the lever of ``path``; False if there is none."""
        row = self.row(path)
        if row is None:
            return False
        if path.startswith("beliefs"):
            self.fold_beliefs(False)
            self.beliefs.area.ensureWidgetVisible(row)
        else:
            for section in self._sections():
                if section.isAncestorOf(row):
                    section.fold(False)
            self.decision_scroll.ensureWidgetVisible(row)
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    @property
    def locked(self) -> frozenset[str]:
        """Paths that Solve and sweeps leave alone."""
        return frozenset(self._locked)

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
        pairs = zip(self.sites, self.builds, strict=True)
        both = [section for pair in pairs for section in pair]
        return [self.fleet, *both, self.link, self.workload, self.reliability, self.money]

    def _fit_sites(self, scenario: Scenario) -> None:
        for section in (*self.sites, *self.builds):
            for path in [p for p, row in self._live().items() if section.isAncestorOf(row)]:
                del self._rows[path]
            self._stack.removeWidget(section)
            section.hide()
            section.deleteLater()
        self.sites, self.builds = [], []
        several, home = len(scenario.sites) > 1, self._decisions
        for index, site in enumerate(scenario.sites):
            power = SiteSection(index, f"{site.id}: power" if several else "Site and power", home)
            build = BuildSection(index, f"{site.id}: build" if several else "Build", home)
            power.made.connect(self._listen)
            power.add_requested.connect(self.supply_add)
            power.remove_requested.connect(self.supply_remove)
            self._listen(power.group.rows)
            self._listen(build.group.rows)
            for offset, section in enumerate((power, build)):
                self._stack.insertWidget(1 + 2 * index + offset, section)
                section.folded.connect(self._refresh)
                section.fold(section.header.text() in self._to_fold)
            self.sites.append(power)
            self.builds.append(build)

    def _listen(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._rows[row.path] = row
            row.edited.connect(self.edited)
            row.released.connect(self.released)
            row.help_requested.connect(self.help_requested)
            row.lock_changed.connect(self._lock)
            row.reset_requested.connect(self._reset)
            if row.path in self._locked:
                row.show_lock(True)
        if self.head.filter.text():
            self._narrow(self.head.filter.text())

    def _live(self) -> dict[str, Row]:
        """The rows by path, without those whose record is gone."""
        self._rows = {path: row for path, row in self._rows.items() if isValid(row)}
        return self._rows

    def _lock(self, path: str, locked: bool) -> None:
        (self._locked.add if locked else self._locked.discard)(path)

    def _reset(self, path: str) -> None:
        """Ask for the preset's value, or for those of the whole record."""
        row = self._rows[path]
        block = row.parent()
        if isinstance(block, RecordBlock) and row is block.row:
            for part, value in block.changes():
                self.edited.emit(part, value)
        elif self._preset is not None:
            self.edited.emit(path, preset_value(self._preset, self._scenario, path))
        self.released.emit()

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
            shown = 0
            for row in section.findChildren(Row):
                fits = _fits(row, words, section.header.text())
                row.setVisible(fits)
                shown += fits
            section.show_filtered(bool(words))
            section.setVisible(not section.absent and (bool(shown) or not words))
            if isinstance(section, FleetSection | SiteSection):
                section.add.setVisible(not words)
        for row in self.beliefs.rows.values():
            row.setVisible(_fits(row, words, "beliefs"))

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


def preset_value(preset: Scenario, scenario: Scenario | None, path: str) -> Any:
    """What the preset has at ``path``; of a site the one with the same id."""
    keys = path.split(".")
    if keys[0] == "beliefs":
        return getattr(preset.beliefs, keys[1])
    if keys[0] == "sites" and scenario is not None:
        name = scenario.sites[int(keys[1])].id
        index = next((i for i, site in enumerate(preset.sites) if site.id == name), int(keys[1]))
        path = ".".join(("sites", str(index), *keys[2:]))
    return paths.get(preset, path)


def _fits(row: Row, words: list[str], section: str) -> bool:
    text = f"{row.label} {row.detail} {section}".lower()
    return all(word in text for word in words)


__all__ = ["LeverPanel", "Section", "preset_value"]
