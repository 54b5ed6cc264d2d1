"""The fleet: a row a shipment, to add, duplicate, remove, reorder and redirect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui import format as fmt
from gui import theme
from gui.levers.block_list import fit_blocks
from gui.levers.declared import Declared
from gui.levers.matching import matched
from gui.levers.menus import accelerator_menu
from gui.levers.moves import MoveList
from gui.levers.provenance import Provenance, of_scenario
from gui.levers.record_block import RecordBlock
from gui.levers.row import PAD
from gui.levers.section import Section
from model.catalog import catalog
from model.moves import left_of
from model.scenario import Scenario, Shipment


class ShipmentBlock(RecordBlock):
    """One shipment."""

    redirect_requested = Signal(int, str, int, object, float)
    """its index, and the site, count, day and days on the way of a move"""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__("shipments", index, Shipment, "count", parent, ordered=True)

    def show_record(
        self, record: Any, preset: Any | None, scenario: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the shipment; where there is another site, offer to redirect it."""
        able = left_of(scenario, self.index) > 0
        entry = ("Redirect to another site…", self.ask_redirect, able)
        self.row.offers = (entry,) if len(scenario.sites) > 1 else ()
        super().show_record(record, preset, scenario, no_effect)

    def context(self, record: Shipment, scenario: Scenario) -> int:
        """How many of it are not redirected."""
        return left_of(scenario, self.index)

    def ask_redirect(self) -> None:
        """Open the popup that asks where to, how many and when."""
        from gui.levers.redirect import RedirectPopup  # only here: a start is spared it

        self._asking = RedirectPopup(self._last[1], self.index, self)
        self._asking.agreed.connect(self._redirected)
        self._asking.show_at(self.row.mapToGlobal(QPoint(PAD, self.row.height())))

    def _redirected(self, site: str, count: int, on: date, transit_days: float) -> None:
        self.redirect_requested.emit(self.index, site, count, on, transit_days)

    def names(self, record: Shipment, scenario: Scenario) -> tuple[str, tuple[str, ...], str]:
        """The type's short name, the date and, of several sites, which; the type's family."""
        accelerator = catalog().accelerators.get(record.accelerator)
        when, short = fmt.long_date(record.arrives), fmt.short_date(record.arrives)
        forms: tuple[str, ...] = (f"from {when}", when)
        if len(scenario.sites) > 1:
            site = record.site
            forms = (f"from {when} for {site}", f"{when}, {site}", f"{short}, {site}", when, short)
        if accelerator is None:
            return record.accelerator, forms, "unknown"
        return accelerator.short, forms, accelerator.family

    def caption(self, record: Shipment, scenario: Scenario) -> str:
        """The order's name and how much of it is redirected, if any is."""
        left = left_of(scenario, self.index)
        gone = record.count - left
        if not gone:
            return ""
        part = f"{fmt.count(gone)} of {fmt.count(record.count)}" if left else "all"
        return f"{record.id}: {part} redirected"

    def provenance(self, record: Shipment, scenario: Scenario) -> Provenance:
        """The sources of the scenario, and the shipment's own note."""
        return of_scenario(scenario, record.note)

    def date_key(self) -> str:
        """The day it arrives."""
        return "arrives"

    def type_key(self) -> str:
        """The accelerator."""
        return "accelerator"

    def type_menu(self) -> QMenu:
        """All accelerators, by vendor."""
        return accelerator_menu(self, self.record.accelerator)

    def relevant(self, declared: Declared, record: Shipment) -> bool:
        """A site, and a name for moves to refer to, are asked for only where there are several."""
        return declared.kind not in ("site", "name") or len(self._last[1].sites) > 1


class FleetSection(Section):
    """All shipments. ``made`` announces new rows; the others say what the user asks for."""

    made = Signal(list)
    add_requested = Signal()
    duplicate_requested = Signal(int)
    remove_requested = Signal(int)
    move_requested = Signal(int, int)
    redirect_requested = Signal(int, str, int, object, float)
    redirection_remove_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Fleet", parent)
        self.blocks: list[ShipmentBlock] = []
        self.add = self.offer_add("Add a shipment")
        self.add.clicked.connect(self.add_requested)
        self.moves = MoveList(self.body)
        self.moves.made.connect(self.made)
        self.moves.remove_requested.connect(self.redirection_remove_requested)
        self.rows.addWidget(self.moves)
        self._mark = _InsertionMark(self.body)
        self._summed: object = None

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the shipments; rows are made and dropped only when their number changes."""
        fit_blocks(self.blocks, len(scenario.shipments), self.rows, self._make)
        pairs = matched(scenario.shipments, preset.shipments, _alike)
        for block, record, first in zip(self.blocks, scenario.shipments, pairs, strict=True):
            block.show_record(record, first, scenario, no_effect)
        self.moves.show_scenario(scenario, preset, no_effect)
        if scenario.shipments is not self._summed:
            self._summed = scenario.shipments
            self.header.show_summary(summary(scenario))

    def _make(self, index: int) -> ShipmentBlock:
        block = ShipmentBlock(index, self.body)
        block.made.connect(self.made)
        block.duplicate_requested.connect(self.duplicate_requested)
        block.remove_requested.connect(self.remove_requested)
        block.move_requested.connect(self._move)
        block.redirect_requested.connect(self.redirect_requested)
        block.dragged.connect(self._dragged)
        block.dropped.connect(self._dropped)
        return block

    def _move(self, index: int, step: int) -> None:
        if 0 <= index + step < len(self.blocks):
            self.move_requested.emit(index, index + step)
            self.blocks[index + step].row.field.setFocus()

    def _gap(self, y: float) -> int:
        """Before which block a drop at ``y`` in the body goes."""
        tops = [block.y() + block.height() / 2 for block in self.blocks]
        return sum(y > top for top in tops)

    def _dragged(self, index: int, y: float) -> None:
        gap = self._gap(self.blocks[index].y() + y)
        ends = [block.y() for block in self.blocks]
        ends.append(self.blocks[-1].y() + self.blocks[-1].height())
        self._mark.show_at(ends[gap], self.body.width())

    def _dropped(self, index: int, y: float) -> None:
        gap = self._gap(self.blocks[index].y() + y)
        self._mark.hide()
        target = gap - 1 if gap > index else gap
        if target != index:
            self.move_requested.emit(index, target)


class _InsertionMark(QWidget):
    """A 2 px line in the accent where a dragged row would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def show_at(self, y: int, width: int) -> None:
        """Lie across a list of ``width`` at ``y`` [px]."""
        self.setGeometry(QRect(PAD, y - 1, width - 2 * PAD, 2))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(theme.current().acc))
        painter.end()


def summary(scenario: Scenario) -> str:
    """``200,000 GPUs = 200,000 H100e``: H100-equivalents by dense bf16 peak."""
    table = catalog().accelerators
    reference = table["h100_sxm"].peak["bf16"]
    peaks = [
        (shipment.count, table[shipment.accelerator].peak)
        for shipment in scenario.shipments
        if shipment.accelerator in table
    ]
    total = fmt.count(scenario.total_count)
    equal = sum(count * peak["bf16"] for count, peak in peaks if "bf16" in peak) / reference
    return f"{total} GPUs = {fmt.count(equal)} H100e"


def _alike(one: Shipment, other: Shipment) -> bool:
    return one.accelerator == other.accelerator and (
        one.arrives == other.arrives or one.count == other.count
    )
