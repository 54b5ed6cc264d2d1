"""How long each workload of the catalogue takes on this cluster."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from model.catalog import catalog
from model.evaluate import evaluate
from model.outcome import Outcome, Plan
from model.records import Workload as Record
from model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class WorkloadDays:
    """One training run on the cluster of one outcome; medians."""

    id: str
    name: str
    flop: float
    """[FLOP]"""
    start: float
    """[d since epoch]; inf if it never starts"""
    finish: float
    """[d since epoch]; inf if it never finishes"""
    mfu: float
    """Model FLOP utilisation of the best plan; 0 if none fits."""
    plan: str
    """The best plan in words."""
    why_not: str
    """One sentence if no plan fits, else empty."""
    own: bool
    """This is the scenario's own run."""

    @property
    def days(self) -> float:
        """From start to finish [d]; inf if it never finishes."""
        return self.finish - self.start if math.isfinite(self.finish) else math.inf


def days_per_workload(
    outcome: Outcome, wanted: Callable[[], bool] | None = None
) -> tuple[WorkloadDays, ...]:
    """Evaluate the outcome's scenario with every workload of the catalogue in turn.

    Everything but the run stays as it is, so each line is what the screen would show if that
    workload were chosen. The scenario's own run keeps the compute, batch and precision that it
    was given, and its line is taken from ``outcome`` itself. Smallest run first. ``wanted`` is
    asked before each workload; once it says no, nothing is returned.
    """
    mine = outcome.scenario.workload.model
    found = []
    for record in catalog().workloads.values():
        if wanted is not None and not wanted():
            return ()
        if record.id == mine:
            found.append(_line(record, outcome, own=True))
        else:
            found.append(_line(record, evaluate(chosen(outcome.scenario, record)), own=False))
    return tuple(sorted(found, key=lambda line: (line.flop, line.name)))


def chosen(scenario: Scenario, record: Record) -> Scenario:
    """``scenario`` with the run of ``record`` as published, on the same cluster."""
    work = msgspec.structs.replace(
        scenario.workload,
        model=record.id,
        flop=record.flop,
        batch_tokens=record.batch_tokens,
        sequence=record.sequence,
        precision=record.precision,
    )
    return msgspec.structs.replace(scenario, workload=work)


def _line(record: Record, outcome: Outcome, *, own: bool) -> WorkloadDays:
    training = outcome.training
    best = training.plan
    return WorkloadDays(
        id=record.id,
        name=record.name,
        flop=outcome.scenario.workload.flop,
        start=float(outcome.run_start[0, 0]),
        finish=float(outcome.run_finish[0, 0]),
        mfu=best.mfu if best else 0.0,
        plan=_words(best) if best else "",
        why_not=training.why_not,
        own=own,
    )


def _words(plan: Plan) -> str:
    degrees = {"TP": plan.tp, "PP": plan.pp, "DP": plan.dp, "EP": plan.ep, "CP": plan.cp}
    return " × ".join(f"{name} {degree}" for name, degree in degrees.items() if degree > 1) or (
        "one accelerator"
    )
