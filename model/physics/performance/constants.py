"""The constants of the step-time model: what each one means; values live in resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from model.errors import DataError

FILE = "resources/performance/constants.toml"


@dataclass(frozen=True, slots=True)
class Constant:
    """One constant with its range and where it comes from."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Constants:
    """The values in force. ``gemm`` and ``attention`` hold one value per hardware family."""

    gemm: tuple[tuple[str, float], ...]
    """``family.precision`` -> sustained share of the peak in large matrix products"""
    attention: tuple[tuple[str, float], ...]
    """family -> share of the bf16 peak in the fused attention kernel, forward"""
    stack: float
    """Time of all kernels against a well-tuned stack of 2024"""
    memory_bw_share: float
    gemm_traffic: float
    """How many times an operand crosses the memory bus without overlap"""
    attention_backward: float
    attention_length: float
    """Tokens per rank at which the attention kernel reaches half its rate"""
    fused_attention: float
    """1: scores never leave the chip; 0: they are written, masked and read back"""
    score_bytes_forward: float
    score_bytes_backward: float
    pointwise_traffic: float
    """Bytes moved by norms and activations against the ideal count"""
    launch_s: float
    moe_launch: float
    sequence_parallel: float
    """1: activations between the tensor-parallel regions are split, 0: replicated"""
    scaleup_efficiency: float
    scaleup_latency_s: float
    tp_overlap: float
    cp_overlap: float
    cp_kernel: float
    """Rate of the attention kernel when it works on ring chunks"""
    expert_gemm_bf16: float
    expert_gemm_fp8: float
    expert_width: float
    """Expert width at which grouped products reach half their rate"""
    expert_tokens: float
    """Tokens per expert at which grouped products reach half their rate"""
    permute_traffic: float
    a2a_scaleup: float
    a2a_scaleout: float
    a2a_overlap_scaleup: float
    a2a_overlap_scaleout: float
    a2a_nodes: float
    """Domains that one token may be routed to"""
    p2p_exposed: float
    collective_latency_s: float
    ring_latency_s: float
    dp_overlap: float
    fsdp_overlap: float
    fsdp_network: float
    """Scale-out efficiency of per-layer gathers against that of large buckets"""
    optimizer_traffic: float
    step_fixed_s: float
    jitter: float
    """Slow-down per doubling of the accelerators beyond eight"""
    grad_bytes: float
    optimizer_bytes: float
    logit_traffic: float
    logit_bytes: float
    fixed_bytes: float
    memory_binary: float
    """Bytes present over bytes on the datasheet"""
    memory_share: float
    """Share of the memory present that a plan may fill"""

    def memory_limit(self, datasheet_bytes: float) -> float:
        """Bytes that a plan may fill on an accelerator of so many on its datasheet."""
        return datasheet_bytes * self.memory_binary * self.memory_share

    def gemm_efficiency(self, name: str, family: str, precision: str) -> float:
        """Sustained over peak of large matrix products: of the type, its family, or any."""
        table = dict(self.gemm)
        for owner in (name.lower(), family, "default"):
            if (found := table.get(f"{owner}.{precision}")) is not None:
                return found
        return table["default.bf16"]

    def attention_efficiency(self, name: str, family: str) -> float:
        """Rate of the attention kernel over the bf16 peak: of the type, its family, or any."""
        table = dict(self.attention)
        return table.get(name.lower(), table.get(family, table["default"]))


def constant_records(document: Mapping[str, Any]) -> dict[str, Constant]:
    """All constants of the parsed file with their ranges, by dotted name.

    Raises
    ------
    DataError : a record lacks a field, or its value is outside its own range
    """
    found: dict[str, Constant] = {}
    _collect(document, "", found)
    return found


def constants_from(document: Mapping[str, Any], generation: str = "") -> Constants:
    """The values of the parsed constants file, as the model uses them.

    Parameters
    ----------
    document : what the TOML parser makes of ``resources/performance/constants.toml``
    generation : software generation whose own values replace the general ones, a key of
        the table ``generation``; empty: a well-tuned stack of 2024

    Raises
    ------
    DataError : a constant or the generation is missing, or a record is broken
    """
    records = constant_records(document)
    prefix = f"generation.{generation}."
    if generation and not any(name.startswith(prefix) for name in records):
        raise DataError(FILE, generation, "generation", "there is no such generation")
    single: dict[str, float] = {}
    for field in fields(Constants):
        if field.name in ("gemm", "attention"):
            continue
        record = records.get(prefix + field.name) or records.get(f"common.{field.name}")
        if record is None:
            raise DataError(FILE, field.name, "value", "the constant is missing")
        single[field.name] = record.value
    return Constants(
        gemm=_family(records, "gemm.", prefix),
        attention=_family(records, "attention.", prefix),
        **single,
    )


def _family(
    records: Mapping[str, Constant], table: str, generation: str
) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for prefix in (table, generation + table):
        for name, record in records.items():
            if name.startswith(prefix):
                found[name.removeprefix(prefix)] = record.value
    return tuple(found.items())


def _collect(table: Mapping[str, Any], prefix: str, found: dict[str, Constant]) -> None:
    for key, entry in table.items():
        if not isinstance(entry, Mapping):
            continue
        name = f"{prefix}{key}"
        if "value" in entry:
            found[name] = _record(name, entry)
        else:
            _collect(entry, f"{name}.", found)


def _record(name: str, entry: Mapping[str, Any]) -> Constant:
    for key in ("value", "low", "high", "unit", "meaning", "source", "confidence"):
        if key not in entry:
            raise DataError(FILE, name, key, "the field is missing")
    value, low, high = float(entry["value"]), float(entry["low"]), float(entry["high"])
    if not low <= value <= high:
        raise DataError(FILE, name, "value", f"{value} is outside its range {low} to {high}")
    return Constant(
        name,
        value,
        low,
        high,
        str(entry["unit"]),
        str(entry["meaning"]),
        str(entry["source"]),
        str(entry["confidence"]),
    )
