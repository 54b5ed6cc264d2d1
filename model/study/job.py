"""The training job that an outcome is about, in the words of the performance model."""

from __future__ import annotations

import msgspec

from model.catalog import catalog
from model.chain.compute import (
    architecture,
    caps_of,
    constants,
    hardware,
    job_for,
    linked,
    peak_at,
    sites_in_use,
)
from model.moves import redirected
from model.outcome import Outcome, Plan
from model.physics.performance import Architecture, Constants, Hardware, Job
from model.physics.performance.memory_parts import memory_parts


class Asked(msgspec.Struct, frozen=True):
    """What the plan of an outcome was searched for."""

    arch: Architecture
    hardware: Hardware
    """of the type with the largest peak in all, which leads"""
    job: Job
    constants: Constants
    """of the step time, with the software of the scenario"""
    lead: str
    """id of that type"""
    network: str


def asked(outcome: Outcome) -> Asked | None:
    """The job of ``outcome``; None without accelerators."""
    known, work = catalog().accelerators, outcome.scenario.workload
    scenario = redirected(outcome.scenario)
    members = outcome.training.sites
    pools = {name: count for name, count in outcome.pools.items() if count > 0}
    if members and members != sites_in_use(scenario):  # others are left to jobs of their own
        there = [s for s in scenario.shipments if s.site in members]
        pools = {name: sum(s.count for s in there if s.accelerator == name) for name in pools}
        pools = {name: count for name, count in pools.items() if count > 0}
    if not pools:
        return None
    lead = max(pools, key=lambda name: pools[name] * peak_at(known[name], work.precision))
    home = members[0] if len(members) == 1 else scenario.sites[0].id
    network = next(site.network for site in scenario.sites if site.id == home)
    part = hardware(lead, network, caps_of(scenario)[lead])
    job = job_for(outcome.scenario, sum(pools.values()))
    values = constants(work.software)
    return Asked(
        architecture(work.model),
        linked(part, scenario.link, len(members)),
        job,
        values,
        lead,
        network,
    )


def memory_of(outcome: Outcome, plan: Plan) -> dict[str, float]:
    """What fills the memory of an accelerator under ``plan``, by item [B]."""
    found = asked(outcome)
    return memory_parts(found.arch, found.job, found.constants, plan) if found else {}


def run_days(outcome: Outcome) -> float:
    """From the start of the run to its end [d], row 0; inf where it never ends."""
    start, finish = float(outcome.run_start[0, 0]), float(outcome.run_finish[0, 0])
    return finish - start if finish < float("inf") else float("inf")


def extra_days(outcome: Outcome, plan: Plan) -> float:
    """How much longer the run of ``outcome`` would take with ``plan`` [d]; row 0.

    Days go with one over the rate, as they do once all accelerators are online. inf where the
    run never ends.
    """
    best = outcome.training.plans[0].tokens_per_s_per_gpu
    return run_days(outcome) * (best / plan.tokens_per_s_per_gpu - 1.0)
