"""Measured peak memory of an accelerator, against what the model says a plan needs.

The table has no columns for context parallelism, recomputation, precision and sharding; they
stand in ``case`` and ``notes``: ``CP4``, ``recompute full``, ``float8``, ``FSDP``. Figures
that a paper worked out from its own formula are no measurements and are skipped, and so are
sizes of checkpoints, which no accelerator holds.
"""

from __future__ import annotations

import re

from model.physics.performance import Job
from model.study.validation.layout import layout_of, planned
from model.study.validation.parts import part_of
from model.study.validation.runs import plan_text
from model.study.validation.score import Scored, scale_of
from model.study.validation.shapes import architecture_of, family_of, listed_of
from model.study.validation.stacks import constants_of, stack_of, year_of
from model.study.validation.table import Row, Unscorable
from model.units import GIB

COLUMNS = (
    "id", "model", "arch_id", "accelerator", "count", "tp", "pp", "micro_batch", "seq_len", "case",
    "quantity", "value", "unit", "source",
)  # fmt: skip
_UNITS = {"GiB": 1.0, "GB": 1e9 / GIB, "MiB": 1.0 / 1024.0}


def predict(row: Row) -> Scored:
    """Predict the peak memory of one row [GiB]; raises Unscorable."""
    quantity = row.text("quantity")
    if "peak memory" not in quantity.lower():
        raise Unscorable(f"not a measured peak: {quantity}")
    if row.text("unit") not in _UNITS:
        raise Unscorable(f"unit is not known: {row.text('unit')}")
    measured = row.needed("value") * _UNITS[row.text("unit")]
    run = _as_run(row)
    part = part_of(row.text("accelerator"))
    arch = architecture_of(run)
    count, sequence = int(row.needed("count")), int(row.needed("seq_len"))
    layout = layout_of(run, arch, count)
    if layout is None:
        raise Unscorable("the layout is not known")
    source, case = row.text("source"), row.text("case")
    stack = stack_of(f"{source} {case}")
    # A replica's step is the local batch where the table gives one, else one micro-batch a stage.
    local = "local batch" in run.text("notes")
    per_replica = row.needed("micro_batch") * (1 if local else layout.pp)
    precision = "fp8" if re.search(r"float8|fp8", case.lower()) else "bf16"
    job = Job(count, layout.dp * per_replica * sequence, sequence, precision)
    values = constants_of(stack.software)
    plan = planned(layout, arch, part.hardware, job, values, stack)
    return Scored(
        id=row.id,
        measured=measured,
        predicted=plan.memory_bytes * values.memory_reserved / GIB,
        unit="GiB",
        groups={
            "accelerator": part.name,
            "source": source,
            "family": family_of(run),
            "scale": scale_of(count),
            "year": year_of(source, ""),
            "model": row.text("model"),
            "pipeline": "with" if layout.pp > 1 else "without",
        },
        note="; ".join(
            note
            for note in (
                part.note,
                "" if layout.recompute else "recomputation not stated: the lightest that fits",
            )
            if note
        ),
        plan=plan_text(plan),
        fits=plan.memory_bytes <= plan.memory_limit_bytes,
        source=source,
    )


def _as_run(row: Row) -> Row:
    """The row in the columns of a run, with its architecture as listed."""
    listed = listed_of(row)
    if listed is None:
        raise Unscorable(
            f"the architecture is not listed: {row.text('arch_id') or row.text('model')}"
        )
    case, notes = row.text("case"), row.text("notes")
    names = ("layers", "hidden", "heads", "kv_heads", "ffn", "vocab")
    cells = {name: listed.text(name) for name in names} | {
        "params_B": listed.text("params_b"),
        "active_params_B": listed.text("active_params_b"),
        "arch_id": row.text("arch_id"),
        "model": row.text("model"),
        "tp": row.text("tp"),
        "pp": row.text("pp"),
        "micro_batch": row.text("micro_batch"),
        "seq_len": row.text("seq_len"),
        "fsdp": "1" if "fsdp" in notes.lower() else "",
        "notes": "local batch" if re.search("torchtitan|trainy", row.text("source")) else notes,
    }
    if match := re.search(r"\bCP(\d+)", case):
        cells["cp"] = match[1]
    if match := re.search(r"recompute (\w+)", case):
        cells["recompute"] = match[1]
    return Row(row.id, cells)
