"""The charts of the Training tab: where the FLOP/s go, what fills the memory, MFU by size."""

from __future__ import annotations

import numpy as np

from gui import format as words
from gui.panels.job_bars import loss_bars, memory_bars
from gui.plots.sizes import Mark, SizesPlot
from gui.plots.waterfall import Waterfall
from model.catalog import catalog
from model.outcome import Outcome, Plan
from model.study.job import memory_of
from model.study.losses import losses
from model.study.scaling import Bend, Scaling
from model.units import GIB

NO_FLEET = ("No accelerators yet", "Add a shipment under Fleet, or open the Colossus scenario.")


def what_is_missing(outcome: Outcome) -> tuple[str, str] | None:
    """What is missing for a plan and the next act, or None."""
    if not any(outcome.pools.values()):
        return NO_FLEET
    if outcome.training.plan is not None:
        return None
    act = "Add accelerators under Fleet, or choose another run under Workload."
    return outcome.training.why_not or "No plan fits", act


def show_losses(chart: Waterfall, outcome: Outcome) -> None:
    """From the peak of the accelerators of the job to what is usable."""
    taken = losses(outcome)
    kind = max(outcome.pools, key=lambda i: outcome.pools[i], default="")
    record = catalog().accelerators.get(kind)
    chart.caption, chart.empty = "", what_is_missing(outcome)
    if taken is None or record is None:
        chart.show_bars((), unit="FLOP/s")
        return
    factor, unit = words.scale_of(taken.peak, "FLOP/s")
    total, mixed = sum(outcome.pools.values()), len(outcome.pools) > 1
    # Short where it must be: two types leave less room.
    many = words.tick(total) if mixed else words.count(total)
    name = "accelerators" if mixed else record.short
    precision = outcome.scenario.workload.precision
    chart.caption = f"{unit} of {many} {name}, {precision} dense"
    full, short = (loss_bars(taken, folded=folded) for folded in (False, True))
    chart.show_bars(full, short, unit=unit, scale=factor, family=record.family)


def show_memory(chart: Waterfall, outcome: Outcome, least: Plan | None) -> None:
    """What fills an accelerator under the chosen plan, or under ``least`` where none fits."""
    shown = outcome.training.plan or least
    chart.empty, chart.caption = None if shown else what_is_missing(outcome), ""
    found = outcome.training.asked
    if shown is None or found is None:
        chart.show_bars((), unit="GiB")
        return
    name = found.hardware.name
    chart.caption = f"GiB on the fullest {name}; line: what may be filled"
    bars, limit = memory_bars(shown, memory_of(outcome, shown))
    family = catalog().accelerators[found.lead].family
    chart.show_bars(bars, unit="GiB", scale=1 / GIB, family=family, whole=limit)


def show_sizes(
    chart: SizesPlot,
    outcome: Outcome,
    baseline: Outcome | None,
    found: Scaling | None,
    *,
    stale: bool,
) -> None:
    """MFU and speed at other sizes, ``found`` for an earlier outcome if ``stale``."""
    chart.empty, chart.caption = what_is_missing(outcome), ""
    nothing = np.zeros(0)
    if found is None or chart.empty is not None:
        if chart.empty is None:
            chart.empty = ("Searching a plan for each size …", "")
        chart.show_sizes(nothing, nothing, nothing)
        return
    bends = (("bends", found.bend), ("hardly grows", found.limit))
    unit = words.scale_of(float(np.nanmax(found.tokens_per_s)), "token/s")[1]
    chart.caption = f"best plan at each; dashed: {unit}"
    marks = [_mark(what, bend) for what, bend in bends if bend is not None]
    chart.show_sizes(
        found.counts, found.mfu, found.tokens_per_s,
        point=_point(outcome), before=_point(baseline), marks=marks, stale=stale,
    )  # fmt: skip


def _point(outcome: Outcome | None) -> tuple[float, float] | None:
    if outcome is None or outcome.training.plan is None:
        return None
    asked = outcome.training.asked
    count = asked.job.count if asked else sum(outcome.pools.values())
    return float(count), outcome.training.plan.mfu


def _mark(what: str, bend: Bend) -> Mark:
    """A bend as a word beside it and as a sentence."""
    shares = f"{words.percent(bend.before, 2)} to {words.percent(bend.after, 2)} of the peak"
    why = f"From {words.count(bend.count)} on it {what}: {bend.line} takes {shares}; {bend.why}."
    return bend.count, f"{what}: {bend.line}", why
