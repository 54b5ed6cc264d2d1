"""The Training tab: where the FLOP/s go, the chosen plan, and how long each workload takes."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui import theme as themes
from gui.panels.answer import AnswerPanel
from gui.panels.background import Newest
from gui.panels.calm import Calm
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
from gui.panels.training_charts import (
    NO_FLEET,
    show_losses,
    show_memory,
    show_sizes,
    what_is_missing,
)
from gui.panels.training_studies import Studies, studied
from gui.panels.workloads import RUN_COLUMNS, run_line
from gui.plots.chart import Chart
from gui.plots.sizes import SizesPlot
from gui.plots.waterfall import Waterfall
from model.outcome import Outcome
from model.study.bands import Bands
from model.units import date_of

ALL_FROM = 480
"""Height [px] from which plans, memory and sizes stand one above the other."""
MIDDLE_HIGH = (24 * 7 + 4, 210, 16_777_215)
"""Heights of plans, memory and sizes one above the other [px]"""
WATERFALL_HIGH = 476
"""Height of all rows at their most [px]"""
SIZES_LEAST = 200
VIEWS = ("Plans", "Memory", "By size")


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
        show_losses(self.waterfall, outcome)
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
        outcome = self._outcome
        if outcome is not None:
            known = self._asked is outcome and not self.newest.busy
            show_memory(self.memory, outcome, self._studies.least if known else None)

    def _show_sizes(self) -> None:
        if self._outcome is not None:
            found, stale = self._studies.sizes, self.newest.busy
            show_sizes(self.sizes, self._outcome, self._baseline, found, stale=stale)

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
        none = self._outcome is not None and what_is_missing(self._outcome) not in (None, NO_FLEET)
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
