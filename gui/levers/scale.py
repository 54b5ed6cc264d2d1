"""Between a lever's value and its place on the rail: logarithmic or linear, steps and ticks."""

from __future__ import annotations

import math

import msgspec

from gui import format as fmt

_PREFIXED = ("W", "Wh", "$", "B")
_SEQUENCE = (1.0, 2.0, 5.0, 10.0)


class RailScale(msgspec.Struct, frozen=True):
    """The range of a lever. ``low``, ``high`` and ``step`` are in its unit.

    A logarithmic rail whose ``low`` is 0 starts at ``step``; 0 lies beyond its left end.
    """

    low: float
    high: float
    log: bool = False
    step: float = 1.0
    whole: bool = False

    @property
    def first(self) -> float:
        """The value at the left end of the rail."""
        return self.low if self.low > 0 or not self.log else self.step

    def position(self, value: float) -> float:
        """Where ``value`` lies on the rail, 0 to 1."""
        if self.log:
            if value <= self.first:
                return 0.0
            share = math.log(value / self.first) / math.log(self.high / self.first)
        else:
            share = (value - self.low) / (self.high - self.low)
        return min(max(share, 0.0), 1.0)

    def value(self, position: float) -> float:
        """The value at ``position``; left of 0 a logarithmic rail that allows it gives 0."""
        if self.log:
            if position < 0 and self.low <= 0:
                return 0.0
            share = min(max(position, 0.0), 1.0)
            return float(self.first * (self.high / self.first) ** share)
        return self.low + min(max(position, 0.0), 1.0) * (self.high - self.low)

    def snapped(self, value: float, *, fine: bool = False) -> float:
        """``value`` at two significant digits (three if ``fine``), or on the linear grid."""
        if self.log:
            if value <= 0:
                return self.clamped(0.0)
            digits = 2 if fine else 1
            return self.clamped(float(f"{value:.{digits}e}"))
        grid = self.step / 10 if fine and not self.whole else self.step
        return self.clamped(float(f"{round(value / grid) * grid:.12g}"))

    def stepped(
        self, value: float, direction: int, *, page: bool = False, fine: bool = False
    ) -> float:
        """The next value up or down: 1-2-5, ten times for a page, one digit if ``fine``.

        A linear lever moves by its step, ten steps for a page.
        """
        if not self.log:
            size = self.step * (10 if page else 0.1 if fine and not self.whole else 1)
            return self.clamped(float(f"{value + direction * size:.12g}"))
        if value <= 0:
            return self.clamped(self.first if direction > 0 else 0.0)
        if page:
            wanted = value * 10.0**direction
        elif fine:
            magnitude = math.floor(math.log10(value) + 1e-12)
            grid = 10.0 ** (magnitude - 1)
            wanted = (round(value / grid) + direction) * grid
        else:
            wanted = _one_two_five(value, direction)
        if self.whole and round(wanted) == round(value):
            wanted = value + direction
        if direction < 0 and self.low <= 0 and wanted < self.first * (1 - 1e-9):
            return 0.0
        return self.clamped(float(f"{wanted:.12g}"))

    def clamped(self, value: float) -> float:
        """``value`` inside the range, whole where the lever is."""
        inside = min(max(value, self.low), self.high)
        return float(round(inside)) if self.whole else inside

    def decades(self) -> tuple[float, ...]:
        """The powers of ten on a logarithmic rail; none on a linear one."""
        if not self.log:
            return ()
        start = math.ceil(math.log10(self.first) - 1e-9)
        stop = math.floor(math.log10(self.high) + 1e-9)
        return tuple(float(f"1e{power}") for power in range(start, stop + 1))


def _one_two_five(value: float, direction: int) -> float:
    """The neighbour of ``value`` in 1, 2, 5, 10, 20, ..."""
    power = math.floor(math.log10(value) + 1e-12)
    base = 10.0**power
    if direction > 0:
        return next(s for s in (*_SEQUENCE, 20.0) if s * base > value * (1 + 1e-9)) * base
    return next(s for s in (5.0, 2.0, 1.0, 0.5) if s * base < value * (1 - 1e-9)) * base


def decade_label(value: float, unit: str) -> str:
    """A tick's label: 10k; a unit with a prefix is named from where it changes on: 1 GW, 10 GW."""
    base = next((b for b in _PREFIXED if unit.endswith(b) and unit[: -len(b)] in "kMG"), None)
    if base is None or value < 1000:
        return fmt.tick(value)
    factor, scaled = fmt.scale_of(value, unit)
    return f"{value * factor:g} {scaled}"
