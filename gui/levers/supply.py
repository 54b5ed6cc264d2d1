"""A step of power supply on the screen: its row, its fields, its dates in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QMenu, QWidget

from gui import format as fmt
from gui.levers.declared import Declared, fields
from gui.levers.fields import StandIn, option_text
from gui.levers.menus import options_menu
from gui.levers.provenance import Provenance, of_ids
from gui.levers.record_block import RecordBlock
from model.catalog import catalog
from model.scenario import Scenario, Supply

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
