"""What would help: full load worked out again with one thing changed, every wish a row."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np

from model.chain.site import Build, Flow
from model.outcome import Array
from model.physics import fleet
from model.units import MEGA, date_of

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_EARLIER_D = 7.0


class Wish(msgspec.Struct, frozen=True):
    """An interval in which a constraint binds, of which a little more is wished for."""

    constraint: str
    since: float
    """[d since epoch]"""
    short_w: float
    """power that is missing, at worst [W]"""


def remedies(built: Build, wishes: list[Wish], epoch: date) -> list[str]:
    """A sentence for each wish, empty where it brings nothing.

    Each is a computation with the closed form of row 0, not a rule of thumb.
    """
    rows = len(wishes)
    if not built.shipments:
        return [""] * rows
    arrive, ready, rate = np.zeros((rows, 1)), np.zeros((rows, 1)), np.zeros((rows, 1))
    since, extra, held = np.zeros((rows, 1)), np.zeros((rows, 1)), np.zeros((rows, 1))
    what = [""] * rows
    for row, wish in enumerate(wishes):
        if wish.constraint == "power":
            since[row], extra[row] = wish.since, nice(max(wish.short_w / 4, MEGA))
            what[row] = _power(float(extra[row, 0]), wish, epoch)
        elif wish.constraint == "racking":
            rate[row] = nice(built.rate[0, 0] / 5)
            what[row] = f"+{rate[row, 0]:,.0f} GPUs a day"
        elif wish.constraint == "delivery":
            arrive[row] = -_EARLIER_D
            what[row] = "A delivery 7 days earlier"
        elif wish.constraint in ("schedule", "cooling"):
            ready[row] = -_EARLIER_D
            what[row] = "Halls ready 7 days earlier"
        elif wish.constraint == "hold":
            held[row] = -_EARLIER_D
            what[row] = "The set day 7 days earlier"
    racking = fleet.rack(
        built.lots,
        built.arrive[:1] + arrive,
        built.over,
        built.dates.ready[:1] + ready,
        built.rate[:1] + rate,
        None if built.not_before is None else built.not_before + held,
    )
    free = racking.finish[:, -1:]
    if built.power_from is not None:
        free = np.maximum(free, built.power_from.max() + held)
    more = built.supplies.with_more(since, extra)
    cooling, before = built.cooling_load[:1], float(built.full_load[0, 0])
    after = more.carries_from(built.load[:1] - cooling, cooling, free, until=before, closely=False)
    return [_sentence(what[row], before, float(after[row, 0]), epoch) for row in range(rows)]


def _power(extra: float, wish: Wish, epoch: date) -> str:
    """+10 MW from 1 Oct 2024."""
    return f"+{extra / MEGA:,.3g} MW from {say(wish.since, epoch)}"


def given_back(built: Build, there: Flow, days: Array, span: slice, wish: Wish, epoch: date) -> str:
    """What a little more power would bring in an interval that does not hold up full load.

    ``span`` is the interval on the calendar ``days`` (1, T); it is fed again, row 0, with more
    from its start on.
    """
    extra = nice(max(wish.short_w / 4, MEGA))
    more = built.supplies.with_more(np.array([[wish.since]]), np.array([[extra]]))
    fed, _ = more.feed(days[:, span], there.it[:1, span], there.cooling[:1, span])
    free = there.free[0, span]
    gained = float(((fed.powered[0] - there.fed.powered[0, span]) * free).sum())
    gained *= float(days[0, 1] - days[0, 0])
    if gained < 1:
        return ""
    return f"{_power(extra, wish, epoch)} would give back {_rounded(gained)} GPU-days."


def _rounded(value: float) -> str:
    """Two digits are enough: 1,900 or 1.9 million."""
    if value >= 1e6:
        return f"{value / 1e6:,.2g} million"
    digits = int(np.floor(np.log10(value))) if value >= 1 else 0
    return f"{round(value, 1 - digits):,.0f}"


def _sentence(what: str, before: float, after: float, epoch: date) -> str:
    if not what or not np.isfinite(after):
        return ""
    if not np.isfinite(before):
        return f"{what} would bring full load on {say(after, epoch)}."
    gain = before - after
    if gain < 0.5:
        return ""
    days = f"{gain:,.0f} days" if gain >= 1.5 else "a day"
    return f"{what} brings full load {days} forward, to {say(after, epoch)}."


def nice(value: float) -> float:
    """``value`` rounded to 1, 2 or 5 times a power of ten."""
    magnitude = 10.0 ** np.floor(np.log10(value))
    return float(magnitude * min((1.0, 2.0, 5.0, 10.0), key=lambda m: abs(value / magnitude - m)))


def say(day: float, epoch: date) -> str:
    """A date as it is written in a sentence: 5 Feb 2025."""
    when = date_of(day, epoch)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
