"""A site: its steps of power supply and the fields that say how it is run and built."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from gui import format as fmt
from gui.levers.block_list import fit_blocks
from gui.levers.declared import Declared, fields
from gui.levers.fields import FieldGroup, StandIn, option_text
from gui.levers.matching import matched
from gui.levers.menus import options_menu
from gui.levers.provenance import DECISION, Provenance, of_ids, of_record
from gui.levers.record_block import RecordBlock
from gui.levers.section import AddButton, Section
from gui.levers.site_menu import site_menu
from model.catalog import catalog
from model.scenario import Scenario, Site, Supply

BUILD = ("build", "start", "halls", "phase_mw", "pace", "calendar", "racks_a_day")
_ALWAYS = date(2000, 1, 1)
_OF_SOURCE = {
    "mwh": "battery",
    "efficiency": "battery",
    "units": "turbines",
    "permit_mw": "turbines",
}
"""Fields that mean something for one source only."""
_UNIT_FIELDS = ("spare", "availability")
_USUAL = {"availability": "turbine_availability", "efficiency": "battery_efficiency"}
"""Fields that may be empty, and the assumption that then holds."""


class SupplyBlock(RecordBlock):
    """One step of power supply."""

    def __init__(self, site: int, index: int, parent: QWidget | None = None) -> None:
        super().__init__(f"sites.{site}.supply", index, Supply, "mw", parent, ordered=False)

    def names(self, record: Supply, scenario: Scenario) -> tuple[str, tuple[str, ...], str]:
        """The source and its dates; of a battery its energy."""
        return option_text(record.source), supply_details(record), ""

    def provenance(self, record: Supply, scenario: Scenario) -> Provenance:
        """The sources that the step names."""
        return of_ids(record.src, record.note)

    def date_key(self) -> str:
        """The day the first of it is energised."""
        return "from"

    def type_key(self) -> str:
        """Grid, turbines or battery."""
        return "source"

    def type_menu(self) -> QMenu:
        """The sources of power."""
        declared = next(entry for entry in fields(Supply) if entry.key == "source")
        options = [(option_text(option), option) for option in declared.options]
        return options_menu(self, options, self.record.source)

    def relevant(self, declared: Declared, record: Supply) -> bool:
        """Energy is asked of a battery only, units of turbines, spares where there are units."""
        if declared.key in _UNIT_FIELDS:
            return record.source == "turbines" and record.units > 0
        return declared.key not in _OF_SOURCE or record.source == _OF_SOURCE[declared.key]

    def stand_in(self, declared: Declared, scenario: Scenario) -> StandIn:
        """The usual value where none is given; a permit that is none lets all run."""
        if declared.key in _USUAL:
            return StandIn(catalog().assumptions[_USUAL[declared.key]].value, "usual")
        if declared.key == "permit_mw":
            return StandIn(self.record.mw, "no limit", holds=False)
        return super().stand_in(declared, scenario)


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
        self._key: tuple[Any, ...] = ()
        self._scenario: Scenario | None = None
        self.header.offer_menu(
            "Add a site, or rename, duplicate or remove this one", self.open_menu
        )
        self.blocks: list[SupplyBlock] = []
        self.add = AddButton("Add power", self.body)
        self.rows.addWidget(self.add)
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
        key = (scenario.sites, preset, no_effect)
        if key == self._key:
            return
        self._key = key
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
        self._key: tuple[Any, ...] = ()
        self.group = FieldGroup(f"sites.{site}", Site, only=_is_build, parent=self.body)
        for row in self.group.rows:
            self.rows.addWidget(row)
        self._template = ""

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show how the site is built."""
        key = (scenario.sites, preset, no_effect)
        if key == self._key:
            return
        self._key = key
        site = scenario.sites[self.site]
        self.header.show_title(f"{site.id}: build" if len(scenario.sites) > 1 else "Build")
        self.group.show(site, preset_site(self.site, scenario, preset), scenario, no_effect)
        if site.build != self._template:
            self._template = site.build
            self.group.show_provenance(self._provenance)

    def _provenance(self, declared: Declared) -> Provenance:
        return of_record("templates", self._template) if declared.key == "pace" else DECISION


def supply_details(record: Supply) -> tuple[str, ...]:
    """The dates of a step, long to short, with a battery's energy or the units of turbines.

    ``from 1 Aug 2024``; ``1 Jul 2024 to 1 Apr 2025``, ``Jul 2024 to Apr 2025``, ``by Apr 2025``;
    ``655 MWh from 7 Nov 2024``.
    """
    size = ""
    if record.source == "battery" and record.mwh:
        size = " ".join(fmt.quantity(record.mwh, "MWh"))
    elif record.source == "turbines" and record.units > 1:
        size = f"{record.units} × {fmt.number(record.mw / record.units)} MW"
    start, end = fmt.long_date(record.from_), ""
    if record.by is not None:
        end = fmt.long_date(record.by)
        forms = [f"{start} to {end}", f"{_month(record.from_)} to {_month(record.by)}"]
        forms.append(f"by {_month(record.by)}")
    elif record.from_ > _ALWAYS:
        forms = [f"from {start}", start]
    else:
        forms = ["from the start", ""]
    if record.until is not None:
        until = fmt.long_date(record.until)
        forms = [f"{form} until {until}" for form in forms] + [f"until {_month(record.until)}"]
    if size:
        forms = [f"{size} {form}".strip() for form in forms] + [size]
    return tuple(form for form in dict.fromkeys(forms) if form)


def _month(when: date) -> str:
    return fmt.long_date(when).split(" ", 1)[1]


def preset_index(index: int, scenario: Scenario, preset: Scenario) -> int | None:
    """Where in the preset the site at ``index`` stands: by its name; a renamed one by its place."""
    names = [site.id for site in preset.sites]
    name = scenario.sites[index].id
    if name in names:
        return names.index(name)
    renamed = index < len(names) == len(scenario.sites)
    free = renamed and all(site.id != names[index] for site in scenario.sites)
    return index if free else None


def preset_site(index: int, scenario: Scenario, preset: Scenario) -> Site | None:
    """The site of the preset that the one at ``index`` was."""
    found = preset_index(index, scenario, preset)
    return None if found is None else preset.sites[found]


def _is_build(declared: Declared) -> bool:
    return declared.key in BUILD


def _not_build(declared: Declared) -> bool:
    return declared.key not in BUILD


def _alike(one: Supply, other: Supply) -> bool:
    return one.source == other.source and (one.from_ == other.from_ or one.mw == other.mw)
