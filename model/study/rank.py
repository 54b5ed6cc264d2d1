"""Where the cluster stands among real systems on one date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from model.catalog import catalog
from model.outcome import Array, Outcome
from model.records import Cluster
from model.study.systems import kind_of, latest, twins
from model.units import date_of

Measure = Literal["flops", "power"]
Kind = Literal["ours", "system", "real", "campus", "planned"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the ranking."""

    name: str
    value: float
    """Peak, bf16 dense [FLOP/s], or facility power [W]"""
    kind: Kind
    """``real`` is the real system that the scenario is about; a ``campus`` is a whole site as
    estimated from outside, use other than training included; ``planned`` had no proof when the
    table was made. Only ``ours`` and ``system`` take part in the ranking."""
    place: int | None
    """1 for the largest; None outside the ranking."""
    cluster: Cluster | None
    """The record it comes from; None for ours."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All systems on one date, largest first."""

    when: date
    measure: Measure
    ours: float
    place: int | None
    """None while nothing is installed."""
    known: int
    """Systems in the ranking, ours included once it has something installed."""
    rival: Standing | None
    """The largest other system in the ranking."""
    standings: tuple[Standing, ...]

    @property
    def larger_campuses(self) -> int:
        """Campuses and announced systems that are estimated larger than ours."""
        outside = ("campus", "planned")
        return sum(s.kind in outside and s.value > self.ours for s in self.standings)


def ranking(
    outcome: Outcome,
    day: float,
    measure: Measure = "flops",
    clusters: Iterable[Cluster] | None = None,
) -> Ranking:
    """Rank the median scenario among the systems that were online on ``day`` [d since epoch].

    A later phase of a site replaces the earlier ones (they are cumulative); a campus is left
    out where a system of the same owner and town is listed; parts of another row and claims
    about a whole fleet are left out. The real system that the scenario is about is listed as
    ``real``, but it does not compete with itself.
    """
    when = date_of(day, outcome.epoch)
    records = catalog().clusters if clusters is None else tuple(clusters)
    ours = installed(outcome, day) if measure == "flops" else drawn(outcome, day)
    real = twins(outcome.scenario, records)
    rows: list[Standing] = []
    for cluster in latest(records, when):
        value = cluster.bf16_flops if measure == "flops" else cluster.power_w
        if value is None or value <= 0:
            continue
        kind: Kind = kind_of(cluster)
        if cluster.campus in real:
            kind = "real"
        rows.append(Standing(cluster.name, value, kind, None, cluster))
    if ours > 0:
        rows.append(Standing(outcome.scenario.title, ours, "ours", None, None))
    rows.sort(key=lambda row: (-row.value, row.kind != "ours", row.name))
    placed: list[Standing] = []
    count = 0
    for row in rows:
        count += row.kind in ("ours", "system")
        place = count if row.kind in ("ours", "system") else None
        placed.append(Standing(row.name, row.value, row.kind, place, row.cluster))
    return Ranking(
        when=when,
        measure=measure,
        ours=ours,
        place=next((row.place for row in placed if row.kind == "ours"), None),
        known=count,
        rival=next((row for row in placed if row.kind == "system"), None),
        standings=tuple(placed),
    )


def installed(outcome: Outcome, day: float) -> float:
    """Installed peak, bf16 dense, of the median scenario on ``day`` [FLOP/s].

    The outcome holds it at the workload's precision; it is converted with the ratio of the
    whole fleet, which is exact unless types of unlike ratio arrive at different times.
    """
    at_precision = _at(outcome, outcome.peak_installed[0], day)
    records, precision = catalog().accelerators, outcome.scenario.workload.precision
    bf16 = _fleet(outcome.pools, {i: records[i].peak.get("bf16", 0.0) for i in outcome.pools})
    wanted = {i: _peak(records[i].peak, precision) for i in outcome.pools}
    total = _fleet(outcome.pools, wanted)
    return at_precision * bf16 / total if total > 0 else 0.0


def drawn(outcome: Outcome, day: float) -> float:
    """Facility nameplate of what is racked on ``day`` [W], as most real systems are known.

    That at full load, scaled by what the racked part would draw then over what all would.
    """
    parts = outcome.demand.nameplate if outcome.demand is not None else outcome.peak_power
    full = float(sum(part[0, 0] for part in parts.values()))
    most = float(outcome.wanted[0].max(initial=0.0))
    return full * _at(outcome, outcome.wanted[0], day) / most if most > 0 else 0.0


def _at(outcome: Outcome, series: Array, day: float) -> float:
    days = outcome.days[0]
    return float(np.interp(day, days, series, left=0.0)) if days.size else 0.0


def _fleet(pools: Mapping[str, int], peak: Mapping[str, float]) -> float:
    return float(sum(count * peak[i] for i, count in pools.items()))


def _peak(peak: Mapping[str, float], precision: str) -> float:
    order = ("fp4", "fp8", "bf16")
    allowed = order[order.index(precision) :]
    return next((peak[p] for p in allowed if p in peak), 0.0)
