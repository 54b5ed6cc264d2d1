"""One plan at a time: its step, its curve over counts, its rate on other hardware."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from model.physics.performance.constants import Constants
from model.physics.performance.geometry import Architecture
from model.physics.performance.hardware import Hardware
from model.physics.performance.job import Job, Plan
from model.physics.performance.layer import PARTS, Array
from model.physics.performance.memory import footprint, memory_bytes
from model.physics.performance.plan import (
    BREAKDOWN,
    RECOMPUTE,
    Costs,
    Layouts,
    StageTimes,
    StepTerms,
    stage_times,
    step_terms,
)

LEAST_COUNT = 1e-6
"""Curves start just above zero accelerators, where a step takes for ever."""


def candidate(
    arch: Architecture,
    hw: Hardware,
    job: Job,
    c: Constants,
    layouts: Layouts,
    stage: StageTimes,
    terms: StepTerms,
    *,
    row: int,
    mode: int,
    dp: float,
    micro_batches: float,
    needs: float,
) -> Plan:
    """Name the parts of plan ``row`` of ``layouts``, whose step is ``terms``."""
    tp, pp, cp = int(layouts.tp[row]), int(layouts.pp[row]), int(layouts.cp[row])
    parts = dict.fromkeys(BREAKDOWN, 0.0)
    for name, time_s in zip(PARTS, stage.parts(row, arch.layers, pp).tolist(), strict=True):
        parts[name] = micro_batches * time_s
    parts["recompute"] = micro_batches * stage.recompute(row, mode, arch.layers, pp)
    for name, value in zip(terms._fields, terms, strict=True):
        if name in parts:
            parts[name] = float(value)
    step = float(terms.total)
    rate = job.sequences * job.sequence / step / job.count
    return Plan(
        tp=tp, pp=pp, dp=int(dp), ep=int(layouts.ep[row]), cp=cp,
        micro_batch=int(layouts.micro_batch[row]), interleave=int(layouts.interleave[row]),
        recompute=RECOMPUTE[mode], zero=int(layouts.zero[row]),
        gpus_used=int(dp) * tp * pp * cp, step_s=step, tokens_per_s_per_gpu=rate,
        mfu=rate * arch.flop_per_token(job.sequence) / hw.peak(job.precision),
        memory_bytes=needs, memory_limit_bytes=c.memory_limit(hw.memory_bytes),
        breakdown_s=parts,
    )  # fmt: skip


def cost(
    arch: Architecture,
    hw: Hardware,
    job: Job,
    constants: Constants,
    *,
    tp: int,
    pp: int,
    dp: int,
    cp: int = 1,
    ep: int = 1,
    micro_batch: int = 1,
    interleave: int = 1,
    zero: int = 1,
    recompute: str | None = None,
) -> Plan:
    """Cost a plan that is given, whether or not it fits in memory.

    Parameters
    ----------
    recompute : a mode of ``RECOMPUTE``; None: the lightest that fits, else ``full``
    """
    values = (tp, cp, pp, ep, micro_batch, interleave, zero)
    layouts = Layouts(*(np.array([float(value)]) for value in values))
    stage = stage_times(arch, hw, job.precision, float(job.sequence), constants, layouts)
    degree = np.array([float(dp)])
    batches = np.maximum(np.ceil(job.sequences / (degree * micro_batch) - 1e-9), 1.0)
    held = footprint(arch, job.precision, float(job.sequence), constants, layouts)
    needs = [float(need[0]) for need in memory_bytes(held, degree, batches)]
    limit = constants.memory_limit(hw.memory_bytes)
    if recompute is None:
        mode = next((place for place, need in enumerate(needs) if need <= limit), 2)
    else:
        mode = RECOMPUTE.index(recompute)
    terms = step_terms(
        Costs(*stage.costs[:, mode, 0]), hw, constants,
        dp=np.asarray(float(dp)), micro_batches=batches[0], used=float(dp * tp * pp * cp),
    )  # fmt: skip
    return candidate(
        arch, hw, job, constants, layouts, stage, terms,
        row=0, mode=mode, dp=dp, micro_batches=float(batches[0]), needs=needs[mode],
    )  # fmt: skip


def step_seconds(
    arch: Architecture, hw: Hardware, job: Job, constants: Constants, plan: Plan
) -> Array:
    """Step time of ``plan`` for each row of ``constants``, (S,) for constants of (S, 1) [s]."""
    layouts = Layouts(*(np.array([float(value)]) for value in _layout(plan)))
    stage = stage_times(arch, hw, job.precision, float(job.sequence), constants, layouts)
    mode = RECOMPUTE.index(plan.recompute)
    batches = max(np.ceil(job.sequences / (plan.dp * plan.micro_batch) - 1e-9), 1.0)
    terms = step_terms(
        Costs(*stage.costs[:, mode]), hw, constants,
        dp=np.array([float(plan.dp)]), micro_batches=np.array([batches]),
        used=float(plan.gpus_used),
    )  # fmt: skip
    result: Array = terms.total[..., 0]
    return result


def step_on(arch: Architecture, hw: Hardware, job: Job, plan: Plan, constants: Constants) -> Array:
    """Step of ``plan`` [s], which a search found for ``job``, on a link of other bandwidths.

    Its shape is that of ``hw.link_bw``. At the bandwidth of the search it is the plan's own.
    """
    batches = max(np.ceil(job.sequences / (plan.dp * plan.micro_batch) - 1e-9), 1.0)
    if plan.interleave > 1:  # it is not built with fewer
        whole = np.ceil(job.sequences / plan.micro_batch - 1e-9)
        batches = min(max(batches, float(plan.pp)), max(whole, 1.0))
    degree, micro_batches = np.asarray(float(plan.dp)), np.asarray(float(batches))
    terms = steps_with(arch, hw, job, plan, constants, degree, micro_batches, 1.0)
    return np.asarray(terms.total)


@lru_cache(maxsize=256)
def _costs(
    arch: Architecture,
    hw: Hardware,
    precision: str,
    sequence: int,
    c: Constants,
    layout: tuple[int, ...],
    mode: int,
) -> Costs:
    one = Layouts(*(np.array([float(value)]) for value in layout))
    stage = stage_times(arch, hw, precision, float(sequence), c, one)
    return Costs(*stage.costs[:, mode, 0])


def _layout(plan: Plan) -> tuple[int, ...]:
    return (
        plan.tp, plan.cp, plan.pp, plan.ep, plan.micro_batch, plan.interleave, plan.zero,
    )  # fmt: skip


def _steps(
    arch: Architecture,
    hw: Hardware,
    job: Job,
    plan: Plan,
    count: Array,
    c: Constants,
    speed: Array | float,
) -> StepTerms:
    """Steps of the plan's family with a real-valued data-parallel degree."""
    most = job.sequences / plan.micro_batch
    dp = np.minimum(count / (plan.tp * plan.cp * plan.pp), max(most, 1.0))
    return steps_with(arch, hw, job, plan, c, dp, np.maximum(most / dp, 1.0), speed)


