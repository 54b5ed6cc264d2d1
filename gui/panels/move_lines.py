"""The tables of the Moves tab: what each site gains and loses, and the days of each order."""

from __future__ import annotations

from datetime import date

from gui import format as words
from gui.panels.lines import Column, Line
from model.study.milestones import Milestones
from model.study.moves import SiteBalance

SITE_COLUMNS = (
    Column("Site", 60, stretch=True),
    Column("k GPU-days", 70, "number"),
    Column("without", 60, "number", keep=3),
    Column("gain, k", 72, "number"),
    Column("FLOP", 78, "number", keep=4),
    Column("without", 78, "number", keep=2),
    Column("FLOP gain", 86, "number", keep=5),
    Column("All online", 90, "number"),
    Column("without", 90, "number", keep=4),
    Column("", 94, "number"),
    Column("Power short", 74, "number", keep=6),
    Column("", 28, "unit", keep=6),
)
DATE_COLUMNS = (
    Column("Order", 96, stretch=True),
    Column("GPUs", 60, "number", keep=4),
    Column("Ordered", 90, "number", keep=1),
    Column("Allocated", 90, "number", keep=1),
    Column("Shipped", 90, "number", keep=2),
    Column("Arrives", 90, "number"),
    Column("Racked", 90, "number", keep=3),
    Column("Online", 90, "number", keep=8),
)


def site_line(each: SiteBalance, short_mw: float | None) -> Line:
    """One site: with the moves, without them, and the difference."""
    now, was = each.having, each.without
    gain = words.change(round(now.gpu_days - was.gpu_days) / 1000, "1")
    return Line(
        (
            each.site,
            words.number(now.gpu_days / 1000),
            words.number(was.gpu_days / 1000),
            gain,
            words.power_of_ten(now.flop),
            words.power_of_ten(was.flop),
            _flop_change(now.flop - was.flop, max(now.flop, was.flop)),
            _day(now.full),
            _day(was.full),
            words.change(each.delay_days, "d"),
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


def _flop_change(delta: float, most: float) -> str:
    if abs(delta) <= 1e-6 * most:
        return "no change"
    return ("+" if delta > 0 else words.MINUS) + words.power_of_ten(abs(delta))
