"""What a redirection of orders brings: each site with the moves and without them.

Every site is evaluated on its own, as a cluster that trains alone, once with the shipments it
was meant to get and once with those it gets. Both are followed until nothing changes any more at
any site that gives or gets units. Where a site then has more or fewer accelerators for good, its
gain or loss goes on: what every further day brings is said beside what has come up to then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

import msgspec
import numpy as np

from model.moves import redirected
from model.scenario import Scenario, Shipment
from model.study.given_away import Given, given_by
from model.study.site_alone import Alone, Array, evaluated_alone
from model.study.site_balance import Fate, SiteBalance, headline


class Redirection(msgspec.Struct, frozen=True):
    """Units that go to another site than they were meant for."""

    on: date
    """the day it is decided"""
    giver: str
    taker: str
    count: int


class Balance(msgspec.Struct, frozen=True):
    """All sites that give or get units, all that is given away, and the redirections in order."""

    first: date
    """the start of work, or the first redirection if that is earlier"""
    until: date
    """the midnight that begins this day ends the count: from then on nothing changes"""
    days: Array
    """(D,) every day from ``first`` to ``until`` [d since ``first``]"""
    sites: tuple[SiteBalance, ...]
    given: tuple[Given, ...]
    redirections: tuple[Redirection, ...]
    headline: str


def balance(scenario: Scenario) -> Balance | None:
    """What the moves of ``scenario`` bring to each site; None if it has none."""
    if not scenario.moves:
        return None
    planned = msgspec.structs.replace(scenario, moves=())
    real = redirected(scenario)
    names = [site.id for site in scenario.sites if _touched(site.id, scenario)]
    before = {name: evaluated_alone(planned, name) for name in names}
    after = {name: evaluated_alone(real, name) for name in names}
    until = _until((*before.values(), *after.values()), (*planned.shipments, *real.shipments))
    first = min(scenario.epoch, *(move.on for move in scenario.moves))
    days = np.arange((until - first).days + 1.0)

    def fate(shipped: Scenario, name: str, alone: Alone) -> Fate:
        count = sum(s.count for s in shipped.shipments if s.site == name)
        online = alone.online_on(days, first)
        return Fate(count, *alone.summed(until), alone.reaches(count), online)

    sites = tuple(
        _compared(
            name,
            (fate(planned, name, before[name]), fate(real, name, after[name])),
            (before[name], after[name]),
            until,
        )
        for name in names
    )
    given = (given_by(name, planned, scenario.moves, before[name], until) for name in names)
    some = tuple(each for each in given if each is not None)
    return Balance(first, until, days, sites, some, _redirections(scenario), headline(sites))


def _redirections(scenario: Scenario) -> tuple[Redirection, ...]:
    meant = {s.id: s.site for s in scenario.shipments}
    moves = sorted(scenario.moves, key=lambda move: move.on)
    return tuple(Redirection(m.on, meant[m.order], m.site, m.count) for m in moves)


def _until(all_: Sequence[Alone], shipments: Sequence[Shipment]) -> date:
    """The midnight from which all are there and nothing changes any more at any site."""
    there = [s.arrives + timedelta(days=ceil(s.delivery_days)) for s in shipments]
    settled = [each.settled for each in all_]
    return max(there + [when for when in settled if when is not None])


def _touched(name: str, scenario: Scenario) -> bool:
    from_ = {s.id: s.site for s in scenario.shipments}
    return any(name in (move.site, from_[move.order]) for move in scenario.moves)


def _compared(
    name: str, fates: tuple[Fate, Fate], alone: tuple[Alone, Alone], until: date
) -> SiteBalance:
    """Site ``name`` without the moves and with them."""
    without, having = fates
    least = min(without.count, having.count)
    first, second = (each.reaches(least) for each in alone)
    delay = float((second - first).days) if first and second else float("nan")
    return SiteBalance(name, without, having, delay, until)
