"""One job with its checkpoints, restarts and spares: goodput, and where the rest goes.

    goodput = (1 - spares) (1 - replicas out) (1 - stragglers) x share of time that progresses

All functions broadcast over (N, 1) and (1, T).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.physics.reliability.process import goodput, mtbf_s, optimal_interval_s
from model.physics.reliability.recovery import (
    Branch,
    nodes_in_repair,
    phase_shares,
    spare_at_hand,
    straggling,
    survival,
)

Array = npt.NDArray[np.float64]
Value = Array | float


class Recovery(NamedTuple):
    """How a job saves its state and comes back after a failure."""

    failures_per_gpu_day: Value
    restart_s: Value
    """failure to first step with a node at hand and nothing to load: detection included"""
    checkpoint_bytes: float
    storage_bytes_per_s: float
    background: bool
    """the job goes on while a checkpoint is written"""
    copy_bytes_per_s: float
    """of one accelerator to its host"""
    stall_s: Value
    """halt of a background checkpoint before the copy"""
    interval_s: float | None = None
    """computing time between checkpoints; None: Daly's optimum"""
    spare_share: float = 0.0
    """of all accelerators, held back powered and checked"""
    without_spare: str = "borrow"
    """``borrow`` a node from outside the job, ``elastic``: go on with fewer, ``wait``"""
    exchange_share: float = 0.0
    """failures after which a node must be repaired or exchanged"""
    repair_s: Value = 0.0
    per_node: float = 8.0
    replica: float = 8.0
    """accelerators that one replica of the model needs"""
    detect_share: float = 0.2
    """of ``restart_s``"""
    reschedule_share: float = 0.2
    """of ``restart_s``; a hot spare saves it"""
    connect_s_per_gpu: float = 0.0
    """time to set up the process groups, in proportion to the accelerators that work"""
    slow_share: float = 0.0
    """nodes that are slow and not found yet"""
    slowdown: float = 0.0


class Losses(NamedTuple):
    """Goodput of a job and what it is made of."""

    goodput: Array
    parts: dict[str, Array]
    """share of all accelerator-time lost to each cause; they sum to 1 - goodput"""
    mtbf_s: Array
    interval_s: Array
    stall_s: Array
    """halt for one checkpoint"""
    write_s: float
    """time until a checkpoint is safe on the storage, and time to load one"""


class _Job(NamedTuple):
    mtbf: Array
    interval: Array
    stall: Array
    write: float
    branches: tuple[Branch, ...]
    out: Array
    slow: Array


def losses(
    count: Value, job: Recovery, *, fleet: Value | None = None, detail: bool = True
) -> Losses:
    """Goodput of ``count`` accelerators, spares included, and its losses.

    Without ``detail`` the parts are left out; the goodput is the same. Fewer than one
    accelerator count as one. Shares are of the time of ``fleet`` accelerators, which are more
    than ``count`` where a larger job would do less; None: of ``count``.
    """
    at = _job(np.maximum(np.asarray(count, dtype=np.float64), 1.0), job)
    progress = goodput(at.mtbf, at.interval, at.stall, 0.0) * survival(at.mtbf, at.branches)
    speed = (1.0 - job.spare_share) * (1.0 - at.out) * (1.0 - at.slow)
    kept = speed * progress
    parts = _parts(at, job, progress, speed) if detail else {}
    if fleet is not None:
        share = np.minimum(np.maximum(count, 1.0) / np.maximum(fleet, 1.0), 1.0)
        kept = kept * share
        if detail:
            parts = {name: part * share for name, part in parts.items()}
            parts["left_out"] = 1.0 - share + 0.0 * kept
    return Losses(kept, parts, at.mtbf, at.interval, at.stall, at.write)


def phases(working: Array, job: Recovery) -> dict[str, Value]:
    """What happens after a failure with a node at hand: name -> length [s], in order.

    ``working`` accelerators take part. Joining the process groups grows with them, loading with
    the checkpoint. What was computed while the last checkpoint was still on its way to the
    storage is computed again.
    """
    write = job.checkpoint_bytes / job.storage_bytes_per_s
    return {
        "detection": job.restart_s * job.detect_share,
        "restart": job.restart_s * (1.0 - job.detect_share),
        "connect": job.connect_s_per_gpu * working,
        "load": write,
        "rework": write if job.background else 0.0,
    }


