"""Units that a site gives away, and what it could have done with them."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

import msgspec
import numpy as np

from model.catalog import catalog
from model.outcome import Outcome
from model.scenario import Move, Scenario, Shipment
from model.study.site_alone import Alone
from model.units import MEGA, day_number


class Given(msgspec.Struct, frozen=True):
    """Units that a site gives away, and what it could have done with them."""

    site: str
    count: int
    due: date
    """day by which the last of them would have been there"""
    needs_mw: float
    """mean draw of all that would have been there by then"""
    had_mw: float
    """firm supply on that day"""
    online: date | None
    """day from which all of them would have been online; None: never"""
    idle_gpu_days: float
    """days that the units which are given away would have stood there without computing"""
    sentence: str

    @property
    def short_mw(self) -> float:
        """What was missing on the day they were due; 0: nothing."""
        return max(self.needs_mw - self.had_mw, 0.0)


def _taken(name: str, planned: Scenario, moves: tuple[Move, ...]) -> list[tuple[Shipment, int]]:
    """Orders that were meant for site ``name``, each with the units that are taken from it."""
    found = []
    for shipment in planned.shipments:
        count = sum(move.count for move in moves if shipment.id and move.order == shipment.id)
        if count and shipment.site == name:
            found.append((shipment, count))
    return found


def given_by(
    name: str, planned: Scenario, moves: tuple[Move, ...], alone: Alone, until: date
) -> Given | None:
    """What site ``name`` could have done with the first units that are taken from it.

    ``alone`` is the site as planned, without the moves. None: nothing is taken from it.
    """
    outcome, taken = alone.outcome, _taken(name, planned, moves)
    if outcome is None or not taken:
        return None
    shipment, count = min(taken, key=lambda pair: pair[0].arrives)
    due = shipment.arrives + timedelta(days=ceil(shipment.delivery_days))
    own = [s for s in planned.shipments if s.site == name and s.arrives <= shipment.arrives]
    there = sum(s.count for s in own)
    day = day_number(due, outcome.epoch)
    unit_w = outcome.headline("facility_mean_mw") * MEGA / outcome.headline("gpus")
    needs = there * unit_w / MEGA
    had = float(np.interp(day, outcome.days[0], outcome.supply_firm[0])) / MEGA
    online = alone.reaches(there)
    idle = max(((online or until) - due).days, 0) * float(count)
    draw = "they" if there == count else f"the {there:,} there by then"
    sentence = _given_sentence(name, shipment, count, due, (needs, draw), had, online, outcome)
    return Given(name, count, due, needs, had, online, idle, sentence)


def _given_sentence(
    name: str,
    shipment: Shipment,
    count: int,
    due: date,
    load: tuple[float, str],
    had: float,
    online: date | None,
    outcome: Outcome,
) -> str:
    """In words; ``load`` is what all that would have been there draw [MW], and who they are."""
    needs, who = load
    what = f"{count:,} {catalog().accelerators[shipment.accelerator].short}"
    if online is not None and (online - due).days <= _AT_ONCE_D:
        return (
            f"{capital(name)} could have used the {what} that it gave: all of them would have been "
            f"online on {words(online)}."
        )
    then = "they would never all have been online"
    if online:
        later = f"{(online - due).days:,} days later"
        then = f"all of them would have been online only on {words(online)}, {later}"
    if had < needs:
        return (
            f"{capital(name)} could not have powered the {what} that it gave: on {words(due)} it "
            f"had {had:,.3g} MW for the {needs:,.3g} MW that {who} draw; {then}."
        )
    held = next(
        (
            each.constraint
            for each in outcome.binding
            if each.start <= day_number(due, outcome.epoch) + 1 <= each.finish
        ),
        "schedule",
    )
    reasons = {"racking": "its crews", "power": "power", "hold": "a set day"}
    reason = reasons.get(held, "its halls")
    return (
        f"{capital(name)} would have had {had:,.3g} MW for the {what} that it gave, but waited for "
        f"{reason}: {then}."
    )


_AT_ONCE_D = 45
"""Racking takes weeks: units that are online this soon after the last of them came did not
wait. Judgement: 12,000 at 400 a day are a month."""


def capital(name: str) -> str:
    """A site's name at the start of a sentence."""
    return name[:1].upper() + name[1:]


def words(when: date) -> str:
    """``1 October 2024``."""
    return f"{when.day} {when:%B %Y}"
