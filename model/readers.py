"""Rows of the data files -> records. Here, and only here, datasheet units become SI."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np

from model.columns import (
    ASSUMPTION_FIELDS,
    BASES,
    FAMILIES,
    FORMATS,
    SOURCE_FIELDS,
    SOURCE_OPTIONAL,
    STACK_FIELDS,
    STAGES,
    STATUSES,
    TASK_FIELDS,
    TASK_KINDS,
    TASK_OPTIONAL,
    TEMPLATE_FIELDS,
    UNITS,
)
from model.errors import DataError, InputError
from model.precedence import parse
from model.records import (
    Accelerator,
    Assumption,
    Climate,
    Cluster,
    Cooling,
    Network,
    Place,
    Plant,
    Range,
    Source,
    Stack,
    TaskRecord,
    Template,
    WorkingWeek,
    Workload,
)
from model.tables import CONFIDENCES, Row, check_fields
from model.units import GIGA, KILO, MEGA, TERA

BYTE_BITS = 8.0
H100_BF16 = 989.4 * TERA
"""Epoch AI counts compute in H100-equivalents of this dense peak [FLOP/s]."""


def accelerator(row: Row) -> Accelerator:
    """Read an accelerator; an empty peak means that it lacks the number format."""
    peaks = {name: row.maybe(f"{name}_tflops_dense", TERA) for name in FORMATS}
    if peaks["fp4"] is not None:  # block-scaled formats came with fp4 units, at the rate of fp8
        peaks["mxfp8"] = peaks["fp8"]
    return Accelerator(
        **row.common(),
        short=row.text("short"),
        vendor=row.text("vendor"),
        family=row.choice("family", FAMILIES),
        kernels=row.text("kernels"),
        available=row.day("available"),
        peak=MappingProxyType({k: v for k, v in peaks.items() if v is not None}),
        memory_bytes=row.number("memory_gb", GIGA),
        memory_bw=row.number("memory_bw_gb_s", GIGA),
        tdp_w=row.number("tdp_w"),
        scaleup_bw=row.number("scaleup_gb_s", GIGA),
        scaleup_domain=row.integer("scaleup_domain"),
        scaleout_bw=row.number("scaleout_gbit_s", GIGA / BYTE_BITS),
        per_server=row.integer("per_server"),
        server_w=row.number("server_kw", KILO),
        price=row.range("price_usd"),
        embodied_kg=row.number("embodied_kg"),
    )


def network(row: Row) -> Network:
    """Read a scale-out fabric."""
    return Network(
        **row.common(),
        port_bps=row.number("port_gbit_s", GIGA),
        radix=row.integer("radix"),
        switch_w=row.number("switch_w"),
        switch_usd=row.number("switch_usd"),
        optic_w=row.number("optic_w", zero=True),
        nic_optic_w=row.number("nic_optic_w", zero=True),
        nic_extra_w=row.number("nic_extra_w", zero=True),
        link_usd_per_port=row.range("link_usd_per_port"),
        efficiency=row.range("efficiency"),
        latency_s=row.number("latency_us", 1e-6),
        oversubscription=row.number("oversubscription"),
    )


def cooling(row: Row) -> Cooling:
    """Read a type of cooling; its losses must fit into its PUE."""
    pue, losses = row.range("pue"), row.number("losses")
    if pue.low < 1.0 + losses:
        raise row.error("losses", f"{losses:g} does not fit into a PUE of {pue.low:g}")
    return Cooling(
        **row.common(),
        liquid=row.flag("liquid"),
        pue=pue,
        losses=losses,
        peak_overhead=row.number("peak_overhead"),
        water_l_per_kwh=row.range("water_l_per_kwh", zero=True),
        fan_saving=row.number("fan_saving", zero=True),
    )


def place(row: Row) -> Place:
    """Read a place."""
    return Place(
        **row.common(),
        region=row.text("region"),
        latitude=row.number("latitude"),
        power_price=row.range("power_price_usd_per_kwh"),
        grid_kg_per_kwh=row.number("grid_kg_per_kwh"),
        gas_kg_per_kwh=row.number("gas_kg_per_kwh"),
        build_usd_per_w=row.range("build_usd_per_w"),
        template=row.text("template"),
    )


def climate(row: Row) -> Climate:
    """Read the normals of a station; every month's high is above its low."""
    high, low = (
        np.array([[row.degrees(f"{name}_c_{month:02d}") for month in range(1, 13)]])
        for name in ("high", "low")
    )
    if (high <= low).any():
        raise row.error("high_c", "not above the low in every month")
    return Climate(
        **row.common(),
        places=tuple(row.text("places").split()),
        high_c=high,
        low_c=low,
        dew_depression_k=row.number("dew_depression_k", zero=True),
        design_dry_c=row.degrees("design_dry_c"),
        design_wet_c=row.degrees("design_wet_c"),
        pressure_atm=row.number("pressure_atm"),
    )


