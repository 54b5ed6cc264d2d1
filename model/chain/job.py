"""One job on some of the sites: its plan, what fails, how large it gets, what a link costs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import msgspec
import numpy as np

from model import curves
from model.catalog import Catalog
from model.chain import activity, campus, usable_rate
from model.chain.campus import Campus
from model.chain.job_size import largest_job
from model.chain.mixed_fleet import left_out
from model.chain.performance import Performance, best_plan, filled, on_own_plan, plan_job
from model.chain.recovery import recovery_of_run
from model.outcome import Array, Reliability
from model.physics.performance import Hardware, latency_s
from model.physics.reliability import Recovery
from model.samples import Samples
from model.scenario import Link, Scenario


class Job(msgspec.Struct, frozen=True, dict=True):
    """A job, the sites that take part in it and what it does with all of their accelerators."""

    sites: tuple[str, ...]
    pools: Mapping[str, int]
    """accelerators of each type in them; every type of the fleet is named"""
    performance: Performance
    recovery: Recovery
    most: Array
    """(N, 1) accelerators that it uses"""
    reliable: Reliability
    fabric: Job | None = None
    """the same if no link parted the sites; None: none does"""
    link_s: float = 0.0
    """what the link adds to every step [s]"""

    @property
    def everything(self) -> dict[str, Array]:
        """Accelerators of each type (1, 1) when all is there."""
        return whole(self.pools)

    @cached_property
    def at_full_load(self) -> dict[str, Array]:
        """Usable FLOP/s per type (N, 1) when all is there."""
        kept = self.reliable.losses.goodput
        return usable_rate.usable(self.performance, self.everything, kept, self.most)

    @cached_property
    def times(self) -> activity.Times:
        """What accelerators do while it runs."""
        return activity.of_job(self.performance.best, self.reliable)

    def on(self, there: Campus) -> Series:
        """What it does on the calendar of ``there``, which consists of its sites."""
        online = there.by_type(self.pools, powered=True)
        kept = usable_rate.goodput(self.performance, online, self.recovery, self.most)
        usable = usable_rate.usable(self.performance, online, kept, self.most)
        if self.fabric is not None:  # it needs each of its sites
            all_there = np.all([each.online >= 0.5 for each in there.flows], axis=0)
            usable = {name: part * all_there for name, part in usable.items()}
        return Series(there, campus.full_load(there.builds, there.rows), usable, kept)

    def begun(self, series: Series, start_gpus: int) -> Array:
        """Day (N, 1) from which enough accelerators are online; inf if they never are."""
        enough = min(start_gpus, max(sum(self.pools.values()), 1))
        there = series.there
        found = curves.first_reach(there.days, there.online(), np.array([[enough - 0.5]]))
        found = np.where(np.isfinite(found), found, series.full_load)
        return np.where(total(self.at_full_load) > 0, found, np.inf)


class Series(msgspec.Struct, frozen=True):
    """A job on the calendar."""

    there: Campus
    full_load: Array
    """(N, 1) day from which all of its accelerators are online; inf if never"""
    usable: Mapping[str, Array]
    """FLOP/s per type (N, T)"""
    kept: Array
    """goodput (N, T)"""


def whole(pools: Mapping[str, int]) -> dict[str, Array]:
    """All accelerators of each type of ``pools`` (1, 1)."""
    return {name: np.full((1, 1), float(count)) for name, count in pools.items()}


def total(parts: Mapping[str, Array]) -> Array:
    """Sum over the types."""
    return sum(parts.values(), np.zeros((1, 1)))


def rate(job: Job, year: Campus | None) -> float:
    """Mean usable FLOP/s of ``job`` over ``year`` in row 0; None: with all of it online."""
    if year is None:
        return float(total(job.at_full_load)[0, 0])
    return float(total(job.on(year.only(job.sites)).usable)[0].mean())


def job_on(
    scenario: Scenario,
    sites: tuple[str, ...],
    pools: Mapping[str, int],
    samples: Samples,
    cat: Catalog,
) -> Job:
    """The job on all accelerators of ``scenario``, as one fabric.

    ``sites`` are those that they go to; ``pools`` also names the types that have no part in it.
    """

    def sized(found: Performance) -> Job:
        performance = filled(found, pools, scenario.workload.precision, samples.rows)
        recovery = recovery_of_run(performance, scenario, samples, cat)
        most, reliable = largest_job(performance, whole(pools), recovery)
        performance = on_own_plan(performance, most)
        return Job(sites, pools, performance, recovery, most, reliable)

    found = plan_job(scenario, {name: n for name, n in pools.items() if n}, samples)
    joint = job = sized(found)
    for rival in found.rivals:
        if float(_model_rate(rival, pools)[0, 0]) * _OWN_PLAN > rate(job, None):
            alone = sized(rival)
            job = alone if rate(alone, None) > rate(job, None) else job
    if job is not joint and not job.performance.fleet:
        job = _fails_less(job, joint, cat)
    return job


_OWN_PLAN = 2.0
"""Failures only take from what a plan does; one for fewer accelerators may do up to this much more,
where all of them can't be laid out well."""


