"""What the chart of the Moves tab draws: the curves of each site, and its redirections in words."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from gui import format as words
from gui.plots.site_curve import Mark, SiteCurve
from model.study.moves import Balance, Redirection
from model.study.site_balance import SiteBalance
from model.units import day_number


def site_curves(found: Balance) -> tuple[SiteCurve, ...]:
    """One for each site that gives or gets units."""
    return tuple(
        SiteCurve(
            each.site,
            each.having.online,
            each.without.online,
            gain_words(each),
            _marks(each.site, found),
        )
        for each in found.sites
    )


def legend(sites: tuple[SiteCurve, ...]) -> str:
    """What the dashes are, and the fillings that there are."""
    more = any((site.having > site.without).any() for site in sites)
    less = any((site.having < site.without).any() for site in sites)
    said = ("dashed: without the moves", "filled: gained" * more, "hatched: lost" * less)
    return "; ".join(part for part in said if part)


def gain_words(each: SiteBalance) -> tuple[str, ...]:
    """+1,010 k GPU-days, then +4.64 k a day; the same in fewer words."""
    text = words.change(each.gain / 1000, "1")
    found = (text,) if not each.gain else (f"{text} k GPU-days", f"{text} k")
    if not each.a_day:
        return found
    then = f", then {words.change(each.a_day / 1000, '1')} k"
    return (f"{found[0]}{then} a day", f"{found[-1]}{then} a day", found[-1])


def _marks(site: str, found: Balance) -> tuple[Mark, ...]:
    """The redirections to and from ``site``, those of one day as one."""
    own = [each for each in found.redirections if site in (each.giver, each.taker)]
    return tuple(
        _mark(site, day_number(on, found.first), tuple(same))
        for on, same in groupby(own, key=lambda each: each.on)
    )


def _mark(site: str, day: float, moves: tuple[Redirection, ...]) -> Mark:
    on: date = moves[0].on
    sums: dict[tuple[bool, str], int] = {}
    for each in moves:
        into = each.taker == site
        key = (into, each.giver if into else each.taker)
        sums[key] = sums.get(key, 0) + each.count
    named = (
        f"{words.count(count)} {'from' if into else 'to'} {other}"
        for (into, other), count in sums.items()
    )
    ways = (
        (sum(count for (into, _), count in sums.items() if into is way), word)
        for way, word in ((True, "in"), (False, "out"))
    )
    short = ", ".join(f"{words.tick(count)} {word}" for count, word in ways if count)
    when = words.short_date(on)
    tip = "\n".join(
        f"{words.long_date(each.on)}: {words.count(each.count)} redirected "
        f"from {each.giver} to {each.taker}"
        for each in moves
    )
    return Mark(day, (f"{when}: {', '.join(named)}", f"{when}: {short}", when), tip)
