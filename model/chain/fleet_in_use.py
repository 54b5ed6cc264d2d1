"""What the fleet in use sets for its job: the sites, the lowest limit, the slowest network."""

from __future__ import annotations

from model.catalog import Catalog
from model.scenario import Scenario


def sites_in_use(scenario: Scenario) -> tuple[str, ...]:
    """The sites that something is shipped to, in their order."""
    used = {shipment.site for shipment in scenario.shipments if shipment.count}
    return tuple(site.id for site in scenario.sites if site.id in used)


def slowest_network(scenario: Scenario, cat: Catalog) -> str:
    """The network of the sites in use that passes on the least of line rate: all wait for it."""
    used = sites_in_use(scenario)

    def passes(name: str) -> float:
        return cat.networks[name].efficiency.mode / cat.networks[name].oversubscription

    return min((site.network for site in scenario.sites if site.id in used), key=passes)


def caps_of(scenario: Scenario) -> dict[str, float]:
    """The lowest power limit over TDP of each type: a step waits for its slowest member."""
    limit = {site.id: site.power_cap for site in scenario.sites}
    found: dict[str, float] = {}
    for shipment in scenario.shipments:
        if shipment.count:
            name = shipment.accelerator
            found[name] = min(found.get(name, 1.0), limit[shipment.site])
    return found
