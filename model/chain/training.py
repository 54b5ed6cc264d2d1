"""The plan of the job as the answer shows it, and how far it goes beyond what was measured."""

from __future__ import annotations

from collections.abc import Mapping

from model.catalog import catalog
from model.chain.beyond import extrapolated
from model.chain.fleet_in_use import sites_in_use
from model.chain.performance import Performance
from model.outcome import Training
from model.scenario import Scenario


def training(
    performance: Performance,
    scenario: Scenario,
    pools: Mapping[str, int],
    sites: tuple[str, ...],
    where: str,
) -> Training:
    """The plan, row 0, and how far it goes beyond what was measured.

    ``where`` says in words on which of several sites the job runs.
    """
    found, asked = performance.result, performance.asked
    fleet = f"{where} {performance.fleet}".strip()
    if performance.best is None:
        why = found.why_not if found else "There are no accelerators."
        return Training(None, asked, why, (), fleet, sites)
    beyond = _extrapolated(scenario, pools)
    return Training(performance.best, asked, "", beyond, fleet, sites)


def _extrapolated(scenario: Scenario, pools: Mapping[str, int]) -> tuple[str, ...]:
    parts = [catalog().accelerators[name] for name, count in pools.items() if count]
    found = extrapolated(parts, scenario.workload.precision, sum(pools.values()))
    sites = len(sites_in_use(scenario))
    if sites > 1 and scenario.link.gbit_s is None:
        link = f"One job over {sites} sites as if they were one fabric: no link is given."
        return (*found, link)
    return found
