"""Point buffers that are filled in place by numpy and drawn by Qt without a copy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPolygonF

from gui.plots.qtgraph import pg

Array = npt.NDArray[np.float64]


class Polygon:
    """A QPolygonF and a numpy view (points, 2) of the same memory."""

    __slots__ = ("points", "shape")

    def __init__(self) -> None:
        self.shape = QPolygonF()
        self.points: Array = np.empty((0, 2))

    def resize(self, count: int) -> Array:
        """Make room for ``count`` points, keeping the memory if it fits; return the view."""
        if count != len(self.points):
            self.shape.resize(count)
            if count:
                self.points = pg.functions.ndarray_from_qpolygonf(self.shape)
            else:
                self.points = np.empty((0, 2))
        return self.points

    def line(self, x: Array, y: Array) -> QPolygonF:
        """Fill it with the line through ``x``, ``y`` [px]."""
        points = self.resize(len(x))
        points[:, 0] = x
        points[:, 1] = y
        return self.shape

    def area(self, x: Array, y: Array, floor: float) -> QPolygonF:
        """Fill it with the area between the line ``x``, ``y`` and the height ``floor`` [px]."""
        n = len(x)
        points = self.resize(n + 2 if n else 0)
        if n:
            points[:n, 0] = x
            points[:n, 1] = y
            points[n] = x[-1], floor
            points[n + 1] = x[0], floor
        return self.shape

    def between(self, x: Array, upper: Array, lower: Array) -> QPolygonF:
        """Fill it with the area between two lines over the same ``x`` [px]."""
        n = len(x)
        points = self.resize(2 * n)
        points[:n, 0] = x
        points[:n, 1] = upper
        points[n:, 0] = x[::-1]
        points[n:, 1] = lower[::-1]
        return self.shape


def crisp(y: Array) -> Array:
    """``y`` (..., points) [px] with its level stretches on the middle of a row of pixels.

    A level 1 px line between two rows is smeared over both; slopes are left alone.
    """
    level = np.abs(y[..., 1:] - y[..., :-1]) < 0.01
    snap = np.zeros(y.shape, dtype=bool)
    snap[..., :-1] = level
    snap[..., 1:] |= level
    return np.where(snap, np.floor(y) + 0.5, y)


def runs(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Index pairs [start, stop) of the stretches in which ``mask`` (points,) holds."""
    if not len(mask):
        return []
    edges = (np.flatnonzero(mask[1:] != mask[:-1]) + 1).tolist()
    if mask[0]:
        edges.insert(0, 0)
    if mask[-1]:
        edges.append(len(mask))
    return list(zip(edges[::2], edges[1::2], strict=True))


def finite(values: Array) -> Array:
    """``values`` with nan and -inf as 0 and inf as the largest finite value beside it."""
    if np.isfinite(values.sum()):  # one pass; a sum of finite values that overflows goes on
        return values
    known = values[np.isfinite(values)]
    top = float(known.max()) if known.size else 0.0
    return np.nan_to_num(values, nan=0.0, posinf=top, neginf=0.0)
