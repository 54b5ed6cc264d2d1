"""What a redirection of orders brings: each site with the moves and without them.

Every site is evaluated on its own, as a cluster that trains alone, once with the shipments it
was meant to get and once with those it gets. Both are followed until the last site that ever
gets there has all of its accelerators online, so that gains and losses are over by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

import msgspec
import numpy as np

from model.moves import redirected
from model.scenario import Scenario, Shipment
from model.study.given_away import Given, capital, given_by, words
from model.study.site_alone import Alone, Array, day_on, evaluated_alone


class Fate(msgspec.Struct, frozen=True):
    """What becomes of one site, row 0."""

    count: int
    """accelerators that are shipped to it in all"""
    gpu_days: float
    """accelerators online, summed over the days until the end"""
    flop: float
    """usable FLOP that it could have spent on a job of its own until the end"""
    full: date | None
    """day from which all of them are online; None: never, or there are none"""
    online: Array
    """accelerators online (D,) on the days of the `Balance`"""


class SiteBalance(msgspec.Struct, frozen=True):
    """One site without the moves and with them."""

    site: str
    without: Fate
    having: Fate
    delay_days: float
    """days by which as many accelerators are online later as it has in the worse case; below
    zero: sooner; nan: never in one of the two"""
    sentence: str


class Redirection(msgspec.Struct, frozen=True):
    """Units that go to another site than they were meant for."""

    on: date
    """the day it is decided"""
    giver: str
    taker: str
    count: int


class Balance(msgspec.Struct, frozen=True):
    """All sites, all that is given away, and the redirections, earliest first."""

    first: date
    """the start of work, or the first redirection if that is earlier"""
    until: date
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
    names = [site.id for site in scenario.sites]
    before = {name: evaluated_alone(planned, name) for name in names}
    after = {name: evaluated_alone(real, name) for name in names}
    until = _until((*before.values(), *after.values()), (*planned.shipments, *real.shipments))
    touched = [name for name in names if _touched(name, scenario)]
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
        )
        for name in touched
    )
    given = (given_by(name, planned, scenario.moves, before[name], until) for name in touched)
    some = tuple(each for each in given if each is not None)
    return Balance(first, until, days, sites, some, _redirections(scenario), _headline(sites))


def _redirections(scenario: Scenario) -> tuple[Redirection, ...]:
    meant = {s.id: s.site for s in scenario.shipments}
    moves = sorted(scenario.moves, key=lambda move: move.on)
    return tuple(Redirection(m.on, meant[m.order], m.site, m.count) for m in moves)


def _until(all_: Sequence[Alone], shipments: Sequence[Shipment]) -> date:
    """The last day of full load; the last arrival where no site ever gets there."""
    found = [s.arrives + timedelta(days=ceil(s.delivery_days)) for s in shipments]
    for each in all_:
        if each.outcome is not None:
            full = day_on(each.outcome, each.outcome.headline("full_load"))
            found += [full] if full is not None else []
    return max(found)


def _touched(name: str, scenario: Scenario) -> bool:
    from_ = {s.id: s.site for s in scenario.shipments}
    return any(name in (move.site, from_[move.order]) for move in scenario.moves)


def _compared(name: str, fates: tuple[Fate, Fate], alone: tuple[Alone, Alone]) -> SiteBalance:
    """Site ``name`` without the moves and with them."""
    without, having = fates
    least = min(without.count, having.count)
    first, second = (each.reaches(least) for each in alone)
    delay = float((second - first).days) if first and second else float("nan")
    return SiteBalance(name, without, having, delay, _site_sentence(name, without, having, delay))


def _site_sentence(name: str, without: Fate, having: Fate, delay: float) -> str:
    gain = having.gpu_days - without.gpu_days
    flop = having.flop - without.flop
    if abs(gain) < 1e-3 * max(without.gpu_days, having.gpu_days, 1.0):
        verb = "neither gains nor loses GPU-days"
    else:
        sign = "gains" if gain > 0 else "loses"
        verb = f"{sign} {_rounded(gain)} GPU-days and {abs(flop):.3g} FLOP"
    when = ""
    if delay == delay:
        least = min(without.count, having.count)
        first = "" if without.count == having.count else f" its first {least:,}"
        days = f"{abs(delay):,.0f} days {'later' if delay > 0 else 'sooner'}"
        when = f",{first} {'on the same day' if abs(delay) < 1 else days}"
    full = f"; all online on {words(having.full)}{when}" if having.full else ""
    return f"{capital(name)} {verb}{full}."


def _headline(sites: tuple[SiteBalance, ...]) -> str:
    gains = sorted(
        ((each.having.gpu_days - each.without.gpu_days, each.site) for each in sites), reverse=True
    )
    (most, winner), (least, loser) = gains[0], gains[-1]
    if most <= 0.5 and least >= -0.5:
        return "The moves change no GPU-day."
    if most <= 0.5:
        return f"{capital(loser)} loses {_rounded(least)} GPU-days and no site gains."
    gain = f"{capital(winner)} gains {_rounded(most)} GPU-days"
    loss = f"loses {_rounded(least)}" if least < -0.5 else "loses none"
    return f"{gain}; {loser} {loss}."


def _rounded(value: float) -> str:
    """Three significant digits, without the sign: 1,010,000."""
    return f"{float(f'{abs(value):.3g}'):,.0f}"


def balance_json(found: Balance) -> dict[str, object]:
    """The balance as plain data; dates as YYYY-MM-DD, null: never."""

    def fate(each: Fate) -> dict[str, object]:
        return {
            "gpus": each.count,
            "gpu_days": each.gpu_days,
            "flop": each.flop,
            "all_online": each.full.isoformat() if each.full else None,
        }

    return {
        "until": found.until.isoformat(),
        "headline": found.headline,
        "sites": [
            {
                "site": each.site,
                "without": fate(each.without),
                "with": fate(each.having),
                "gain_gpu_days": each.having.gpu_days - each.without.gpu_days,
                "gain_flop": each.having.flop - each.without.flop,
                "delay_days": each.delay_days,
                "why": each.sentence,
            }
            for each in found.sites
        ],
        "given": [
            {
                "site": each.site,
                "gpus": each.count,
                "due": each.due.isoformat(),
                "needs_mw": each.needs_mw,
                "had_mw": each.had_mw,
                "short_mw": each.short_mw,
                "all_online": each.online.isoformat() if each.online else None,
                "idle_gpu_days": each.idle_gpu_days,
                "why": each.sentence,
            }
            for each in found.given
        ],
    }
