"""The facts about an accelerator and its networks that a training step depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from model.physics.performance.constants import Array, Value


@dataclass(frozen=True, slots=True)
class Hardware:
    """One accelerator type in one cluster. All in SI; bandwidths are per direction."""

    name: str
    """Short name; kernel efficiencies measured for it are used where there are any."""
    family: str
    """Whose kernel efficiencies apply otherwise: a key of the constants' tables."""
    peak_bf16: float
    """Dense peak [FLOP/s]"""
    peak_fp8: float
    """Dense peak [FLOP/s]; 0: not supported"""
    peak_fp4: float
    """Dense peak [FLOP/s]; 0: not supported"""
    memory_bytes: float
    memory_bw: float
    """[B/s]"""
    scaleup_bw: float
    """Bandwidth of one accelerator inside its scale-up domain [B/s]"""
    scaleup_domain: int
    """Accelerators that share one scale-up domain"""
    scaleout_bw: float
    """Line rate of one accelerator's scale-out links [B/s]; 0: there is none"""
    scaleout_efficiency: float = 0.89
    """Share of the line rate that collectives reach"""
    scaleout_latency_s: float = 2e-6
    """Latency of the fabric, end to end [s]"""
    oversubscription: float = 1.0
    """Capacity below over capacity above the leaf switches"""
    power_w: float = 0.0
    """Power of one accelerator [W]; 0: that of the part its kernels were measured on"""
    power_cap: float = 1.0
    """Limit that is set below that power, as a share of it; 1: none"""

    sites: int = 1
    """Sites that share the job, each with its part of the replicas"""
    link_bw: Value = inf
    """Line rate between one site and the others, per direction [B/s]; inf: one fabric. A search
    wants a number, a plan that is given takes an array"""
    link_latency_s: float = 0.0
    """One way between the sites that are farthest apart [s]"""

    @property
    def local(self) -> Hardware:
        """The same in one site: what a stage of the pipeline sees."""
        return self if self.sites == 1 else replace(self, sites=1, link_bw=inf, link_latency_s=0.0)

    def peak(self, precision: str) -> float:
        """Dense peak at ``precision`` [FLOP/s]; 0 if it is not supported."""
        if precision == "mxfp8":  # block-scaled formats came with fp4 units, at the rate of fp8
            return self.peak_fp8 if self.peak_fp4 > 0.0 else 0.0
        peaks = {"bf16": self.peak_bf16, "fp8": self.peak_fp8, "fp4": self.peak_fp4}
        return peaks.get(precision, 0.0)

    def scaleup(self, efficiency: Value) -> Array:
        """What collectives get out of the scale-up network, at least 1 [B/s]."""
        return np.maximum(self.scaleup_bw * efficiency, 1.0)

    @property
    def scaleout(self) -> float:
        """What collectives get out of the scale-out network [B/s]."""
        return self.scaleout_bw * self.scaleout_efficiency / max(self.oversubscription, 1.0)
