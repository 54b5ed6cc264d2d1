"""Where the value of a lever comes from, and how far it can be trusted, from the catalogue."""

from __future__ import annotations

from datetime import date

import msgspec

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


class Provenance(msgspec.Struct, frozen=True):
    """The sources of one value, by id. ``trust`` is full, half or ring; ``note`` one sentence."""

    ids: tuple[str, ...] = ()
    confidence: str = ""
    stated: date | None = None
    """as of which day the value was stated; None: the day of its first source"""
    note: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources; only asking for them reads their files."""
        return tuple(catalog().sources[key] for key in self.ids)

    @property
    def trust(self) -> str:
        """How the dot is drawn."""
        return _TRUST.get(self.confidence, "ring")

    @property
    def asof(self) -> date | None:
        """The day that the value is as of."""
        return self.stated or (self.sources[0].date if self.ids else None)

    @property
    def title(self) -> str:
        """The first source in a few words; empty if there is none."""
        return self.sources[0].title if self.ids else ""


DECISION = Provenance(note="A planner's decision; no source stands behind the number.")


def of_record(table: str, key: str) -> Provenance:
    """The sources of one record of the catalogue."""
    record: Record | None = getattr(catalog(), table, {}).get(key)
    if record is None:
        return DECISION
    return Provenance(_known(record.src), record.confidence, record.asof, record.note)


def of_belief(name: str) -> Provenance:
    """The sources of a belief's default range."""
    spec = BELIEFS[name]
    assumption = catalog().assumptions.get(name)
    if assumption is not None:
        known = _known(assumption.src)
        return Provenance(known, assumption.confidence, assumption.asof, assumption.note)
    confidence = "D" if spec.src.startswith("judgement") or not spec.src else "B"
    return Provenance(_known((spec.src,)), confidence, None, spec.why)


def of_ids(ids: str, note: str = "") -> Provenance:
    """The sources that a scenario's record names: ids, separated by spaces or semicolons."""
    known = _known(tuple(ids.replace(";", " ").replace(",", " ").split()))
    if not known:
        return Provenance(note=note) if note else DECISION
    return Provenance(known, "A" if len(known) == 1 else "B", None, note)


def of_scenario(scenario: Scenario, note: str = "") -> Provenance:
    """The sources of the scenario as a whole, for a value that has none of its own."""
    known = _known(scenario.sources)
    if not known:
        return Provenance(note=note) if note else DECISION
    return Provenance(known, "B", None, note)


def _known(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in ids if key in catalog().source_ids)
