"""The tables of the Moves tab: what each site gains and loses, and the days of each order."""

from __future__ import annotations

from datetime import date

from gui import format as words
from gui.panels.lines import Column, Line
from model.study.milestones import Milestones
from model.study.site_balance import Fate, SiteBalance

SITE_COLUMNS = (
    Column("Site", 60, stretch=True),
    Column("k GPU-days", 70, "number"),
    Column("without", 60, "number", keep=3),
    Column("gain, k", 72, "number"),
    Column("then k a day", 78, "number", keep=7, optional=True),
    Column("FLOP", 78, "number", keep=4),
    Column("without", 78, "number", keep=2),
    Column("FLOP gain", 86, "number", keep=5),
    Column("All online", 86, "number"),
    Column("without", 86, "number", keep=4),
    Column("Difference", 136, "number"),
    Column("Power short", 74, "number", keep=6, optional=True),
    Column("", 28, "unit", keep=6, optional=True),
)
DATE_COLUMNS = (
    Column("Order", 96, stretch=True),
    Column("GPUs", 66, "number", keep=2),
    Column("Ordered", 86, "number", keep=5, optional=True),
    Column("Allocated", 86, "number", keep=4, optional=True),
    Column("Shipped", 86, "number", keep=3, optional=True),
    Column("Arrives", 86, "number", keep=6),
    Column("Racked", 86, "number", keep=7),
    Column("Online", 86, "number", keep=8),
)


def site_line(each: SiteBalance, short_mw: float | None) -> Line:
    """One site: with the moves, without them, and the difference."""
    now, was = each.having, each.without
    return Line(
        (
            each.site,
            words.number(now.gpu_days / 1000),
            words.number(was.gpu_days / 1000),
            words.change(each.gain / 1000, "1"),
            words.change(each.a_day / 1000, "1") if each.a_day else "",
            words.power_of_ten(now.flop),
            words.power_of_ten(was.flop),
            _flop_change(each.flop_gain),
            _full(now),
            _full(was),
            _difference(each),
            "" if not short_mw else words.number(short_mw),
            "" if not short_mw else "MW",
        ),
        tip=each.sentence,
    )


def date_line(each: Milestones) -> Line:
    """One order, or the part of it that goes to another site."""
    days = (each.ordered, each.allocated, each.shipped, each.arrives, each.racked, each.powered)
    known = [_day(day) if day is not None else "" for day in days[:4]]
    return Line(
        (each.label, words.count(each.count), *known, *(_day(day) for day in days[4:])),
        muted=each.count == 0,
    )


def _day(when: date | None) -> str:
    return "never" if when is None else words.long_date(when)


def _full(fate: Fate) -> str:
    return _day(fate.full) if fate.count else "none there"


def _difference(each: SiteBalance) -> str:
    """144 d sooner; where there are more in one case, the first ones: first 12k: 144 d sooner."""
    text = words.change(each.delay_days, "d")
    if not text or each.having.count == each.without.count:
        return text
    return f"first {words.tick(each.least)}: {text}"


def _flop_change(gain: float) -> str:
    if not gain:
        return "no change"
    return ("+" if gain > 0 else words.MINUS) + words.power_of_ten(abs(gain))
