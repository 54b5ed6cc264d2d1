"""Series over time as a plot needs them: in sight, finite, and carried on to the frame's edge."""

from __future__ import annotations

import numpy as np

from gui.plots.polygon import Array, finite
from gui.plots.timescale import TimeScale
from model.outcome import Outcome


class Window:
    """The stretch of a calendar that is in sight, and its pixels."""

    __slots__ = ("start", "stop", "x")

    def __init__(self, days: Array, scale: TimeScale) -> None:
        self.start = max(int(np.searchsorted(days, scale.first, "right")) - 1, 0)
        self.stop = min(int(np.searchsorted(days, scale.last, "left")) + 1, len(days))
        x = scale.xs(days[self.start : self.stop])
        edge = scale.left + scale.width
        if self.stop == len(days) and len(x) and x[-1] < edge:
            x = np.append(x, edge)  # what holds on the last day holds on
        self.x = x

    def cut(self, values: Array) -> Array:
        """The stretch of ``values`` (..., points) that belongs to `x`."""
        part = values[..., self.start : self.stop]
        if part.shape[-1] < len(self.x):
            part = np.concatenate((part, part[..., -1:]), axis=-1)
        return part


def row(values: Array, points: int) -> Array:
    """The median row of ``values`` (N or 1, T or 1) as (points,), finite."""
    first = values[0]
    return finite(first if len(first) == points else np.full(points, first[0]))


def days_of(outcome: Outcome, onto: Outcome | None = None) -> Array:
    """The calendar (points,) of ``outcome`` [d since the epoch of ``onto``]."""
    days = outcome.days[0]
    shift = (outcome.epoch - onto.epoch).days if onto is not None else 0
    return days + shift if shift else days


def total(parts: object, points: int) -> Array:
    """The sum of the median rows of a mapping of parts (points,)."""
    out = np.zeros(points)
    for values in parts.values():  # type: ignore[attr-defined]
        out += row(values, points)
    return out


def rising(values: Array) -> int:
    """The index of the last zero before ``values`` first rise, or their length if they never do."""
    above = values > 0
    first = int(above.argmax())
    return max(first - 1, 0) if above.any() else len(values)
