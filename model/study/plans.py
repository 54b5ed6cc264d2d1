"""The best parallel plans for one training job on one type of accelerator."""

from __future__ import annotations

import math
from typing import Any

from model.catalog import catalog
from model.chain.beyond import extrapolated
from model.chain.performance_inputs import USUAL_SOFTWARE, architecture, constants, hardware
from model.checks import named
from model.errors import InputError
from model.physics.performance import PRECISIONS, Job, precision_named, search
from model.records import Accelerator, Network
from model.study.report_json import plan_json

_OWN_FABRIC = {"tpu": "tpu_ici", "trainium": "efa"}


def plans_json(
    *,
    model: str,
    accelerator: str,
    count: int,
    batch_tokens: float | None = None,
    sequence: int | None = None,
    precision: str | None = None,
    network: str | None = None,
    software: str = USUAL_SOFTWARE,
    top: int = 5,
) -> dict[str, Any]:
    """Everything that `plan --json` prints; raises InputError for an unknown id or precision.

    Parameters
    ----------
    model, accelerator, network : ids of the catalogue; without a network, its family's own
        fabric, or the one whose ports are closest to the accelerator's rate
    count : accelerators in the job
    batch_tokens, sequence, precision : of the job; without one, the model's own [tokens]
    software : stack of the catalogue
    top : plans to return, best first
    """
    cat = catalog()
    work = cat.workloads[named("--model", model, tuple(cat.workloads))]
    part = cat.accelerators[named("--accelerator", accelerator, tuple(cat.accelerators))]
    fabric = (
        cat.networks[named("--network", network, tuple(cat.networks))]
        if network
        else nearest_network(part)
    )
    asked = precision or work.precision
    precision = named("--precision", precision_named(asked) or asked, PRECISIONS)
    stack = named("--software", software, tuple(cat.stacks))
    if precision not in part.peak:
        able = ", ".join(part.peak)
        raise InputError(
            "--precision", precision, f"{part.name} computes in {able}", "Choose one of them."
        )
    job = Job(count, batch_tokens or work.batch_tokens, sequence or work.sequence, precision)
    found = search(
        architecture(work.id), hardware(part.id, fabric.id), job, constants(stack), top=top
    )
    return {
        "plans": [plan_json(each) for each in found.plans],
        "evaluated": found.evaluated,
        "feasible": found.feasible,
        "seconds": found.seconds,
        "network": fabric.id,
        "software": stack,
        "warnings": list(extrapolated([part], precision, count)),
        "why_not": "" if found.plans else found.why_not,
    }


def nearest_network(part: Accelerator) -> Network:
    """The fabric of its own for a family that has one, else the one closest in port rate."""
    networks = catalog().networks
    if part.family in _OWN_FABRIC:
        return networks[_OWN_FABRIC[part.family]]
    wanted = max(8 * part.scaleout_bw, 1.0)
    shared = [each for each in networks.values() if each.id not in _OWN_FABRIC.values()]
    return min(shared, key=lambda each: abs(math.log(each.port_bps / wanted)))
