"""Power of one accelerator of a type with its share of server, fabric, cooling and losses."""

from __future__ import annotations

import numpy as np

from model.catalog import catalog
from model.chain.activity import node
from model.chain.fabric import fabric_of
from model.physics.power import FULL_SWING, Shares, UnitPower, unit_power
from model.records import Accelerator, Cooling
from model.study.plans import nearest_network
from model.study.validation.table import Row

_LIQUID_FAMILIES = ("tpu", "gb200", "trainium")
_WARM_WATER = ("gh200", "mi250x")


def cooling_of(part: Accelerator, text: str = "") -> Cooling:
    """The cooling that a text names, else that of the part's class.

    Racks of a scale-up domain (NVL72, TPU pods, Trainium) are cooled by liquid, parts of
    supercomputers (GH200, MI250X) by warm water in cabinets without fans, servers of eight by air.
    """
    table, words = catalog().cooling, text.lower()
    if "immersion" in words:
        return table["immersion"]
    if "warm water" in words or (part.id in _WARM_WATER and "liquid" not in words):
        return table["liquid_dry"]
    rack = "liquid" in words or part.family in _LIQUID_FAMILIES
    return table["liquid_chillers_towers" if rack else "air"]


def unit_of(
    part: Accelerator,
    count: float,
    cooling: Cooling,
    pue: float | None = None,
    shares: Shares = FULL_SWING,
    row: Row | None = None,
    *,
    storage: bool = True,
) -> UnitPower:
    """Power of one of ``count`` accelerators, beliefs at their modes; with its share of storage.

    Parameters
    ----------
    pue : of the site; None: the mode of the cooling
    shares : time in each of `ACTIVITIES`
    row : may give the server that the accelerators sit in (``server_kw``, ``per_server``), the
        limit that its owner sets for each (``limit_w``) and a fabric of the catalogue
        (``network``); blank: the catalogue's server and limit, the nearest fabric, and no
        adapter that draws more than the one in the server's nameplate
    """
    cat = catalog()
    named = row.text("network") if row else ""
    network = cat.networks[named] if named in cat.networks else nearest_network(part)
    adapter_w = network.nic_extra_w if named else 0.0
    built = fabric_of(network, count, part.scaleout_bw)
    store_w = cat.assumption("storage_w_per_accelerator").value if storage else 0.0
    server_kw = row.number("server_kw") if row else None
    per_server = (row.number("per_server") if row else None) or part.per_server
    limit_w = (row.number("limit_w") if row else None) or part.tdp_w
    return unit_power(
        tdp_w=part.tdp_w,
        server_w=1000.0 * server_kw if server_kw else part.server_w,
        per_server=int(per_server),
        network_w=built.watts + adapter_w + store_w,
        node=node(part.family),
        shares=shares,
        draw_factor=np.ones((1, 1)),
        fan_saving=cooling.fan_saving,
        pue=np.array([[pue or cooling.pue.mode]]),
        losses=cooling.losses,
        peak_overhead=cooling.peak_overhead,
        cap=limit_w / part.tdp_w,
    )
