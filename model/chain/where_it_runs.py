"""Where the job runs if there are several sites, and why, in words. Row 0."""

from __future__ import annotations

import numpy as np

from model.chain.fleet_in_use import sites_in_use
from model.chain.job import Job, rate, total
from model.chain.link_pays import pays_from
from model.chain.run import Run
from model.chain.several_sites import CLEARLY, Home, Work
from model.outcome import Array
from model.scenario import Link, Scenario
from model.units import DAY_S, date_of, long_date

_WORTH_TELLING = 0.01
"""Share of the run from which on it is said that a part of it is done elsewhere"""


def told(home: Home, work: Work, days: Array, scenario: Scenario, the_run: Run) -> str:
    """Where it runs when all is there, what speaks for it, and where it runs until then.

    Parameters
    ----------
    days : (1, T) calendar
    """
    used = sites_in_use(scenario)
    if len(used) < 2 or scenario.link.gbit_s is None:
        return ""
    others = tuple(name for name in used if name not in home.job.sites)
    if home.job is home.joint:
        text = _joined(home.joint, home, scenario.link, others)
    else:
        text = _apart(home, work, scenario.link, others)
    return f"{text} {_until_then(work, days[0], scenario, the_run)}".rstrip()


def _joined(joint: Job, home: Home, link: Link, others: tuple[str, ...]) -> str:
    """Why the job spans sites, and what the link costs it."""
    best = joint.performance.best
    step = best.step_s if best is not None else np.inf
    share = rate(home.alone, home.year) / rate(joint, home.year)
    text = (
        f"One job over {_and(joint.sites)}, joined by {_link(link)}: the link takes "
        f"{joint.link_s / step:.1%} of a step of {step:.3g} s; the best site alone would do "
        f"{_share(share)} of the work"
    )
    return f"{text}. It leaves {_and(others)} to other jobs." if others else f"{text}."


def _apart(home: Home, work: Work, link: Link, others: tuple[str, ...]) -> str:
    """Why the job stays on one site, and what would change that."""
    text = f"The job runs on {home.job.sites[0]} alone and leaves {_and(others)} to other jobs"
    joint = home.joint
    if not link.gbit_s:
        return f"{text}: nothing joins the sites."
    if joint is None:
        return f"{text}: {_and(others)} never {'have' if len(others) > 1 else 'has'} power."
    result = joint.performance.result
    if joint.performance.best is None:
        return f"{text}: {result.why_not if result else 'no plan fits both'}"
    share = rate(joint, home.year) / rate(home.alone, home.year)
    if share <= 0.0:
        return f"{text}: they never have power at the same time."
    text += f": on a link of {_link(link)} a second campus hurts, together they would do "
    text += f"{_share(share)} of its work"
    goal = rate(home.alone, home.year) * CLEARLY
    found = [
        pays_from(job, goal, home.year, link.km) for job in work.jobs if job.fabric is not None
    ]
    enough = [each for each in found if each is not None]
    if not enough:
        return f"{text}; at {_km(link)} no bandwidth makes it pay."
    return f"{text}; it pays from {_bits(min(enough), up=True)} on."


def _until_then(work: Work, days: Array, scenario: Scenario, the_run: Run) -> str:
    """Where it runs before its home has what it takes; empty if that is hardly any of the run.

    ``days`` (T,) are the calendar.
    """
    if work.place is None:
        return ""
    place, done = work.place[0], total(work.usable)[0]
    away = (place > 0) & (done > 0.0)
    start, finish = float(the_run.start[0, 0]), float(the_run.finish[0, 0])
    flop = np.where((days >= start) & (days <= finish), done * np.gradient(days) * DAY_S, 0.0)
    each = [float(flop[away & (place == index)].sum()) for index in range(len(work.jobs))]
    if sum(each) < _WORTH_TELLING * scenario.workload.flop:
        return ""
    most = int(np.argmax(each))
    where = _and(work.jobs[most].sites) + (" alone" if len(work.jobs[most].sites) == 1 else "")
    change = int(np.flatnonzero(away)[-1]) + 1
    if change == len(days):
        return f"That is with all of it online; on other days it runs on {where}."
    mostly = "mostly " if (place[:change][flop[:change] > 0.0] != most).any() else ""
    text = f"Until {long_date(date_of(days[change], scenario.epoch))} it runs {mostly}on {where}"
    if finish <= days[change]:
        text += f", and this run ends there on {long_date(date_of(finish, scenario.epoch))}"
    return f"{text}."


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(names)


def _share(share: float) -> str:
    """A share below 1, with as many digits as it takes to tell it from 1."""
    if share < 0.01:
        return "less than 1%"
    for digits in range(9):
        text = f"{share:.{digits}%}"
        if float(text[:-1]) < 100.0:
            return text
    return "just as much"


def _link(link: Link) -> str:
    return f"{_bits((link.gbit_s or 0.0) * 1e9 / 8)} over {_km(link)}"


def _km(link: Link) -> str:
    return f"{link.km:,.0f} km" if link.km >= 100.0 else f"{link.km:.3g} km"


def _bits(rate_: float, *, up: bool = False) -> str:
    """A bandwidth [B/s] in Gbit/s or Tbit/s, to three digits; ``up``: not less than it is."""
    gbit = rate_ * 8 / 1e9
    digit = 10.0 ** (np.floor(np.log10(gbit)) - 2.0)
    counted = np.ceil(gbit / digit - 1e-9) if up else np.round(gbit / digit)
    gbit = float(f"{counted * digit:.3g}")
    return f"{gbit / 1000:,g} Tbit/s" if gbit >= 1000 else f"{gbit:,g} Gbit/s"
