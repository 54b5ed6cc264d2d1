"""From accelerator to node to critical IT to the meter, per accelerator of one type.

    critical IT = server nameplate per accelerator + fabric + storage
    mean IT     = critical IT with the server part at its mean draw, fans saved by liquid cooling
    facility    = IT x PUE,  PUE = 1 + cooling + electrical losses   (ISO/IEC 30134-2)

Parts are disjoint and sum to the total exactly. All powers in W per accelerator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnitPower:
    """What one accelerator of a type draws with its share of everything; parts (N, 1) [W]."""

    mean: Mapping[str, Array]
    """mean while training, at the meter"""
    peak: Mapping[str, Array]
    """at nameplate on the design day, at the meter"""
    critical_it: float
    """nameplate IT, what the hall is built for"""
    mean_total: Array
    """(N, 1) mean at the meter [W]"""
    peak_total: Array
    """(N, 1) peak at the meter [W]"""


def unit_power(
    *,
    tdp_w: float,
    server_w: float,
    per_server: int,
    network_w: float,
    draw_ratio: Array,
    fan_saving: float,
    pue: Array,
    losses: float,
    peak_overhead: float,
) -> UnitPower:
    """Power of one accelerator with its share of server, network, cooling and losses.

    Parameters
    ----------
    tdp_w : accelerator's thermal design power [W]
    server_w : nameplate of the server or rack that holds it [W]
    per_server : accelerators in it
    network_w : fabric and storage per accelerator [W]
    draw_ratio : (N, 1) mean server draw over nameplate while training
    fan_saving : share of server draw that liquid cooling saves by removing fans
    pue : (N, 1) yearly mean
    losses : transformers, switchgear and UPS, as a share of IT
    peak_overhead : cooling on the design day over its mean
    """
    node = server_w / per_server
    chip = min(tdp_w, node)
    running = draw_ratio * (1 - fan_saving)
    # Losses can't exceed the whole overhead: an optimistic PUE squeezes them first.
    lost = np.minimum(losses, pue - 1)
    cooling = pue - 1 - lost
    flat = np.ones_like(pue)

    def at_meter(share: Array, cooling_share: Array) -> dict[str, Array]:
        it = node * share + network_w
        return {
            "accelerators": chip * share,
            "servers": (node - chip) * share,
            "network": network_w * flat,
            "cooling": cooling_share * it,
            "losses": lost * it,
        }

    mean, peak = at_meter(running, cooling), at_meter(flat, cooling * peak_overhead)
    return UnitPower(
        mean=mean,
        peak=peak,
        critical_it=node + network_w,
        mean_total=sum(mean.values(), np.zeros_like(pue)),
        peak_total=sum(peak.values(), np.zeros_like(pue)),
    )
