"""The Training tab: where the FLOP/s go, the chosen plan, and how long each workload takes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.panels.background import Newest
from gui.panels.calm import Calm
from gui.panels.lines import Column, Line
from gui.panels.plans import PLAN_COLUMNS, plan_lines, plan_words
from gui.panels.side import Choice, Divider, Titled
from gui.panels.table import Table
from gui.plots.curve import CurvePlot
from gui.plots.waterfall import Waterfall
from model.catalog import catalog
from model.outcome import Outcome
from model.study.bands import Bands
from model.study.catalogue import WorkloadDays, days_per_workload
from model.units import date_of

NO_FLEET = ("No accelerators yet", "Add a shipment under Fleet, or open the Colossus scenario.")
BOTH_FROM = 260
"""Height [px] from which plans and curve stand one above the other."""

_RUNS = (
    Column("Run", 102, stretch=True),
    Column("FLOP", 76, "number", keep=2),
    Column("Days", 46, "number"),
    Column("Done", 90, "number"),
    Column("P10–P90", 124, "number", keep=1),
)


class TrainingPanel(QWidget):
    """Three columns; the middle one shows plans and curve, one at a time where it is low."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training")
        self.waterfall = Waterfall("waterfall", self)
        self.plans = Table("Parallel plans", PLAN_COLUMNS, self)
        self.plan_side = Titled("Plan", self.plans, self)
        self.curve = CurvePlot("mfu-curve", self)
        self.curve.title, self.curve.caption = (
            "MFU by cluster size",
            "this layout scaled; ring: the chosen plan",
        )
        self.choice = Choice("Middle view", ("Plans", "MFU by size"), self)
        self.choice.chosen.connect(self._arrange)
        self.runs = Table("Days for each workload", _RUNS, self)
        self.runs_side = Titled("How long on this cluster", self.runs, self)
        self._lines = (Divider(self), Divider(self))
        self.newest = Newest(self)
        self.newest.done.connect(self.show_workloads)
        self.newest.failed.connect(self._on_failed)
        self.calm = Calm(self)
        self.calm.due.connect(self._show_tables)
        self._outcome: Outcome | None = None
        self._bands: Bands | None = None
        self._baseline: Outcome | None = None
        self._asked: Outcome | None = None
        self._workloads: tuple[WorkloadDays, ...] = ()

    def show(
        self,
        outcome: Outcome | None = None,
        bands: Bands | None = None,
        baseline: Outcome | None = None,
    ) -> None:
        """Show the answer; without one, become visible."""
        if outcome is None:
            super().show()
            return
        moved = outcome is not self._outcome
        self._outcome, self._bands, self._baseline = outcome, bands, baseline
        self._show_ladder(outcome)
        if self.curve.isVisible():
            self._show_curve(outcome, baseline)
        if moved:
            self.calm.ask()
        else:  # only the bands are new: the lever rests
            self.calm.now()

    def show_workloads(self, rows: Sequence[WorkloadDays]) -> None:
        """Show days and finish of each workload; they fit the outcome shown last."""
        self._workloads = tuple(rows)
        self._show_runs()

    def _show_tables(self) -> None:
        """What is read rather than watched: plans, days for each workload; the hidden curve."""
        if self._outcome is None:
            return
        self._show_curve(self._outcome, self._baseline)
        self._show_plans(self._outcome)
        if self.isVisible():
            self._ask()
        self._show_runs()

    def _ask(self) -> None:
        if self._outcome is not None and self._asked is not self._outcome:
            self._asked = self._outcome
            self.newest.ask(partial(days_per_workload, self._outcome))

    def _on_failed(self, message: str) -> None:
        self._workloads = ()
        self.runs_side.set_title("How long on this cluster", message)
        self._show_runs()

    def _show_ladder(self, outcome: Outcome) -> None:
        training, chart = outcome.training, self.waterfall
        kind = max(outcome.pools, key=lambda i: outcome.pools[i], default="")
        record = catalog().accelerators.get(kind)
        chart.title = "Where the FLOP/s go"
        chart.empty = None
        if record is None or not any(outcome.pools.values()):
            chart.empty = NO_FLEET
        elif not training.plans or not training.ladder:
            act = "Add accelerators under Fleet, or choose another run under Workload."
            chart.empty = (training.why_not or "No plan fits", act)
        chart.caption = ""
        if chart.empty is not None or record is None:
            chart.show_ladder((), unit="TFLOP/s")
            return
        first = training.ladder[0][1]
        totals = {
            name: words.percent(value / first)
            for name, value in training.ladder[1:]
            if value > 0 and first > 0
        }
        precision = outcome.scenario.workload.precision
        chart.caption = (
            f"TFLOP/s per {record.short}, {precision} dense, "
            f"best of {words.count(training.evaluated)} plans"
        )
        chart.show_ladder(
            training.ladder, unit="TFLOP/s", scale=1e-12, family=record.family, notes=totals
        )

    def _show_plans(self, outcome: Outcome) -> None:
        training = outcome.training
        self.plans.show_lines(plan_lines(training.plans))
        beyond = "  ".join(training.extrapolated)
        caption = plan_words(training.plans[0]) if training.plans else training.why_not
        self.plan_side.warning = "beyond the measured range" if beyond else ""
        self.plan_side.set_title("Plan", caption)
        self.plan_side.setToolTip(f"{caption}\n{beyond}".strip())

    def _show_curve(self, outcome: Outcome, baseline: Outcome | None) -> None:
        training = outcome.training
        point = None
        if training.plans:
            point = (float(sum(outcome.pools.values())), training.plans[0].mfu)
        before = None
        if baseline is not None:
            before = (baseline.training.curve_count, baseline.training.curve_mfu)
        self.curve.empty = None if training.plans else ("No plan fits", training.why_not)
        self.curve.show_curve(training.curve_count, training.curve_mfu, point=point, before=before)

    def _show_runs(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        stale = self.newest.busy or not self._workloads
        finish = self._bands.headlines.get("training_finish") if self._bands else None
        lines = [_run_line(row, outcome, finish) for row in self._workloads]
        self.runs.show_lines(lines, stale=stale)
        started = next((w.start for w in self._workloads if w.start < float("inf")), None)
        if started is not None:
            when = words.long_date(date_of(started, outcome.epoch))
            self.runs_side.set_title("How long on this cluster", f"from {when}")

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on the workloads when the tab is opened."""
        super().showEvent(event)
        self._ask()
        self._show_runs()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, _index: int = 0) -> None:
        width, height = self.width(), self.height()
        right = min(max(round(width * 0.30), 318), 480)
        middle = 248 if width < 1150 else min(round(width * 0.31), 480)
        left = width - right - middle
        self.waterfall.setGeometry(0, 0, left, height)
        both = height >= BOTH_FROM
        plans_high = min(24 * 7 + 4, height // 2 + 24) if both else height
        show_curve = both or self.choice.index == 1
        self.plan_side.setGeometry(left, 0, middle, plans_high)
        self.curve.setGeometry(
            left, plans_high if both else 0, middle, height - plans_high if both else height
        )
        self.plan_side.setVisible(both or not show_curve)
        self.curve.setVisible(show_curve)
        self.choice.setVisible(not both)
        size = self.choice.sizeHint()
        self.choice.setGeometry(left + middle - size.width() - 4, 0, size.width(), size.height())
        self.choice.raise_()
        self.plan_side.reserved = 0 if both else size.width() - 8
        self.curve.reserved = self.plan_side.reserved
        self.runs_side.setGeometry(left + middle, 0, right, height)
        for line, x in zip(self._lines, (left, left + middle), strict=True):
            line.setGeometry(x, 0, 1, height)
            line.raise_()


def _run_line(
    row: WorkloadDays, outcome: Outcome, finish: tuple[float, float, float] | None
) -> Line:
    """One workload; the scenario's own run is the selected row and carries its range."""
    done = "never"
    if row.finish < float("inf"):
        done = words.long_date(date_of(row.finish, outcome.epoch))
    span = ""
    if row.own and finish is not None and finish[2] < float("inf"):
        low, high = (date_of(finish[i], outcome.epoch) for i in (0, 2))
        span = f"{words.short_date(low)}–{words.short_date(high)}"
    tip = row.why_not or f"{row.name}: MFU {words.percent(row.mfu)}; {row.plan}"
    if span:
        tip += f"\nDone, P10–P90: {span}"
    return Line(
        cells=(
            row.name,
            words.power_of_ten(row.flop, 2),
            words.day_count(row.days) if row.days < float("inf") else "–",
            done,
            span,
        ),
        tip=tip,
        selected=row.own,
        muted=bool(row.why_not),
    )
