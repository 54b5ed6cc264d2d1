"""What can be said before the calendar enters: where the job runs, what it does, the sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from model.catalog import Catalog
from model.chain import several_sites
from model.chain.job import Job, total
from model.chain.several_sites import Home
from model.chain.site import Build, build
from model.outcome import Array
from model.samples import Samples
from model.scenario import Scenario


class ClosedForm(msgspec.Struct, frozen=True):
    """The job with all that it is given, and each site in closed form."""

    jobs: tuple[Job, ...]
    """every way to place it"""
    home: Home
    at_sites: list[Job]
    """what runs at each site"""
    builds: list[Build]

    @property
    def kept(self) -> Array:
        """Goodput with everything online (N, 1)."""
        return self.home.job.reliable.losses.goodput

    @property
    def full_rate(self) -> Array:
        """Usable rate with everything online (N, 1) [FLOP/s]."""
        return total(self.home.job.at_full_load) + np.zeros_like(self.mean_w)

    @property
    def mean_w(self) -> Array:
        """Draw with everything online while the job steps (N, 1) [W]."""
        return np.asarray(sum(built.load for built in self.builds))

    @property
    def run_w(self) -> Array:
        """Mean draw with everything online over a run with its halts (N, 1) [W]."""
        return np.asarray(sum(built.load * built.duty for built in self.builds))


def closed_form(
    scenario: Scenario, pools: Mapping[str, int], samples: Samples, cat: Catalog
) -> ClosedForm:
    """Work it out for ``scenario``, whose moves are carried out; ``pools`` are its types."""
    jobs = several_sites.candidates(scenario, pools, samples, cat)
    at_sites = several_sites.at_sites(jobs, scenario)
    builds = _builds(scenario, samples, cat, at_sites)
    home = several_sites.home(jobs, builds, samples.rows)
    if home.job is home.joint:
        at_sites = several_sites.at_sites(jobs, scenario, home.job)
        builds = _builds(scenario, samples, cat, at_sites)
    return ClosedForm(jobs, home, at_sites, builds)


def _builds(scenario: Scenario, samples: Samples, cat: Catalog, jobs: Sequence[Job]) -> list[Build]:
    """All sites, each while its one of ``jobs`` runs on it."""
    return [
        build(index, site, scenario, samples, cat, job.times)
        for index, (site, job) in enumerate(zip(scenario.sites, jobs, strict=True))
    ]
