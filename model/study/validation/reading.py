"""A measured run, read: what ran, on what, with which plan, and what came out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from model.physics.performance import Architecture, Constants, Job, Plan, Software
from model.study.validation.layout import layout_of, planned, precision_of, searched
from model.study.validation.parts import Part, part_of
from model.study.validation.rates import measured_rate
from model.study.validation.shapes import architecture_of
from model.study.validation.stacks import constants_of, stack_of
from model.study.validation.table import Row, Unscorable


@dataclass(frozen=True, slots=True)
class Case:
    """A measured run, read: what ran, on what, and what came out."""

    arch: Architecture
    part: Part
    job: Job
    software: Software
    plan: Plan
    """the published layout with its blanks filled, or the best one found"""
    layout_known: bool
    measured: float
    """[tokens/s per accelerator]"""
    derived: str
    """how the rate was derived, if it was not printed"""


def case_of(row: Row, constants: Callable[[Software], Constants] = constants_of) -> Case:
    """Read one run; raises Unscorable.

    Parameters
    ----------
    constants : gives the constants that fill blanks of a layout
    """
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
    stack = stack_of(row.text("source"), row.text("url"))
    rate, derived = measured_rate(
        row, arch, stack, count=count, sequence=sequence, sequences=sequences
    )
    job = Job(count, sequences * sequence, sequence, precision)
    values = constants(stack.software)
    layout = layout_of(row, arch, count)
    if layout is None:
        plan = searched(arch, part.hardware, job, values)
    else:
        plan = planned(layout, arch, part.hardware, job, values, stack)
    return Case(arch, part, job, stack.software, plan, layout is not None, rate, derived)
