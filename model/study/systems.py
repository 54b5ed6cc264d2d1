"""Real systems on one date: each accelerator once, and which of them a scenario is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from model.catalog import catalog
from model.records import Cluster
from model.scenario import Scenario
from model.units import YEAR_D

RealKind = Literal["system", "campus", "planned"]


def latest(records: Iterable[Cluster], when: date) -> tuple[Cluster, ...]:
    """The last phase online by ``when`` of each campus, each accelerator counted once.

    Where one campus is known both as a system (its types are listed) and as an estimate from
    outside, the system stands for it; what is proven goes before what was announced.
    """
    sites: dict[str, Cluster] = {}
    for cluster in records:
        if cluster.online > when or cluster.status == "decommissioned" or _is_part(cluster):
            continue
        key = cluster.campus or cluster.id
        held = sites.get(key)
        if held is None or _proof(cluster) > _proof(held):
            sites[key] = cluster
    return tuple(c for c in sites.values() if not _is_run_on(c, sites.values()))


def _proof(cluster: Cluster) -> tuple[bool, date]:
    return (kind_of(cluster) == "system", cluster.online)


def kind_of(cluster: Cluster) -> RealKind:
    """A system whose types are known and that exists, a campus seen from outside, or a plan."""
    if not cluster.types:
        return "campus"
    return "system" if cluster.status == "existing" else "planned"


def _is_run_on(cluster: Cluster, others: Iterable[Cluster]) -> bool:
    """A training run on a larger system of its owner, which is listed itself."""
    return re.search(r"\brun\b", cluster.name) is not None and any(
        other.owner == cluster.owner
        and other.bf16_flops > cluster.bf16_flops
        and kind_of(other) == "system"
        for other in others
    )


def _is_part(cluster: Cluster) -> bool:
    """A part of another row, or a claim about all that an owner has."""
    text = cluster.name.lower()
    return "subset" in text or "fleet" in text


def twins(scenario: Scenario, records: Iterable[Cluster]) -> frozenset[str]:
    """Campuses that the scenario's sites are about in reality.

    Of the campuses in the town of a site, the one whose first phase came online soonest after
    the start of work there, within two years.
    """
    first: dict[str, Cluster] = {}
    for cluster in records:
        held = first.get(cluster.campus)
        if held is None or cluster.online < held.online:
            first[cluster.campus] = cluster
    found = set()
    for site in scenario.sites:
        place = catalog().sites.get(site.place)
        names = [part.strip().lower() for part in place.name.split(",")] if place else []
        town = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names) or "(?!)")
        near = [
            c
            for c in first.values()
            if town.search(c.location.lower()) and 0 <= (c.online - site.start).days <= 2 * YEAR_D
        ]
        if near:
            found.add(min(near, key=lambda c: c.online).campus)
    return frozenset(found)