def _model_rate(performance: Performance, pools: Mapping[str, int]) -> Array:
    """Model FLOP/s (N, 1) of all of ``pools``, before failures."""
    mfu, peak = performance.mfu, performance.peak
    return total({name: mfu[name] * peak[name] * pools[name] for name in mfu})


def _fails_less(alone: Job, joint: Job, cat: Catalog) -> Job:
    """``alone``, which loses less to failures than ``joint`` gains in tokens, with that said."""
    share = rate(joint, None) / rate(alone, None)
    short = {name: cat.accelerators[name].short for name, count in joint.pools.items() if count}
    why = f"with the others it would fail more often and do {share:.0%} of the work"
    told = left_out(short, alone.performance.lead, why)
    performance = msgspec.structs.replace(alone.performance, fleet=told)
    return msgspec.structs.replace(alone, performance=performance)


def joined(fabric: Job, link: Link) -> Job:
    """The job of ``fabric`` with its sites joined by ``link``, which has a bandwidth.

    The link adds the same time to each step at any count: what it carries is gradients and
    weights, which don't depend on it. That time is the difference of two best steps, each over
    all layouts, so that more bandwidth never makes it longer; the size of the job is that of
    one fabric, for the same reason.
    """
    performance, best = fabric.performance, fabric.performance.best
    asked = performance.asked
    if asked is None or best is None:
        return msgspec.structs.replace(fabric, fabric=fabric)
    hardware = linked(asked.hardware, link, len(fabric.sites))
    result = best_plan(asked.arch, hardware, asked.job, asked.constants)
    found = slowed(fabric, result.plans[0].step_s - best.step_s)
    planned = msgspec.structs.replace(
        found.performance, result=result, asked=msgspec.structs.replace(asked, hardware=hardware)
    )
    return msgspec.structs.replace(found, performance=planned)


def slowed(fabric: Job, link_s: float) -> Job:
    """The job of ``fabric`` if each step took ``link_s`` [s] longer, its plan apart."""
    performance, asked = fabric.performance, fabric.performance.asked
    if asked is None:
        return fabric
    flop = asked.job.sequences * asked.job.sequence * asked.arch.flop_per_token(asked.job.sequence)
    step = flop / _rate(fabric, asked.job.count)
    work = asked.job.count * performance.whole_mfu
    counted = np.maximum(performance.counts * performance.mfu_curve, 1e-300)
    steps = float(step[0, 0]) * work / counted
    slower = msgspec.structs.replace(
        performance,
        mfu={name: each * (step / (step + link_s)) for name, each in performance.mfu.items()},
        mfu_curve=performance.mfu_curve * (steps / (steps + link_s)),
    )
    return msgspec.structs.replace(fabric, performance=slower, fabric=fabric, link_s=link_s)


def linked(part: Hardware, link: Link, sites: int) -> Hardware:
    """``part`` in a job over ``sites`` sites that ``link`` joins."""
    way, rate = latency_s(link.km), (link.gbit_s or 0.0) * 1e9 / 8
    return replace(part, sites=sites, link_bw=rate, link_latency_s=way)


def _rate(job: Job, count: int) -> Array:
    """Model FLOP/s (N, 1) of ``count`` accelerators on the job's plan."""
    performance = job.performance
    taking_part = sum(n for name, n in job.pools.items() if performance.mfu[name].any())
    return _model_rate(performance, job.pools) * (count / max(taking_part, 1))
