"""Reads what a person typed into a field: numbers with units and prefixes, and dates."""

from __future__ import annotations

import math
import re
from datetime import date

from model.errors import InputError
from model.units import FIRST_DATE, LAST_DATE

# This program has no milli: a small m is a mega like a large one ("150 mw").
_PREFIX = {"k": 1e3, "m": 1e6, "g": 1e9, "b": 1e9, "bn": 1e9, "t": 1e12, "p": 1e15, "e": 1e18}

_DAY = {"h": 1 / 24, "hour": 1 / 24, "d": 1.0, "day": 1.0, "w": 7.0, "week": 7.0}
_DAY |= {"month": 365.25 / 12, "y": 365.25, "yr": 365.25, "year": 365.25}
_FAMILIES: tuple[dict[str, float], ...] = (
    _DAY,
    {"s": 1 / 60, "sec": 1 / 60, "min": 1.0, "minute": 1.0, "h": 60.0, "hour": 60.0},
    {"$/kwh": 1.0, "usd/kwh": 1.0, "$/mwh": 1e-3, "usd/mwh": 1e-3, "ct/kwh": 1e-2, "c/kwh": 1e-2},
)
_SAME = {
    "GPU": ("gpu", "accelerator", "card", "chip"),
    "FLOP": ("flop",),
    "tokens": ("token", "tok"),
    "$": ("$", "usd"),
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_DIGITS = r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:(?P<figures>{_DIGITS})(?:e(?P<exp>[+-]?\d+)"
    r"|\s*[x*×·]\s*10\s*\^?\s*(?P<power>[+-]?\d+))?)(?P<rest>.*)",
    re.IGNORECASE,
)
_BARE_POWER = re.compile(r"(?P<sign>[+-]?)10\s*\^\s*(?P<power>[+-]?\d+)(?P<rest>.*)")
_COUNT = "Write 150k or 1.5e5"
_BIGGER = {"k": "M", "M": "G", "G": "T", "T": "P", "P": "E", "E": "E"}


def parse_number(text: str, unit: str, key: str) -> float:
    """The value of ``text`` in ``unit``; raises InputError, naming ``key``, if it has none.

    Reads 150k, 1.5e5, 100,000, 3.5 × 10^26, 1.2 GW (1,200 in MW), 80 % (0.8 without a unit),
    2 weeks (14 in d). A prefix without a unit multiplies the lever's own unit.
    """
    figures, rest = _figures(text, unit, key)
    factor = _factor(rest.strip(), unit)
    if factor is None:
        wanted = f"a number in {unit}" if unit else "a number without a unit"
        raise InputError(key, text, wanted, f"{_hint(unit)}.")
    value = figures * factor
    if factor < 1.0 and not math.isinf(1.0 / factor):
        value = figures / (1.0 / factor)  # 80 % is 80 / 100, not 80 x 0.01: no rounding tail
    if not math.isfinite(value):
        raise InputError(key, text, "a finite number", f"{_hint(unit)}.")
    return value


def parse_date(text: str, key: str) -> date:
    """The date that ``text`` names: 2024-09-02, 2 Sep 2024, Sep 2 2024, 2.9.2024, Sep 2024.

    Raises InputError, naming ``key``, if it names none that a scenario can hold.
    """
    words = [w for w in re.split(r"[\s,./-]+", text.strip()) if w]
    found = _date_of(words, slashed="/" in text)
    if found is None or not FIRST_DATE <= found <= LAST_DATE:
        limit = f"a date from {FIRST_DATE.year} to {LAST_DATE.year}"
        raise InputError(key, text, limit, "Write it as 2024-09-02 or 2 Sep 2024.")
    return found


def _hint(unit: str) -> str:
    """How a value of ``unit`` may be written."""
    own = unit.lower()
    if unit in _SAME or unit.split("/")[0] in _SAME:
        return _COUNT
    if own.removesuffix("s") in _DAY and own != "h":
        return "Write 14 or 2 weeks" if own.startswith("d") else "Write 2 or 2.5"
    if unit == "":
        return "Write 0.8 or 80 %"
    base, power = _split(unit)
    if power > 1.0:
        return f"Write 150 or 0.15 {_BIGGER[unit[0]]}{base}"
    return "Write 150 or 1.5e2"


def _figures(text: str, unit: str, key: str) -> tuple[float, str]:
    """The bare number at the start of ``text``, and what follows it."""
    plain = re.sub(r"[\u00a0\u2009\u202f]", " ", text.strip()).replace("−", "-")
    plain = re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)", r"^\1", plain).translate(_SUPERSCRIPTS)
    match = _BARE_POWER.fullmatch(plain) or _NUMBER.fullmatch(plain)
    if match is None or re.match(r"\s*[\d.,]", match["rest"]):
        limit = f"a number in {unit}" if unit else "a number"
        hint = "The decimal sign is a point" if "," in text else _hint(unit)
        raise InputError(key, text, limit, f"{hint}.")
    parts = match.groupdict()
    exponent = parts.get("exp") or parts.get("power") or "0"
    figures = re.sub(r"[, ]", "", parts.get("figures") or "1")
    try:
        return float(f"{parts['sign']}{figures}e{exponent}"), parts["rest"]
    except (ValueError, OverflowError) as error:
        raise InputError(key, text, "a finite number", f"{_hint(unit)}.") from error


