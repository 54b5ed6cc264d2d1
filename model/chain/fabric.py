"""The network between accelerators: how many switches and optics, what they draw and cost."""

from __future__ import annotations

from model.catalog import Catalog
from model.physics import fabric
from model.records import Network
from model.scenario import Shipment, Site


def fabric_at(site: Site, shipments: tuple[Shipment, ...], cat: Catalog) -> fabric.Fabric:
    """The fabric of ``site`` for all that is shipped to it, at the mean of their bandwidths."""
    total = float(sum(s.count for s in shipments))
    bandwidth = sum(s.count * cat.accelerators[s.accelerator].scaleout_bw for s in shipments)
    return fabric_of(cat.networks[site.network], total, bandwidth / total if total else 0.0)


def fabric_of(network: Network, endpoints: float, bandwidth: float) -> fabric.Fabric:
    """The fabric of ``network`` for accelerators of ``bandwidth`` [B/s] each."""
    return fabric.size(
        endpoints,
        ports=bandwidth * 8 / network.port_bps if bandwidth else 1.0,
        radix=network.radix,
        switch_w=network.switch_w,
        optic_w=network.optic_w,
        nic_optic_w=network.nic_optic_w,
        switch_usd=network.switch_usd,
        link_usd=network.link_usd_per_port.mode,
        oversubscription=network.oversubscription,
    )
