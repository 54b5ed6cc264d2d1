"""What accelerators do in the course of a run, from the step that was worked out."""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import NamedTuple

import numpy as np

from model.catalog import catalog
from model.outcome import Reliability
from model.physics import reliability
from model.physics.performance import Plan
from model.physics.power import ACTIVITIES, FULL_SWING, Node, Shares


class Times(NamedTuple):
    """Shares of time in each of `ACTIVITIES`."""

    step: Shares = FULL_SWING
    """while the job runs"""
    run: Shares = FULL_SWING
    """over a run, with its halts for checkpoints and restarts"""
    interval_s: float = inf
    """from one checkpoint to the next"""
    halt_s: float = 0.0
    """halt for one checkpoint"""
    down_s: float = 0.0
    """halt of a restart"""


_PARTS = {
    "compute": ("gemm", "attention", "recompute"),
    "memory": ("memory_bound", "optimizer"),
    "communication": ("tp_comm", "cp_comm", "ep_comm", "pp_comm", "dp_comm"),
}
"""Activity -> parts of the step; what is left (bubble, imbalance, launch, jitter) is waiting."""


def shares_of_step(plan: Plan) -> Shares:
    """Share of a step in each of `ACTIVITIES`; they sum to 1."""
    found = dict.fromkeys(ACTIVITIES, 0.0)
    for activity, parts in _PARTS.items():
        found[activity] = sum(plan.breakdown_s.get(part, 0.0) for part in parts) / plan.step_s
    found["idle"] = max(1.0 - sum(found.values()), 0.0)
    return tuple(found.values())


class Gap(NamedTuple):
    """The part of a step in which the whole job waits at once."""

    share: float
    """of the step"""
    inside: Shares
    outside: Shares


_GAP = {"dp_comm": "communication", "optimizer": "memory", "bubble": "idle"}
"""Parts of a step that all members of a job have at the same time, and what they do in them;
the exchanges inside a layer are too short and too many for a meter to see"""


def gap_of(plan: Plan, step: Shares) -> Gap:
    """Gradient exchange, optimizer and the filling and draining of the pipelines.

    Parameters
    ----------
    step : `shares_of_step` of the plan
    """
    inside = dict.fromkeys(ACTIVITIES, 0.0)
    for part, name in _GAP.items():
        inside[name] += plan.breakdown_s.get(part, 0.0) / plan.step_s
    share = sum(inside.values())
    outside = [max(all_ - gap, 0.0) for all_, gap in zip(step, inside.values(), strict=True)]
    rest = sum(outside)
    return Gap(
        share,
        tuple(value / share for value in inside.values()) if share > 0.0 else step,
        tuple(value / rest for value in outside) if rest > 0.0 else step,
    )


def shares_of_run(step: Shares, saving: float, down: float) -> Shares:
    """Share of a run in each of `ACTIVITIES`; they sum to 1.

    Work that a failure throws away was done all the same, so the steps fill what is neither a
    halt for a checkpoint nor the wait for a restart.

    Parameters
    ----------
    step : shares while the job runs
    saving : share of the time that it halts for checkpoints
    down : share of the time that it waits, for a restart or otherwise
    """
    found = {
        activity: share * (1.0 - saving - down)
        for activity, share in zip(ACTIVITIES, step, strict=True)
    }
    found["idle"] += down
    found["checkpoint"] += saving
    return tuple(found.values())


def of_job(plan: Plan | None, found: Reliability) -> Times:
    """Shares of the job in row 0; without a plan, those of full swing.

    Hot spares, replicas that are out and all that waits for a slow node are idle; so is
    everything from a failure until the job computes again.
    """
    if plan is None or found.count == 0.0:
        return Times()
    lost, job = found.losses, found.job
    part = {name: float(share[0, 0]) for name, share in lost.parts.items()}
    saving = part.pop("checkpoint")
    del part["rework"]  # it is computed, though for nothing
    step = shares_of_step(plan)
    run = shares_of_run(step, saving, sum(part.values()))
    halt = float(lost.stall_s.flat[0])
    at_work = np.full((1, 1), found.count * (1.0 - job.spare_share))
    back = reliability.phases(at_work, job)
    del back["rework"]
    down = sum(float(np.asarray(length).flat[0]) for length in back.values())
    return Times(step, run, float(lost.interval_s[0, 0]) + halt, halt, down)


@lru_cache(maxsize=32)
def node(family: str) -> Node:
    """How a server with accelerators of ``family`` draws power, from the catalogue."""
    known = catalog().assumptions
    idle = known.get(f"chip_idle_{family}", known["chip_idle"])
    weight = {
        "compute": 1.0,
        "memory": known["weight_memory"].value,
        "communication": known["weight_communication"].value,
        "idle": 0.0,
        "checkpoint": known["weight_checkpoint"].value,
    }
    return Node(
        weight=tuple(weight[name] for name in ACTIVITIES),
        chip_idle=idle.value,
        host=known["host_draw"].value,
        host_idle=known["host_idle"].value,
        fans=known["fan_draw"].value,
    )
