"""The training run on the growing cluster: when it starts and ends, and what it draws."""

from __future__ import annotations

import msgspec
import numpy as np

from model import curves
from model.catalog import Catalog
from model.chain.campus import Campus
from model.outcome import Array
from model.physics import carbon, training
from model.samples import Samples
from model.scenario import Scenario
from model.units import DAY_S


class Run(msgspec.Struct, frozen=True):
    """Dates (N, 1) [d since epoch], progress (N, T), energy (N, 1) [J], carbon (N, 1) [kg]."""

    begun: Array
    """enough accelerators are online; the shake-down starts"""
    start: Array
    finish: Array
    progress: Array
    energy_j: Array
    carbon_kg: Array

    @property
    def days(self) -> Array:
        """Length of the run (N, 1) [d]; inf if it never ends."""
        never = ~np.isfinite(self.finish)
        return np.where(never, np.inf, self.finish - np.where(never, 0.0, self.start))


def run(
    campus: Campus,
    scenario: Scenario,
    samples: Samples,
    usable: Array,
    at_full_load: Array,
    full_load: Array,
    goodput: tuple[Array, Array],
    cat: Catalog,
) -> Run:
    """Follow the run of ``scenario``.

    Parameters
    ----------
    usable : (N, T) usable rate [FLOP/s]
    at_full_load : (N, 1) usable rate with everything online [FLOP/s]
    full_load : (N, 1) day from which everything is online
    goodput : (N, T) day by day, and (N, 1) with everything online
    """
    days = campus.days
    enough = min(scenario.workload.start_gpus, max(scenario.total_count, 1))
    begun = curves.first_reach(days, campus.online(), np.array([[enough - 0.5]]))
    begun = np.where(np.isfinite(begun), begun, full_load)
    begun = np.where(at_full_load > 0, begun, np.inf)
    start = begun + samples["coherence_days"]
    done = curves.cumulative(days, usable) * DAY_S
    after = np.where(np.isfinite(full_load), at_full_load, usable[:, -1:])
    finish, progress = training.run(days, done, start, scenario.workload.flop, after)
    energy, kg = np.zeros_like(start), np.zeros_like(start)
    halts = _halts(*goodput)
    for built, there in zip(campus.builds, campus.flows, strict=True):
        place = cat.sites[built.site.place]
        duty = 1 - (1 - built.duty) * halts
        grid_j, gas_j = (
            carbon.energy(days, curves.cumulative(days, part) * DAY_S, start, finish, part[:, -1:])
            for part in (there.fed.grid * duty, there.fed.turbines * duty)
        )
        energy = energy + grid_j + gas_j
        kg = kg + carbon.emissions(grid_j, gas_j, place.grid_kg_per_kwh, place.gas_kg_per_kwh)
    return Run(begun, start, finish, progress, energy, kg)


def _halts(alive: Array, kept: Array) -> Array:
    """Time that the job halts (N, T) over that with everything online.

    A smaller job fails less often. What a run draws less than its steps goes with the share of
    time that it loses: ``alive`` (N, T) is its goodput, ``kept`` (N, 1) that of the whole fleet.
    """
    return np.asarray((1 - alive) / np.maximum(1 - kept[:1], 1e-9))
