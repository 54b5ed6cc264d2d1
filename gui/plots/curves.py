"""Lines and areas that compute and power fill in the same way."""

from __future__ import annotations

import numpy as np

from gui.plots.polygon import Array, Polygon, crisp
from gui.plots.series import Window, knots, rising
from gui.plots.timescale import Ticks, TimeScale


def parted(edge: Polygon, x: Array, stack: Array, k: int) -> None:
    """The line between part ``k`` of ``stack`` [px] and the next, from where both are to be seen.

    Over parts of a pixel or two it would leave nothing of them.
    """
    if k + 1 >= len(stack):
        edge.line(x[:0], x[:0])
        return
    seen = stack[k] - stack[k + 1] >= 2.0
    start = int(seen.argmax()) if seen.any() else len(x)
    edge.line(x[start:], stack[k][start:])


def standing(line: Polygon, x: Array, heights: Array, zero: float) -> None:
    """The line from where ``heights`` [px] first leave the zero line, so as not to cover it."""
    start = rising(zero - heights - 0.01)
    line.line(x[start : len(heights)], heights[start:])


def sync_ghost(
    lines: dict[str, Polygon],
    days: Array,
    series: Array,
    scale: TimeScale,
    zero: float,
    per_unit: float,
) -> None:
    """The baseline's line, and its casing a pixel beneath."""
    window = Window(days, scale)
    heights = zero - window.cut(series)[np.newaxis] * per_unit
    keep = knots(window.x, heights)
    x, y = window.x[keep], crisp(heights[0, keep])
    standing(lines["ghost"], x, y, zero)
    standing(lines["cased"], x, y + 1, zero + 1)


def map_x(scale: TimeScale, ticks: Ticks) -> list[float]:
    """Where the grid dates stand [px of the box]."""
    return [scale.x(day) for day in ticks.grid if scale.first < day < scale.last]
