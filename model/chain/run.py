"""The training run on the growing cluster: when it starts and ends, and what it draws."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from model import curves
from model.catalog import Catalog
from model.chain.campus import Campus
from model.chain.job import Job
from model.chain.several_sites import Work
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
    work: Work,
    at_sites: Sequence[Job],
    at_full_load: tuple[Sequence[Array], Sequence[Array]],
    cat: Catalog,
) -> Run:
    """Follow the run of ``scenario`` on what the job does on the calendar of ``campus``.

    Sites draw for it on the days on which they take part.

    Parameters
    ----------
    at_sites : what each site is built for
    at_full_load : what it then draws of grid and of turbines (N, 1) [W], see `money.sources`
    """
    days = campus.days
    start = work.begun + samples["coherence_days"]
    done = curves.cumulative(days, campus.total(work.usable.values())) * DAY_S
    finish, progress = training.run(days, done, start, scenario.workload.flop, work.after)
    energy, kg = np.zeros_like(start), np.zeros_like(start)
    for built, there, job, *full in zip(
        campus.builds, campus.flows, at_sites, *at_full_load, strict=True
    ):
        place = cat.sites[built.site.place]
        takes_part = work.share(built.site.id)
        share = takes_part * (1 - (1 - built.duty) * _halts(work, job))
        # A row may reach its full load only after the calendar: it draws that from there on.
        late = np.isfinite(built.full_load) & (built.full_load > days[0, -1])
        grid_j, gas_j = (
            carbon.energy(
                days, curves.cumulative(days, part) * DAY_S, start, finish,
                np.where(late, later * takes_part[:, -1:], part[:, -1:]),
            )
            for part, later in zip(
                (there.fed.grid * share, there.fed.turbines * share), full, strict=True
            )
        )  # fmt: skip
        energy = energy + grid_j + gas_j
        kg = kg + carbon.emissions(grid_j, gas_j, place.grid_kg_per_kwh, place.gas_kg_per_kwh)
    return Run(work.begun, start, finish, progress, energy, kg)


def _halts(work: Work, job: Job) -> Array:
    """Time that the job halts (N, T) over that of ``job`` with everything online.

    A smaller job fails less often. What a run draws less than its steps goes with the share of
    time that it loses.
    """
    kept = job.reliable.losses.goodput[:1]
    return np.asarray((1 - work.kept) / np.maximum(1 - kept, 1e-9))
