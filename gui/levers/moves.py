"""Redirected orders: a row a move, with its count, its day and where it goes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from gui import format as fmt
from gui import theme
from gui.levers.block_list import fit_blocks
from gui.levers.declared import Declared
from gui.levers.matching import matched
from gui.levers.menus import options_menu
from gui.levers.provenance import Provenance, of_scenario
from gui.levers.record_block import RecordBlock
from gui.levers.row import PAD
from model.catalog import catalog
from model.scenario import Move, Scenario, Shipment


class MoveBlock(RecordBlock):
    """One move."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__("moves", index, Move, "count", parent, ordered=False)

    def context(self, record: Move, scenario: Scenario) -> Shipment:
        """The order that it takes from."""
        return next(each for each in scenario.shipments if each.id == record.order)

    def names(self, record: Move, scenario: Scenario) -> tuple[str, tuple[str, ...], str]:
        """What goes where, and when."""
        order = self.context(record, scenario)
        kind = catalog().accelerators.get(order.accelerator)
        name, family = (kind.short, kind.family) if kind else (order.accelerator, "unknown")
        when, short = fmt.long_date(record.on), fmt.short_date(record.on)
        return f"{name} to {record.site}", (f"on {when}", when, short), family

    def caption(self, record: Move, scenario: Scenario) -> str:
        """Which order it takes from, when that is due and where."""
        order = self.context(record, scenario)
        return f"of {order.id}, due {fmt.long_date(order.arrives)} at {order.site}"

    def provenance(self, record: Move, scenario: Scenario) -> Provenance:
        """The sources of the scenario, and the move's own note."""
        return of_scenario(scenario, record.note)

    def date_key(self) -> str:
        """The day it is redirected."""
        return "on"

    def type_key(self) -> str:
        """Where it goes."""
        return "site"

    def type_menu(self) -> QMenu:
        """The other sites."""
        scenario = self._last[1]
        home = self.context(self.record, scenario).site
        options = [(f"To {site.id}", site.id) for site in scenario.sites if site.id != home]
        return options_menu(self, options, self.record.site)

    def relevant(self, declared: Declared, record: Move) -> bool:
        """Every field means something."""
        return True


class MoveList(QWidget):
    """All moves under a small title; hidden while there are none."""

    made = Signal(list)
    remove_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks: list[MoveBlock] = []
        self.title = QLabel("Redirected", self)
        self.title.setFont(theme.font(11))
        self.title.setContentsMargins(PAD, 6, 0, 2)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 4)
        self.rows.setSpacing(0)
        self.rows.addWidget(self.title)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the moves; rows are made and dropped only when their number changes."""
        fit_blocks(self.blocks, len(scenario.moves), self.rows, self._make, first=1)
        pairs = matched(scenario.moves, preset.moves, _alike)
        for block, record, first in zip(self.blocks, scenario.moves, pairs, strict=True):
            block.show_record(record, first, scenario, no_effect)
        self.setVisible(bool(scenario.moves))

    def _make(self, index: int) -> MoveBlock:
        block = MoveBlock(index, self)
        block.made.connect(self.made)
        block.remove_requested.connect(self.remove_requested)
        return block

    def _restyle(self) -> None:
        self.title.setStyleSheet(f"color: {theme.current().t3};")


def _alike(one: Move, other: Move) -> bool:
    return one.order == other.order and (one.site == other.site or one.count == other.count)
