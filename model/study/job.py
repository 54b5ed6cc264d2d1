"""The training job that an outcome is about, in the words of the performance model."""

from __future__ import annotations

from model.outcome import Outcome, Plan
from model.physics.performance import search
from model.physics.performance.memory_parts import memory_parts

TOP = 5
"""Plans that are worth comparing"""


def plans_of(outcome: Outcome) -> tuple[Plan, ...]:
    """The best plan and the next ones, best first; empty if none fits.

    Searched anew, for a frame needs only the best.
    """
    what = outcome.training.asked
    if what is None or outcome.training.plan is None:
        return ()
    return search(what.arch, what.hardware, what.job, what.constants, top=TOP).plans


def memory_of(outcome: Outcome, plan: Plan) -> dict[str, float]:
    """What fills the memory of an accelerator under ``plan``, by item [B]."""
    what = outcome.training.asked
    return memory_parts(what.arch, what.job, what.constants, plan) if what else {}


def run_days(outcome: Outcome) -> float:
    """From the start of the run to its end [d], row 0; inf where it never ends."""
    start, finish = float(outcome.run_start[0, 0]), float(outcome.run_finish[0, 0])
    return finish - start if finish < float("inf") else float("inf")


def extra_days(outcome: Outcome, plan: Plan) -> float:
    """How much longer the run of ``outcome`` would take with ``plan`` [d]; row 0.

    Days go with one over the rate, as they do once all accelerators are online. inf where the
    run never ends.
    """
    best = outcome.training.plan
    if best is None:
        return float("inf")
    return run_days(outcome) * (best.tokens_per_s_per_gpu / plan.tokens_per_s_per_gpu - 1.0)
