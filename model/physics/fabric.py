"""The scale-out fabric: tiers, switches and optics of a folded Clos network.

Radix k: one tier serves k endpoints, two serve k^2/2, three k^3/4, n tiers 2 (k/2)^n
(Clos, Bell System Technical Journal 32, 1953; Al-Fares, SIGCOMM 2008). A non-blocking fabric
of n tiers has (2 n - 1)/k switches and n - 1/2 twin-port optical modules an endpoint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Fabric:
    """Size of the fabric, per accelerator."""

    tiers: int
    switches: float
    """switches per accelerator"""
    modules: float
    """twin-port optical modules per accelerator"""
    watts: float
    """switches, modules and the optics at the accelerator's port [W]"""
    usd: float
    """switches, modules and cables [USD]"""


def size(
    endpoints: float,
    *,
    ports: float,
    radix: int,
    switch_w: float,
    optic_w: float,
    nic_optic_w: float,
    switch_usd: float,
    link_usd: float,
    oversubscription: float,
) -> Fabric:
    """Size a fabric for ``endpoints`` accelerators with ``ports`` fabric ports each.

    Parameters
    ----------
    ports : switch ports an accelerator needs at the first tier (may be a fraction)
    switch_w, optic_w, nic_optic_w : power of a switch, a twin-port module, a port's optics [W]
    switch_usd : price of a switch [USD]
    link_usd : optics and half the cable, per end of a link; both ends count [USD]
    oversubscription : downlinks over uplinks at the first tier, 1 for non-blocking
    """
    total = max(endpoints * ports, 1.0)
    tiers = 1
    while 2 * (radix / 2) ** tiers < total and tiers < 5:
        tiers += 1
    uplinks = (tiers - 1) / oversubscription
    switches = ports * (1 + 2 * uplinks) / radix
    modules = ports * (0.5 + uplinks)
    watts = switches * switch_w + modules * optic_w + ports * nic_optic_w
    usd = switches * switch_usd + 2 * ports * (1 + uplinks) * link_usd
    return Fabric(tiers, float(switches), float(modules), float(watts), float(np.float64(usd)))
