"""Units that a site gives away, and what it could have done with them, order by order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np

from model.catalog import catalog
from model.outcome import Outcome
from model.scenario import Move, Scenario, Shipment
from model.study.site_alone import Alone, evaluated_alone
from model.units import MEGA, date_of, day_number

AT_ONCE_D = 45
"""Racking takes weeks: units that are online this soon after the last of them came did not
wait. Judgement: 12,000 at 400 a day are a month."""


_PARTS = 24
"""Points of a day at which what stands idle is summed up"""


class Part(msgspec.Struct, frozen=True):
    """Units of one order that a site gives away."""

    order: str
    kind: str
    """short name of the accelerator"""
    count: int
    due: date
    """day on which the last of the order would have been there"""
    there: int
    """accelerators that would have been at the site by then, as planned"""
    needs_mw: float
    """mean draw of all of those"""
    had_mw: float
    """firm supply on that day"""
    online: date | None
    """day on which all of those would have been online; None: never"""
    idle_gpu_days: float
    """days that the units would have stood there without computing"""
    waits_for: str
    """what they would have waited for, in words; empty: for nothing"""

    @property
    def short_mw(self) -> float:
        """What was missing on the day they were due; 0: nothing."""
        return max(self.needs_mw - self.had_mw, 0.0)


class Given(msgspec.Struct, frozen=True):
    """All that one site gives away."""

    site: str
    parts: tuple[Part, ...]
    """one an order, the first due first; at least one"""
    sentence: str

    @property
    def count(self) -> int:
        """Units of all orders."""
        return sum(part.count for part in self.parts)

    @property
    def short_mw(self) -> float:
        """What was missing on the day of an order, the most; 0: never anything."""
        return max(part.short_mw for part in self.parts)

    @property
    def idle_gpu_days(self) -> float:
        """Days that all of them would have stood there without computing."""
        return sum(part.idle_gpu_days for part in self.parts)


def given_by(
    name: str, planned: Scenario, moves: tuple[Move, ...], alone: Alone, until: date
) -> Given | None:
    """What site ``name`` could have done with all that is taken from it.

    ``alone`` is the site as planned, without the moves; what is never online counts as idle up
    to ``until``. None: nothing is taken from it.
    """
    outcome, parts = alone.outcome, []
    if outcome is None:
        return None
    own = [s for s in planned.shipments if s.site == name]
    for shipment in own:
        count = sum(move.count for move in moves if shipment.id and move.order == shipment.id)
        if count:
            by_then = [s for s in own if s.arrives <= shipment.arrives]
            parts.append(_judged(shipment, count, by_then, planned, alone, outcome, until))
    if not parts:
        return None
    parts.sort(key=lambda part: part.due)
    return Given(name, tuple(parts), _sentences(name, parts))


def _judged(
    shipment: Shipment,
    count: int,
    by_then: Sequence[Shipment],
    planned: Scenario,
    alone: Alone,
    outcome: Outcome,
    until: date,
) -> Part:
    """``count`` units of ``shipment``; ``by_then`` is what the site would have had with it."""
    arrives = day_number(shipment.arrives, outcome.epoch)
    due = date_of(arrives + shipment.delivery_days, outcome.epoch)
    day = day_number(due, outcome.epoch)
    there = sum(each.count for each in by_then)
    needs = _draw_mw(by_then, planned, outcome)
    had = float(np.interp(day, outcome.days[0], outcome.supply_firm[0])) / MEGA
    online = alone.reaches(there)
    waited = max(((online or until) - due).days, 0)
    waits = ""
    if online is None or waited > AT_ONCE_D:
        waits = "power" if had < needs else _held(outcome, day)
    kind = catalog().accelerators[shipment.accelerator].short
    idle = _idle(alone, count, there, due, online or until)
    return Part(shipment.id, kind, count, due, there, needs, had, online, idle, waits)


def _draw_mw(by_then: Sequence[Shipment], planned: Scenario, outcome: Outcome) -> float:
    """Mean draw of ``by_then`` alone; ``outcome`` is their site with all that it ever gets."""
    if len(outcome.pools) == 1:
        unit_mw = outcome.headline("facility_mean_mw") / outcome.headline("gpus")
        return unit_mw * sum(each.count for each in by_then)
    part = msgspec.structs.replace(planned, shipments=tuple(by_then), moves=())
    found = evaluated_alone(part, by_then[0].site).outcome
    return found.headline("facility_mean_mw") if found is not None else 0.0


def _idle(alone: Alone, count: int, there: int, since: date, until: date) -> float:
    """GPU-days from ``since`` to ``until`` for which ``count`` of ``there`` are not online."""
    if alone.outcome is None or until <= since:
        return 0.0
    days = np.linspace(0.0, day_number(until, since), _PARTS * (until - since).days + 1)
    off = np.clip(there - alone.online_on(days, since), 0.0, float(count))
    return float(np.trapezoid(off, days))


def _held(outcome: Outcome, day: float) -> str:
    """What binds on the day after ``day``."""
    held = (each.constraint for each in outcome.binding if each.start <= day + 1 <= each.finish)
    reasons = {"racking": "its crews", "power": "power", "hold": "a set day"}
    return reasons.get(next(held, "schedule"), "its halls")


def _sentences(name: str, parts: Sequence[Part]) -> str:
    """A sentence for each thing that was waited for."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.waits_for, []).append(part)
    only = len(groups) == 1
    return " ".join(_sentence(name, group, only=only) for group in groups.values())


def _sentence(name: str, parts: Sequence[Part], *, only: bool) -> str:
    """What becomes of ``parts``, which wait for the same; ``only``: there are no others."""
    what = _what(parts) + " that it gave"
    if not only:
        what += f", due by {words(parts[-1].due)}"
    reason, dates = parts[0].waits_for, [part.online for part in parts]
    known = [when for when in dates if when is not None]
    if not reason:
        return (
            f"{capital(name)} could have used the {what}: all of them would have been online on "
            f"{words(max(known))}."
        )
    worst = max(parts, key=lambda part: (part.short_mw, part.idle_gpu_days))
    then = "they would never all have been online"
    if len(known) == len(dates):
        later = f"{(max(known) - worst.due).days:,} days later"
        then = f"all of them would have been online only on {words(max(known))}, {later}"
    if worst.short_mw > 0:
        everyone = worst.there == sum(part.count for part in parts)
        who = "they" if everyone else f"the {worst.there:,} there by then"
        return (
            f"{capital(name)} could not have powered the {what}: on {words(worst.due)} it had "
            f"{worst.had_mw:,.3g} MW for the {worst.needs_mw:,.3g} MW that {who} draw; {then}."
        )
    return (
        f"{capital(name)} would have had {worst.had_mw:,.3g} MW for the {what}, but waited for "
        f"{reason}: {then}."
    )


def _what(parts: Sequence[Part]) -> str:
    """``6,000 H100 and 4,000 H200``."""
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.kind] = counts.get(part.kind, 0) + part.count
    return " and ".join(f"{count:,} {kind}" for kind, count in counts.items())


def capital(name: str) -> str:
    """A site's name at the start of a sentence."""
    return name[:1].upper() + name[1:]


def words(when: date) -> str:
    """``1 October 2024``."""
    return f"{when.day} {when:%B %Y}"
