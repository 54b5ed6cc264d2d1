"""What one accelerator of each type draws at a site, with its share of all that it needs there."""

from __future__ import annotations

from functools import lru_cache

from model.catalog import catalog
from model.chain import activity
from model.physics import power
from model.samples import Samples
from model.scenario import Shipment, Site


def units_at(
    site: Site,
    shipments: tuple[Shipment, ...],
    fabric_w: float,
    own_pue: bool,
    samples: Samples,
    times: activity.Times,
) -> dict[str, power.UnitPower]:
    """Power of one accelerator of each type in ``shipments``.

    Parameters
    ----------
    fabric_w : what its share of the fabric draws [W]
    own_pue : whether the scenario has a belief of its own on PUE
    times : what accelerators do while the job runs
    """
    given = (site.cooling, site.network, fabric_w, own_pue, samples, times.step, site.power_cap)
    return {s.accelerator: _unit(s.accelerator, *given) for s in shipments}


@lru_cache(maxsize=64)
def _unit(
    accelerator: str,
    cooling_id: str,
    network_id: str,
    fabric_w: float,
    own_pue: bool,
    samples: Samples,
    shares: power.Shares,
    cap: float,
) -> power.UnitPower:
    cat = catalog()
    record, cooling = cat.accelerators[accelerator], cat.cooling[cooling_id]
    pue = samples["pue"]
    if not own_pue:
        # The belief is drawn for the first site in use; others share its luck on their overhead.
        pue = 1 + (pue - 1) * (cooling.pue.mode - 1) / (samples.beliefs["pue"].mode - 1)
    around_w = cat.networks[network_id].nic_extra_w
    around_w += cat.assumptions["storage_w_per_accelerator"].value
    return power.unit_power(
        tdp_w=record.tdp_w,
        server_w=record.server_w,
        per_server=record.per_server,
        network_w=fabric_w + around_w,
        node=activity.node(record.family),
        shares=shares,
        draw_factor=samples["draw_factor"],
        fan_saving=cooling.fan_saving,
        pue=pue,
        losses=cooling.losses,
        peak_overhead=cooling.peak_overhead,
        cap=cap,
    )