def plant(row: Row) -> Plant:
    """Read how a way of cooling answers the weather; its loop comes back warmer."""
    supply, back = row.number("supply_c"), row.number("return_c")
    if back <= supply:
        raise row.error("return_c", f"{back:g} is not above the supply of {supply:g}")
    return Plant(
        **row.common(),
        sink=row.choice("sink", ("wet", "dry")),
        supply_c=supply,
        return_c=back,
        approach_k=row.number("approach_k"),
        carnot=row.number("carnot", zero=True),
        pumps=row.number("pumps"),
        fans=row.number("fans"),
    )


def workload(row: Row) -> Workload:
    """Read a model and its run; a dense model has no experts."""
    kind, experts = row.choice("kind", ("dense", "moe")), row.integer("experts", zero=True)
    if (experts > 0) != (kind == "moe"):
        raise row.error("experts", f"{experts} in a {kind} model")
    return Workload(
        **row.common(),
        kind=kind,
        params=row.number("params_b", GIGA),
        active_params=row.number("active_params_b", GIGA),
        layers=row.integer("layers"),
        hidden=row.integer("hidden"),
        heads=row.integer("heads"),
        kv_heads=row.integer("kv_heads"),
        head_dim=row.integer("head_dim"),
        core_dim=row.integer("core_dim", zero=True),
        window=row.integer("window", zero=True),
        window_share=row.number("window_share", zero=True),
        ffn=row.integer("ffn", zero=kind == "moe"),
        gated=row.flag("gated"),
        vocab=row.integer("vocab"),
        experts=experts,
        active_experts=row.integer("active_experts", zero=True),
        shared_experts=row.integer("shared_experts", zero=True),
        expert_ffn=row.integer("expert_ffn", zero=kind == "dense"),
        dense_layers=row.integer("dense_layers", zero=True),
        tied=row.flag("tied"),
        tokens=row.number("tokens_t", TERA),
        flop=row.number("flop"),
        batch_tokens=row.number("batch_tokens"),
        sequence=row.integer("sequence"),
        precision=row.choice("precision", FORMATS),
        estimated_by=row.text("estimated_by", empty=True),
        date=row.day("date"),
    )


def cluster(row: Row) -> Cluster:
    """Read a real system; ``types`` is ``name:count`` joined by ``;``."""
    types = []
    for part in filter(None, row.text("types", empty=True).split(";")):
        name, _, count = part.rpartition(":")
        if not name or not count.isdigit():
            raise row.error("types", f"name:count expected, found {part!r}")
        types.append((name, int(count)))
    power = row.maybe("power_mw", MEGA)
    return Cluster(
        **row.common(),
        campus=row.text("campus"),
        owner=row.text("owner"),
        location=row.text("location", empty=True),
        status=row.choice("status", STATUSES),
        online=row.day("online"),
        types=tuple(types),
        count=row.integer("count") if row.cells["count"] else None,
        bf16_flops=row.number("h100_equivalents_bf16", H100_BF16),
        power_w=power,
        power_basis=row.choice("power_basis", BASES) if power else "",
        url=row.text("url", empty=True),
    )