def _factor(suffix: str, unit: str) -> float | None:
    """What a number with ``suffix`` is to be multiplied by to be in ``unit``."""
    low = suffix.lower()
    if low in ("", unit.lower()):
        return 1.0
    if low == "%":
        return 0.01 if unit == "" else None
    singular = low[:-1] if low.endswith("s") and len(low) > 2 else low
    own = unit.lower()
    for family in _FAMILIES:
        target = family.get(own, family.get(own.removesuffix("s")))
        if target is not None and (low in family or singular in family):
            return family.get(low, family.get(singular, 1.0)) / target
    if low in _PREFIX and low != "e":  # "5e" is an unfinished 5e3, not five exa
        return _PREFIX[low]
    base, power = _split(unit)
    for name in (base.lower(), *_SAME.get(base, ())):
        for whole in (low, singular):
            if name and whole.endswith(name):
                prefix = whole[: len(whole) - len(name)].strip()
                if prefix == "" or prefix in _PREFIX:
                    return _PREFIX.get(prefix, 1.0) / power
    return None


def _split(unit: str) -> tuple[str, float]:
    """The unit without its SI prefix, and what the prefix stands for: MW is W and 1e6."""
    for base in ("W", "Wh", "$", "B", "B/s", "bit/s", "FLOP/s"):
        if unit.endswith(base) and unit[: -len(base)] in ("k", "M", "G", "T", "P", "E"):
            return base, _PREFIX[unit[: -len(base)].lower()]
    return unit, 1.0


def _date_of(words: list[str], *, slashed: bool) -> date | None:
    months = [i for i, word in enumerate(words) if _month(word)]
    try:
        if len(months) == 1:
            month = _month(words[months[0]])
            rest = [int(w) for i, w in enumerate(words) if i != months[0]]
            years = [n for n in rest if n > 31]
            days = [n for n in rest if n <= 31]
            if len(years) == 1 and len(days) <= 1:
                return date(years[0], month, days[0] if days else 1)
            return None
        numbers = [int(word) for word in words]
        if len(numbers) == 3 and numbers[0] > 31:
            return date(numbers[0], numbers[1], numbers[2])
        # 9/2/2024 means September to some and February to others; points are day first.
        if len(numbers) == 3 and numbers[2] > 31 and not slashed:
            return date(numbers[2], numbers[1], numbers[0])
        if len(numbers) == 2 and numbers[0] > 31:
            return date(numbers[0], numbers[1], 1)
    except ValueError:
        return None
    return None


def _month(word: str) -> int:
    """1 to 12 for the name of a month or its first three letters or more, else 0."""
    low = word.lower()
    if len(low) < 3 or not low.isalpha():
        return 0
    names = "january february march april may june july august september october november december"
    return next((i for i, name in enumerate(names.split(), 1) if name.startswith(low)), 0)
