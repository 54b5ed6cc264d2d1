"""SI factors and calendar arithmetic.

Inside the model every quantity is SI (W, J, s, FLOP/s, byte), money is USD, and the
calendar is *days since the scenario's epoch* as floats. Data files keep the unit of
their datasheet; the catalogue converts once, with the factors below.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import floor, isfinite

KILO, MEGA, GIGA, TERA, PETA, EXA = 1e3, 1e6, 1e9, 1e12, 1e15, 1e18
GIB = 2.0**30
HOUR_S, DAY_S = 3600.0, 86400.0
YEAR_D = 365.25
MONTH_D = YEAR_D / 12
KWH_J, MWH_J = 3.6e6, 3.6e9
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
"""Every date of a scenario lies between these: no such cluster is older, and none is planned."""


def day_number(when: date, epoch: date) -> float:
    """Days from ``epoch`` to ``when`` [d]; negative before the epoch."""
    return float((when - epoch).days)


MOMENT_D = 1e-6
"""A tenth of a second: a moment that lies so little before midnight is midnight [d]."""


def whole_day(day: float) -> float:
    """The day [d since an epoch] to which the moment ``day`` belongs: midnight begins it.

    This is the one rule by which a moment gets a date, be it a start or a finish: the one that
    calendar and clock on the wall would show. What never comes stays so.
    """
    return float(floor(day + MOMENT_D)) if isfinite(day) else day


def midnight_from(day: float) -> float:
    """The first midnight [d since an epoch] that is not before the moment ``day``."""
    return -whole_day(-day)


def date_of(day: float, epoch: date) -> date:
    """The date of the moment ``day`` (days since ``epoch``), clamped to years 1 to 9999."""
    last = (date.max - epoch).days
    first = (date.min - epoch).days
    return epoch + timedelta(days=int(whole_day(min(max(day, first), last))))


def long_date(when: date) -> str:
    """A date as it is written in a sentence: 5 Feb 2025."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def figures(value: float, digits: int = 3) -> str:
    """``value`` to so many digits, grouped and without a power of ten: 10.9, 1,230."""
    return f"{float(f'{value:.{digits}g}'):,.15g}"
