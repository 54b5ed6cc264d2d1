"""What it costs to build and to keep, over all sites. USD."""

from __future__ import annotations

import numpy as np

from model.catalog import Catalog
from model.chain import pace
from model.chain.site import Build
from model.outcome import Array
from model.physics import cost
from model.samples import Samples
from model.scenario import Scenario
from model.units import MEGA


def capital(builds: list[Build], samples: Samples, cat: Catalog) -> dict[str, Array]:
    """Capital cost by part, each (N, 1) [USD]."""
    zero = np.zeros((samples.rows, 1))
    parts = dict.fromkeys(("accelerators", "network", "storage", "building", "power"), zero)
    known = cat.assumptions
    for built in builds:
        place = cat.sites[built.site.place]
        for shipment in built.shipments:
            price = cat.accelerators[shipment.accelerator].price.mode
            servers = shipment.count * price * samples["accelerator_price"]
            critical_w = shipment.count * built.units[shipment.accelerator].critical_it
            parts["accelerators"] = parts["accelerators"] + servers
            parts["network"] = parts["network"] + shipment.count * built.fabric.usd
            parts["storage"] = parts["storage"] + known["storage_capex_share"].value * servers
            shell = place.build_usd_per_w.mode * critical_w * (1 + pace.surcharge(built.site, cat))
            parts["building"] = parts["building"] + shell
        if built.shipments:
            parts["power"] = parts["power"] + _plant(built, cat)
    return parts


def _plant(built: Build, cat: Catalog) -> float:
    """Substations and batteries [USD]; turbines are rented, so they are in the yearly cost."""
    known = cat.assumptions
    return sum(
        step.mw * MEGA * known["substation_usd_per_w"].value
        if step.source == "grid"
        else step.mwh * known["battery_usd_per_mwh"].value
        for step in built.site.supply
        if step.source != "turbines" and step.ever_there
    )


def yearly(
    builds: list[Build],
    capex: dict[str, Array],
    grid_w: list[Array],
    turbine_w: list[Array],
    scenario: Scenario,
    cat: Catalog,
) -> dict[str, Array]:
    """Running cost by part, each (N, 1) [USD/year].

    ``grid_w`` and ``turbine_w`` (N, 1) are what each site draws of each at full load [W].
    What a utility pays for demand response is taken off the energy.
    """
    known = cat.assumptions
    zero = np.zeros_like(capex["accelerators"])
    energy, rent = zero, zero
    for built, grid, gas in zip(builds, grid_w, turbine_w, strict=True):
        place = cat.sites[built.site.place]
        price = scenario.money.power_price
        tariff = place.power_price.mode if price is None else price
        fuel = np.full_like(zero, known["turbine_fuel_usd_per_kwh"].value)
        energy = energy + cost.annual_energy_cost(grid, np.full_like(zero, tariff))
        energy = energy + cost.annual_energy_cost(gas, fuel) - response_payment(built, grid, cat)
        if built.shipments:
            rent = rent + _rented(built) * known["turbine_rent_usd_per_w_year"].value
    hardware = capex["accelerators"] + capex["network"] + capex["storage"]
    upkeep = known["maintenance_share_per_year"].value * hardware
    staff = known["facility_opex_share_per_year"].value * (capex["building"] + capex["power"])
    return {"energy": energy, "turbine rent": rent, "maintenance": upkeep, "facility": staff}


def _rented(built: Build) -> Array:
    """Nameplate of turbines, with those that stand by, that full load finds or that come later."""
    gone = built.supplies.steps.gone[0]
    found = np.zeros_like(built.load)
    for step, last in zip(built.site.supply, gone, strict=True):
        if step.source == "turbines" and step.ever_there:
            machines = 1 + step.spare / step.units if step.units else 1.0
            found = found + step.mw * MEGA * machines * (last > built.settled)
    return found


def response_payment(built: Build, grid_w: Array, cat: Catalog) -> Array:
    """What the utility pays a year (N, 1) [USD/year]: for no more than the site draws of it."""
    given = np.minimum(built.supplies.called_w, grid_w)
    return np.asarray(given * cat.assumptions["response_usd_per_w_year"].value)


def sources(builds: list[Build], rows: int) -> tuple[list[Array], list[Array]]:
    """What a run on everything draws of grid and of turbines at each site (N, 1) [W]."""
    grid, gas = [], []
    for built in builds:
        if not built.shipments:
            grid.append(np.zeros((rows, 1)))
            gas.append(np.zeros((rows, 1)))
            continue
        from_grid = np.minimum(built.load, built.supplies.grid_on(built.settled))
        grid.append(from_grid * built.duty)
        gas.append((built.load - from_grid) * built.duty)
    return grid, gas


def life_years(scenario: Scenario, cat: Catalog) -> dict[str, float]:
    """Write-off of each part of the capital [years]."""
    facility = cat.assumptions["facility_life"].value
    hardware = dict.fromkeys(("accelerators", "network", "storage"), scenario.money.life_years)
    return {**hardware, "building": facility, "power": facility}
