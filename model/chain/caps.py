"""What power limits cost and save: the answer again without them, row 0."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from model.catalog import Catalog
from model.chain.closed_form import ClosedForm, closed_form
from model.chain.fleet_in_use import caps_of
from model.outcome import Trade
from model.samples import Samples, draw
from model.scenario import Scenario


def trade(
    capped: ClosedForm,
    scenario: Scenario,
    pools: Mapping[str, int],
    samples: Samples,
    cat: Catalog,
) -> Trade | None:
    """``capped`` against the same scenario with no cap set; None if none is.

    Without caps another plan may be the best, so that it is searched for anew.
    """
    caps = {name: cap for name, cap in caps_of(scenario).items() if cap < 1.0}
    if not caps and all(built.site.power_cap >= 1.0 for built in capped.builds if built.shipments):
        return None
    sites = tuple(replace(site, power_cap=1.0) for site in scenario.sites)
    without = replace(scenario, sites=sites)
    free = closed_form(without, pools, draw(without, 1, samples.seed), cat)

    def ratio(name: str) -> float:
        now, then = (float(getattr(each, name)[0, 0]) for each in (capped, free))
        return now / then if then > 0 else 1.0

    speed = ratio("full_rate")
    return Trade(
        speed=speed,
        power=ratio("mean_w"),
        energy=ratio("run_w") / speed if speed > 0 else 1.0,
        saved_w=float(free.mean_w[0, 0] - capped.mean_w[0, 0]),
        limits_w={
            cat.accelerators[name].short: cap * cat.accelerators[name].tdp_w
            for name, cap in caps.items()
        },
    )
