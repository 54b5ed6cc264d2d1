"""The steps of supply that a scenario gives a site, as rows with their dates and slips."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from model.catalog import Catalog, catalog
from model.chain.supply import FIRST_STORE, GRID, TURBINES, Steps, Supplies
from model.chain.weather import Season, season
from model.outcome import Array
from model.physics import generation, supply
from model.samples import Samples, usual
from model.scenario import Site, Supply
from model.units import HOUR_S, MEGA, MWH_J, day_number


def supplies(site: Site, epoch: date, samples: Samples) -> Supplies:
    """What feeds ``site``, with the dates of its steps in each row."""
    calls = (site.response_mw * MEGA, site.response_hours)
    return _supplies(site.supply, site.place, site.cooling, calls, site.start, epoch, samples)


@lru_cache(maxsize=16)
def _supplies(
    given: tuple[Supply, ...],
    place: str,
    cooling: str,
    calls: tuple[float, float],
    begins: date,
    epoch: date,
    samples: Samples,
) -> Supplies:
    cat = catalog()
    year = season(place, cooling)
    begun = day_number(begins, epoch)

    def row(values: list[float]) -> Array:
        return np.array([values]).reshape(1, -1)

    start = row([day_number(step.from_, epoch) for step in given])
    full = row([day_number(step.by or step.from_, epoch) for step in given])
    gone = row([day_number(step.until, epoch) if step.until else np.inf for step in given])
    # What is there when works begin can't slip any more; a rental or a permit ends on its day.
    late = np.where(start > begun, samples["power_slip"], 0.0)
    start = start + late
    full = np.maximum(full + late, start + supply.ENERGISE_D)
    efficiencies = sorted({_efficiency(step, cat) for step in given if _stores(step)})[::-1]
    limited = [place for place, step in enumerate(given) if _is_limited(step)]
    permits = FIRST_STORE + 2 * len(efficiencies)
    power = np.zeros((len(samples["turbine_firm"]), permits + len(limited), len(given)))
    for index, step in enumerate(given):
        if step.source == "grid":
            power[:, GRID, index] = step.mw * MEGA
        elif step.source == "turbines":
            channel = permits + limited.index(index) if index in limited else TURBINES
            power[:, channel, index] = firm_power(step, year, samples, cat)[:, 0]
        elif _stores(step):
            channel = FIRST_STORE + 2 * efficiencies.index(_efficiency(step, cat))
            power[:, channel, index] = step.mw * MEGA
            power[:, channel + 1, index] = step.mwh * MWH_J
    return Supplies(
        steps=Steps(start, full, gone, power),
        season=year,
        first_day=float((epoch - date(epoch.year, 1, 1)).days),
        efficiencies=tuple(efficiencies),
        permits=tuple((given[place].permit_mw or 0.0) * MEGA for place in limited),
        called_w=calls[0],
        call_hours=calls[1],
        call_s=cat.assumptions["response_call_h"].value * HOUR_S,
    )


def firm_power(step: Supply, year: Season, samples: Samples, cat: Catalog) -> Array:
    """What a step of turbines could give on the mean of the year (N, 1) [W], its permit apart.

    Without units it is the belief's share of the nameplate. With units, spares and outages are
    worked out, and the belief, against its own usual value, is the luck that they share.
    """
    nameplate = step.mw * MEGA
    belief = samples["turbine_firm"]
    if not step.units:
        return np.asarray(nameplate * belief)
    up = cat.assumptions["turbine_availability"].value
    share = generation.running_share(
        step.units, step.spare, up if step.availability is None else step.availability
    )
    luck = belief / usual("turbine_firm")
    return np.minimum(nameplate * share * year.rating * luck, nameplate)


def _stores(step: Supply) -> bool:
    return step.source == "battery" and step.mwh > 0


def _is_limited(step: Supply) -> bool:
    return step.source == "turbines" and step.permit_mw is not None


def _efficiency(step: Supply, cat: Catalog) -> float:
    default = cat.assumptions["battery_efficiency"].value
    return default if step.efficiency is None else step.efficiency
