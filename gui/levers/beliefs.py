"""The beliefs: a header that folds them, and a row each in an area that scrolls by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.levers.belief_lever import BeliefLever
from gui.levers.fields import reason
from gui.levers.provenance import of_belief, of_record
from gui.levers.scroll import OverlayScroll
from gui.levers.section import SectionHeader
from gui.levers.sections import count_text
from model.samples import resolved
from model.scenario import BELIEFS, Belief, Scenario

_HEADER = 32
_HINT = "what nobody knows: low, mode, high"


class BeliefArea(QWidget):
    """A row a belief, in the order of declaration."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.header = SectionHeader("Beliefs", self, height=_HEADER)
        self.area = OverlayScroll(self)
        body = QWidget(self.area.viewport())
        self.rows = {name: BeliefLever(name, spec, body) for name, spec in BELIEFS.items()}
        stack = QVBoxLayout(body)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        for name, row in self.rows.items():
            row.show_provenance(of_belief(name))
            stack.addWidget(row)
        stack.addStretch(1)
        self.area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.area, 1)
        self._key: tuple[Any, ...] = ()
        self._no_effect: dict[str, str] = {}
        self._values: dict[str, Belief] = {}
        self._first: dict[str, Belief] = {}

    @property
    def changed(self) -> int:
        """How many differ from the preset's."""
        return sum(row.changed for row in self.rows.values())

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the beliefs in force."""
        used = frozenset(shipment.site for shipment in scenario.shipments)
        key = (scenario.beliefs, scenario.sites, used, preset)
        if key == self._key and no_effect == self._no_effect:
            return
        if key != self._key:
            self._key = key
            self._values, self._first = resolved(scenario), resolved(preset)
            self._show_cooling(scenario)
        self._no_effect = dict(no_effect)
        for name, row in self.rows.items():
            own, belief = getattr(scenario.beliefs, name), self._values[name]
            # A belief that was left out follows the cooling: so does its marker.
            first = self._first[name] if own is not None else belief
            row.show_value(belief, first)
            path = f"beliefs.{name}"
            why = reason(no_effect, path) or reason(no_effect, f"{path}.mode")
            row.show_state(changed=own is not None and belief != first, no_effect=why)
        self._show_summary()

    def _show_cooling(self, scenario: Scenario) -> None:
        """PUE comes from the cooling's record until it is set."""
        used = {shipment.site for shipment in scenario.shipments}
        sites = [site for site in scenario.sites if site.id in used] or list(scenario.sites)
        if sites:
            self.rows["pue"].show_provenance(of_record("cooling", sites[0].cooling))

    def fold(self, folded: bool) -> int:
        """Fold the rows away or unfold them; the height that suits the area then [px]."""
        self.header.folded = folded
        self.area.setVisible(not folded)
        rows = len(self.rows) * BeliefLever.base_height
        few = 3 * BeliefLever.base_height
        self.setMinimumHeight(_HEADER if folded else _HEADER + few)
        self.setMaximumHeight(_HEADER if folded else _HEADER + rows + few)
        self._show_summary()
        return _HEADER if folded else _HEADER + min(7 * BeliefLever.base_height, rows)

    def _show_summary(self) -> None:
        folded = self.header.folded
        text = count_text(len(self.rows), self.changed) if folded else ""
        self.header.show_summary(text, "" if folded else _HINT)