def steps_with(
    arch: Architecture,
    hw: Hardware,
    job: Job,
    plan: Plan,
    c: Constants,
    dp: Array,
    micro_batches: Array,
    speed: Array | float,
) -> StepTerms:
    """Steps of the plan's family; degree and micro-batches are real-valued and broadcast."""
    costs = _costs(
        arch,
        hw.local,
        job.precision,
        job.sequence,
        c,
        _layout(plan),
        RECOMPUTE.index(plan.recompute),
    )
    used = dp * (plan.tp * plan.cp * plan.pp)
    return step_terms(costs, hw, c, dp=dp, micro_batches=micro_batches, used=used, speed=speed)


def scale(
    arch: Architecture,
    hw: Hardware,
    job: Job,
    plan: Plan,
    counts: Array,
    constants: Constants,
    speed: Array | float = 1.0,
) -> tuple[Array, Array]:
    """The same family of layouts at other counts: model FLOP utilisation and step time.

    The data-parallel degree and the micro-batches are real numbers here, so that the curve
    has no teeth; where a count factors, it meets `cost` exactly. Below one replica the curve
    goes on as if parts of a replica could train; memory is not checked.

    Parameters
    ----------
    counts : (K,) accelerators
    speed : factor on the speed of kernels, a number or (N, 1)

    Returns
    -------
    mfu, step_s : (K,) or (N, K); at zero accelerators the step is infinite and the
        utilisation is its limit
    """
    given = np.asarray(counts, dtype=np.float64)
    count = np.maximum(given, LEAST_COUNT)
    terms = _steps(arch, hw, job, plan, count, constants, speed)
    flop = job.sequences * job.sequence * arch.flop_per_token(job.sequence)
    mfu = flop / (count * hw.peak(job.precision) * terms.total)
    return mfu, np.where(given > 0.0, terms.total, np.inf)


def rate_on(
    arch: Architecture,
    hw_other: Hardware,
    job: Job,
    plan: Plan,
    constants: Constants,
    speed: Array | float = 1.0,
) -> tuple[Array, Array]:
    """Tokens per second per accelerator and MFU of the same layout on other hardware.

    The job keeps its count. Where the other type lacks the precision it computes in bf16,
    and MFU then refers to its bf16 peak. Memory is not checked.
    """
    asked = job if hw_other.peak(job.precision) > 0.0 else replace(job, precision="bf16")
    count = np.maximum(np.asarray(float(job.count)), LEAST_COUNT)
    terms = _steps(arch, hw_other, asked, plan, count, constants, speed)
    rate = job.sequences * job.sequence / (terms.total * count)
    return rate, rate * arch.flop_per_token(job.sequence) / hw_other.peak(asked.precision)
