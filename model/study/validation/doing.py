"""What the accelerators of a metered record did: shares of activity from the step of its job.

The job is that of the row where it gives an architecture of the list (``arch_id``), sequence,
batch and precision; else one of its size stands in, a dense model of 7 or 70 G parameters,
for how time divides depends far less on the model than on the hardware and the count. The
layout is searched, for tables of energy give none. Runs of a benchmark neither fail nor save.
"""

from __future__ import annotations

import re
from dataclasses import replace

from model.chain.activity import shares_of_step
from model.physics.performance import Job, Plan
from model.physics.power import Shares
from model.study.validation.layout import precision_of, searched
from model.study.validation.parts import Part
from model.study.validation.shapes import architecture_of, known
from model.study.validation.stacks import constants_of, stack_of
from model.study.validation.table import Row, Unscorable

_STAND_IN = (("llama2-70B", 64), ("llama2-7B", 1))
"""Architecture that stands in, and the accelerators from which on it does"""
_BATCH_TOKENS, _TOKENS_EACH, _SEQUENCE = 4_194_304, 1024, 4096
"""Of the job that stands in: Llama 3 405B had 16 M tokens on 16,384 accelerators"""
_WEIGHT_GRADIENTS = 1.0 / 3.0
"""Share of the products of a step that adapters spare: forward, inputs' and weights' gradients
cost the same, and frozen weights have no gradients (Hu et al. 2021, arXiv 2106.09685)"""


def shares_of(row: Row, part: Part, count: float) -> tuple[Shares, str]:
    """Shares of activity of a row, and a note where another job stands in."""
    id, note = row.text("arch_id"), ""
    sequence, sequences = row.number("seq_len"), row.number("gbs_seqs")
    if id not in known() or not sequence or not sequences:
        id = next(name for name, least in _STAND_IN if count >= least)
        sequence = _SEQUENCE
        sequences = max(_BATCH_TOKENS, _TOKENS_EACH * count) // sequence
        note = f"activity of {known()[id].text('name')}, which stands in for a job not listed"
    listed = known()[id]
    arch = architecture_of(Row(listed.id, {"params_B": listed.text("params_b"),
                               "active_params_B": listed.text("active_params_b"),
                               **listed.cells}))  # fmt: skip
    precision = precision_of(row.text("precision") or "bf16")
    job = Job(int(count), sequences * sequence, int(sequence), precision)
    constants = constants_of(stack_of(row.text("source"), row.text("url")).software)
    try:
        plan = searched(arch, part.hardware, job, constants)
    except Unscorable as why:
        raise Unscorable(f"what it did is not known: {why}") from None
    if re.search(r"lora\b", row.text("model"), re.IGNORECASE):
        plan = adapters_only(plan)
    return shares_of_step(plan), note


def adapters_only(plan: Plan) -> Plan:
    """The step of ``plan`` when frozen weights need no gradients, no exchange and no optimizer."""
    parts = dict(plan.breakdown_s)
    spared = parts["gemm"] * _WEIGHT_GRADIENTS + parts["dp_comm"] + parts["optimizer"]
    parts["gemm"] *= 1.0 - _WEIGHT_GRADIENTS
    parts["dp_comm"] = parts["optimizer"] = 0.0
    return replace(plan, breakdown_s=parts, step_s=plan.step_s - spared)
