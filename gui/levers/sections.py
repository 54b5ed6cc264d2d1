"""The sections that are one record each: the training run, its recovery, and money."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.levers.declared import Declared
from gui.levers.fields import FieldGroup, StandIn
from gui.levers.provenance import DECISION, Provenance, of_record
from gui.levers.section import Section
from model.catalog import catalog
from model.scenario import Money, Recovery, Scenario, Workload
from model.units import GIGA

_FROM_MODEL = ("flop", "batch_tokens", "sequence", "precision")
_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class WorkloadSection(Section):
    """The training run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Workload", parent)
        self.group = FieldGroup("workload", Workload, only=_every, parent=self.body)
        for row in self.group.rows:
            self.rows.addWidget(row)
        self._model = ""

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the run."""
        run = scenario.workload
        if not self.is_news(run, preset.workload, no_effect, self.is_folded):
            return
        self.group.show(run, preset.workload, scenario, no_effect)
        if run.model != self._model:
            self._model = run.model
            self.group.show_provenance(self._provenance)
        if self.is_folded:
            record = catalog().workloads.get(run.model)
            name = record.name if record is not None else run.model
            self.header.show_summary(f"{name}, {fmt.power_of_ten(run.flop)} FLOP")
        else:
            self.header.show_summary("")

    def _provenance(self, declared: Declared) -> Provenance:
        return of_record("workloads", self._model) if declared.key in _FROM_MODEL else DECISION


class MoneySection(Section):
    """Prices that a planner negotiates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Money", parent)
        self.group = FieldGroup(
            "money", Money, only=_every, parent=self.body, default=_default_money
        )
        for row in self.group.rows:
            self.rows.addWidget(row)
        self._place = ""

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the prices."""
        if not self.is_news(scenario.money, preset.money, scenario.sites[:1], no_effect):
            return
        self.group.show(scenario.money, preset.money, scenario, no_effect)
        place = scenario.sites[0].place if scenario.sites else ""
        if place != self._place:
            self._place = place
            self.group.show_provenance(self._provenance)
        self.header.show_summary(changed_text(self.group, "levers"))

    def _provenance(self, declared: Declared) -> Provenance:
        return of_record("sites", self._place) if declared.key == "power_price" else DECISION


_USUAL_RECOVERY = {"storage_gb_s": "checkpoint_bytes_per_s", "spares": "spare_share"}
"""Field -> the assumption that says what is usual"""


class ReliabilitySection(Section):
    """How the run saves its state and comes back after a failure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Reliability", parent)
        self.group = FieldGroup(
            "recovery", Recovery, only=_every, parent=self.body, default=_default_recovery
        )
        for row in self.group.rows:
            self.rows.addWidget(row)
        self.group.show_provenance(self._provenance)

    def show_scenario(
        self, scenario: Scenario, preset: Scenario, no_effect: Mapping[str, str]
    ) -> None:
        """Show the decisions."""
        if not self.is_news(scenario.recovery, preset.recovery, no_effect):
            return
        self.group.show(scenario.recovery, preset.recovery, scenario, no_effect)
        self.header.show_summary(changed_text(self.group, "levers"))

    def _provenance(self, declared: Declared) -> Provenance:
        usual = _USUAL_RECOVERY.get(declared.key)
        return of_record("assumptions", usual) if usual else DECISION


def changed_text(group: FieldGroup, noun: str) -> str:
    """``5 levers, all at preset`` or ``5 levers, one changed``."""
    return count_text(len(group.rows), sum(row.changed for row in group.rows), noun)


def count_text(total: int, changed: int, noun: str = "") -> str:
    """``12, two changed``."""
    start = f"{total} {noun}".strip()
    if not changed:
        return f"{start}, all at preset"
    word = _WORDS[changed] if changed < len(_WORDS) else str(changed)
    return f"{start}, {word} changed"


def _every(declared: Declared) -> bool:
    return True


def _default_money(declared: Declared, scenario: Scenario) -> StandIn:
    """Electricity costs what it costs at the first site's place."""
    place = catalog().sites.get(scenario.sites[0].place) if scenario.sites else None
    if declared.key == "power_price" and place is not None:
        return StandIn(place.power_price.mode, f"as {place.name}")
    return StandIn()


def _default_recovery(declared: Declared, scenario: Scenario) -> StandIn:
    """Storage is as fast as jobs of a trillion parameters have it."""
    if declared.key == "storage_gb_s":
        return StandIn(catalog().assumption("checkpoint_bytes_per_s").value / GIGA, "as usual")
    return StandIn()
