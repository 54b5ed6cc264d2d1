"""What would help against what binds: what single edits bring, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import msgspec
import numpy as np

from model.catalog import Catalog
from model.chain import changes
from model.chain.changes import Change
from model.chain.dues import dues
from model.chain.flow import Flow
from model.chain.site import Build
from model.chain.supply_steps import supplies
from model.outcome import Array
from model.samples import Samples
from model.scenario import Scenario
from model.units import MEGA, date_of, figures, long_date

_LEAST_D = 0.5
"""Less than half a day is not worth a sentence."""


class Wish(msgspec.Struct, frozen=True):
    """An interval in which a constraint binds, of which a little more is wished for."""

    constraint: str
    since: float
    """[d since epoch]"""
    short_w: float
    """power that is missing, at worst [W]"""


def remedies(
    built: Build,
    there: Flow,
    days: Array,
    wishes: list[Wish],
    asked: Scenario,
    samples: Samples,
    cat: Catalog,
    place: str,
) -> list[str]:
    """A sentence for each wish, empty where nothing helps, row 0.

    Each is what the edit brings that it names, worked out and not a rule of thumb. ``asked`` is
    the scenario as it is edited, ``place`` the site's name where it has to be told.
    """
    if not built.shipments:
        return [""] * len(wishes)
    makers: dict[str, Callable[[], list[Change]]] = {
        "racking": lambda: changes.more_racking(built),
        "delivery": lambda: changes.earlier_deliveries(built, dues(asked), cat),
        "schedule": lambda: changes.earlier_works(built),
        "hold": lambda: changes.earlier_set_days(built, cat),
    }
    makers["cooling"] = makers["schedule"]
    kinds = dict.fromkeys(wish.constraint for wish in wishes)
    tried = {kind: makers[kind]() for kind in kinds if kind in makers}
    power = {wish: _power(built, wish, asked.epoch) for wish in wishes if _is_power(wish)}
    every = [change for kind in tried.values() for change in kind] + list(power.values())
    if not every:
        return [""] * len(wishes)
    found = changes.full_loads(built, every, asked.epoch, samples)[:, 0].tolist()
    reached = dict(zip(map(id, every), found, strict=True))
    before = float(built.full_load[0, 0])
    told = []
    for wish in wishes:
        left = [each for each in tried.get(wish.constraint, []) if each.until > wish.since]
        left += [power[wish]] if wish in power else []
        text = _best(left, before, reached, asked.epoch, place)
        if not text and wish in power:
            text = _given_back(built, there, days, wish, power[wish], asked, samples, place)
        told.append(text)
    return told


def _is_power(wish: Wish) -> bool:
    return wish.constraint == "power"


def _power(built: Build, wish: Wish, epoch: date) -> Change:
    return changes.more_power(built, changes.nice(max(wish.short_w / 4, MEGA)), wish.since, epoch)


def _best(
    tried: Iterable[Change], before: float, reached: dict[int, float], epoch: date, place: str
) -> str:
    """The single edit that brings most, or what all of them bring where none does alone."""
    single = sorted((c for c in tried if not c.plural), key=lambda c: reached[id(c)])
    together = [c for c in tried if c.plural]
    said = (_sentence(c, before, reached[id(c)], epoch, place) for c in single[:1] + together)
    return next((text for text in said if text), "")


def _given_back(
    built: Build,
    there: Flow,
    days: Array,
    wish: Wish,
    change: Change,
    asked: Scenario,
    samples: Samples,
    place: str,
) -> str:
    """What a step of power brings that does not bring full load forward.

    The calendar ``days`` (1, T) is fed again with it from the start of the interval on.
    """
    if change.site is None:
        return ""
    first = max(int(np.searchsorted(days[0], wish.since)) - 1, 0)
    more = supplies(change.site, asked.epoch, samples).median()
    rest = slice(first, None)
    fed, _ = more.feed(days[:, rest], there.it[:1, rest], there.cooling[:1, rest])
    gained = (fed.powered[0] - there.fed.powered[0, rest]) * there.free[0, rest]
    total = float(gained.sum()) * float(days[0, 1] - days[0, 0])
    if total < 1:
        return ""
    last = days[0, first + int(np.flatnonzero(gained > 0)[-1])]
    where = f" at {place}" if place else ""
    return (
        f"{change.words} would give back {_rounded(total)} GPU-days{where} "
        f"by {long_date(date_of(float(last), asked.epoch))}."
    )


def _rounded(value: float) -> str:
    """Two digits are enough: 1,900 or 1.9 million."""
    return f"{figures(value / 1e6, 2)} million" if value >= 1e6 else figures(value, 2)


def _sentence(change: Change, before: float, after: float, epoch: date, place: str) -> str:
    if not np.isfinite(after):
        return ""
    of = f" of {place}" if place else ""
    when = long_date(date_of(after, epoch))
    if not np.isfinite(before):
        return f"{change.words} would bring full load{of} on {when}."
    gain = before - after
    if gain < _LEAST_D:
        return ""
    days = f"{gain:,.0f} days" if gain >= 1.5 else "a day"
    verb = "bring" if change.plural else "brings"
    return f"{change.words} {verb} full load{of} {days} forward, to {when}."
