"""The fields of the data files: what each table must have, and the words it may use."""

from __future__ import annotations

from model.tables import COMMON
from model.units import GIGA, KILO, MEGA

FORMATS = ("bf16", "fp8", "fp4")
FAMILIES = ("h100", "h200", "b200", "gb200", "mi300", "tpu", "trainium", "older")
STAGES = ("site", "hall")
TASK_KINDS = ("work", "permit", "order", "utility")
STATUSES = ("existing", "planned", "projected", "decommissioned")
BASES = ("reported", "tdp_rule", "model_draw", "facility_peak")
UNITS: dict[str, tuple[float, str]] = {
    "": (1.0, ""),
    "share": (1.0, ""),
    "x": (1.0, ""),
    "W": (1.0, "W"),
    "MW": (MEGA, "W"),
    "MW/min": (MEGA / 60.0, "W/s"),
    "J": (1.0, "J"),
    "h": (1.0, "h"),
    "s": (1.0, "s"),
    "d": (1.0, "d"),
    "year": (1.0, "year"),
    "1/year": (1.0, "1/year"),
    "1/d": (1.0, "1/d"),
    "B": (1.0, "B"),
    "GB/s": (GIGA, "B/s"),
    "$/W": (1.0, "USD/W"),
    "$/kW": (1.0 / KILO, "USD/W"),
    "$/kW/year": (1.0 / KILO, "USD/W/year"),
    "1/K": (1.0, "1/K"),
    "$/MW": (1.0 / MEGA, "USD/W"),
    "$/kW/month": (12.0 / KILO, "USD/W/year"),
    "$/kWh": (1.0, "USD/kWh"),
    "$/MWh": (1.0, "USD/MWh"),
    "1/(1000 d)": (1.0 / KILO, "1/d"),
}
"""Unit in a file of assumptions -> (factor, unit in the record)."""


def _three(stem: str) -> tuple[str, str, str]:
    return (f"{stem}_low", f"{stem}_mode", f"{stem}_high")


ACCELERATOR_COLUMNS = (
    *COMMON, "short", "vendor", "family", "kernels", "available",
    *(f"{name}_tflops_dense" for name in FORMATS),
    "memory_gb", "memory_bw_gb_s", "tdp_w", "scaleup_gb_s", "scaleup_domain",
    "scaleout_gbit_s", "per_server", "server_kw", *_three("price_usd"), "embodied_kg",
)  # fmt: skip
NETWORK_COLUMNS = (
    *COMMON, "port_gbit_s", "radix", "switch_w", "switch_usd", "optic_w", "nic_optic_w",
    "nic_extra_w", *_three("link_usd_per_port"), *_three("efficiency"), "latency_us",
    "oversubscription",
)  # fmt: skip
COOLING_COLUMNS = (
    *COMMON, "liquid", *_three("pue"), "losses", "peak_overhead", *_three("water_l_per_kwh"),
    "fan_saving",
)  # fmt: skip
PLACE_COLUMNS = (
    *COMMON, "region", "latitude", *_three("power_price_usd_per_kwh"), "grid_kg_per_kwh",
    "gas_kg_per_kwh", *_three("build_usd_per_w"), "template",
)  # fmt: skip
CLIMATE_COLUMNS = (
    *COMMON, "places", "station",
    *(f"{name}_c_{month:02d}" for name in ("high", "low") for month in range(1, 13)),
    "dew_depression_k", "design_dry_c", "design_wet_c", "pressure_atm",
)  # fmt: skip
PLANT_COLUMNS = (
    *COMMON, "sink", "supply_c", "return_c", "approach_k", "carnot", "pumps", "fans",
)  # fmt: skip
WORKLOAD_COLUMNS = (
    *COMMON, "kind", "params_b", "active_params_b", "layers", "hidden", "heads", "kv_heads",
    "head_dim", "core_dim", "window", "window_share", "ffn", "gated", "vocab", "experts",
    "active_experts", "shared_experts", "expert_ffn", "dense_layers", "tied", "tokens_t", "flop",
    "batch_tokens", "sequence", "precision", "estimated_by", "date",
)  # fmt: skip
CLUSTER_COLUMNS = (
    *COMMON, "campus", "owner", "location", "status", "online", "types", "count",
    "h100_equivalents_bf16", "power_mw", "power_basis", "url",
)  # fmt: skip
ASSUMPTION_FIELDS = ("name", "low", "mode", "high", "unit", "src", "asof", "confidence", "note")
STACK_FIELDS = (
    "name", "line", "date", "attention_kernel", "pointwise", "tensor_overlap", "expert_overlap",
    "expert_kernels", "loss", "selective_kept", "sequence_parallel", "interleaves",
    "matches", "counts_attention", "counts_stated", "src", "asof", "confidence", "note",
)  # fmt: skip
TEMPLATE_FIELDS = ("name", "src", "asof", "confidence", "note", "tasks")
TASK_FIELDS = (
    "id", "label", "low", "mode", "high", "after", "stage", "src", "confidence", "note",
)  # fmt: skip
TASK_OPTIONAL = ("ordered_d", "size_exponent", "kind")
CALENDAR_COLUMNS = (
    "id", "name", "days_a_week", "closed", "output", "cost_share", "src", "asof", "confidence",
    "note",
)  # fmt: skip
SOURCE_FIELDS = ("title", "url", "date")
SOURCE_OPTIONAL = ("publisher", "licence", "note")
