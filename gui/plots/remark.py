"""Where the name of a dashed line fits beneath it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gui.plots.lettering import letters
from gui.plots.polygon import Array, runs

REMARK = "Peak of powered GPUs"


def room_for_remark(
    x: Array, line: Array, above: Array, below: Sequence[tuple[Array, Array]], width: float
) -> tuple[float, float] | None:
    """The rightmost place [px] under ``line`` where it is apart from ``above``, or None.

    ``below`` are the curves (x, heights) that the name must not touch; ``width`` is the frame's.
    """
    apart = runs(line - above > 6)
    if not apart:
        return None
    size = letters().small.width(REMARK)
    start, stop = apart[-1]
    for wish in (x[stop - 1] - size / 2, x[start] + 24):
        left = min(max(float(wish), 4.0), width - size - 4)
        under = np.linspace(left - 2, left + size + 2, 9)
        y = float(np.interp(under, x, line).max()) + 10
        if all(y + 8 < float(np.interp(under, *curve).min()) for curve in below):
            return left, y
    return None
