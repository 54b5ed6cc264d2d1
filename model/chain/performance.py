"""The plan of the job and how fast each type runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial

import msgspec
import numpy as np

from model.catalog import catalog
from model.chain.fleet_in_use import caps_of, slowest_network
from model.chain.mixed_fleet import Alone, joint_or_alone
from model.chain.performance_inputs import architecture, constants, hardware, peak_at
from model.outcome import Array, Asked, Plan
from model.physics.performance import (
    Architecture,
    Constants,
    Hardware,
    Job,
    SearchResult,
    rate_on,
    scale,
    search,
)
from model.samples import Samples
from model.scenario import Scenario

_CURVE = np.geomspace(1 / 64, 2.0, 15)
"""Counts at which MFU is worked out, as shares of the whole fleet."""


class Performance(msgspec.Struct, frozen=True):
    """The plan of a job, and how fast each type runs it."""

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
    rivals: tuple[Performance, ...] = ()
    """on one type alone: the better of them is told with failures counted"""

    @property
    def best(self) -> Plan | None:
        """The plan that the job runs; None if none fits."""
        return self.result.plans[0] if self.result is not None and self.result.plans else None

    @property
    def whole_mfu(self) -> float:
        """MFU of the lead type at the count that the plan is for, on its curve."""
        count = self.counts[-1] / _CURVE[-1]
        return float(np.interp(count, self.counts, self.mfu_curve))

    def relative_mfu(self, counts: Array) -> Array:
        """MFU at ``counts`` over that at the count that the plan is for."""
        here = np.interp(counts, self.counts, self.mfu_curve)
        return np.asarray(here / max(self.whole_mfu, 1e-12))

    def working(self, online: Mapping[str, Array]) -> Array:
        """Accelerators (N, T) that the job uses; none if no plan fits."""
        used = (part for name, part in online.items() if self.mfu[name].any())
        return sum(used, np.zeros((1, 1)))


def plan_job(scenario: Scenario, pools: Mapping[str, int], samples: Samples) -> Performance:
    """Search the plan for the whole fleet, and rate every type on it.

    Types of a mixed fleet run one synchronous job with the batch shared out by speed; its rivals
    are the types alone that could do more. Several sites count as one fabric.
    """
    cat = catalog()
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
    job = Job(total, work.batch_tokens, work.sequence, work.precision)
    caps = caps_of(scenario)
    parts = {name: hardware(name, network, caps[name]) for name in pools}
    speed, values = samples["software"], constants(work.software)
    whole = parts[lead]
    least = min(part.memory_bytes for part in parts.values())
    if least < whole.memory_bytes:  # one layout has to fit on all
        whole = replace(whole, memory_bytes=least)
    result = best_plan(arch, whole, job, values)
    rates: dict[str, Array] = {}
    fleet, alone = "", tuple[Alone, ...]()
    if len(pools) > 1:
        search_for = partial(best_plan, arch, constants_=values)
        rates, fleet, alone = joint_or_alone(
            arch, parts, pools, job, result, search_for, values, speed
        )
    elif result.plans:
        rates = {lead: rate_on(arch, whole, job, result.plans[0], values, speed)[0]}

    def found(
        asked: Asked, result: SearchResult, rates: Mapping[str, Array], fleet: str
    ) -> Performance:
        counts = np.maximum(_CURVE * asked.job.count, 1.0)
        mfu, curve = dict.fromkeys(pools, np.zeros((samples.rows, 1))), np.zeros(len(counts))
        if result.plans:
            part, plan = parts[asked.lead], result.plans[0]
            curve = np.asarray(scale(arch, part, asked.job, plan, counts, values)[0]).reshape(-1)
            flop = arch.flop_per_token(job.sequence)
            mfu = {n: np.asarray(rates[n] * flop / peak[n]).reshape(-1, 1) for n in pools}
        return Performance(result, asked, asked.lead, counts, curve, mfu, peak, warnings, fleet)

    rivals = tuple(
        found(
            Asked(arch, parts[each.name], each.job, values, each.name, network),
            each.result, each.rates, each.faster,
        )
        for each in alone
    )  # fmt: skip
    if not result.plans and rivals:
        return rivals[0]
    all_ = found(Asked(arch, whole, job, values, lead, network), result, rates, fleet)
    return msgspec.structs.replace(all_, rivals=rivals)


def filled(found: Performance, pools: Mapping[str, int], precision: str, rows: int) -> Performance:
    """With the types of ``pools`` that have no part in the job: they have a peak and do nothing."""
    if all(name in found.mfu for name in pools):
        return found
    nothing: Array = np.zeros((rows, 1))
    known = catalog().accelerators
    return msgspec.structs.replace(
        found,
        mfu={name: found.mfu.get(name, nothing) for name in pools},
        peak={name: peak_at(known[name], precision) for name in pools},
    )


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
    gain = own.whole_mfu / max(performance.whole_mfu, 1e-12)
    mfu = {name: each * gain for name, each in performance.mfu.items()}
    return msgspec.structs.replace(own, mfu=mfu)


@lru_cache(maxsize=64)
def best_plan(
    arch: Architecture, hardware_: Hardware, job: Job, constants_: Constants
) -> SearchResult:
    """The best plan; kept, so that an ensemble and an undo search nothing again."""
    return search(arch, hardware_, job, constants_, top=1)
