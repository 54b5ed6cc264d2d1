"""Records of the catalogue as the performance model takes them."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache

from model.catalog import catalog
from model.physics.performance import (
    Architecture,
    Constants,
    Hardware,
    Software,
    constants_from,
    folded,
)
from model.records import Accelerator, Stack

USUAL_SOFTWARE = "tuned-2024"
"""Stack of a job that names none"""


@lru_cache(maxsize=32)
def constants(stack: str = USUAL_SOFTWARE) -> Constants:
    """The constants of the performance model with a stack of the catalogue."""
    return constants_from(catalog().performance_constants, software(catalog().stacks[stack]))


def software(stack: Stack) -> Software:
    """What the performance model needs to know of a stack."""
    names = [field.name for field in fields(Software)]
    return Software(**{name: getattr(stack, name) for name in names})


@lru_cache(maxsize=64)
def architecture(model: str) -> Architecture:
    """What the performance model needs to know of a workload of the catalogue."""
    record = catalog().workloads[model]
    shape = Architecture(
        name=record.name,
        layers=record.layers,
        hidden=record.hidden,
        heads=record.heads,
        kv_heads=record.kv_heads,
        head_dim=record.head_dim,
        core_dim=record.core_dim,
        window=record.window,
        window_share=record.window_share,
        ffn=record.ffn,
        gated=record.gated,
        vocab=record.vocab,
        experts=record.experts,
        active_experts=record.active_experts,
        shared_experts=record.shared_experts,
        expert_ffn=record.expert_ffn,
        dense_layers=record.dense_layers,
        tied=record.tied,
    )
    return folded(shape, record.active_params)


@lru_cache(maxsize=256)
def hardware(accelerator: str, fabric: str, cap: float = 1.0) -> Hardware:
    """What the performance model needs to know of an accelerator, its limit and its fabric."""
    record, network = catalog().accelerators[accelerator], catalog().networks[fabric]
    return Hardware(
        name=record.short,
        family=record.kernels,
        peak_bf16=record.peak["bf16"],
        peak_fp8=record.peak.get("fp8", 0.0),
        peak_fp4=record.peak.get("fp4", 0.0),
        memory_bytes=record.memory_bytes,
        memory_bw=record.memory_bw,
        scaleup_bw=record.scaleup_bw,
        scaleup_domain=record.scaleup_domain,
        scaleout_bw=record.scaleout_bw,
        scaleout_efficiency=network.efficiency.mode,
        scaleout_latency_s=network.latency_s,
        oversubscription=network.oversubscription,
        power_w=record.tdp_w,
        power_cap=cap,
    )


def peak_at(record: Accelerator, precision: str) -> float:
    """Dense peak [FLOP/s] at ``precision``, or at bf16 where the part doesn't have it."""
    return record.peak.get(precision, record.peak["bf16"])
