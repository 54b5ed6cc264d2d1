"""The constants of the step-time model: what each one means; values live in resources.

A constant is a number, or an array (S, 1) of S values of it, which the equations carry along
as rows: so a fit gets all its derivatives, and a band all its worlds, from one pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from model.errors import DataError
from model.physics.performance.software import Software

FILE = "resources/performance/constants.toml"

Array = npt.NDArray[np.float64]
Value = Array | float

_SWITCHES = ("fused_attention", "sequence_parallel", "selective_kept")
_TABLES = ("gemm", "attention", "watts")
_BY_SOFTWARE = (
    "stack", "moe", "moe_plain", "host", "host_plain", "expert_sort", "pointwise_traffic",
    "tp_overlap", "logit_bytes",
)  # fmt: skip
_MOE_DATE, _DENSE_DATE = 2026.0, 2024.5
"""Years at which the factors for the age of the software are one"""


@dataclass(frozen=True, slots=True)
class Constant:
    """One constant with its prior range, its value in force and where it comes from."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    why: str
    source: str
    confidence: str
    fitted: bool
    """the value was fitted, starting from a prior whose P5 and P95 are low and high"""


@dataclass(frozen=True, slots=True)
class Constants:
    """The values in force for one stack of software."""

    gemm: tuple[tuple[str, Value], ...]
    """``family.precision`` -> sustained share of the peak in large matrix products"""
    attention: tuple[tuple[str, Value], ...]
    """family -> share of the bf16 peak in the fused attention kernel, forward"""
    watts: tuple[tuple[str, Value], ...]
    """family -> watts per bf16 peak of the part measured [W/(FLOP/s)]"""
    power_exponent: Value
    """Rate of the matrix units goes with this power of watts per peak"""
    stack: Value
    """Time of all kernels against those of the general model"""
    moe: Value
    """Time of the kernels of routed experts against single kernels of 2026, in rack domains"""
    moe_plain: Value
    """The same where a scale-up domain is one server: published graphs need a rack's"""
    host: Value
    """Time to launch a forward pass through a layer of experts, in rack domains [s]"""
    host_plain: Value
    """The same where a scale-up domain is one server [s]"""
    memory_bw_share: Value
    gemm_traffic: Value
    """How many times an operand crosses the memory bus without overlap"""
    attention_backward: Value
    attention_length: Value
    """Tokens per rank at which the attention kernel reaches half its rate"""
    fused_attention: float
    """1: scores never leave the chip; 0: they are written, masked and read back"""
    score_bytes_forward: Value
    score_bytes_backward: Value
    pointwise_traffic: Value
    """Bytes moved by norms and activations against the ideal count"""
    cast_bytes: Value
    """Bytes for each element of an operand that is cast to a narrow format"""
    launch_s: Value
    moe_launch: Value
    selective_kept: float
    """Share of the products' outputs that selective recomputation keeps"""
    sequence_parallel: float
    """1: activations between the tensor-parallel regions are split, 0: replicated"""
    scaleup_efficiency: Value
    scaleup_latency_s: Value
    tp_overlap: Value
    cp_overlap: Value
    cp_kernel: Value
    """Rate of the attention kernel when it works on ring chunks"""
    expert_gemm_bf16: Value
    expert_gemm_fp8: Value
    expert_width: Value
    """Expert width at which grouped products reach half their rate"""
    expert_tokens: Value
    """Tokens per expert at which grouped products reach half their rate"""
    expert_sort: Value
    """Time to launch what sorts the tokens of one expert, where each expert is a copy [s]"""
    expert_cast: Value
    """As ``cast_bytes``, for the tokens of routed experts"""
    expert_bias: Value
    """Time of kernels of experts with biases against those without"""
    permute_traffic: Value
    a2a_scaleup: Value
    a2a_scaleout: Value
    a2a_overlap_scaleup: Value
    a2a_overlap_scaleout: Value
    a2a_nodes: Value
    """Domains that one token may be routed to"""
    p2p_exposed: Value
    collective_latency_s: Value
    ring_latency_s: Value
    dp_overlap: Value
    fsdp_overlap: Value
    fsdp_network: Value
    """Scale-out efficiency of per-layer gathers against that of large buckets"""
    optimizer_traffic: Value
    step_fixed_s: Value
    jitter: Value
    """Slow-down per doubling of the accelerators beyond eight"""
    grad_bytes: float
    optimizer_bytes: float
    logit_traffic: Value
    logit_bytes: float
    fixed_bytes: float
    memory_reserved: float
    """Bytes that a caching allocator has reserved at its peak over those that tensors fill"""
    memory_binary: float
    """Bytes present over bytes on the datasheet"""
    memory_share: float
    """Share of the memory present that a plan may fill"""

    def memory_limit(self, datasheet_bytes: float) -> float:
        """Bytes that a plan may fill on an accelerator of so many on its datasheet."""
        return datasheet_bytes * self.memory_binary * self.memory_share

    def gemm_efficiency(self, family: str, precision: str) -> Value:
        """Sustained over peak of large matrix products: of the family, or of any."""
        table = dict(self.gemm)
        for key in (f"{family}.{precision}", f"default.{precision}"):
            if key in table:
                return table[key]
        return table["default.bf16"]

    def attention_efficiency(self, family: str) -> Value:
        """Rate of the attention kernel over the bf16 peak: of the family, or of any."""
        table = dict(self.attention)
        return table.get(family, table["default"])

    def clock(self, family: str, power_w: float, peak_bf16: float) -> Value:
        """Rate of the matrix units against the part of the family that was measured."""
        measured = dict(self.watts).get(family)
        if measured is None or power_w <= 0.0:
            return 1.0
        return np.asarray(power_w / peak_bf16 / measured) ** self.power_exponent


