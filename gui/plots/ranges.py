"""Axis ranges that a hand can follow: they grow at once, and shrink when it lets go."""

from __future__ import annotations

import math

from gui.format import MINUS, number
from gui.plots.chart import nice_step

_PREFIXES = {0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E", 21: "Z"}


class NiceRange:
    """An axis from zero to a multiple of a 1-2-5 step, and the SI prefix that it is written in.

    Neither shrinks before `settle`, so that neither ticks nor units flicker under a drag.
    """

    def __init__(self, unit: str, power: int, intervals: int = 4) -> None:
        self.base = unit
        self.intervals = intervals
        self.power = power
        self.needed = 0.0
        self.step = 10.0**power
        self.top = self.step
        self._scale = 10.0**power

    @property
    def unit(self) -> str:
        """The unit with its prefix: EFLOP/s, MW."""
        return _PREFIXES[self.power] + self.base

    @property
    def scale(self) -> float:
        """One `unit` in SI."""
        return self._scale

    @property
    def decimals(self) -> int:
        """How many decimals a value of 1/500 of the axis needs."""
        return max(-math.floor(math.log10(self.top / self._scale / 500) + 1e-9), 0)

    def grow(self, needed: float) -> bool:
        """Make room for ``needed`` [SI]; True if the range changed."""
        self.needed = needed if math.isfinite(needed) and needed > 0 else 0.0
        if self.needed <= self.top:
            return False
        self._fit()
        return True

    def settle(self) -> bool:
        """Shrink to what is needed and choose the prefix; True if either changed."""
        before = (self.top, self.step, self.power)
        if self.needed > 0:
            self._fit()
            self._choose_unit()
        return before != (self.top, self.step, self.power)

    def divide(self, intervals: int) -> None:
        """Take about ``intervals`` steps from now on."""
        if intervals != self.intervals:
            self.intervals = intervals
            if self.needed > 0:
                self._fit()

    def text(self, value: float) -> str:
        """``value`` [SI] in the unit: three digits, but no finer than 1/500 of the axis."""
        if not math.isfinite(value):
            return number(value)
        scaled = value / self.scale
        if scaled == 0:
            return "0"
        size, decimals = abs(scaled), self.decimals
        while decimals and size >= 10.0 ** (3 - decimals):
            decimals -= 1
        text = f"{scaled:,.{decimals}f}"
        return text.replace("-", MINUS) if scaled < 0 else text

    def tick_texts(self) -> list[str]:
        """What the ticks say."""
        return [f"{value / self._scale:,.6g}" for value in self.ticks()]

    def ticks(self) -> list[float]:
        """Where the axis has ticks [SI], from 0."""
        return [k * self.step for k in range(int(self.top / self.step + 1.5))]

    def _fit(self) -> None:
        self.step = nice_step(self.needed, self.intervals)
        self.top = math.ceil(self.needed / self.step - 1e-9) * self.step

    def _choose_unit(self) -> None:
        """Between 1 and 1,000 of a unit stay with it; else take the one that fits."""
        if 1 <= self.needed / self.scale < 1000:
            return
        power = 3 * math.floor(math.log10(self.needed) / 3 + 1e-12)
        self.power = min(max(power, 0), 21)
        self._scale = 10.0**self.power
