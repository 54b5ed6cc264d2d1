"""What joins the sites of a scenario for one job."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.levers.declared import Declared
from gui.levers.fields import FieldGroup, StandIn
from gui.levers.provenance import DECISION, Provenance
from gui.levers.section import Section
from model.scenario import Link, Scenario


class LinkSection(Section):
    """What joins the sites; hidden where there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Between sites", parent)
        self.group = FieldGroup(
            "link", Link, only=_every, parent=self.body, default=_default_bandwidth
        )
        for row in self.group.rows:
            self.rows.addWidget(row)
        self.group.show_provenance(_decided)
        self.absent = True
        self.hide()

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the link."""
        several = len(scenario.sites) > 1
        if not self.is_news(scenario.link, preset.link, several, no_effect):
            return
        self.group.show(scenario.link, preset.link, scenario, no_effect)
        self.header.show_summary(_link_text(scenario.link))
        self.absent = not several
        self.setVisible(several)


def _link_text(link: Link) -> str:
    """``one fabric``, ``not joined`` or ``800 Gbit/s, 40 km``."""
    if link.gbit_s is None:
        return "one fabric"
    if link.gbit_s == 0:
        return "not joined"
    value, unit = fmt.quantity(link.gbit_s * 1e9, "bit/s")
    return f"{value} {unit}, {fmt.number(link.km)} km"


def _default_bandwidth(declared: Declared, scenario: Scenario) -> StandIn:
    """Sites that nothing is said about count as one fabric."""
    if declared.key == "gbit_s" and declared.scale is not None:
        return StandIn(declared.scale.high, "one fabric", holds=False)
    return StandIn()


def _decided(declared: Declared) -> Provenance:
    return DECISION


def _every(declared: Declared) -> bool:
    return True
