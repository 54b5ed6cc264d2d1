"""What can be said before the calendar enters: the plan of the job, what it does, the sites."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from model.catalog import Catalog
from model.chain import activity, compute, several_sites
from model.chain.compute import Performance
from model.chain.several_sites import Placed
from model.chain.site import Build, build
from model.outcome import Array, Reliability
from model.physics.reliability import Recovery
from model.samples import Samples
from model.scenario import Scenario


class ClosedForm(msgspec.Struct, frozen=True):
    """The job on all that it is given, and each site in closed form."""

    job: Placed
    performance: Performance
    """on the plan of the accelerators that the job uses"""
    recovery: Recovery
    most: Array
    """(N, 1) accelerators that the job uses at most"""
    reliable: Reliability
    times: activity.Times
    builds: list[Build]
    full_rate: Array
    """(N, 1) usable rate with everything online [FLOP/s]"""

    @property
    def kept(self) -> Array:
        """Goodput with everything online (N, 1)."""
        return self.reliable.losses.goodput

    @property
    def mean_w(self) -> Array:
        """Draw with everything online while the job steps (N, 1) [W]."""
        return sum((built.load for built in self.builds), np.zeros((len(self.full_rate), 1)))

    @property
    def run_w(self) -> Array:
        """Mean draw with everything online over a run with its halts (N, 1) [W]."""
        parts = (built.load * built.duty for built in self.builds)
        return sum(parts, np.zeros((len(self.full_rate), 1)))


def closed_form(
    scenario: Scenario, pools: Mapping[str, int], samples: Samples, cat: Catalog
) -> ClosedForm:
    """Work it out for ``scenario``, whose moves are carried out; ``pools`` are its types."""
    job = several_sites.placed(scenario, pools, samples)
    performance = job.performance
    everything = {name: np.full((1, 1), float(count)) for name, count in job.pools.items()}
    recovery = compute.recovery(performance, scenario, samples, cat)
    most, reliable = compute.job_of(performance, everything, recovery)
    performance = compute.on_own_plan(performance, most)
    times = activity.of_job(performance.best, reliable)
    builds = [
        build(index, site, scenario, samples, cat, times)
        for index, site in enumerate(scenario.sites)
    ]
    usable = compute.usable(performance, everything, reliable.losses.goodput, most)
    full_rate = sum(usable.values(), np.zeros((samples.rows, 1)))
    return ClosedForm(job, performance, recovery, most, reliable, times, builds, full_rate)
