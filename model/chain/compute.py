"""What the fleet computes: the plan of the job, and usable FLOP/s on each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache, partial

import msgspec
import numpy as np

from model.catalog import Catalog
from model.catalog import catalog as shipped
from model.chain import job_size
from model.chain.beyond import extrapolated
from model.chain.campus import Campus
from model.chain.mixed_fleet import joint_or_alone
from model.chain.recovery import recovery_of
from model.outcome import Array, Asked, Plan, Reliability, Training
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
from model.physics.reliability import Recovery
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
    asked: Asked | None
    """what the plan was searched for; None without accelerators"""
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
    fleet: str
    """how the types of a mixed fleet work together, in words; empty: there is one type"""

    @property
    def best(self) -> Plan | None:
        """The plan that the job runs; None if none fits."""
        return self.result.plans[0] if self.result is not None and self.result.plans else None


def caps_of(scenario: Scenario) -> dict[str, float]:
    """The lowest power limit over TDP of each type: a step waits for its slowest member."""
    limit = {site.id: site.power_cap for site in scenario.sites}
    found: dict[str, float] = {}
    for shipment in scenario.shipments:
        if shipment.count:
            name = shipment.accelerator
            found[name] = min(found.get(name, 1.0), limit[shipment.site])
    return found


def job_for(scenario: Scenario, count: int) -> Job:
    """The job of the scenario's workload on ``count`` accelerators."""
    work = scenario.workload
    return Job(count, work.batch_tokens, work.sequence, work.precision)


def sites_in_use(scenario: Scenario) -> tuple[str, ...]:
    """The sites that something is shipped to, in their order."""
    used = {shipment.site for shipment in scenario.shipments if shipment.count}
    return tuple(site.id for site in scenario.sites if site.id in used)


def slowest_network(scenario: Scenario, cat: Catalog) -> str:
    """The network of the sites in use that passes on the least of line rate: all wait for it."""
    used = sites_in_use(scenario)

    def passes(name: str) -> float:
        return cat.networks[name].efficiency.mode / cat.networks[name].oversubscription

    return min((site.network for site in scenario.sites if site.id in used), key=passes)


def peak_at(record: Accelerator, precision: str) -> float:
    """Dense peak [FLOP/s] at ``precision``, or at bf16 where the part doesn't have it."""
    return record.peak.get(precision, record.peak["bf16"])


def plan_job(scenario: Scenario, pools: Mapping[str, int], samples: Samples) -> Performance:
    """Search the plan for the whole fleet, and rate every type on it.

    Types of a mixed fleet run one synchronous job with the batch shared out by speed, unless
    the leading type is faster alone. Several sites count as one fabric.
    """
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
        return Performance(None, None, "", empty, empty, {}, {}, warnings, "")
    lead = max(pools, key=lambda name: pools[name] * peak[name])
    network = slowest_network(scenario, cat)
    arch = architecture(work.model)
    job = job_for(scenario, total)
    caps = caps_of(scenario)
    parts = {name: hardware(name, network, caps[name]) for name in pools}
    speed, values = samples["software"], constants(work.software)
    whole = parts[lead]
    least = min(part.memory_bytes for part in parts.values())
    if least < whole.memory_bytes:  # one layout has to fit on all
        whole = replace(whole, memory_bytes=least)
    result = best_plan(arch, whole, job, values)
    fleet, alone = "", None
    if len(pools) > 1:
        search_for = partial(best_plan, arch, constants_=values)
        result, rates, alone, fleet = joint_or_alone(
            arch, parts, pools, job, result, search_for, values, speed
        )
    if alone is not None:
        lead, job, whole = alone.name, alone.job, parts[alone.name]
    asked = Asked(arch, whole, job, values, lead, network)
    counts = np.maximum(_CURVE * job.count, 1.0)
    if not result.plans:
        nothing = np.zeros((samples.rows, 1))
        mfu = dict.fromkeys(pools, nothing)
        flat = np.zeros(len(counts))
        return Performance(result, asked, lead, counts, flat, mfu, peak, warnings, fleet)
    best = result.plans[0]
    if len(pools) == 1:
        rates = {lead: rate_on(arch, parts[lead], job, best, values, speed)[0]}
    curve, _ = scale(arch, parts[lead], job, best, counts, values)
    flop = arch.flop_per_token(job.sequence)
    mfu = {name: np.asarray(rates[name] * flop / peak[name]).reshape(-1, 1) for name in pools}
    curve = np.asarray(curve).reshape(-1)
    return Performance(result, asked, lead, counts, curve, mfu, peak, warnings, fleet)


def filled(found: Performance, pools: Mapping[str, int], precision: str, rows: int) -> Performance:
    """With the types of ``pools`` that have no part in the job: they have a peak and do nothing."""
    if all(name in found.mfu for name in pools):
        return found
    nothing: Array = np.zeros((rows, 1))
    known = shipped().accelerators
    return msgspec.structs.replace(
        found,
        mfu={name: found.mfu.get(name, nothing) for name in pools},
        peak={name: peak_at(known[name], precision) for name in pools},
    )


