"""A run on a growing cluster: FLOP accumulate until the run is done.

With usable rate u(t), start s and total F the run is finished at f where the integral of u
from s to f equals F. Times are days since the epoch, rates FLOP/s.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_DAY_S = 86400.0


def run(days: Array, done: Array, start: Array, flop: float, after: Array) -> tuple[Array, Array]:
    """Finish (N, 1) and progress (N, T) of a run; the finish is inf if it never comes.

    Parameters
    ----------
    days : (1, T) calendar
    done : (N, T) FLOP that the cluster could have delivered since the calendar's first day
    start : (N, 1) first day of the run; inf if it never starts
    flop : FLOP of the run
    after : (N, 1) usable rate beyond the calendar [FLOP/s]
    """
    last = days[0, -1]
    finish = np.full(start.shape, np.inf)
    offset = np.full(start.shape, np.inf)
    for row in np.flatnonzero(np.isfinite(start[:, 0])):
        begin, rate = start[row, 0], after[row, 0] * _DAY_S
        offset[row] = np.interp(begin, days[0], done[row]) + max(begin - last, 0.0) * rate
        goal = offset[row, 0] + flop
        if goal <= done[row, -1]:
            column = max(int(np.searchsorted(done[row], goal)), 1)
            low, high = done[row, column - 1], done[row, column]
            share = (goal - low) / (high - low)
            finish[row] = days[0, column - 1] + share * (days[0, column] - days[0, column - 1])
        elif rate > 0:
            finish[row] = last + (goal - done[row, -1]) / rate
    progress = np.minimum(np.maximum((done - offset) / flop, 0.0), 1.0)
    return finish, progress
