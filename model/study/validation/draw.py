"""Power of one accelerator of a type with its share of server, fabric, cooling and losses."""

from __future__ import annotations

import numpy as np

from model.beliefs import BELIEFS
from model.catalog import catalog
from model.chain.site import fabric_of
from model.physics.power import UnitPower, unit_power
from model.records import Accelerator, Cooling
from model.study.plans import nearest_network
from model.study.validation.table import Unscorable

_LIQUID_FAMILIES = ("tpu", "gb200", "trainium")


def cooling_of(part: Accelerator, text: str = "") -> Cooling:
    """The cooling that a text names, else that of the part's class.

    Racks of a scale-up domain (NVL72, TPU pods, Trainium) and parts of supercomputers
    (GH200, MI250X) are cooled by liquid, servers of eight by air.
    """
    table = catalog().cooling
    if "immersion" in text.lower():
        return table["immersion"]
    if "liquid" in text.lower():
        return table["liquid_chillers_towers"]
    rack = part.family in _LIQUID_FAMILIES or part.id in ("gh200", "mi250x")
    return table["liquid_chillers_towers" if rack else "air"]


def unit_of(part: Accelerator, count: float, cooling: Cooling, pue: float | None) -> UnitPower:
    """Power of one of ``count`` accelerators, beliefs at their modes, PUE of the row if given."""
    cat = catalog()
    network = nearest_network(part)
    built = fabric_of(network, count, part.scaleout_bw)
    storage = cat.assumption("storage_w_per_accelerator").value
    return unit_power(
        tdp_w=part.tdp_w,
        server_w=part.server_w,
        per_server=part.per_server,
        network_w=built.watts + network.nic_extra_w + storage,
        draw_ratio=np.array([[draw_ratio()]]),
        fan_saving=cooling.fan_saving,
        pue=np.array([[pue or cooling.pue.mode]]),
        losses=cooling.losses,
        peak_overhead=cooling.peak_overhead,
    )


def draw_ratio() -> float:
    """The usual mean draw of a server over its nameplate."""
    belief = BELIEFS["draw_ratio"].default
    if belief is None:
        raise Unscorable("no usual draw is declared")
    return belief.mode
