"""Numbers, quantities, dates and changes in words, as the screen shows them.

Pure Python: the plots, the levers, the files and the command line all write numbers through
this one module. Reading what a person typed is in `model.parse`, re-exported here.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

from model.parse import parse_date, parse_number
from model.units import MONTHS
from model.units import long_date as long_date

__all__ = [
    "change",
    "count",
    "date_or_never",
    "date_span",
    "day_count",
    "duration",
    "entry",
    "long_date",
    "number",
    "parse_date",
    "parse_number",
    "percent",
    "power_of_ten",
    "quantity",
    "scale_of",
    "short_date",
    "span",
    "tick",
]

MINUS, THIN, EN_DASH = "−", "\u2009", "–"

_PREFIXES = ("", "k", "M", "G", "T", "P", "E", "Z", "Y")
_SCALED = {"FLOP/s", "W", "Wh", "J", "B", "B/s", "bit/s", "bps", "g", "t", "$", "token/s"}
_MONTH_DAYS = 365.25 / 12
_FAR_D = 300
"""Two dates that lie this far apart are months [d]."""
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def number(value: float, digits: int = 3) -> str:
    """``value`` to ``digits`` significant digits, grouped: 72.4, 271, 130,000, −0.052."""
    if math.isnan(value):
        return EN_DASH
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"
    magnitude = _magnitude(value, digits)
    if magnitude >= 15 or magnitude < -5:
        return power_of_ten(value, digits)
    decimals = digits - 1 - magnitude
    text = f"{round(value, decimals):,.{max(decimals, 0)}f}"
    return text.replace("-", MINUS)


def count(value: float) -> str:
    """A grouped integer: 129,826."""
    if not math.isfinite(value):
        return number(value)
    return f"{round(value):,}".replace("-", MINUS)


def percent(share: float, digits: int = 3) -> str:
    """A share of 1 in percent, with a thin space: 39.8 %."""
    return f"{number(share * 100, digits)}{THIN}%"


def power_of_ten(value: float, digits: int = 3) -> str:
    """``value`` as a mantissa and a power of ten: 3.5 × 10²⁶, with one decimal at least."""
    if value == 0 or not math.isfinite(value):
        return number(value)
    # By its shortest decimal, not its binary value: a tie of the binary may not read back.
    shortest = Decimal(repr(float(value)))
    mantissa, exponent = f"{shortest:.{max(digits - 1, 1)}e}".split("e")
    whole, _, rest = mantissa.partition(".")
    rest = rest.rstrip("0") or "0"
    power = str(int(exponent)).translate(_SUPERSCRIPTS)
    return f"{whole}.{rest} × 10{power}".replace("-", MINUS)


def entry(value: float) -> str:
    """The exact value for a field; what it gives, `parse_number` reads back to the same number.

    Integers and decimals are grouped (100,000; 0.474); from 1e15 on a power of ten is shown.
    """
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return number(value)
    exact = Decimal(repr(value))
    _, figures, _ = exact.as_tuple()
    magnitude = exact.adjusted()
    if magnitude >= 15 or magnitude < -5:
        return power_of_ten(value, max(len(figures), 2))
    text = f"{exact:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def tick(value: float) -> str:
    """A short label for the end of a tick: 0, 100, 10k, 1M, 1.5k; 10²⁶ from 1e15 on."""
    size = abs(value)
    if size >= 1e15:
        magnitude = _magnitude(value, 3)
        if math.isclose(size, 10.0**magnitude):
            return f"10{str(magnitude).translate(_SUPERSCRIPTS)}"
        return power_of_ten(value)
    for factor, prefix in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size >= factor:
            return f"{value / factor:.3g}{prefix}".replace("-", MINUS)
    return f"{value:.6g}".replace("-", MINUS)


def scale_of(value: float, unit: str, digits: int = 3) -> tuple[float, str]:
    """The factor and the prefixed unit that give ``value`` [unit] one to three digits.

    Use it to show a range or a change in the unit of its value.
    """
    unit = "$" if unit == "USD" else unit
    if unit == "kg":
        if abs(value) < 999.5:
            return 1.0, unit
        factor, scaled = scale_of(value / 1e3, "t", digits)
        return factor / 1e3, scaled
    for base in _SCALED:
        if unit == base or (unit[:1] in "kMGTPE" and unit[1:] == base):
            power = _PREFIXES.index(unit[: len(unit) - len(base)])
            break
    else:
        return 1.0, unit
    if value == 0 or not math.isfinite(value):
        return 1.0, unit
    step = min(max((_magnitude(value, digits) + 3 * power) // 3, 0), len(_PREFIXES) - 1)
    return 10.0 ** (3 * (power - step)), _PREFIXES[step] + base


def quantity(value: float, unit: str, digits: int = 3) -> tuple[str, str]:
    """``value`` [unit] as text and SI-prefixed unit: 7.24e19 FLOP/s is 72.4 and EFLOP/s."""
    factor, scaled = scale_of(value, unit, digits)
    return number(value * factor, digits), scaled


def span(low: float, high: float, digits: int = 3) -> str:
    """A range with an en dash: 61.8–80.8."""
    return f"{number(low, digits)}{EN_DASH}{number(high, digits)}"


def short_date(when: date) -> str:
    """5 Feb."""
    return f"{when.day} {MONTHS[when.month - 1]}"


def date_span(low: date, high: date, year: int | None) -> str:
    """From one date to another beside one of ``year``: 3 Oct – 27 Apr 2025.

    A year is said where it is not ``year``, and once where it is that of both; far apart, dates
    are months: Oct 2024 – May 2026. ``year`` is None beside what never comes.
    """
    if low == high:
        return _in_year(low, year)
    if (high - low).days > _FAR_D:
        start, end = (long_date(when).split(" ", 1)[1] for when in (low, high))
    elif low.year == high.year:
        start, end = short_date(low), _in_year(high, year)
    else:
        start, end = _in_year(low, year), _in_year(high, year)
    return f"{start} {EN_DASH} {end}"


def date_or_never(low: date, year: int | None) -> str:
    """From a date on, perhaps for ever: 3 Oct – never."""
    return f"{_in_year(low, year)} {EN_DASH} never"


def _in_year(when: date, year: int | None) -> str:
    return short_date(when) if when.year == year else long_date(when)


def duration(days: float) -> str:
    """A length of time: in days up to 400, then in months."""
    if not math.isfinite(days):
        return "never"
    if abs(days) <= 400:
        return f"{day_count(days)} d"
    return f"{count(days / _MONTH_DAYS)} months"


def day_count(days: float) -> str:
    """Days as an integer, or to two digits below ten: 278, 4.2, 0."""
    return count(days) if abs(days) >= 10 or days == round(days) else number(days, 2)


def change(delta: float, unit: str) -> str:
    """A difference in words or with its sign: 23 d sooner, +36.5, −0.41.

    ``delta`` is in the unit that the value is shown in; ``date`` and ``d`` say sooner or later.
    """
    if math.isnan(delta):
        return ""
    if unit in ("date", "d"):
        days = round(delta) if math.isfinite(delta) else delta
        if days == 0:
            return "same day"
        if math.isinf(days):
            return "never" if days > 0 else "now finishes"
        return f"{duration(abs(days))} {'sooner' if days < 0 else 'later'}"
    text = number(abs(delta))
    if text == "0":
        return "no change"
    return ("+" if delta > 0 else MINUS) + text


def _magnitude(value: float, digits: int) -> int:
    """The power of ten of ``value`` once it is rounded to ``digits`` significant digits."""
    return int(f"{abs(value):.{digits - 1}e}".split("e")[1])
