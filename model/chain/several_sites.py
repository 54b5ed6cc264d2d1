"""One job over all sites on the link between them, or on the best site alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec
import numpy as np
import numpy.typing as npt

from model.catalog import Catalog, catalog
from model.chain import compute
from model.chain.campus import Campus
from model.chain.compute import (
    Performance,
    architecture,
    caps_of,
    constants,
    hardware,
    job_for,
    linked,
    peak_at,
    plan_job,
    sites_in_use,
)
from model.outcome import Array
from model.physics.performance import Plan, rate_on
from model.samples import Samples
from model.scenario import Scenario

_BANDWIDTHS = np.geomspace(1e8, 1e16, 161)
"""Where the joint job is tried for the bandwidth from which it pays [B/s]"""


class Placed(msgspec.Struct, frozen=True):
    """How the job runs, and where."""

    performance: Performance
    sites: tuple[str, ...]
    """the sites that take part"""
    pools: Mapping[str, int]
    """accelerators of each type in them; every type of the fleet is named"""
    meanwhile: Placed | None = None
    """what is faster until all sites are there: the best of them alone"""


def placed(scenario: Scenario, pools: Mapping[str, int], samples: Samples) -> Placed:
    """The faster in row 0 of the job over all sites and the job on one of them."""
    sites = sites_in_use(scenario)
    link = scenario.link
    if len(sites) < 2 or link.gbit_s is None:
        return Placed(plan_job(scenario, pools, samples), sites, pools)
    joint = plan_job(scenario, pools, samples) if link.gbit_s > 0 else None
    together = 0.0 if joint is None else _rate(joint, pools)
    alone: list[tuple[float, Placed]] = []
    for site in sites:
        part = _only(scenario, site, pools)
        own = _only_scenario(scenario, site)
        found = plan_job(own, {name: n for name, n in part.items() if n}, samples)
        alone.append(
            (_rate(found, part), Placed(_filled(found, scenario, pools, samples), (site,), part))
        )
    best, single = max(alone, key=lambda pair: pair[0])
    if joint is not None and joint.best is not None and together >= best:
        words = _joined(joint, joint.best, scenario, sites, best / together)
        return Placed(_saying(joint, words), sites, pools, single)
    words = _apart(joint, scenario, sites, single, together / best if best else 0.0, pools, best)
    return msgspec.structs.replace(single, performance=_saying(single.performance, words))


def _only_scenario(scenario: Scenario, site: str) -> Scenario:
    return msgspec.structs.replace(
        scenario,
        sites=tuple(each for each in scenario.sites if each.id == site),
        shipments=tuple(s for s in scenario.shipments if s.site == site and s.count),
    )


def _only(scenario: Scenario, site: str, pools: Mapping[str, int]) -> dict[str, int]:
    found = dict.fromkeys(pools, 0)
    for shipment in scenario.shipments:
        if shipment.site == site and shipment.count:
            found[shipment.accelerator] += shipment.count
    return found


def _rate(performance: Performance, pools: Mapping[str, int]) -> float:
    """Model FLOP/s of the whole job in row 0."""
    return sum(
        float(mfu[0, 0]) * performance.peak[name] * pools[name]
        for name, mfu in performance.mfu.items()
    )


def alone(
    placed: Placed, sites: Campus, scenario: Scenario, samples: Samples, cat: Catalog
) -> dict[str, Array]:
    """Usable FLOP/s per type (N, T) of the job that ``placed`` describes."""
    performance = placed.performance
    full = {name: np.full((1, 1), float(count)) for name, count in placed.pools.items()}
    recovery = compute.recovery(performance, scenario, samples, cat)
    most, _ = compute.job_of(performance, full, recovery)
    online = sites.only(placed.sites).by_type(placed.pools, powered=True)
    kept = compute.goodput(performance, online, recovery, most)
    return compute.usable(performance, online, kept, most)


def faster(
    joint: Mapping[str, Array], single: Mapping[str, Array], before: npt.NDArray[np.bool_]
) -> dict[str, Array]:
    """Usable FLOP/s per type (N, T): on days ``before`` (N, T) all is there, the faster job."""
    most, alone = (sum(parts.values(), np.zeros((1, 1))) for parts in (joint, single))
    use = before & (alone > most)
    return {name: np.where(use, single[name], part) for name, part in joint.items()}


def _filled(
    found: Performance, scenario: Scenario, pools: Mapping[str, int], samples: Samples
) -> Performance:
    """With the types that have no part in the job: they have a peak and do nothing."""
    nothing: Array = np.zeros((samples.rows, 1))
    known, precision = catalog().accelerators, scenario.workload.precision
    return msgspec.structs.replace(
        found,
        mfu={name: found.mfu.get(name, nothing) for name in pools},
        peak={name: peak_at(known[name], precision) for name in pools},
    )


def _saying(performance: Performance, words: str) -> Performance:
    return msgspec.structs.replace(performance, fleet=f"{words} {performance.fleet}".rstrip())


def _joined(
    joint: Performance, plan: Plan, scenario: Scenario, sites: tuple[str, ...], share: float
) -> str:
    """Why the job spans the sites, and what the link costs it."""
    taken, step = _on_the_link(joint, plan, scenario, len(sites))
    return (
        f"One job over {' and '.join(sites)}, joined by {_link(scenario)}: the link takes "
        f"{taken / step:.1%} of a step of {step:.3g} s; the best site alone would take in "
        f"{share:.0%} of the tokens."
    )


def _apart(
    joint: Performance | None,
    scenario: Scenario,
    sites: tuple[str, ...],
    single: Placed,
    share: float,
    pools: Mapping[str, int],
    best: float,
) -> str:
    """Why the job stays on one site, and what would change that."""
    home = single.sites[0]
    others = " and ".join(site for site in sites if site != home)
    text = f"The job runs on {home} alone and leaves {others} to other jobs"
    if joint is None:
        return f"{text}: nothing joins the sites."
    if joint.best is None:
        return f"{text}: {joint.result.why_not if joint.result else 'no plan fits both'}"
    text += f": on a link of {_link(scenario)} a second campus hurts, together they would take in "
    text += f"{share:.0%} of its tokens"
    pays = _pays_from(joint.best, scenario, len(sites), pools, best)
    if pays is None:
        return f"{text}; at {scenario.link.km:,.4g} km no bandwidth makes up for the way."
    return f"{text}; it pays from {_bits(pays)} on."


def _link(scenario: Scenario) -> str:
    link = scenario.link
    return f"{_bits((link.gbit_s or 0.0) * 1e9 / 8)} over {link.km:,.4g} km"


def _bits(rate: float) -> str:
    """A bandwidth [B/s] in Gbit/s or Tbit/s."""
    gbit = float(f"{rate * 8 / 1e9:.3g}")
    return f"{gbit / 1000:,g} Tbit/s" if gbit >= 1000 else f"{gbit:,g} Gbit/s"


def _on_the_link(
    joint: Performance, plan: Plan, scenario: Scenario, sites: int
) -> tuple[float, float]:
    """What the link adds to a step of the lead type, and that step [s]."""
    work = scenario.workload
    count = round(float(joint.counts[-1]) / 2)
    job = job_for(scenario, count)
    local = hardware(joint.lead, scenario.sites[0].network, caps_of(scenario)[joint.lead])
    arch, values = architecture(work.model), constants(work.software)
    tokens = job.sequences * job.sequence
    near, far = (
        tokens / (float(rate_on(arch, part, job, plan, values)[0]) * count)
        for part in (local, linked(local, scenario.link, sites))
    )
    return far - near, far


def _pays_from(
    plan: Plan, scenario: Scenario, sites: int, pools: Mapping[str, int], best: float
) -> float | None:
    """Bandwidth [B/s] from which the joint job, layout kept, is as fast as the best site."""
    work = scenario.workload
    count = sum(pools.values())
    job, caps = job_for(scenario, count), caps_of(scenario)
    arch, values = architecture(work.model), constants(work.software)
    total = np.zeros(len(_BANDWIDTHS))
    for name, n in pools.items():
        part = hardware(name, scenario.sites[0].network, caps[name])
        part = replace(linked(part, scenario.link, sites), link_bw=_BANDWIDTHS)
        rate = np.asarray(rate_on(arch, part, job, plan, values)[0]).reshape(-1)
        total = total + rate * n
    reached = total * arch.flop_per_token(work.sequence) >= best
    return float(_BANDWIDTHS[int(np.argmax(reached))]) if reached.any() else None
