"""SI factors and calendar arithmetic.

Inside the model every quantity is SI (W, J, s, FLOP/s, byte), money is USD, and the
calendar is *days since the scenario's epoch* as floats. Data files keep the unit of
their datasheet; the catalogue converts once, with the factors below.
"""

from __future__ import annotations

from datetime import date, timedelta

KILO, MEGA, GIGA, TERA, PETA, EXA = 1e3, 1e6, 1e9, 1e12, 1e15, 1e18
GIB = 2.0**30
HOUR_S, DAY_S = 3600.0, 86400.0
YEAR_D = 365.25
MONTH_D = YEAR_D / 12
KWH_J, MWH_J = 3.6e6, 3.6e9


def day_number(when: date, epoch: date) -> float:
    """Days from ``epoch`` to ``when`` [d]; negative before the epoch."""
    return float((when - epoch).days)


def date_of(day: float, epoch: date) -> date:
    """The date on which ``day`` (days since ``epoch``) falls, clamped to years 1 to 9999."""
    last = (date.max - epoch).days
    first = (date.min - epoch).days
    return epoch + timedelta(days=int(min(max(day, first), last) // 1))
