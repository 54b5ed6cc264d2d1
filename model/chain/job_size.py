"""How many accelerators one job can use: from there on, failures cost more than others bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from model.chain.performance import Performance
from model.outcome import Array, Reliability
from model.physics import reliability
from model.physics.reliability import Losses, Recovery

_FINE = 32
"""Sizes that are tried from one power of two to the next"""
_DOWN = 8.0
"""They go down to this part of the fleet."""
_LESS = 0.999


def largest_job(
    performance: Performance, everything: Mapping[str, Array], job: Recovery
) -> tuple[Array, Reliability]:
    """The largest job (N, 1) that a larger one does not fall behind, and what it loses."""
    fleet = float(performance.working(everything)[0, 0])
    if performance.counts.size == 0:
        most = np.full((1, 1), fleet)
        return most, Reliability(job, fleet, fleet, reliability.losses(most, job, fleet=fleet))
    most, lost = most_useful(fleet, performance.relative_mfu, job)
    return most, Reliability(job, float(most[0, 0]), fleet, lost)


def most_useful(
    total: float, utilisation: Callable[[Array], Array], job: Recovery
) -> tuple[Array, Losses]:
    """The count (N, 1) up to which a larger job does more, and what is lost at it.

    It is ``total`` where a larger job always does more. The rate c x MFU(c) x goodput(c) has
    one maximum, for failures grow with the count and so does the way back from each. The count
    is taken just below it, from sizes that do not depend on ``total``, so that a fleet that
    grows never does less. Losses are shares of the time of all ``total`` accelerators.

    Parameters
    ----------
    utilisation : MFU at counts (1, K)
    """
    ends = np.array([[_LESS * total, total]])
    lost = reliability.losses(ends, job, fleet=ends)
    rate = ends * utilisation(ends) * lost.goodput
    grows = rate[:, 1:] >= rate[:, :1]
    if total <= 1.0 or grows.all():
        return np.full((len(rate), 1), total), _at_end(lost)
    last = np.floor(np.log2(total) * _FINE)
    steps = np.arange(last - np.log2(_DOWN) * _FINE, last + 1.0)
    counts = 2.0 ** (steps / _FINE)[np.newaxis, :]
    kept = reliability.losses(counts, job, detail=False).goodput
    best = np.asarray(counts * utilisation(counts) * kept).argmax(axis=1)
    below = counts[0, np.maximum(best - 1, 0)][:, np.newaxis]
    most = np.where(grows, total, below)
    return most, reliability.losses(most, job, fleet=total)


def _at_end(lost: Losses) -> Losses:
    """The last of the counts that ``lost`` was worked out for, (N, 1)."""

    def last(values: Array) -> Array:
        return np.asarray(values)[..., -1:]

    return lost._replace(
        goodput=last(lost.goodput),
        parts={name: last(part) for name, part in lost.parts.items()},
        mtbf_s=last(lost.mtbf_s),
        interval_s=last(lost.interval_s),
        stall_s=last(lost.stall_s),
    )
