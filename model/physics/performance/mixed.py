"""One synchronous job over pools of unequal accelerators: the batch is shared out by speed.

Every data-parallel replica stays inside one pool, and all replicas meet at the end of each step
to sum their gradients. A replica of a faster pool takes more micro-batches, so that all finish
together; where that can't be, the slowest one makes the step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.physics.performance.constants import Constants
from model.physics.performance.geometry import Architecture
from model.physics.performance.hardware import Hardware
from model.physics.performance.job import Job, Plan
from model.physics.performance.layer import Array
from model.physics.performance.single import steps_with

_STRIDE = 0.25
"""Share of the micro-batches over which the slope is taken: a step is all but affine in them"""


@dataclass(frozen=True, slots=True)
class Shared:
    """A step of the joint job; each array is (N, 1) or a scalar."""

    step_s: Array
    micro_batches: tuple[Array, ...]
    """per pool: micro-batches of each of its replicas, real-valued [1]"""
    share: tuple[Array, ...]
    """per pool: its share of the batch [1]; they sum to one"""
    tokens_per_s: tuple[Array, ...]
    """per pool, of each accelerator in it [tokens/s]"""


def share_out(
    arch: Architecture,
    pools: Sequence[tuple[Hardware, int]],
    job: Job,
    plan: Plan,
    c: Constants,
    speed: Array | float = 1.0,
) -> Shared:
    """The layout of ``plan`` on all ``pools`` at once.

    With D_p replicas in pool p, each of which needs t_p(m) for m micro-batches, the step T and
    the m_p solve t_p(m_p) = T and sum of D_p m_p = M, the micro-batches of the batch.

    Parameters
    ----------
    pools : type and count of accelerators; a type that lacks the precision computes in bf16
    speed : factor on the speed of kernels, a number or (N, 1)
    """
    replica = plan.tp * plan.cp * plan.pp
    replicas = [count / replica for _, count in pools]
    whole = job.sequences / plan.micro_batch
    most = min(1.0, whole / sum(replicas))  # a batch that is too small leaves replicas idle
    replicas = [each * most for each in replicas]
    degree = np.asarray(sum(replicas))

    def seconds(pool: int, batches: Array) -> Array:
        hw = pools[pool][0]
        asked = job if hw.peak(job.precision) > 0.0 else replace(job, precision="bf16")
        return steps_with(arch, hw, asked, plan, c, degree, batches, speed).total

    places = range(len(pools))
    even = np.asarray(whole / degree)
    more = even * (1.0 + _STRIDE)
    took = [seconds(p, even) for p in places]
    slope = [(seconds(p, more) - took[p]) / (even * _STRIDE) for p in places]
    pace = sum(replicas[p] / slope[p] for p in places)
    together = sum(replicas[p] * took[p] / slope[p] for p in places) / pace
    # No replica works on less than one micro-batch; what lies above that is shared out.
    above = [np.maximum(even + (together - took[p]) / slope[p] - 1.0, 0.0) for p in places]
    given = np.maximum(sum(replicas[p] * above[p] for p in places), 1e-12)
    rest = max(whole - float(degree), 0.0) / given
    batches = [1.0 + each * rest for each in above]
    step = np.maximum.reduce([np.asarray(seconds(p, batches[p])) for p in places])
    share = tuple(replicas[p] * batches[p] / whole for p in places)
    tokens = job.sequences * job.sequence / step
    rates = tuple(share[p] * tokens / pools[p][1] for p in places)
    return Shared(step, tuple(batches), share, rates)