def _job(count: Array, job: Recovery) -> _Job:
    spared = 1.0 - job.spare_share
    working = count * spared
    mtbf = mtbf_s(job.failures_per_gpu_day, working)
    write = job.checkpoint_bytes / job.storage_bytes_per_s
    if job.background:
        per_gpu = job.checkpoint_bytes / working
        stall = np.asarray(job.stall_s + per_gpu / job.copy_bytes_per_s)
    else:
        stall = np.full((1, 1), write)
    interval = _interval(mtbf, stall, write, job)
    branches, out = _ways_back(working, mtbf, job)
    slow = straggling(working, job.slow_share, job.per_node, job.slowdown)
    return _Job(mtbf, interval, stall, write, branches, out, slow)


def _interval(mtbf: Array, stall: Array, write: float, job: Recovery) -> Array:
    """Own interval or Daly's; in the background not shorter than a checkpoint takes to write.

    A smooth maximum of the two, of the eighth order: at most 9 % above the larger one.
    """
    if job.interval_s is not None:
        best = np.full_like(mtbf, job.interval_s)
    else:
        best = optimal_interval_s(mtbf, stall)
    if not job.background or write <= 0.0:
        return best
    # write (1 + x^8)^(1/8): three squares and roots are five times faster than the powers.
    ratio = np.minimum(best / write, 1e30)
    eighth = np.square(np.square(np.square(ratio)))
    smooth = write * np.sqrt(np.sqrt(np.sqrt(1.0 + eighth)))
    return np.maximum(smooth, best) if best.max() > 1e30 * write else smooth


def _ways_back(working: Array, mtbf: Array, job: Recovery) -> tuple[tuple[Branch, ...], Array]:
    """The branches of a restart, and the share of speed that elastic jobs lack meanwhile."""
    spares = working / (1.0 - job.spare_share) * job.spare_share
    usual = phases(working, job)
    quick = {**usual, "restart": usual["restart"] - job.restart_s * job.reschedule_share}
    nobody = np.zeros((1, 1))
    at_hand: Value = 0.0
    if job.spare_share > 0.0:
        waiting = nodes_in_repair(mtbf, job.exchange_share, 1.0) * job.repair_s
        at_hand = spare_at_hand(spares / job.per_node, waiting)
    bare = 1.0 - at_hand
    branches = [Branch(at_hand, quick)] if job.spare_share > 0.0 else []
    if job.without_spare == "borrow":
        return (*branches, Branch(bare, usual)), nobody
    exchanged = bare * job.exchange_share
    branches.append(Branch(bare - exchanged, usual))
    if job.without_spare == "wait":
        return (*branches, Branch(exchanged, {"wait": job.repair_s, **usual})), nobody
    # Elastic: the job starts again once more when the node comes back. A replica is out for the
    # share of time x / (1 + x) of an alternating renewal process that fails at its own rate.
    twice = {**usual, **{name: 2.0 * usual[name] for name in ("restart", "connect", "load")}}
    branches.append(Branch(exchanged, twice))
    share = np.minimum(job.replica / working, 1.0)
    x = exchanged * job.repair_s * share / mtbf
    return tuple(branches), np.asarray(x / (1.0 + x))


def _parts(at: _Job, job: Recovery, progress: Array, speed: Array) -> dict[str, Array]:
    """Every loss as a share of all accelerator-time."""
    spared = 1.0 - job.spare_share
    kept = survival(at.mtbf, at.branches)
    # Of the time outside restarts, D / (D + w) x s / (e^s - 1) progresses; w / D as much stands
    # still for saves that hold, and the rest is computed again.
    per_work = np.where(np.isfinite(at.interval), at.stall / np.maximum(at.interval, 1e-300), 0.0)
    stalled = np.minimum(progress * per_work, kept)
    passed = phase_shares(at.mtbf, at.branches)
    redone = np.maximum(kept - progress - stalled, 0.0) + passed["rework"]
    found = {
        "rework": speed * redone,
        "detection": speed * passed["detection"],
        "restart": speed * passed["restart"],
        "connect": speed * passed["connect"],
        "load": speed * passed["load"],
        "wait": speed * passed.get("wait", np.zeros(())),
        "checkpoint": speed * stalled,
        "spares": np.asarray(job.spare_share) + 0.0 * speed,
        "elastic": spared * at.out + 0.0 * speed,
        "stragglers": spared * (1.0 - at.out) * at.slow + 0.0 * speed,
    }
    return found