def stack(row: Row) -> Stack:
    """Read a stack of training software."""
    check_fields(row.file, row.id, row.cells, STACK_FIELDS)
    return Stack(
        **row.common(),
        line=row.text("line", empty=True),
        date=row.number("date"),
        attention_kernel=row.choice("attention_kernel", ("unfused", "triton", "flash2", "flash3")),
        pointwise=row.choice("pointwise", ("unfused", "fused", "eager", "compiled")),
        tensor_overlap=row.choice("tensor_overlap", ("none", "some")),
        expert_overlap=row.choice("expert_overlap", ("none", "some", "dual")),
        expert_kernels=row.choice("expert_kernels", ("split", "plain", "partly", "graphed")),
        loss=row.choice("loss", ("fused", "split", "plain")),
        selective_kept=row.number("selective_kept"),
        sequence_parallel=bool(row.cells["sequence_parallel"]),
        interleaves=bool(row.cells["interleaves"]),
        matches=row.text("matches", empty=True),
        counts_attention=row.text("counts_attention", empty=True),
        counts_stated=bool(row.cells["counts_stated"]),
    )


def assumption(row: Row) -> Assumption:
    """Read a named value and convert it from the unit of its file."""
    check_fields(row.file, row.id, row.cells, ASSUMPTION_FIELDS)
    factor, unit = UNITS[row.choice("unit", UNITS)] if row.cells["unit"] else UNITS[""]
    return Assumption(**row.common(), range=row.range("", factor, zero=True), unit=unit)


def template(row: Row) -> Template:
    """Read a network of tasks; each waits only for tasks above it, so there is no cycle."""
    check_fields(row.file, row.id, row.cells, TEMPLATE_FIELDS)
    tasks: list[TaskRecord] = []
    for cells in row.cells["tasks"]:
        tasks.append(_task(row, cells, {task.id for task in tasks}))
    if not tasks:
        raise row.error("tasks", "none")
    return Template(**row.common(), tasks=tuple(tasks))


def working_week(row: Row) -> WorkingWeek:
    """Read a working week."""
    return WorkingWeek(
        **row.common(),
        days_a_week=row.integer("days_a_week"),
        closed=tuple(row.text("closed", empty=True).split()),
        output=row.number("output", zero=True),
        cost_share=row.number("cost_share", zero=True),
    )


def _task(parent: Row, cells: dict[str, Any], above: set[str]) -> TaskRecord:
    row = Row(parent.file, str(cells.get("id", "?")), cells, parent.known_sources)
    check_fields(row.file, row.id, cells, TASK_FIELDS, TASK_OPTIONAL)
    if row.id in above:
        raise row.error("id", "given twice")
    for entry in cells["after"]:
        try:
            other = parse(entry).task
        except InputError as error:
            raise row.error("after", str(error)) from None
        if other not in above:
            raise row.error("after", f"no task {other!r} above this one")
    ordered = cells.get("ordered_d")
    if ordered is not None and not isinstance(ordered, float):
        raise row.error("ordered_d", "days after the start of work expected, e.g. -90.0")
    days: Range = row.range("")
    return TaskRecord(
        id=row.text("id"),
        label=row.text("label"),
        low=days.low,
        mode=days.mode,
        high=days.high,
        after=tuple(cells["after"]),
        stage=row.choice("stage", STAGES),
        src=row.sources(),
        confidence=row.choice("confidence", CONFIDENCES),
        note=row.text("note", empty=True),
        kind=row.choice("kind", TASK_KINDS) if "kind" in cells else "work",
        ordered_d=ordered,
        size_exponent=row.number("size_exponent") if "size_exponent" in cells else 0.0,
    )


def source(file: str, key: str, cells: Any) -> Source:
    """Read a source; ``url`` may be empty, publisher, licence and note may be left out."""
    if not isinstance(cells, dict):
        raise DataError(file, key, "*", "a table expected")
    row = Row(file, key, cells, ())
    check_fields(file, key, cells, SOURCE_FIELDS, SOURCE_OPTIONAL)
    return Source(
        id=key,
        title=row.text("title"),
        url=row.text("url", empty=True),
        date=row.day("date"),
        publisher=row.text("publisher", empty=True),
        licence=row.text("licence", empty=True),
        note=row.text("note", empty=True),
    )
