"""Goodput of the whole fleet: what fails, what each failure costs, and what would help. Row 0."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from model.catalog import Catalog, catalog
from model.chain.recovery import shares
from model.outcome import Array, Outcome
from model.physics.reliability import Losses, Recovery, interruptions, losses, phases

POINTS = 65
RESTARTS_S = (15.0, 7200.0)
"""Ends of the curve over restart time, wider if the restart is"""
DOWN, UP = 64.0, 8.0
"""The curve over the count goes from 1/64 of the fleet to eight times it."""

LABELS = {
    "rework": "Rework",
    "detection": "Detection",
    "restart": "Restart",
    "connect": "Joining groups",
    "load": "Loading",
    "wait": "Waiting for repair",
    "checkpoint": "Saving",
    "spares": "Hot spares",
    "elastic": "Replicas out",
    "stragglers": "Slow nodes",
    "left_out": "Left out",
}
"""Cause of a loss -> what the screen calls it"""


class Curve(msgspec.Struct, frozen=True):
    """Goodput over one thing that varies."""

    x: Array
    """(K,)"""
    goodput: Array
    """(K,)"""
    point: tuple[float, float]
    """x and goodput at present"""


class Help(msgspec.Struct, frozen=True):
    """One change, and the goodput that it brings."""

    label: str
    meaning: str
    gain: float
    """in goodput [1]"""


class Account(msgspec.Struct, frozen=True):
    """The fleet's goodput in full."""

    count: float
    losses: Losses
    """(1, 1) each"""
    failures: dict[str, float]
    """component -> job failures a day"""
    restarts: Curve
    """x: restart [s]"""
    counts: Curve
    """x: accelerators"""
    phases: dict[str, float]
    """what passes after a failure with a node at hand, label -> [s]"""
    spares: float
    """accelerators held back"""
    spares_usd: float
    """what they cost to buy"""

    @property
    def goodput(self) -> float:
        """Of the whole fleet [1]."""
        return float(self.losses.goodput.item())

    @property
    def lost(self) -> dict[str, float]:
        """Label -> share of all accelerator-time; they sum to 1 - goodput."""
        return {LABELS[key]: float(part.item()) for key, part in self.losses.parts.items()}


def account(outcome: Outcome) -> Account | None:
    """Take the goodput of ``outcome`` apart; None without accelerators."""
    if outcome.reliability is None:
        return None
    count, job = outcome.reliability.count, _first_row(outcome.reliability.job)
    fleet = outcome.reliability.fleet
    found = losses(np.full((1, 1), count), job, fleet=fleet)
    now, restart = float(found.goodput.item()), float(np.asarray(job.restart_s).item())
    low, high = min(RESTARTS_S[0], restart), max(RESTARTS_S[1], restart)
    times = np.geomspace(max(low, 1.0), high, POINTS)[np.newaxis, :]
    counts = np.geomspace(max(count / DOWN, 1.0), count * UP, POINTS)[np.newaxis, :]
    job_of_times = job._replace(restart_s=times)
    over_time = losses(np.full((1, 1), count), job_of_times, fleet=fleet, detail=False)
    over_count = losses(counts, job, detail=False)
    rate = float(interruptions(job.failures_per_gpu_day, count * (1 - job.spare_share), 1.0).item())
    return Account(
        count=count,
        losses=found,
        failures={name: share * rate for name, share in shares(catalog()).items()},
        restarts=Curve(times[0], over_time.goodput[0], (restart, now)),
        counts=Curve(counts[0], over_count.goodput[0], (count, now * fleet / count)),
        phases={
            LABELS[name]: float(np.asarray(length).item())
            for name, length in phases(np.full((1, 1), count * (1 - job.spare_share)), job).items()
        },
        spares=job.spare_share * count,
        spares_usd=job.spare_share * float(outcome.capex["accelerators"][0, 0]),
    )


def helps(outcome: Outcome) -> tuple[Help, ...]:
    """What would raise the goodput of ``outcome``, each change alone, the most helpful first."""
    if outcome.reliability is None:
        return ()
    job = _first_row(outcome.reliability.job)
    now = float(outcome.reliability.losses.goodput[0, 0])
    count = np.full((1, 1), outcome.reliability.count)
    found = []
    for label, meaning, changed in _changes(job, catalog()):
        then = losses(count, changed, fleet=outcome.reliability.fleet, detail=False)
        gain = float(then.goodput.item()) - now
        if gain > 1e-5:
            found.append(Help(label, meaning, gain))
    return tuple(sorted(found, key=lambda each: -each.gain))


def _changes(job: Recovery, cat: Catalog) -> Iterator[tuple[str, str, Recovery]]:
    """What a planner might do, each alone: label, meaning, and the job after it."""
    yield (
        "Half the restart time", "detection, scheduling and warm-up, without the load",
        job._replace(restart_s=job.restart_s / 2.0),
    )  # fmt: skip
    yield (
        "Half the failures", "all components",
        job._replace(failures_per_gpu_day=job.failures_per_gpu_day / 2.0),
    )  # fmt: skip
    yield (
        "Twice the storage", "checkpoints are written and loaded in half the time",
        job._replace(storage_bytes_per_s=job.storage_bytes_per_s * 2.0),
    )  # fmt: skip
    fast = cat.assumption("connect_per_accelerator").range.low
    yield (
        "Faster joining", "at the best rate on record",
        job._replace(connect_s_per_gpu=min(fast, job.connect_s_per_gpu)),
    )  # fmt: skip
    if job.spare_share < 0.01:
        yield "1 % hot spares", "their own cost included", job._replace(spare_share=0.01)
    else:
        yield "No hot spares", "they cost more than they save", job._replace(spare_share=0.0)
    if job.interval_s is not None:
        yield "The best interval", "between checkpoints", job._replace(interval_s=None)
    if not job.background:
        yield "Background saving", "a halt for the copy only", job._replace(background=True)
    if job.without_spare == "wait":
        yield "Going on with fewer", "elastic", job._replace(without_spare="elastic")
    if job.slowdown > 0.0:
        yield "No slow nodes", "found and taken out", job._replace(slowdown=0.0)


def _first_row(job: Recovery) -> Recovery:
    """The median world of a job that may hold many rows."""
    return job._replace(
        failures_per_gpu_day=np.asarray(job.failures_per_gpu_day)[:1],
        restart_s=np.asarray(job.restart_s)[:1],
    )
