"""Series over time as a plot needs them: in sight, finite, and carried on to the frame's edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

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


def knots(x: Array, heights: Array) -> npt.NDArray[np.intp]:
    """Indices (kept,) of the points at which any of ``heights`` (series, points) [px] bends.

    The model's curves are straight for weeks: drawing only where they bend gives the same
    pixels with a tenth of the points. The bound keeps the error of 600 points that bend by
    less than it under a hundredth of a pixel.
    """
    if len(x) < 3:
        return np.arange(len(x))
    slopes = (heights[:, 1:] - heights[:, :-1]) / (x[1:] - x[:-1])
    bends = (np.abs(slopes[:, 1:] - slopes[:, :-1]) > 1e-7).any(axis=0)
    return np.concatenate(([0], np.flatnonzero(bends) + 1, [len(x) - 1]))


def row(values: Array, points: int) -> Array:
    """The median row of ``values`` (N or 1, T or 1) as (points,), finite."""
    first = values[0]
    return finite(first if len(first) == points else np.full(points, first[0]))


def rows(parts: Sequence[Array], points: int) -> Array:
    """The median rows of ``parts`` as (parts, points), finite."""
    if not parts:
        return np.zeros((0, points))
    known = all(part.shape[-1] == points for part in parts)
    out = np.array([part[0] for part in parts]) if known else None
    if out is not None and np.isfinite(out.sum()):  # one pass over all of them
        return out
    return np.array([row(part, points) for part in parts])


def days_of(outcome: Outcome, onto: Outcome | None = None) -> Array:
    """The calendar (points,) of ``outcome`` [d since the epoch of ``onto``]."""
    days = outcome.days[0]
    shift = float((outcome.epoch - onto.epoch).days) if onto is not None else 0.0
    shifted: Array = days + shift
    return shifted if shift else days


def total(parts: Mapping[str, Array], points: int) -> Array:
    """The sum of the median rows of ``parts`` (points,)."""
    out = np.zeros(points)
    for values in parts.values():
        out += row(values, points)
    return out


def rising(values: Array) -> int:
    """The index of the last zero before ``values`` first rise, or their length if they never do."""
    if not len(values):
        return 0
    above = values > 0
    first = int(above.argmax())
    return max(first - 1, 0) if above[first] else len(values)
