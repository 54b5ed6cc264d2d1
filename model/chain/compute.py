"""What the fleet computes: the plan of the job, and usable FLOP/s on each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache

import msgspec
import numpy as np

from model.catalog import Catalog
from model.catalog import catalog as shipped
from model.chain.beyond import extrapolated
from model.chain.campus import Campus
from model.outcome import Array, Training
from model.physics import reliability
from model.physics.performance import (
    Architecture,
    Constants,
    Hardware,
    Job,
    SearchResult,
    Software,
    constants_from,
    folded,
    rate_on,
    scale,
    search,
)
from model.records import Accelerator, Stack
from model.samples import Samples
from model.scenario import Scenario

USUAL_SOFTWARE = "tuned-2024"
"""Stack of a job that names none"""
_CURVE = np.geomspace(1 / 64, 2.0, 15)
"""Counts at which MFU is worked out, as shares of the whole fleet."""


class Performance(msgspec.Struct, frozen=True):
    """How fast each type runs the job, and how often the job fails."""

    result: SearchResult | None
    lead: str
    """the type that the plan was searched for: the one with the largest peak in all"""
    counts: Array
    """(K,) counts of `mfu_curve`"""
    mfu_curve: Array
    """(K,) of the lead type, row 0"""
    mfu: Mapping[str, Array]
    """per type (N, 1), with the whole fleet"""
    peak: Mapping[str, float]
    """dense peak of one accelerator at the precision it runs at [FLOP/s]"""
    warnings: tuple[str, ...]


def peak_at(record: Accelerator, precision: str) -> float:
    """Dense peak [FLOP/s] at ``precision``, or at bf16 where the part doesn't have it."""
    return record.peak.get(precision, record.peak["bf16"])


def plan_job(scenario: Scenario, pools: Mapping[str, int], samples: Samples) -> Performance:
    """Search the plan for the whole fleet, and rate every type on it."""
    cat = shipped()
    work = scenario.workload
    peak = {name: peak_at(cat.accelerators[name], work.precision) for name in pools}
    warnings = tuple(
        f"{cat.accelerators[name].short} has no {work.precision}; it runs at bf16."
        for name in pools
        if work.precision not in cat.accelerators[name].peak
    )
    total = sum(pools.values())
    if total == 0:
        empty = np.zeros(0)
        return Performance(None, "", empty, empty, {}, {}, warnings)
    lead = max(pools, key=lambda name: pools[name] * peak[name])
    network = scenario.sites[0].network
    arch = architecture(work.model)
    job = Job(total, work.batch_tokens, work.sequence, work.precision)
    hardware_ = {name: hardware(name, network) for name in pools}
    result = best_plans(arch, hardware_[lead], job, work.software)
    counts = np.maximum(_CURVE * total, 1.0)
    if not result.plans:
        nothing = np.zeros((samples.rows, 1))
        mfu = dict.fromkeys(pools, nothing)
        return Performance(result, lead, counts, np.zeros(len(counts)), mfu, peak, warnings)
    best, speed, values = result.plans[0], samples["software"], constants(work.software)
    curve, _ = scale(arch, hardware_[lead], job, best, counts, values)
    mfu = {
        name: np.asarray(rate_on(arch, part, job, best, values, speed)[1]).reshape(-1, 1)
        for name, part in hardware_.items()
    }
    return Performance(result, lead, counts, np.asarray(curve).reshape(-1), mfu, peak, warnings)


@lru_cache(maxsize=64)
def best_plans(
    arch: Architecture, hardware_: Hardware, job: Job, software: str = USUAL_SOFTWARE
) -> SearchResult:
    """The five best plans; kept, so that an ensemble and an undo search nothing again."""
    return search(arch, hardware_, job, constants(software), top=5)


@lru_cache(maxsize=32)
def constants(stack: str = USUAL_SOFTWARE) -> Constants:
    """The constants of the performance model with a stack of the catalogue."""
    return constants_from(shipped().performance_constants, software(shipped().stacks[stack]))


def software(stack: Stack) -> Software:
    """What the performance model needs to know of a stack."""
    names = [field.name for field in fields(Software)]
    return Software(**{name: getattr(stack, name) for name in names})


