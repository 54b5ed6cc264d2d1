"""A site: its steps of power supply and the fields that say how it is run and built."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from gui.levers.block_list import fit_blocks
from gui.levers.declared import Declared
from gui.levers.fields import FieldGroup
from gui.levers.matching import matched
from gui.levers.presets import preset_site
from gui.levers.provenance import DECISION, Provenance, of_record
from gui.levers.section import Section
from gui.levers.site_menu import site_menu
from gui.levers.supply import SupplyBlock
from model.catalog import catalog
from model.scenario import Scenario, Site, Supply

BUILD = ("build", "start", "halls", "phase_mw", "pace", "calendar", "racks_a_day")


class SiteSection(Section):
    """Power supply and the fields of one site that aren't about building it."""

    made = Signal(list)
    add_requested = Signal(int)
    remove_requested = Signal(int, int)
    site_add_requested = Signal()
    rename_requested = Signal(int)
    duplicate_requested = Signal(int)
    site_remove_requested = Signal(int, str)
    """its index, and the site that takes its shipments; empty: they go too"""

    def __init__(self, site: int, parent: QWidget | None = None) -> None:
        super().__init__("Site and power", parent)
        self.site = site
        self._scenario: Scenario | None = None
        self.header.offer_menu(
            "Add a site, or rename, duplicate or remove this one", self.open_menu
        )
        self.blocks: list[SupplyBlock] = []
        self.add = self.offer_add("Add power")
        self.add.clicked.connect(self._add)
        self.group = FieldGroup(f"sites.{site}", Site, only=_not_build, parent=self.body)
        name, *others = self.group.rows
        self.rows.insertWidget(0, name)
        for row in others:
            self.rows.addWidget(row)

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the site; supply rows are made and dropped only when their number changes."""
        if not self.is_news(scenario.sites, preset, no_effect):
            return
        site = scenario.sites[self.site]
        first = preset_site(self.site, scenario, preset)
        self._scenario = scenario
        several = len(scenario.sites) > 1
        self.header.show_title(f"{site.id}: power" if several else "Site and power")
        fit_blocks(self.blocks, len(site.supply), self.rows, self._make, first=1)
        pairs = matched(site.supply, () if first is None else first.supply, _alike)
        for block, record, pair in zip(self.blocks, site.supply, pairs, strict=True):
            block.show_record(record, pair, scenario, no_effect)
        self.group.show(site, first, scenario, no_effect)
        place = catalog().sites.get(site.place)
        self.header.show_summary(place.name if place is not None else site.place)

    def open_menu(self, where: QPoint) -> None:
        """What can be done with the site."""
        if self._scenario is not None:
            self._menu = site_menu(
                self, self._scenario, self.site,
                add=self.site_add_requested.emit,
                rename=partial(self.rename_requested.emit, self.site),
                duplicate=partial(self.duplicate_requested.emit, self.site),
                remove=partial(self.site_remove_requested.emit, self.site),
            )  # fmt: skip
            self._menu.popup(where)

    def _make(self, index: int) -> SupplyBlock:
        block = SupplyBlock(self.site, index, self.body)
        block.made.connect(self.made)
        block.remove_requested.connect(self._remove)
        return block

    def _add(self) -> None:
        self.add_requested.emit(self.site)

    def _remove(self, index: int) -> None:
        self.remove_requested.emit(self.site, index)


class BuildSection(Section):
    """The fields of one site that say how it is built."""

    def __init__(self, site: int, parent: QWidget | None = None) -> None:
        super().__init__("Build", parent)
        self.site = site
        self.group = FieldGroup(f"sites.{site}", Site, only=_is_build, parent=self.body)
        for row in self.group.rows:
            self.rows.addWidget(row)
        self._template = ""

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show how the site is built."""
        if not self.is_news(scenario.sites, preset, no_effect):
            return
        site = scenario.sites[self.site]
        self.header.show_title(f"{site.id}: build" if len(scenario.sites) > 1 else "Build")
        self.group.show(site, preset_site(self.site, scenario, preset), scenario, no_effect)
        if site.build != self._template:
            self._template = site.build
            self.group.show_provenance(self._provenance)

    def _provenance(self, declared: Declared) -> Provenance:
        return of_record("templates", self._template) if declared.key == "pace" else DECISION


def _is_build(declared: Declared) -> bool:
    return declared.key in BUILD


def _not_build(declared: Declared) -> bool:
    return declared.key not in BUILD


def _alike(one: Supply, other: Supply) -> bool:
    return one.source == other.source and (one.from_ == other.from_ or one.mw == other.mw)
