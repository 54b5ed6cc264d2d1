"""What happens between a failure and the next step: phases, spares, slow nodes.

A restart is one of several `Branch`es (a spare at hand, wait for the repair, ...), each with a
probability and phases one after another. A further failure during a restart begins another one,
drawn anew. With failures at the rate 1/M a restart of length R is lived through with the
probability exp(-R/M); with q the mean of that over the branches, restarts take M (1/q - 1) in
all, which is the exact generalisation of Daly 2006, equation 20, to restarts of unequal length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Value = Array | float


class Branch(NamedTuple):
    """One way in which a job comes back."""

    probability: Value
    phases: Mapping[str, Value]
    """name -> length [s], in the order in which they pass"""


def survival(mtbf: Value, branches: Sequence[Branch]) -> Array:
    """Probability q that a restart ends before the next failure.

    1 - q is the share of the time that goes into restarts: their mean total is M (1/q - 1) for
    each failure of a computing job, so that they take (1/q - 1) / (1/q) of the time, whatever
    the interval between checkpoints.
    """
    q: Array = np.zeros(())
    for branch in branches:
        length = sum(branch.phases.values(), np.zeros(()))
        q = q + branch.probability * np.exp(-length / np.asarray(mtbf, dtype=np.float64))
    return q


def phase_shares(mtbf: Value, branches: Sequence[Branch]) -> dict[str, Array]:
    """Share of all time in each phase of a restart; they sum to 1 - `survival` exactly.

    A phase that stretches from a to b after the failure is passed through for
    M (exp(-a/M) - exp(-b/M)) on average, being cut short by further failures.
    """
    m = np.asarray(mtbf, dtype=np.float64)
    shares: dict[str, Array] = {}
    for branch in branches:
        passed: Value = 0.0
        reached: Array = np.ones(())
        for name, length in branch.phases.items():
            passed = passed + length
            left = np.exp(-np.asarray(passed) / m)
            shares[name] = shares.get(name, np.zeros(())) + branch.probability * (reached - left)
            reached = left
    return shares


def nodes_in_repair(mtbf: Value, exchange_share: float, repair_s: float) -> Array:
    """Mean number of nodes that are in repair: rate of exchanges x time (Little's law)."""
    return exchange_share * repair_s / np.asarray(mtbf, dtype=np.float64)


def spare_at_hand(spares: Value, in_repair: Value) -> Array:
    """Probability, 0 to 1, that a failure finds one of ``spares`` nodes free.

    The number in repair is Poisson with mean ``in_repair`` (Palm: failures at random, repairs
    of any length), and failures see its average. A Poisson number reaches S where a gamma
    variable of shape S lies below the mean, for which Wilson and Hilferty (PNAS 17, 1931) give a
    normal score; the normal integral after Page (Applied Statistics 26, 1977). Smooth also
    between whole numbers, and 0 without spares. Off by 0.01 at most from one spare on.
    """
    s = np.maximum(np.asarray(spares, dtype=np.float64), 1e-9)
    a = np.asarray(in_repair, dtype=np.float64)
    z = 3.0 * np.sqrt(s) * (np.cbrt(a / s) - 1.0 + 1.0 / (9.0 * s))
    z = np.clip(z, -12.0, 12.0)
    return np.asarray(0.5 - 0.5 * np.tanh(0.7978845608 * (z + 0.044715 * z**3)))


def straggling(count: Value, slow_share: float, per_node: float, slowdown: float) -> Array:
    """Share of speed lost to slow nodes that nobody has found yet.

    A synchronous job runs at the speed of its slowest node, so it loses ``slowdown`` while at
    least one of its count / per_node nodes is slow: 1 - exp(-share x nodes), independently.
    """
    nodes = np.asarray(count, dtype=np.float64) / per_node
    return np.asarray(slowdown * -np.expm1(-slow_share * nodes))
