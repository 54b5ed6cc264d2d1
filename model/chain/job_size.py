"""How many accelerators one job can use: from there on, failures cost more than others bring."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.outcome import Array
from model.physics import reliability
from model.physics.reliability import Recovery

_FINE = 32
"""Sizes that are tried from one power of two to the next"""
_DOWN = 8.0
"""They go down to this part of the fleet."""
_LESS = 0.999


def most_useful(total: float, utilisation: Callable[[Array], Array], job: Recovery) -> Array:
    """The count (N, 1) up to which a larger job does more; ``total`` where it always does.

    The rate c x MFU(c) x goodput(c) has one maximum, for failures grow with the count and so
    does the way back from each. The count is taken just below it, from sizes that do not depend
    on ``total``, so that a fleet that grows never does less.

    Parameters
    ----------
    utilisation : MFU at counts (1, K)
    """

    def rate(counts: Array) -> Array:
        kept = reliability.losses(counts, job, detail=False).goodput
        return np.asarray(counts * utilisation(counts) * kept)

    ends = rate(np.array([[_LESS * total, total]]))
    grows = ends[:, 1:] >= ends[:, :1]
    if total <= 1.0 or grows.all():
        return np.full((len(ends), 1), total)
    last = np.floor(np.log2(total) * _FINE)
    steps = np.arange(last - np.log2(_DOWN) * _FINE, last + 1.0)
    counts = 2.0 ** (steps / _FINE)
    best = rate(counts[np.newaxis, :]).argmax(axis=1)
    below = counts[np.maximum(best - 1, 0)][:, np.newaxis]
    return np.where(grows, total, below)