def constant_records(document: Mapping[str, Any]) -> dict[str, Constant]:
    """All constants of the parsed file with their ranges, by dotted name.

    Raises
    ------
    DataError : a record lacks a field, or its value is outside its own range
    """
    found: dict[str, Constant] = {}
    _collect(document, "", found)
    return found


def constants_from(document: Mapping[str, Any], software: Software | None = None) -> Constants:
    """The values of the parsed constants file, as one stack of software has them.

    Parameters
    ----------
    document : what the TOML parser makes of ``resources/performance/constants.toml``
    software : whose kernels and overlaps apply; None: a well-tuned stack of 2024

    Raises
    ------
    DataError : a constant is missing, or a record is broken
    """
    values = {name: record.value for name, record in constant_records(document).items()}
    return resolve(values, software or Software())


def resolve(values: Mapping[str, Value], software: Software) -> Constants:
    """Choose among ``values``, by the dotted names of the file, those of ``software``.

    Raises
    ------
    DataError : a constant is missing
    """

    def of(name: str) -> Value:
        if name not in values:
            raise DataError(FILE, name, "value", "the constant is missing")
        return values[name]

    def table(prefix: str) -> tuple[tuple[str, Value], ...]:
        return tuple(
            (name.removeprefix(prefix), value)
            for name, value in values.items()
            if name.startswith(prefix)
        )

    line = values.get(f"line.{software.line}", 1.0)
    age = np.exp(-of("trend.dense") * (software.date - _DENSE_DATE))
    moe_age = np.exp(-of("trend.moe") * (software.date - _MOE_DATE))
    single: dict[str, Any] = {
        field.name: of(f"common.{field.name}")
        for field in fields(Constants)
        if field.name not in (*_SWITCHES, *_TABLES, *_BY_SOFTWARE)
    }
    if software.expert_overlap != "some":
        single["a2a_overlap_scaleup"] = of(f"a2a.{software.expert_overlap}")
        single["a2a_overlap_scaleout"] = of(f"a2a.{software.expert_overlap}")
    return Constants(
        gemm=table("gemm."),
        attention=table("attention.default.") + table(f"attention.{software.attention_kernel}."),
        watts=table("watts."),
        stack=_as_rows(line * age, values),
        moe=of(f"experts.{software.expert_kernels}") * moe_age,
        moe_plain=of("experts.plain") * moe_age,
        host=of("common.expert_host") * of(f"host.{software.expert_kernels}"),
        host_plain=of("common.expert_host") * of("host.plain"),
        expert_sort=of("common.expert_sort") if software.expert_kernels == "split" else 0.0,
        pointwise_traffic=of(f"pointwise.{software.pointwise}"),
        tp_overlap=of(f"tp_overlap.{software.tensor_overlap}"),
        logit_bytes=float(of(f"logits.{software.loss}")),
        fused_attention=0.0 if software.attention_kernel == "unfused" else 1.0,
        selective_kept=software.selective_kept,
        sequence_parallel=1.0 if software.sequence_parallel else 0.0,
        **single,
    )


def _as_rows(value: Value, values: Mapping[str, Value]) -> Value:
    """``value`` with a row for each of ``values``, which gives all times their shape."""
    shape = np.broadcast_shapes(*{np.shape(each) for each in values.values()})
    return np.broadcast_to(value, shape) if shape else float(value)


def _collect(node: Mapping[str, Any], path: str, found: dict[str, Constant]) -> None:
    if not isinstance(node, Mapping):
        raise DataError(FILE, path, "value", "no record")
    if "value" not in node:
        for name, child in node.items():
            _collect(child, f"{path}.{name}" if path else name, found)
        return
    for key in ("low", "high", "unit", "meaning", "why", "source", "confidence"):
        if key not in node:
            raise DataError(FILE, path, key, "the field is missing")
    value, low, high = (float(node[key]) for key in ("value", "low", "high"))
    fitted = bool(node.get("fitted", False))
    if not low <= high or not (fitted or low <= value <= high):
        raise DataError(FILE, path, "value", f"{value} is outside {low} to {high}")
    found[path] = Constant(
        name=path, value=value, low=low, high=high, fitted=fitted,
        **{key: str(node[key]) for key in ("unit", "meaning", "why", "source", "confidence")},
    )  # fmt: skip
