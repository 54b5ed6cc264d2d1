"""Measured training runs: tokens per second per accelerator, predicted and measured."""

from __future__ import annotations

from model.physics.performance import Plan
from model.study.calibration.band import band
from model.study.validation.reading import case_of
from model.study.validation.score import Scored, scale_of
from model.study.validation.shapes import family_of
from model.study.validation.stacks import year_of
from model.study.validation.table import Row

COLUMNS = (
    "id", "model", "params_B", "active_params_B", "layers", "hidden", "heads", "kv_heads", "ffn",
    "vocab", "seq_len", "gbs_seqs", "gbs_tokens", "accelerator", "count", "tp", "pp", "ep", "cp",
    "vpp", "fsdp", "micro_batch", "recompute", "precision", "tflops_per_gpu", "tflops_basis",
    "step_time_s", "tokens_per_s_per_gpu", "source",
)  # fmt: skip


def predict(row: Row) -> Scored:
    """Predict one run on its own architecture and layout; raises Unscorable."""
    case = case_of(row)
    plan, source = case.plan, row.text("source")
    low, high = band(case, plan.tokens_per_s_per_gpu)
    notes = (
        case.derived,
        case.part.note,
        "" if case.layout_known else "layout not published: the best plan found",
    )
    return Scored(
        id=row.id,
        measured=case.measured,
        predicted=plan.tokens_per_s_per_gpu,
        unit="tokens/s per accelerator",
        groups={
            "accelerator": case.part.name,
            "source": source,
            "family": family_of(row),
            "scale": scale_of(case.job.count),
            "year": year_of(source, row.text("url")),
            "layout": "known" if case.layout_known else "searched",
            "architecture": "mixture of experts" if case.arch.is_moe else "dense",
            "precision": case.job.precision,
            "rate": "derived from TFLOP/s" if "TFLOP" in case.derived else "published",
        },
        note="; ".join(note for note in notes if note),
        plan=plan_text(plan),
        low=low,
        high=high,
        fits=plan.memory_bytes <= plan.memory_limit_bytes if case.layout_known else None,
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
