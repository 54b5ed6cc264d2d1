"""One job over several sites: what the exchange of gradients between them takes.

Each site sums the gradients of its own replicas first; the sums are then exchanged between the
sites, and the updated weights gathered: of every byte a site sends (S - 1) / S per phase over
its link, as in a ring (Patarasuk and Yuan 2009), after the hierarchical all-reduce of Jia et
al. 2018 (arXiv 1807.11205, section 4.2). Tensor, pipeline and expert parallelism stay inside
a site.
"""

from __future__ import annotations

import numpy as np

from model.physics.performance.constants import Array, Constants, Value
from model.physics.performance.hardware import Hardware

FIBRE_S_PER_KM = 1.468 / 299_792.458
"""Light in standard single-mode fibre: group index 1.468 at 1550 nm (Corning SMF-28)"""


def latency_s(km: float) -> float:
    """One way along ``km`` of fibre [s]; equipment comes with the fabric's own latency."""
    return km * FIBRE_S_PER_KM


def exchange_s(params: Array, hw: Hardware, c: Constants) -> Array:
    """Time that one step's gradients and weights take on the link between sites [s].

    Parameters
    ----------
    params : parameters of the model
    """
    rate = np.maximum(hw.link_bw * hw.scaleout_efficiency, 1.0)
    sent = (hw.sites - 1.0) / hw.sites * params * (c.grad_bytes + 2.0)
    return np.asarray(sent / rate)


def rounds_s(hw: Hardware) -> Value:
    """Latency of both phases: a round of the ring for each other site [s]."""
    return 2.0 * (hw.sites - 1.0) * hw.link_latency_s
