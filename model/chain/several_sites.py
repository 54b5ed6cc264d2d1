"""Where one job runs if there are several sites: on one alone, or over some on their link.

Every way to place it is a candidate. On each day, and in each row, the job runs where it does
most with what is online that day: so more accelerators, power or bandwidth anywhere never take
from it. The plan and the numbers at full load are those of its home, the candidate that does
most in row 0 in the year after all has come: an outcome has one plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import msgspec
import numpy as np

from model.catalog import Catalog
from model.chain.campus import Campus
from model.chain.fleet_in_use import sites_in_use
from model.chain.job import Job, Series, job_on, joined, rate, total
from model.chain.site import Build
from model.outcome import Array
from model.samples import Samples
from model.scenario import Link, Scenario, Site
from model.units import MONTH_D

_EVERY_SET = 3
"""With more sites than that a joint job is tried on the largest two, three and so on only."""
CLEARLY = 1.0 + 1e-9
"""A job over several sites has to do more than one alone, not the same."""


class Home(msgspec.Struct, frozen=True):
    """Where the job runs when all has come, and what was weighed for it."""

    job: Job
    alone: Job
    """the best on a single site"""
    joint: Job | None
    """the best over several"""
    year: Campus | None
    """the year after all has come; None: all is online then"""


class Work(msgspec.Struct, frozen=True):
    """The job on the calendar."""

    usable: Mapping[str, Array]
    """FLOP/s per type (N, T)"""
    kept: Array
    """its goodput (N, T)"""
    begun: Array
    """(N, 1) day from which enough accelerators are online for it; inf if they never are"""
    after: Array
    """(N, 1) usable FLOP/s beyond the calendar"""
    jobs: tuple[Job, ...]
    """where it may run, its home first"""
    place: Array | None
    """(N, T) which of ``jobs`` runs; None: there is one"""

    def share(self, site: str) -> Array:
        """1 on the days (N, T) on which ``site`` takes part, else 0; (1, 1) if there is one job."""
        part = np.array([float(site in job.sites) for job in self.jobs])
        return part[:1, np.newaxis] if self.place is None else np.asarray(part[self.place])


def candidates(
    scenario: Scenario, pools: Mapping[str, int], samples: Samples, cat: Catalog
) -> tuple[Job, ...]:
    """Every way to place the job: on each site that ever has power, and over several of them.

    Without a link, or with one that nothing is said about, there is one.
    """
    used, link = sites_in_use(scenario), scenario.link
    if len(used) < 2 or link.gbit_s is None:
        return (job_on(scenario, used, pools, samples, cat),)
    lit = {site.id for site in scenario.sites if _ever_fed(site)}
    sites = tuple(name for name in used if name in lit) or used

    def on(names: tuple[str, ...]) -> Job:
        part = _only(scenario, names)
        return job_on(part, names, _counts(part, pools), samples, cat)

    alone = [on((name,)) for name in sites]
    if not link.gbit_s:
        return tuple(alone)
    return (*alone, *(joined(on(names), link) for names in _sets(alone)))


def at_sites(jobs: Sequence[Job], scenario: Scenario, running: Job | None = None) -> list[Job]:
    """The job at each site of ``scenario``: ``running`` where it takes part, else the site's own.

    That is what the site draws for, whether its accelerators train for this run or for another.
    """
    own = {job.sites[0]: job for job in jobs if len(job.sites) == 1}
    spans = running.sites if running is not None else ()
    return [
        running if running is not None and site.id in spans else own.get(site.id, jobs[0])
        for site in scenario.sites
    ]


def home(jobs: Sequence[Job], builds: list[Build], rows: int) -> Home:
    """Choose in row 0 what does most in the year after all has come.

    In ``builds`` each site draws for a job of its own: the choice rests on nothing that the link
    changes but the job over several sites.
    """
    if len(jobs) == 1:
        return Home(jobs[0], jobs[0], None, None)
    taking_part = {name for job in jobs for name in job.sites}
    used = [built for built in builds if built.site.id in taking_part]
    full = all(np.isfinite(built.full_load[0, 0]) for built in used)
    year = None if full else _year_after(builds, rows)
    done = [rate(job, year) for job in jobs]
    if not any(done):
        year = None
        done = [rate(job, year) for job in jobs]
    single = [pair for pair in zip(done, jobs, strict=True) if pair[1].fabric is None]
    several = [pair for pair in zip(done, jobs, strict=True) if pair[1].fabric is not None]
    most, alone = max(single, key=lambda pair: pair[0])
    if not several:
        return Home(alone, alone, None, year)
    together, joint = max(several, key=lambda pair: pair[0])
    return Home(joint if together > most * CLEARLY else alone, alone, joint, year)


def work(jobs: Sequence[Job], at_home: Job, sites: Campus, start_gpus: int) -> Work:
    """Follow the job over the calendar of ``sites``, where it does most on each day."""
    ordered = (at_home, *(job for job in jobs if job is not at_home))
    series = [job.on(sites.only(job.sites)) for job in ordered]
    begun = [job.begun(each, start_gpus) for job, each in zip(ordered, series, strict=True)]
    after = [_after(job, each) for job, each in zip(ordered, series, strict=True)]
    if len(ordered) == 1:
        return Work(series[0].usable, series[0].kept, begun[0], after[0], ordered, None)
    done = np.array([total(each.usable) + np.zeros_like(sites.online()) for each in series])
    place = np.argmax(done, axis=0)  # the first of equals: home
    usable = {
        name: np.choose(place, [each.usable[name] for each in series]) for name in series[0].usable
    }
    kept = np.choose(place, [each.kept for each in series])
    first, last = np.min(begun, axis=0), np.max(after, axis=0)
    return Work(usable, kept, first, last, ordered, place)


def _after(job: Job, series: Series) -> Array:
    done = total(series.usable)[:, -1:]
    return np.where(np.isfinite(series.full_load), total(job.at_full_load), done)


def _year_after(builds: list[Build], rows: int) -> Campus:
    """The months of the year after the last arrival and the last change of supply in row 0."""
    last = max(float(built.on_from[0, 0]) for built in builds)
    for built in builds:
        steps = built.supplies.steps
        dates = np.concatenate((steps.start[0], steps.full[0], steps.gone[0]))
        last = max(last, float(dates[np.isfinite(dates)].max(initial=0.0)))
    return Campus.on(last + MONTH_D * np.arange(1.0, 13.0)[np.newaxis, :], builds, rows)


def _sets(alone: Sequence[Job]) -> Iterator[tuple[str, ...]]:
    """Sites of each joint job that is tried, in the order of ``alone``."""
    names = [job.sites[0] for job in alone]
    if len(names) <= _EVERY_SET:
        for size in range(2, len(names) + 1):
            yield from combinations(names, size)
        return
    ranked = sorted(alone, key=lambda job: -float(total(job.at_full_load)[0, 0]))
    for size in range(2, len(names) + 1):
        largest = {job.sites[0] for job in ranked[:size]}
        yield tuple(name for name in names if name in largest)


def _ever_fed(site: Site) -> bool:
    return any(step.mw > 0 and step.ever_there for step in site.supply)


def _only(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    """The sites called ``names``, as one fabric."""
    return msgspec.structs.replace(
        scenario,
        sites=tuple(site for site in scenario.sites if site.id in names),
        shipments=tuple(s for s in scenario.shipments if s.site in names and s.count),
        link=Link(),
    )


def _counts(part: Scenario, pools: Mapping[str, int]) -> dict[str, int]:
    found = dict.fromkeys(pools, 0)
    for shipment in part.shipments:
        found[shipment.accelerator] += shipment.count
    return found
