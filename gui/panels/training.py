"""The Training tab: where the FLOP/s go, the chosen plan, and how long each workload takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
import numpy as np
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui import theme as themes
from gui.panels.answer import AnswerPanel
from gui.panels.background import Newest
from gui.panels.calm import Calm
from gui.panels.job_bars import loss_bars, memory_bars
from gui.panels.plans import (
    PLAN_COLUMNS,
    REMEDY_COLUMNS,
    plan_lines,
    plan_short,
    plan_words,
    remedy_lines,
)
from gui.panels.side import Choice, Divider, Titled
from gui.panels.table import Table
from gui.panels.workloads import RUN_COLUMNS, run_line
from gui.plots.chart import Chart
from gui.plots.sizes import Mark, SizesPlot
from gui.plots.waterfall import Waterfall
from model.catalog import catalog
from model.outcome import Outcome, Plan
from model.study.bands import Bands
from model.study.catalogue import WorkloadDays, days_per_workload
from model.study.fitting import Remedy, least_hungry, what_fits
from model.study.job import memory_of
from model.study.losses import losses
from model.study.scaling import Bend, Scaling, scaling
from model.units import GIB, date_of

NO_FLEET = ("No accelerators yet", "Add a shipment under Fleet, or open the Colossus scenario.")
ALL_FROM = 480
"""Height [px] from which plans, memory and sizes stand one above the other."""
MIDDLE_HIGH = (24 * 7 + 4, 210, 16_777_215)
"""Heights of plans, memory and sizes one above the other [px]"""
WATERFALL_HIGH = 476
"""Height of all rows at their most [px]"""
SIZES_LEAST = 200
VIEWS = ("Plans", "Memory", "By size")


class Studies(msgspec.Struct, frozen=True):
    """What takes longer than a frame."""

    workloads: tuple[WorkloadDays, ...]
    sizes: Scaling | None
    remedies: tuple[Remedy, ...]
    least: Plan | None = None
    """the plan that needs least memory, where none fits"""


class TrainingPanel(AnswerPanel):
    """Three columns; the middle one shows plans, memory and sizes; where it is low, one of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self.waterfall = Waterfall("waterfall", self)
        self.waterfall.title = "Where the FLOP/s go"
        self.plans = Table("Parallel plans", PLAN_COLUMNS, self)
        self.plan_side = Titled("Plan", self.plans, self)
        self.remedies = Table("What would fit", REMEDY_COLUMNS, self)
        self.remedy_side = Titled("What would fit", self.remedies, self)
        self.memory = Waterfall("memory", self)
        self.memory.title = "Memory"
        self.sizes = SizesPlot("sizes", self)
        self.sizes.title = "MFU by cluster size"
        self.choice = Choice("Middle view", VIEWS, self)
        self.choice.chosen.connect(self._show_middle)
        self.runs = Table("Days for each workload", RUN_COLUMNS, self)
        self.runs_side = Titled("How long on this cluster", self.runs, self)
        self._lines = (Divider(self), Divider(self))
        self.newest = Newest(self)
        self.newest.done.connect(self.show_studies)
        self.newest.failed.connect(self._on_failed)
        self.calm = Calm(self)
        self.calm.due.connect(self._show_tables)
        self._outcome: Outcome | None = None
        self._bands: Bands | None = None
        self._baseline: Outcome | None = None
        self._asked: Outcome | None = None
        self._studies = Studies((), None, ())

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        moved = outcome is not self._outcome
        self._outcome, self._bands, self._baseline = outcome, bands, baseline
        self._show_losses(outcome)
        if self.sizes.isVisible():
            self._show_sizes()
        if moved:
            self.calm.ask()
        else:  # only the bands are new: the lever rests
            self.calm.now()

    def show_studies(self, studies: Studies) -> None:
        """Show days, sizes and remedies; they fit the outcome shown last."""
        self._studies = studies
        self._show_runs()
        self._show_middle()
        self.remedies.show_lines(remedy_lines(studies.remedies))

    def _show_tables(self) -> None:
        """What is read rather than watched."""
        if self._outcome is None:
            return
        if self.isVisible():
            self._ask()
        self._show_middle()
        self._show_runs()

    def _show_middle(self, _index: int = 0) -> None:
        """The middle views that are seen: where one hides the others, they can wait."""
        self._arrange()
        views = (self.plan_side, self.memory, self.sizes)
        shows = (self._show_plans, self._show_memory, self._show_sizes)
        for view, show in zip(views, shows, strict=True):
            if not view.isHidden():
                show()

    def _ask(self) -> None:
        if self._outcome is not None and self._asked is not self._outcome:
            self._asked = self._outcome
            self.newest.ask(partial(studied, self._outcome))

    def _on_failed(self, message: str) -> None:
        self._studies = Studies((), None, ())
        self.runs_side.set_title("How long on this cluster", message)
        self._show_runs()
        self._show_middle()

    def _show_losses(self, outcome: Outcome) -> None:
        chart, taken = self.waterfall, losses(outcome)
        kind = max(outcome.pools, key=lambda i: outcome.pools[i], default="")
        record = catalog().accelerators.get(kind)
        chart.caption, chart.empty = "", self._nothing(outcome)
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

    def _nothing(self, outcome: Outcome) -> tuple[str, str] | None:
        """What is missing for a plan and the next act, or None."""
        if not any(outcome.pools.values()):
            return NO_FLEET
        if outcome.training.plan is not None:
            return None
        act = "Add accelerators under Fleet, or choose another run under Workload."
        return outcome.training.why_not or "No plan fits", act

    def _show_plans(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        training = outcome.training
        self.plans.show_lines(plan_lines(outcome))
        beyond = "  ".join(training.extrapolated)
        best = training.plan
        caption = plan_words(best) if best else training.why_not
        self.plan_side.warning = "extrapolated" if beyond else ""
        self.plan_side.set_title("Plan", caption, plan_short(best) if best else None)
        said = (caption, training.fleet, beyond)
        self.plan_side.setToolTip("\n".join(each for each in said if each))

    def _show_memory(self) -> None:
        """What fills an accelerator under the chosen plan, or under the one that needs least."""
        outcome, chart = self._outcome, self.memory
        if outcome is None:
            return
        plan, least = outcome.training.plan, self._studies.least
        known = self._asked is outcome and not self.newest.busy
        shown = plan or (least if known else None)
        chart.empty, chart.caption = None if shown else self._nothing(outcome), ""
        found = outcome.training.asked
        if shown is None or found is None:
            chart.show_bars((), unit="GiB")
            return
        name = found.hardware.name
        chart.caption = f"GiB on the fullest {name}; line: what may be filled"
        bars, limit = memory_bars(shown, memory_of(outcome, shown))
        family = catalog().accelerators[found.lead].family
        chart.show_bars(bars, unit="GiB", scale=1 / GIB, family=family, whole=limit)

    def _show_sizes(self) -> None:
        outcome, found = self._outcome, self._studies.sizes
        if outcome is None:
            return
        chart = self.sizes
        chart.empty, chart.caption = self._nothing(outcome), ""
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
            point=_point(outcome), before=_point(self._baseline), marks=marks,
            stale=self.newest.busy,
        )  # fmt: skip

    def _show_runs(self) -> None:
        outcome, rows = self._outcome, self._studies.workloads
        if outcome is None:
            return
        finish = self._bands.headlines.get("training_finish") if self._bands else None
        lines = [run_line(row, outcome, finish) for row in rows]
        self.runs.show_lines(lines, stale=self.newest.busy or not rows)
        started = next((w.start for w in rows if w.start < float("inf")), None)
        if started is not None:
            when = words.long_date(date_of(started, outcome.epoch))
            self.runs_side.set_title("How long on this cluster", f"from {when}")

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what was computed while nobody looked."""
        super().showEvent(event)
        self._ask()
        self._show_runs()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        del event
        QPainter(self).fillRect(self.rect(), themes.color(themes.current().s1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._show_middle()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        right = min(max(round(width * 0.325), 336), 520)
        middle = 276 if width < 1150 else min(round(width * 0.32), 520)
        left = width - right - middle
        stacked = height >= ALL_FROM
        self.sizes.title = "MFU by cluster size" if stacked else "MFU by size"
        none = self._outcome is not None and self._nothing(self._outcome) not in (None, NO_FLEET)
        top, over = (
            (self.remedy_side, self.plan_side) if none else (self.plan_side, self.remedy_side)
        )
        over.hide()
        # Under a waterfall that has all the room it can use, the curve gets the width of both.
        across = height >= WATERFALL_HIGH + SIZES_LEAST
        upper = WATERFALL_HIGH if across else height
        self.waterfall.setGeometry(0, 0, left, upper)
        self._place_middle((top, self.memory, self.sizes), left, middle, upper, stacked=stacked)
        if across:
            self.sizes.setGeometry(0, upper, left + middle, height - upper)
        self.runs_side.setGeometry(left + middle, 0, right, height)
        for line, x, high in zip(self._lines, (left, left + middle), (upper, height), strict=True):
            line.setGeometry(x, 0, 1, high)
            line.raise_()

    def _place_middle(
        self, parts: tuple[Titled | Chart, ...], left: int, wide: int, upper: int, *, stacked: bool
    ) -> None:
        """One above the other down to ``upper``, or the one that is chosen."""
        size, y = self.choice.sizeHint(), 0
        for index, (part, high) in enumerate(zip(parts, MIDDLE_HIGH, strict=True)):
            part.setVisible(stacked or self.choice.index == index)
            part.reserved = 0 if stacked else size.width() - 8
            last = part is self.memory and upper < self.height()  # the sizes stand elsewhere
            tall = upper - y if last else min(high, self.height() - y)
            part.setGeometry(left, y, wide, tall if stacked else self.height())
            y += high if stacked else 0
        self.choice.setVisible(not stacked)
        self.choice.setGeometry(left + wide - size.width() - 4, 0, size.width(), size.height())
        self.choice.raise_()


def studied(outcome: Outcome, wanted: Callable[[], bool]) -> Studies:
    """In the worker: days for each workload, plans at other sizes, and what would fit."""
    return Studies(
        tuple(days_per_workload(outcome, wanted)),
        scaling(outcome, wanted),
        what_fits(outcome, wanted),
        least_hungry(outcome),
    )


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
