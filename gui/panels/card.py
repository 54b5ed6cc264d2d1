"""What a headline card says: value, spread and change in words, and where its marks lie."""

from __future__ import annotations

import math

import msgspec

from gui import format as fmt
from model import units
from model.outcome import Outcome
from model.study.bands import Bands


class Card(msgspec.Struct, frozen=True):
    """What one card says, in words, and where its glyph's marks lie (0 to 1)."""

    name: str
    label: str
    value: str
    unit: str
    span: str
    change: str
    mid: float | None = None
    low: float | None = None
    high: float | None = None
    base: float | None = None

    @property
    def sentence(self) -> str:
        """The card read aloud."""
        parts = [f"{self.label}: {self.value} {self.unit}".rstrip()]
        parts += [f"P10 to P90 {self.span}"] if self.span else []
        parts += [f"{self.change} against the baseline"] if self.change else []
        return ", ".join(parts)


def card_of(
    name: str,
    label: str,
    outcome: Outcome,
    bands: Bands | None,
    baseline: Outcome | None,
    frames: dict[str, tuple[float, float]],
) -> Card:
    """The card of headline ``name``; ``frames`` keeps the scale of each glyph between answers."""
    headline = outcome.headlines[name]
    value = float(headline.value[0, 0])
    base = None
    if baseline is not None:
        base = baseline.headline(name)
        if headline.unit == "date":
            base += (baseline.epoch - outcome.epoch).days
    known = bands.headlines.get(name) if bands is not None else None
    frame = _framed(frames, name, [value, *(known or ()), *([] if base is None else [base])])
    shown, unit, factor = _value(headline.unit, value)
    text = _date_text(outcome, value) if headline.unit == "date" else shown
    return Card(
        name=name,
        label=label,
        value=text,
        unit=_day_text(outcome, name, value) if headline.unit == "date" else unit,
        span="" if known is None else _span(outcome, headline.unit, value, known, factor),
        change="" if base is None else _change(headline.unit, value, base, factor),
        mid=_place(known[1] if known is not None else value, frame),
        low=None if known is None else _place(known[0], frame),
        high=None if known is None else _place(known[2], frame),
        base=None if base is None else _place(base, frame),
    )


def _value(unit: str, value: float) -> tuple[str, str, float]:
    """Text, unit and the factor that brings other values into that unit."""
    factor, scaled = fmt.scale_of(value, unit)
    return fmt.number(value * factor), scaled, factor


def _date_text(outcome: Outcome, day: float) -> str:
    if not math.isfinite(day):
        return "Never"
    return fmt.long_date(units.date_of(day, outcome.epoch))


def _day_text(outcome: Outcome, name: str, day: float) -> str:
    """``day 278`` from the start of work, beside the day of full load."""
    if name != "full_load" or not math.isfinite(day):
        return ""
    return f"day {fmt.count(units.whole_day(outcome.headline('days_to_online')))}"


def _span(
    outcome: Outcome, unit: str, value: float, known: tuple[float, float, float], factor: float
) -> str:
    """P10 to P90 in words; a date has its year where that is not the year of ``value``."""
    low, _, high = known
    if unit != "date":
        return fmt.span(low * factor, high * factor)
    if not math.isfinite(low):
        return "never"
    year = units.date_of(value, outcome.epoch).year if math.isfinite(value) else None
    first = units.date_of(low, outcome.epoch)
    if not math.isfinite(high):
        return fmt.date_or_never(first, year)
    return fmt.date_span(first, units.date_of(high, outcome.epoch), year)


def _change(unit: str, value: float, base: float, factor: float) -> str:
    if math.isinf(value) and math.isinf(base):
        return "no change"
    if unit == "date":  # between the dates that are shown
        return fmt.change(units.whole_day(value) - units.whole_day(base), unit)
    return fmt.change((value - base) * factor, unit)


def _framed(
    frames: dict[str, tuple[float, float]], name: str, values: list[float]
) -> tuple[float, float]:
    """The glyph's scale: wide enough for all values, and never shrinking during a drag."""
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    known = frames.get(name)
    if known is None or low < known[0] or high > known[1]:
        room = max(high - low, 1e-3 * abs(high), 1e-9) * 0.35
        wide = (low - room, high + room)
        known = wide if known is None else (min(known[0], wide[0]), max(known[1], wide[1]))
        frames[name] = known
    return known


def _place(value: float, frame: tuple[float, float]) -> float | None:
    """Where ``value`` lies in ``frame``, 0 to 1; None if it never comes."""
    if not math.isfinite(value):
        return None
    return min(max((value - frame[0]) / (frame[1] - frame[0]), 0.0), 1.0)