@lru_cache(maxsize=64)
def best_plan(
    arch: Architecture, hardware_: Hardware, job: Job, constants_: Constants
) -> SearchResult:
    """The best plan; kept, so that an ensemble and an undo search nothing again."""
    return search(arch, hardware_, job, constants_, top=1)


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
def hardware(accelerator: str, fabric: str, cap: float = 1.0) -> Hardware:
    """What the performance model needs to know of an accelerator, its limit and its fabric."""
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
        power_cap=cap,
    )


def recovery(
    performance: Performance, scenario: Scenario, samples: Samples, cat: Catalog
) -> Recovery:
    """How the run saves, fails and comes back, with the beliefs of each row (N, 1)."""
    plans = performance.result.plans if performance.result else ()
    lead = cat.accelerators.get(performance.lead)
    return recovery_of(
        scenario.recovery,
        samples["failure_rate"],
        samples["restart_minutes"],
        cat,
        params=cat.workloads[scenario.workload.model].params,
        plan=plans[0] if plans else None,
        per_node=lead.per_server if lead else 8,
    )


def working(performance: Performance, online: Mapping[str, Array]) -> Array:
    """Accelerators (N, T) that the job uses; none if no plan fits."""
    used = (part for name, part in online.items() if performance.mfu[name].any())
    return sum(used, np.zeros((1, 1)))


def job_of(
    performance: Performance, everything: Mapping[str, Array], job: Recovery
) -> tuple[Array, Reliability]:
    """The largest job (N, 1) that a larger one does not fall behind, and what it loses."""
    fleet = float(working(performance, everything)[0, 0])
    if performance.counts.size == 0:
        most = np.full((1, 1), fleet)
        return most, Reliability(job, fleet, fleet, reliability.losses(most, job, fleet=fleet))
    most, lost = job_size.most_useful(fleet, lambda counts: _relative(performance, counts), job)
    return most, Reliability(job, float(most[0, 0]), fleet, lost)


def on_own_plan(performance: Performance, most: Array) -> Performance:
    """With the plan searched for the accelerators that the job uses, row 0 of ``most`` (N, 1).

    Up to here it was searched for all, of which a part stands by where failures cost more than
    it brings. The other types gain or lose with the plan what the lead does.
    """
    asked = performance.asked
    used = int(most[0, 0])
    if asked is None or performance.best is None or used >= asked.job.count:
        return performance
    job = replace(asked.job, count=used)
    result = best_plan(asked.arch, asked.hardware, job, asked.constants)
    if not result.plans:
        return performance
    counts = np.maximum(_CURVE * used, 1.0)
    curve, _ = scale(asked.arch, asked.hardware, job, result.plans[0], counts, asked.constants)
    own = msgspec.structs.replace(
        performance,
        result=result,
        asked=msgspec.structs.replace(asked, job=job),
        counts=counts,
        mfu_curve=np.asarray(curve).reshape(-1),
    )
    gain = whole_mfu(own) / max(whole_mfu(performance), 1e-12)
    mfu = {name: each * gain for name, each in performance.mfu.items()}
    return msgspec.structs.replace(own, mfu=mfu)


def goodput(
    performance: Performance, online: Mapping[str, Array], job: Recovery, most: Array
) -> Array:
    """Share of the time (N, T) of all that is online that turns into progress."""
    fleet = working(performance, online)
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
    rate = _relative(performance, np.minimum(working(performance, online), most)) * kept
    return {
        name: part * (performance.peak[name] * performance.mfu[name]) * rate
        for name, part in online.items()
    }


def _relative(performance: Performance, counts: Array) -> Array:
    """MFU at ``counts`` over that at the count that the plan is for."""
    here = np.interp(counts, performance.counts, performance.mfu_curve)
    return np.asarray(here / max(whole_mfu(performance), 1e-12))


def whole_mfu(performance: Performance) -> float:
    """MFU of the lead type at the count that the plan is for, on its curve."""
    count = performance.counts[-1] / _CURVE[-1]
    return float(np.interp(count, performance.counts, performance.mfu_curve))


def peak_of(performance: Performance, count: Mapping[str, Array], sites: Campus) -> Array:
    """Dense peak (N, T) [FLOP/s] of ``count`` accelerators of each type."""
    return sites.total(part * performance.peak[name] for name, part in count.items())


def training(
    performance: Performance,
    scenario: Scenario,
    pools: Mapping[str, int],
    sites: tuple[str, ...],
    where: str,
) -> Training:
    """The plan, row 0, and how far it goes beyond what was measured.

    ``where`` says in words on which of several sites the job runs.
    """
    found, asked = performance.result, performance.asked
    fleet = f"{where} {performance.fleet}".strip()
    if performance.best is None:
        why = found.why_not if found else "There are no accelerators."
        return Training(None, asked, why, (), fleet, sites)
    beyond = _extrapolated(scenario, pools)
    return Training(performance.best, asked, "", beyond, fleet, sites)


def _extrapolated(scenario: Scenario, pools: Mapping[str, int]) -> tuple[str, ...]:
    parts = [shipped().accelerators[name] for name, count in pools.items() if count]
    found = extrapolated(parts, scenario.workload.precision, sum(pools.values()))
    sites = len(sites_in_use(scenario))
    if sites > 1 and scenario.link.gbit_s is None:
        link = f"One job over {sites} sites as if they were one fabric: no link is given."
        return (*found, link)
    return found
