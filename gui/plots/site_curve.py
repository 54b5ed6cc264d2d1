"""Accelerators online at one site with redirected orders and without them, as it is drawn."""

from __future__ import annotations

import msgspec

from gui import format as words
from gui.plots.polygon import Array
from gui.plots.timescale import at_day


class Mark(msgspec.Struct, frozen=True):
    """What is redirected to or from a site on one day."""

    day: float
    texts: tuple[str, ...]
    """in words, the longest first"""
    tip: str


class SiteCurve(msgspec.Struct, frozen=True):
    """Accelerators online at one site."""

    name: str
    having: Array
    """(D,) with the moves"""
    without: Array
    """(D,) without them"""
    gain: tuple[str, ...]
    """what all days together bring, in words, the longest first"""
    marks: tuple[Mark, ...] = ()

    def at(self, days: Array, day: float) -> tuple[float, float]:
        """Online on ``day`` of ``days`` (D,): with the moves, and without them."""
        return at_day(days, self.having, day), at_day(days, self.without, day)

    def end_labels(self) -> tuple[str, ...]:
        """The numbers at the ends of the lines; one where both end at the same."""
        first, second = (words.count(float(values[-1])) for values in (self.having, self.without))
        return (first,) if first == second else (first, second)
