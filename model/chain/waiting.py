"""What accelerators of a site wait for on each day of row 0: a set day, a hall, or the crews."""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

from model import curves
from model.chain.flow import Flow
from model.chain.site import Build
from model.outcome import Array

_SOME_WORK = 1e-9
"""Less work than that is none [crew-days]"""


class Waiting(msgspec.Struct, frozen=True):
    """Accelerators (T,) of row 0."""

    for_hall: Array
    """on site, and no place in a hall is ready for them"""
    for_crews: Array
    """they could be racked, and the crews are busy with others"""
    held: Array
    """a set day and nothing else holds them: packed with a place ready, or racked and left off"""
    room: Array
    """places that are ready and free, once all that may has taken one"""
    hall: npt.NDArray[np.intp]
    """the next hall to be ready; the last one once all are"""


def waiting(built: Build, there: Flow, days: Array) -> Waiting:
    """What holds back the accelerators of a site that are on site on ``days`` (1, T)."""
    racking, ready = built.racking, built.dates.ready[0]
    work = 1 / built.rate[0]
    first = built.arrive[:1]
    free = built.counts * curves.ramp(days.T, first, first + built.over)
    held = there.installed[0] - there.free[0]
    opened = np.searchsorted(ready, days[0], side="right")
    places = np.append(racking.opens[0], racking.work[0, -1])[opened]
    if built.not_before is not None:
        packed = np.where(built.not_before > days.T, free, 0.0)
        free = free - packed
        left = np.maximum(places - free @ work, 0.0)
        fits = np.minimum(left / np.maximum(packed @ work, _SOME_WORK), 1.0)
        held = held + packed.sum(axis=1) * fits
    released = free @ work
    begun = np.minimum(released, places)
    could = np.interp(begun, racking.work[0], racking.count[0].sum(axis=1))
    return Waiting(
        for_hall=np.maximum(free.sum(axis=1) - could, 0.0),
        for_crews=np.maximum(could - there.installed[0], 0.0),
        held=held,
        room=(places - begun) * (built.counts.sum() / racking.work[0, -1]),
        hall=np.minimum(opened, len(ready) - 1),
    )
