"""Parallel plans as table lines: the chosen one first, then what each other would cost."""

from __future__ import annotations

from collections.abc import Sequence

from gui import format as words
from gui.panels.lines import Column, Line
from model.outcome import Outcome, Plan
from model.study.fitting import Remedy
from model.study.job import extra_days, plans_of, run_days
from model.study.step_parts import grown_most

MEMORY = 8
PLAN_COLUMNS = (
    Column("TP×PP×DP×EP×CP", 108, stretch=True),
    Column("Batch", 48, "number", keep=2),
    Column("Interleave", 66, "number", keep=2),
    Column("Recompute", 78, keep=1),
    Column("ZeRO", 44, "number", keep=1),
    Column("Step", 44, "number"),
    Column("", 14, "unit"),
    Column("tok/s/GPU", 64, "number", keep=3),
    Column("Memory", 94, "bar", keep=5),
    Column("Days", 52, "number"),
    Column("Slower", 52, "number", keep=4),
    Column("More", 96, keep=1),
)
REMEDY_COLUMNS = (
    Column("One change, all else as it is", 150, stretch=True),
    Column("Then MFU", 62, "number"),
    Column("Step", 60, "number", keep=1),
    Column("", 14, "unit", keep=1),
)


def plan_lines(outcome: Outcome) -> list[Line]:
    """The first plan selected, the next ones with the days and the rate that they would cost."""
    plans, days = plans_of(outcome), run_days(outcome)
    return [
        _line(plan, plans[0], days if index == 0 else extra_days(outcome, plan), first=index == 0)
        for index, plan in enumerate(plans)
    ]


def plan_words(plan: Plan) -> str:
    """What the layout leaves open, in words."""
    interleave = f", interleave {plan.interleave}" if plan.pp > 1 else ""
    return f"micro-batch {plan.micro_batch}{interleave}, {_recompute(plan)}, ZeRO-{plan.zero}"


def plan_short(plan: Plan) -> str:
    """The same where there is little room."""
    again = "" if plan.recompute == "none" else f", {_recompute(plan)}"
    return f"micro-batch {plan.micro_batch}{again}, ZeRO-{plan.zero}"


def _recompute(plan: Plan) -> str:
    return "no recompute" if plan.recompute == "none" else f"{plan.recompute} recompute"


def remedy_lines(remedies: Sequence[Remedy]) -> list[Line]:
    """What would fit: a change a line, with the plan that it makes possible."""
    return [
        Line(
            (each.what, words.percent(each.plan.mfu), words.number(each.plan.step_s), "s"),
            tip=f"TP×PP×DP×EP×CP {degrees(each.plan)}; {plan_words(each.plan)}",
        )
        for each in remedies
    ]


def degrees(plan: Plan) -> str:
    """The degrees of parallelism, 8×16×128×1×1."""
    return "×".join(str(d) for d in (plan.tp, plan.pp, plan.dp, plan.ep, plan.cp))


def _days(days: float, *, first: bool) -> str:
    if not 0.0 <= days < float("inf"):
        return words.EN_DASH
    return words.day_count(days) if first else f"+{words.day_count(days)}"


def _line(plan: Plan, chosen: Plan, days: float, *, first: bool) -> Line:
    per_gpu, best = plan.tokens_per_s_per_gpu, chosen.tokens_per_s_per_gpu
    slower, more, tip = "best" if first else "–", "", ""
    if not first and per_gpu > 0:
        slower = words.percent(max(best / per_gpu - 1, 0.0), 2)
        part, seconds = grown_most(chosen, plan)
        if seconds > 0:
            more = part.label
            tip = f"{words.number(plan.step_s - chosen.step_s, 2)} s longer a step, of which "
            tip += f"{part.label} {words.number(seconds, 2)} s\n"
    memory = f"{words.number(plan.memory_gib, 2)} GiB"
    step, unit = words.number(plan.step_s), "s"
    parts = sorted(plan.breakdown_s.items(), key=lambda part: -part[1])
    shares = [
        f"{name} {words.percent(seconds / plan.step_s, 2)}"
        for name, seconds in parts
        if plan.step_s > 0 and seconds / plan.step_s >= 0.005
    ]
    tip += (
        f"{plan_words(plan)}; {words.count(plan.gpus_used)} accelerators, MFU "
        f"{words.percent(plan.mfu)}, {words.number(plan.memory_gib)} of "
        f"{words.number(plan.memory_limit_gib)} GiB\nStep: {', '.join(shares)}"
    )
    return Line(
        cells=(
            degrees(plan),
            str(plan.micro_batch),
            str(plan.interleave),
            plan.recompute,
            str(plan.zero),
            step,
            unit,
            words.number(per_gpu),
            memory,
            _days(days, first=first),
            slower,
            more,
        ),
        tip=tip,
        shares={MEMORY: plan.memory_gib / plan.memory_limit_gib}
        if plan.memory_limit_gib > 0
        else {},
        selected=first,
    )
