"""Swings of a synchronous load, and what it takes to hold them to a utility's ramp limit.

All accelerators of a job work and wait in step. Once a step they exchange gradients and drain
their pipelines, at every checkpoint they halt, and at a failure they all stop: the load falls
from one level to another and comes back. A wave of two levels, A apart, with the share phi of its
period T at the lower, is flat behind a store of A phi (1 - phi) T. A single edge that may not be
steeper than R needs A^2 / (2 R): the store gives the triangle between the edge and the ramp.
Which of the two is less is needed. (Choukse et al. 2025, arXiv 2508.14318, sections 3 and 5, for
the waveforms and the limits; both stores are areas under them.)

Powers in W, times in s, energies in J, ramps in W/s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Wave:
    """A load that falls and comes back, again and again."""

    amplitude: float
    """upper level less lower [W]"""
    period: float
    """[s]; inf: it does not come again"""
    low: float
    """time at the lower level in each period [s]"""

    @property
    def frequency(self) -> float:
        """Of its periods [Hz]."""
        return 1.0 / self.period

    @property
    def share(self) -> float:
        """Share of the time at the lower level."""
        return self.low / self.period

    def ramp(self, rise: float) -> float:
        """How fast it changes [W/s], if a change takes ``rise`` and no longer than it lasts."""
        lasts = min(rise, self.low, self.period - self.low)
        return self.amplitude / lasts if lasts > 0.0 else 0.0

    @property
    def flat_store(self) -> float:
        """Store behind which the load is flat [J]."""
        return self.amplitude * self.low * (1.0 - self.share)

    def store(self, limit: float) -> float:
        """Store behind which no ramp is steeper than ``limit`` [J]."""
        return min(self.amplitude**2 / (2.0 * limit), self.flat_store)

    def allowed(self, limit: float) -> float:
        """The most that ramps of ``limit`` can swing in the shorter of its two times [W]."""
        return limit * min(self.low, self.period - self.low)

    def floor_waste(self, limit: float) -> float:
        """Mean power of the work without purpose that keeps the lower level up [W].

        Power smoothing in the accelerators: a floor under their draw that leaves no more swing
        than ``limit`` allows.
        """
        return max(self.amplitude - self.allowed(limit), 0.0) * self.share


def battery(waves: Sequence[Wave], stores: Sequence[float], hours: float) -> tuple[float, float]:
    """Power [W] and energy [J] of a battery that gives ``stores`` [J] to ``waves``.

    The waves do not come at the same time. A battery of ``hours`` gives its energy in that time,
    so its power may ask for more energy than the waves do.
    """
    power = max((w.amplitude for w, store in zip(waves, stores, strict=True) if store), default=0.0)
    return power, max(*stores, power * hours * 3600.0)


def once(amplitude: float, low: float) -> Wave:
    """A fall that does not come again, such as a job that stops."""
    return Wave(amplitude, inf, low)