@lru_cache(maxsize=64)
def architecture(model: str) -> Architecture:
    """What the performance model needs to know of a workload of the catalogue."""
    record = shipped().workloads[model]
    shape = Architecture(
        name=record.name,
        layers=record.layers,
        hidden=record.hidden,
        heads=record.heads,
        kv_heads=record.kv_heads,
        head_dim=record.head_dim,
        core_dim=record.core_dim,
        window=record.window,
        window_share=record.window_share,
        ffn=record.ffn,
        gated=record.gated,
        vocab=record.vocab,
        experts=record.experts,
        active_experts=record.active_experts,
        shared_experts=record.shared_experts,
        expert_ffn=record.expert_ffn,
        dense_layers=record.dense_layers,
        tied=record.tied,
    )
    return folded(shape, record.active_params)


@lru_cache(maxsize=256)
def hardware(accelerator: str, fabric: str) -> Hardware:
    """What the performance model needs to know of an accelerator and its fabric."""
    record, network = shipped().accelerators[accelerator], shipped().networks[fabric]
    return Hardware(
        name=record.short,
        family=record.kernels,
        peak_bf16=record.peak["bf16"],
        peak_fp8=record.peak.get("fp8", 0.0),
        peak_fp4=record.peak.get("fp4", 0.0),
        memory_bytes=record.memory_bytes,
        memory_bw=record.memory_bw,
        scaleup_bw=record.scaleup_bw,
        scaleup_domain=record.scaleup_domain,
        scaleout_bw=record.scaleout_bw,
        scaleout_efficiency=network.efficiency.mode,
        scaleout_latency_s=network.latency_s,
        oversubscription=network.oversubscription,
        power_w=record.tdp_w,
    )


def goodput(count: Array, samples: Samples, cat: Catalog) -> Array:
    """Share of time (N, T) that is not lost to failures, with ``count`` (N, T) accelerators."""
    rate = samples["failure_rate"] / 1000
    save = cat.assumption("checkpoint_stall").value
    mtbf = reliability.mtbf_s(rate, np.maximum(count, 1.0))
    interval = reliability.optimal_interval_s(mtbf, save)
    return reliability.goodput(mtbf, interval, save, samples["restart_minutes"] * 60)


def usable(
    performance: Performance, online: Mapping[str, Array], samples: Samples, cat: Catalog
) -> tuple[dict[str, Array], Array]:
    """Usable FLOP/s per type (N, T), and goodput (N, T)."""
    total = sum(online.values(), np.zeros((1, 1)))
    kept = goodput(total, samples, cat)
    if not online or performance.counts.size == 0:
        return {}, kept
    full = np.interp(performance.counts[-1] / _CURVE[-1], performance.counts, performance.mfu_curve)
    here = np.interp(total, performance.counts, performance.mfu_curve) / max(full, 1e-12)
    rate = here * kept
    found = {
        name: part * (performance.peak[name] * performance.mfu[name]) * rate
        for name, part in online.items()
    }
    return found, kept


def peak_of(performance: Performance, count: Mapping[str, Array], sites: Campus) -> Array:
    """Dense peak (N, T) [FLOP/s] of ``count`` accelerators of each type."""
    return sites.total(part * performance.peak[name] for name, part in count.items())


def training(performance: Performance, scenario: Scenario, pools: Mapping[str, int]) -> Training:
    """The plans, row 0, and how far they go beyond what was measured."""
    result = performance.result
    if result is None or not result.plans:
        return Training(
            (), 0, 0, 0.0, result.why_not if result else "There are no accelerators.", ()
        )
    beyond = _extrapolated(scenario, pools)
    return Training(result.plans, result.evaluated, result.feasible, result.seconds, "", beyond)


def _extrapolated(scenario: Scenario, pools: Mapping[str, int]) -> tuple[str, ...]:
    parts = [shipped().accelerators[name] for name in pools]
    found = extrapolated(parts, scenario.workload.precision, sum(pools.values()))
    sites = {shipment.site for shipment in scenario.shipments if shipment.count}
    if len(sites) > 1:
        link = f"One job over {len(sites)} sites; the link between them is not limited yet."
        return (*found, link)
    return found
