"""What a redirection of orders brings: each site with the moves and without them.

Every site is evaluated on its own, as a cluster that trains alone, once with the shipments it
was meant to get and once with those it gets. Both are followed until the last site that ever
gets there has all of its accelerators online, so that gains and losses are over by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, isfinite

import msgspec
import numpy as np

from model.catalog import catalog
from model.evaluate import evaluate
from model.moves import redirected
from model.outcome import Outcome
from model.scenario import Move, Scenario, Shipment
from model.units import DAY_S, MEGA, day_number


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


class SiteBalance(msgspec.Struct, frozen=True):
    """One site without the moves and with them."""

    site: str
    without: Fate
    having: Fate
    delay_days: float
    """days by which as many accelerators are online later as it has in the worse case; below
    zero: sooner; nan: never in one of the two"""
    sentence: str


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


class Balance(msgspec.Struct, frozen=True):
    """All sites, and all that is given away."""

    until: date
    sites: tuple[SiteBalance, ...]
    given: tuple[Given, ...]
    headline: str


class Milestones(msgspec.Struct, frozen=True):
    """The days of one shipment as it really goes, row 0; None: not known, or never."""

    label: str
    count: int
    ordered: date | None
    allocated: date | None
    shipped: date | None
    arrives: date
    racked: date | None
    """the last of it stands in its rack"""
    powered: date | None
    """as many are online as arrived up to it"""


class _Alone(msgspec.Struct, frozen=True):
    """One site as a cluster of its own; None where nothing is shipped to it."""

    outcome: Outcome | None

    def reaches(self, count: float) -> date | None:
        """First day on which ``count`` accelerators are online."""
        return _reached(self.outcome, count)

    def summed(self, until: date) -> tuple[float, float]:
        """GPU-days online and usable FLOP up to ``until``."""
        found = self.outcome
        if found is None:
            return 0.0, 0.0
        end = day_number(until, found.epoch)
        known = found.days[0]
        days = np.append(known[known < end], end)
        online, rate = (
            np.interp(days, known, series[0]) for series in (found.online, found.usable_total)
        )
        return float(np.trapezoid(online, days)), float(np.trapezoid(rate, days)) * DAY_S


def balance(scenario: Scenario) -> Balance | None:
    """What the moves of ``scenario`` bring to each site; None if it has none."""
    if not scenario.moves:
        return None
    planned = msgspec.structs.replace(scenario, moves=())
    real = redirected(scenario)
    names = [site.id for site in scenario.sites]
    before = {name: _Alone(_evaluated(planned, name)) for name in names}
    after = {name: _Alone(_evaluated(real, name)) for name in names}
    until = _until((*before.values(), *after.values()), (*planned.shipments, *real.shipments))
    touched = [name for name in names if _touched(name, scenario)]
    given = tuple(
        _given(name, planned, scenario.moves, before[name], until, outcome)
        for name in touched
        if _taken(name, planned, scenario.moves) and (outcome := before[name].outcome) is not None
    )
    sites = tuple(_compared(name, planned, real, before, after, until) for name in touched)
    return Balance(until, sites, given, _headline(sites))


def milestones(scenario: Scenario) -> tuple[Milestones, ...]:
    """Order, allocation, shipping, arrival, racking and power of every shipment."""
    real = redirected(scenario)
    alone = {site.id: _Alone(_evaluated(real, site.id)) for site in scenario.sites}
    meant = {s.id: s.site for s in scenario.shipments if s.id}
    found = []
    for shipment in real.shipments:
        before = [s.count for s in _in_order(real, shipment.site)[: _place(real, shipment) + 1]]
        short = catalog().accelerators[shipment.accelerator].short
        from_ = meant.get(shipment.id, shipment.site)
        way = shipment.site if from_ == shipment.site else f"{from_} to {shipment.site}"
        outcome = alone[shipment.site].outcome
        found.append(
            Milestones(
                f"{short}, {way}", shipment.count, shipment.ordered, shipment.allocated,
                shipment.shipped, shipment.arrives,
                _reached(outcome, sum(before), racked=True), _reached(outcome, sum(before)),
            )
        )  # fmt: skip
    return tuple(found)


def _in_order(scenario: Scenario, site: str) -> list[Shipment]:
    """Shipments to a site as crews take them."""
    own = (s for s in scenario.shipments if s.site == site and s.count > 0)
    return sorted(own, key=lambda shipment: shipment.arrives)


def _place(scenario: Scenario, shipment: Shipment) -> int:
    own = _in_order(scenario, shipment.site)
    return next((i for i, each in enumerate(own) if each is shipment), -1)


def _reached(outcome: Outcome | None, count: float, *, racked: bool = False) -> date | None:
    """First day on which ``count`` accelerators are racked, or online."""
    if outcome is None or count <= 0:
        return None
    if not racked and count >= outcome.headline("gpus"):
        # In closed form: to the hour, and beyond the end of the calendar.
        return _on(outcome, outcome.headline("full_load"))
    there = (outcome.racked if racked else outcome.online)[0] >= count * (1 - 1e-9)
    return _on(outcome, float(outcome.days[0, int(np.argmax(there))])) if there.any() else None


def _evaluated(scenario: Scenario, name: str) -> Outcome | None:
    shipments = tuple(s for s in scenario.shipments if s.site == name and s.count > 0)
    if not shipments:
        return None
    sites = tuple(site for site in scenario.sites if site.id == name)
    return evaluate(msgspec.structs.replace(scenario, shipments=shipments, sites=sites))


def _until(all_: Sequence[_Alone], shipments: Sequence[Shipment]) -> date:
    """The last day of full load; the last arrival where no site ever gets there."""
    found = [s.arrives + timedelta(days=ceil(s.delivery_days)) for s in shipments]
    for each in all_:
        if each.outcome is not None:
            full = _on(each.outcome, each.outcome.headline("full_load"))
            found += [full] if full is not None else []
    return max(found)


def _touched(name: str, scenario: Scenario) -> bool:
    from_ = {s.id: s.site for s in scenario.shipments}
    return any(name in (move.site, from_[move.order]) for move in scenario.moves)


def _taken(name: str, planned: Scenario, moves: tuple[Move, ...]) -> list[tuple[Shipment, int]]:
    """Orders that were meant for site ``name``, each with the units that are taken from it."""
    found = []
    for shipment in planned.shipments:
        count = sum(move.count for move in moves if shipment.id and move.order == shipment.id)
        if count and shipment.site == name:
            found.append((shipment, count))
    return found


def _compared(
    name: str,
    planned: Scenario,
    real: Scenario,
    before: dict[str, _Alone],
    after: dict[str, _Alone],
    until: date,
) -> SiteBalance:
    without, having = (
        Fate(_count(scenario, name), *alone[name].summed(until), alone[name].reaches(count))
        for scenario, alone in ((planned, before), (real, after))
        for count in (_count(scenario, name),)
    )
    least = min(without.count, having.count)
    first, second = before[name].reaches(least), after[name].reaches(least)
    delay = float((second - first).days) if first and second else float("nan")
    return SiteBalance(name, without, having, delay, _site_sentence(name, without, having, delay))


def _count(scenario: Scenario, name: str) -> int:
    return sum(s.count for s in scenario.shipments if s.site == name)


def _given(
    name: str,
    planned: Scenario,
    moves: tuple[Move, ...],
    before: _Alone,
    until: date,
    outcome: Outcome,
) -> Given:
    """What site ``name`` could have done with the first units that are taken from it."""
    taken = _taken(name, planned, moves)
    shipment, count = min(taken, key=lambda pair: pair[0].arrives)
    due = shipment.arrives + timedelta(days=ceil(shipment.delivery_days))
    own = [s for s in planned.shipments if s.site == name and s.arrives <= shipment.arrives]
    there = sum(s.count for s in own)
    day = day_number(due, outcome.epoch)
    unit_w = outcome.headline("facility_mean_mw") * MEGA / outcome.headline("gpus")
    needs = there * unit_w / MEGA
    had = float(np.interp(day, outcome.days[0], outcome.supply_firm[0])) / MEGA
    online = before.reaches(there)
    idle = max(((online or until) - due).days, 0) * float(count)
    draw = "they" if there == count else f"the {there:,} there by then"
    sentence = _given_sentence(name, shipment, count, due, (needs, draw), had, online, outcome)
    return Given(name, count, due, needs, had, online, idle, sentence)


def _on(outcome: Outcome, day: float) -> date | None:
    return outcome.epoch + timedelta(days=ceil(day - 1e-6)) if isfinite(day) else None


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
            f"{_start(name)} could have used the {what} that it gave: all of them would have been "
            f"online on {words(online)}."
        )
    then = "they would never all have been online"
    if online:
        later = f"{(online - due).days:,} days later"
        then = f"all of them would have been online only on {words(online)}, {later}"
    if had < needs:
        return (
            f"{_start(name)} could not have powered the {what} that it gave: on {words(due)} it "
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
    reason = {"racking": "its crews", "power": "power", "hold": "a set day"}.get(held, "its halls")
    return (
        f"{_start(name)} would have had {had:,.3g} MW for the {what} that it gave, but waited for "
        f"{reason}: {then}."
    )


_AT_ONCE_D = 45
"""Racking takes weeks: units that are online this soon after the last of them came did not
wait. Judgement: 12,000 at 400 a day are a month."""


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
    return f"{_start(name)} {verb}{full}."


def _headline(sites: tuple[SiteBalance, ...]) -> str:
    gains = sorted(
        ((each.having.gpu_days - each.without.gpu_days, each.site) for each in sites), reverse=True
    )
    (most, winner), (least, loser) = gains[0], gains[-1]
    if most <= 0.5 and least >= -0.5:
        return "The moves change no GPU-day."
    if most <= 0.5:
        return f"{_start(loser)} loses {_rounded(least)} GPU-days and no site gains."
    gain = f"{_start(winner)} gains {_rounded(most)} GPU-days"
    loss = f"loses {_rounded(least)}" if least < -0.5 else "loses none"
    return f"{gain}; {loser} {loss}."


def _rounded(value: float) -> str:
    """Three significant digits, without the sign: 1,010,000."""
    return f"{float(f'{abs(value):.3g}'):,.0f}"


def _start(name: str) -> str:
    """A site's name at the start of a sentence."""
    return name[:1].upper() + name[1:]


def words(when: date) -> str:
    """``1 October 2024``."""
    return f"{when.day} {when:%B %Y}"


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
