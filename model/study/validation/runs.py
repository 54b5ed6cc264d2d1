"""Measured training runs: tokens per second per accelerator, predicted and measured."""

from __future__ import annotations

import re

from model.physics.performance import Job, Plan
from model.study.validation.layout import layout_of, planned, precision_of, searched
from model.study.validation.parts import part_of
from model.study.validation.rates import measured_rate
from model.study.validation.score import Scored, scale_of
from model.study.validation.shapes import architecture_of, family_of
from model.study.validation.stacks import constants_of, stack_of, year_of
from model.study.validation.table import Row, Unscorable

COLUMNS = (
    "id", "model", "params_B", "active_params_B", "layers", "hidden", "heads", "kv_heads", "ffn",
    "vocab", "seq_len", "gbs_seqs", "gbs_tokens", "accelerator", "count", "tp", "pp", "ep", "cp",
    "vpp", "fsdp", "micro_batch", "recompute", "precision", "tflops_per_gpu", "tflops_basis",
    "step_time_s", "tokens_per_s_per_gpu", "source",
)  # fmt: skip


def predict(row: Row) -> Scored:
    """Predict one run on its own architecture and layout; raises Unscorable."""
    if re.search(r"\blora|_lora", f"{row.text('model')} {row.text('source')}", re.IGNORECASE):
        raise Unscorable("adapters are trained, not the model")
    arch = architecture_of(row)
    part = part_of(row.text("accelerator"))
    count, sequence = int(row.needed("count")), int(row.needed("seq_len"))
    sequences = row.number("gbs_seqs") or (row.number("gbs_tokens") or 0.0) / sequence
    if sequences <= 0.0:
        raise Unscorable("the batch is not known")
    precision = precision_of(row.text("precision"))
    if part.hardware.peak(precision) <= 0.0:
        raise Unscorable(f"{part.name} does not compute in {precision}")
    source = row.text("source")
    stack = stack_of(source, part.record.family)
    rate, derived = measured_rate(
        row, arch, stack, count=count, sequence=sequence, sequences=sequences
    )
    job = Job(count, sequences * sequence, sequence, precision)
    constants = constants_of(stack.generation)
    layout = layout_of(row, arch, count)
    if layout is None:
        plan = searched(arch, part.hardware, job, constants)
    else:
        plan = planned(layout, arch, part.hardware, job, constants, stack)
    notes = (derived, part.note, "" if layout else "layout not published: the best plan found")
    return Scored(
        id=row.id,
        measured=rate,
        predicted=plan.tokens_per_s_per_gpu,
        unit="tokens/s per accelerator",
        groups={
            "accelerator": part.name,
            "source": source,
            "family": family_of(row),
            "scale": scale_of(count),
            "year": year_of(source, row.text("url")),
            "layout": "known" if layout else "searched",
            "architecture": "mixture of experts" if arch.is_moe else "dense",
            "precision": precision,
            "rate": "derived from TFLOP/s" if "TFLOP" in derived else "published",
        },
        note="; ".join(note for note in notes if note),
        plan=plan_text(plan),
        fits=plan.memory_bytes <= plan.memory_limit_bytes if layout else None,
        source=source,
    )


def predict_searched(row: Row) -> Scored:
    """As `predict`, as if the layout were not published: the plan is searched."""
    return predict(Row(row.id, {**row.cells, "tp": "", "pp": ""}))


def plan_text(plan: Plan) -> str:
    """A plan in one line."""
    degrees = (("TP", plan.tp), ("PP", plan.pp), ("DP", plan.dp), ("CP", plan.cp), ("EP", plan.ep))
    return (
        " ".join(f"{name}{degree}" for name, degree in degrees if degree > 1 or name == "DP")
        + f", micro-batch {plan.micro_batch}, interleave {plan.interleave}, "
        + f"recompute {plan.recompute}, ZeRO-{plan.zero}"
    )
