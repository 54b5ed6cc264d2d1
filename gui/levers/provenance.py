"""Where the value of a lever comes from, and how far it can be trusted, from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.catalog import catalog
from model.records import Record, Source
from model.scenario import BELIEFS, Scenario

_TRUST = {"A": "full", "B": "half", "C": "ring", "D": "ring"}
WORDS = {
    "A": "primary or measured",
    "B": "several reports",
    "C": "an estimate",
    "D": "a judgement",
    "": "not stated",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """The sources of one value. ``trust`` is full, half or ring; ``note`` one sentence."""

    sources: tuple[Source, ...]
    confidence: str
    asof: date | None = None
    note: str = ""

    @property
    def trust(self) -> str:
        """How the dot is drawn."""
        return _TRUST.get(self.confidence, "ring")

    @property
    def title(self) -> str:
        """The first source in a few words; empty if there is none."""
        return self.sources[0].title if self.sources else ""


DECISION = Provenance((), "", None, "A planner's decision; no source stands behind the number.")


def of_record(table: str, key: str) -> Provenance:
    """The sources of one record of the catalogue."""
    record: Record | None = getattr(catalog(), table, {}).get(key)
    if record is None:
        return DECISION
    return Provenance(_found(record.src), record.confidence, record.asof, record.note)


def of_belief(name: str) -> Provenance:
    """The sources of a belief's default range."""
    spec = BELIEFS[name]
    assumption = catalog().assumptions.get(name)
    if assumption is not None:
        found = _found(assumption.src)
        return Provenance(found, assumption.confidence, assumption.asof, assumption.note)
    confidence = "D" if spec.src.startswith("judgement") or not spec.src else "B"
    return Provenance(_found((spec.src,)), confidence, None, spec.why)


def of_ids(ids: str, note: str = "") -> Provenance:
    """The sources that a scenario's record names: ids, separated by spaces or semicolons."""
    found = _found(tuple(ids.replace(";", " ").replace(",", " ").split()))
    if not found:
        return Provenance((), "", None, note) if note else DECISION
    return Provenance(found, "A" if len(found) == 1 else "B", found[0].date, note)


def of_scenario(scenario: Scenario, note: str = "") -> Provenance:
    """The sources of the scenario as a whole, for a value that has none of its own."""
    found = _found(scenario.sources)
    if not found:
        return Provenance((), "", None, note) if note else DECISION
    return Provenance(found, "B", found[0].date, note)


def _found(ids: tuple[str, ...]) -> tuple[Source, ...]:
    sources = catalog().sources
    return tuple(sources[key] for key in ids if key in sources)
