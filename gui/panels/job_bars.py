"""The waterfalls of the Training tab: FLOP/s from peak to usable, memory from full to free."""

from __future__ import annotations

from collections.abc import Mapping

from gui import format as words
from gui.plots.waterfall import Bar, Whole, falling, rising
from model.outcome import Plan
from model.study.losses import Loss, Losses

_ITEMS = {
    "weights": ("Weights", "of the layers that one accelerator holds"),
    "gradients": ("Gradients", "summed over the micro-batches of a step"),
    "optimizer": ("Optimizer state", "master weights and moments, as far as they are not shared"),
    "activations": ("Activations", "kept from the forward for the backward pass"),
    "logits": ("Logits", "of the output head and its loss"),
    "fixed": ("Context, buffers", "kernels, communication, fragments: the same for every plan"),
}


def loss_bars(taken: Losses, *, folded: bool) -> tuple[Bar, ...]:
    """From the peak through each loss to model FLOP, then through failures to what is usable."""
    steps = taken.folded() if folded else taken.steps
    rows = [(step.label, -step.flops, False, _tip(step)) for step in steps]
    model = ("Model FLOP", taken.model, True, "peak x MFU: what the job computes while it runs")
    failures = taken.failures
    lost = (failures.label, -failures.flops, False, failures.meaning)
    end = ("Usable", taken.usable, True, "peak x MFU x goodput")
    return falling(("Peak", taken.peak), [*rows, model, lost, end])


def _tip(step: Loss) -> str:
    took = f" {words.number(step.seconds)} s of the step." if step.seconds > 0 else ""
    return f"{step.meaning}.{took}" if step.meaning else took.strip()


def memory_bars(plan: Plan, items: Mapping[str, float]) -> tuple[tuple[Bar, ...], Whole]:
    """What fills an accelerator, item by item, and what is free or too much [B]."""
    limit, used = plan.memory_limit_bytes, sum(items.values())
    rows = []
    for name, held in items.items():
        label, meaning = _ITEMS.get(name, (name.capitalize(), ""))
        rows.append((label, held, meaning))
    if used <= limit:
        total = ("In use", "by the chosen plan, on the accelerator that holds most")
        rest = ("Free", limit - used, "left for a larger micro-batch or less recomputation")
    else:
        total = ("Least in use", "by the plan that needs least")
        rest = ("Too much", limit - used, "no plan holds less")
    return rising(rows, total, rest), Whole("what may be filled", limit, limit=True)
