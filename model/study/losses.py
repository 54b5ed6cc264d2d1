"""From the peak of the whole fleet to its usable FLOP/s, loss by loss.

A part that takes the share p of the step costs p of the peak of the accelerators that work,
less what it computes: the model's own FLOP, at peak, take the share MFU of the step. They
belong to the matrix products and to the attention core, in the proportion of their FLOP.
What lies between the plan and the headline (accelerators that the plan leaves idle, slower
types, the belief about software) is a line of its own, and so are what the job leaves to others
and the time that failures take.
"""

from __future__ import annotations

import msgspec

from model.chain.performance_inputs import architecture
from model.outcome import Outcome, Plan
from model.study.step_parts import REST, lines_of


class Loss(msgspec.Struct, frozen=True):
    """What one line takes away from the peak."""

    key: str
    label: str
    group: str
    flops: float
    """[FLOP/s]; below zero: a gain"""
    seconds: float
    """its time in the step [s]; 0 where it has none"""
    meaning: str


class Losses(msgspec.Struct, frozen=True):
    """Dense peak less every loss is what is usable, to rounding."""

    peak: float
    """dense peak of the fleet [FLOP/s]"""
    steps: tuple[Loss, ...]
    """from peak to model FLOP"""
    model: float
    """model FLOP per second while the job runs: peak x MFU [FLOP/s]"""
    failures: Loss
    usable: float
    """[FLOP/s]"""

    def folded(self) -> tuple[Loss, ...]:
        """The steps with those of one group added up, for where there is little room."""
        found: dict[str, Loss] = {}
        for step in self.steps:
            before = found.get(step.group)
            if before is None:
                found[step.group] = msgspec.structs.replace(step, label=step.group)
                continue
            meaning = "; ".join(text for text in (before.meaning, step.meaning) if text)
            found[step.group] = msgspec.structs.replace(
                before,
                flops=before.flops + step.flops,
                seconds=before.seconds + step.seconds,
                meaning=meaning,
            )
        return tuple(found.values())


def losses(outcome: Outcome) -> Losses | None:
    """Take the headline of ``outcome`` apart (row 0); None where no plan fits."""
    peak = outcome.headline("peak_flops")
    best = outcome.training.plan
    if best is None or peak <= 0.0:
        return None
    model, kept = peak * outcome.headline("mfu"), outcome.headline("goodput")
    usable = outcome.headline("usable_flops")
    part = _peak_of_job(outcome, peak)
    working = part * best.gpus_used / _planned_for(outcome)
    steps = _of_plan(outcome, best, working, part)
    steps.append(_beyond_plan(outcome, best, part - working, part * best.mfu - model))
    if peak - part > 1e-9 * peak:
        away = "Left to others"
        why = outcome.training.fleet.removesuffix(".")
        steps.insert(0, Loss("elsewhere", away, away, peak - part, 0.0, why))
    failures = Loss(
        "failures", "Failures", "Failures", model - usable, 0.0,
        f"detection, restart, lost work and checkpoints: goodput {kept:.1%}",
    )  # fmt: skip
    return Losses(peak, tuple(steps), model, failures, usable)


def _planned_for(outcome: Outcome) -> int:
    """Accelerators that the plan was searched for."""
    asked = outcome.training.asked
    return asked.job.count if asked else sum(outcome.pools.values())


def _peak_of_job(outcome: Outcome, peak: float) -> float:
    """Peak of the accelerators of the job [FLOP/s], those that stand by for it among them.

    Without those of other sites and types, which it leaves to other jobs.
    """
    asked, reliable = outcome.training.asked, outcome.reliability
    if asked is None or reliable is None:
        return peak
    if reliable.fleet <= outcome.pools[asked.lead]:
        return reliable.fleet * asked.hardware.peak(asked.job.precision)
    return peak * reliable.fleet / sum(outcome.pools.values())


def _of_plan(outcome: Outcome, best: Plan, working: float, part: float) -> list[Loss]:
    """What each line of the step takes, from the peak to the model FLOP of the plan.

    ``working`` and ``part`` are the peaks of what the plan uses and of the whole job [FLOP/s].
    """
    useful = _useful(outcome, best)
    return [
        Loss(
            line.key, line.label, line.group,
            working * seconds / best.step_s - part * useful.get(line.key, 0.0),
            seconds, line.meaning,
        )
        for line, seconds in lines_of(best.breakdown_s).items()
    ]  # fmt: skip


def _useful(outcome: Outcome, best: Plan) -> dict[str, float]:
    """Shares of the job's peak that matrix products and the attention core turn into model FLOP."""
    work = outcome.scenario.workload
    arch = architecture(work.model)
    whole = arch.flop_per_token(work.sequence)
    products = arch.flop_per_token(0) / whole if whole > 0.0 else 1.0
    return {"gemm": best.mfu * products, "attention": best.mfu * (1.0 - products)}


def _beyond_plan(outcome: Outcome, best: Plan, idle: float, less: float) -> Loss:
    """What the fleet does less, or more, than the parts of the plan say.

    ``idle`` is the peak of what the plan does not use, ``less`` what the job does less than
    its plan [FLOP/s].
    """
    planned, reliable = _planned_for(outcome), outcome.reliability
    total = round(reliable.fleet) if reliable is not None else planned
    meaning = f"{best.gpus_used:,} of {total:,} accelerators work in the plan"
    if planned < total:
        meaning += f", which is for {planned:,}; those that stand by are among the failures"
    meaning += "; software at its median belief"
    asked = outcome.training.asked
    joint = asked is not None and total > outcome.pools[asked.lead]
    if joint:
        meaning += f". {outcome.training.fleet.removesuffix('.')}"
    label = "Other types, idle" if joint else "Idle, software"
    return Loss("fleet", label, REST, idle + less, 0.0, meaning)
