"""What accelerators on the calendar compute: their peak, and how much of it is usable."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.chain.campus import Campus
from model.chain.performance import Performance
from model.outcome import Array
from model.physics import reliability
from model.physics.reliability import Recovery


def peak_of(performance: Performance, count: Mapping[str, Array], sites: Campus) -> Array:
    """Dense peak (N, T) [FLOP/s] of ``count`` accelerators of each type."""
    return sites.total(part * performance.peak[name] for name, part in count.items())


def goodput(
    performance: Performance, online: Mapping[str, Array], job: Recovery, most: Array
) -> Array:
    """Share of the time (N, T) of all that is online that turns into progress."""
    fleet = performance.working(online)
    # On most days nothing comes online: work out the days on which something does.
    moves = np.any(fleet[:, 1:] != fleet[:, :-1], axis=0)
    days = np.concatenate(([0], np.flatnonzero(moves) + 1))
    spread = np.concatenate(([0], np.cumsum(moves)))
    some = fleet[:, days]
    found = reliability.losses(np.minimum(some, most), job, fleet=some, detail=False)
    return found.goodput[:, spread]


def usable(
    performance: Performance, online: Mapping[str, Array], kept: Array, most: Array
) -> dict[str, Array]:
    """Usable FLOP/s per type (N, T) with goodput ``kept`` (N, T), in a job of ``most`` (N, 1)."""
    if not online or performance.counts.size == 0:
        return {}
    rate = performance.relative_mfu(np.minimum(performance.working(online), most)) * kept
    return {
        name: part * (performance.peak[name] * performance.mfu[name]) * rate
        for name, part in online.items()
    }
