"""Which days are in sight: the calendar, in whole months, or the stretch that was zoomed to."""

from __future__ import annotations

import math
from datetime import date

from gui.plots.polygon import Array
from gui.plots.timescale import TimeScale, month_bounds


class Extent:
    """Grows at once with the calendar, and shrinks only when it is settled."""

    def __init__(self) -> None:
        self.bounds = (0.0, 365.0)
        """First and last day that can be shown [d since epoch]."""
        self._wanted = self.bounds
        self._zoom: tuple[float, float] | None = None

    def take(self, days: Array, epoch: date, *, anew: bool) -> None:
        """Make room for the calendar ``days`` (points,); ``anew``: forget the one before."""
        wanted = month_bounds(min(float(days[0]), 0.0), float(days[-1]), epoch)
        low, high = wanted if anew else self.bounds
        self._wanted = wanted
        self.bounds = (min(low, wanted[0]), max(high, wanted[1]))

    def settle(self) -> bool:
        """Shrink to the calendar; True if that changed anything."""
        changed = self.bounds != self._wanted
        self.bounds = self._wanted
        return changed

    def move(self, days: float) -> None:
        """Day 0 is ``days`` earlier than before: keep the dates."""
        self.bounds = (self.bounds[0] + days, self.bounds[1] + days)
        if self._zoom is not None:
            self._zoom = (self._zoom[0] + days, self._zoom[1] + days)

    def show(self, scale: TimeScale | None) -> None:
        """Zoom to the days of ``scale``, or, with None, out to all."""
        whole = scale is None or (scale.first <= self.bounds[0] and scale.last >= self.bounds[1])
        self._zoom = None if whole or scale is None else (scale.first, scale.last)

    def fitted(self, scale: TimeScale) -> TimeScale:
        """The days in sight over the pixels of ``scale``."""
        return scale.shown(*(self._zoom or self.bounds)).inside(self.bounds)

    def inside(self, day: float) -> float:
        """``day`` as a whole day within the calendar."""
        low, high = self.bounds
        return float(min(max(round(day), math.ceil(low)), math.floor(high)))
