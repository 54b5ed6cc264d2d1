"""The Reliability tab: where time is lost, how the restart decides it, and what would help."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.panels.answer import AnswerPanel
from gui.panels.calm import Calm
from gui.panels.lines import Column, Line
from gui.panels.side import Choice, Divider, Titled
from gui.panels.table import Table
from gui.plots.bars import PartBars
from gui.plots.share_curve import ShareCurve
from model.outcome import Outcome
from model.study.bands import Bands
from model.study.goodput import Account, Help, account, helps
from model.units import DAY_S, HOUR_S

NO_FLEET = ("Nothing can fail yet", "Add a shipment under Fleet, or open the Colossus scenario.")
TWO_ROWS_FROM = 380
"""Height [px] from which failures, restart and help stand in a second row."""
BOTH_CURVES_FROM = 1120
"""Width [px] from which both curves stand beside each other in one row."""
VIEWS = ("Restart", "Size")
MINUTE_S = 60.0
_WEIGHTS = {"time-lost": 1.15, "goodput-restart": 0.9, "goodput-count": 0.9}
"""Share of a row's width; 1 for the others."""
_PHASES = (Column("After a failure", 120, stretch=True), Column("Takes", 64, "number"),
           Column("", 30, "unit"))  # fmt: skip
_HELPS = (Column("Change", 130, stretch=True), Column("Goodput", 58, "number"),
          Column("", 54, "unit"))  # fmt: skip


class ReliabilityPanel(AnswerPanel):
    """Losses by cause, two curves, failures by component, and what a change would bring.

    Losses and curves follow every frame of a drag, the tables eight times a second.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reliability")
        self.losses = PartBars("time-lost", self)
        self.losses.title = "Time lost"
        self.restarts = ShareCurve("goodput-restart", "Restart", "min", "Goodput", self)
        self.restarts.title = "Goodput by restart"
        self.counts = ShareCurve("goodput-count", "Accelerators", "", "Goodput", self)
        self.counts.title = "Goodput by size"
        self.failures = PartBars("failures", self)
        self.failures.title = "Failures"
        self.phases = Table("A restart", _PHASES, self)
        self.phase_side = Titled("A restart", self.phases, self)
        self.helps = Table("What would help", _HELPS, self)
        self.help_side = Titled("What would help", self.helps, self)
        self.choice = Choice("Curve", VIEWS, self)
        self.choice.resize(self.choice.sizeHint())
        self.choice.chosen.connect(self._arrange)
        self._lines = tuple(Divider(self) for _ in range(4))
        self.calm = Calm(self)
        self.calm.due.connect(self._show_tables)
        self._outcome: Outcome | None = None
        self._account: Account | None = None
        self._baseline: Outcome | None = None
        self._before: Account | None = None

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        if baseline is not self._baseline:  # it stays the same through a drag
            self._baseline = baseline
            self._before = account(baseline) if baseline is not None else None
        before = self._before
        moved, self._outcome = outcome is not self._outcome, outcome
        if moved or self._account is None:
            self._account = account(outcome)
        self._show_bars(self._account, before, bands)
        self._show_curves(self._account, before)
        if moved:
            self.calm.ask()
        else:  # only the bands are new: the lever rests
            self.calm.now()

    def _show_bars(self, now: Account | None, before: Account | None, bands: Bands | None) -> None:
        for chart in (self.losses, self.failures, self.restarts, self.counts):
            chart.empty = NO_FLEET if now is None else None
        if now is None:
            self.losses.show_parts({}, unit="%")
            self.failures.show_parts({}, unit="", per="a day")
            return
        band = bands.headlines.get("goodput") if bands else None
        self.losses.show_parts(
            _percents(now),
            unit="%",
            band=(100 * (1 - band[2]), 100 * (1 - band[0])) if band else None,
            baseline=_percents(before) if before else None,
            note=f"goodput {words.percent(now.goodput)}",
        )
        self.failures.show_parts(
            now.failures,
            unit="a day",
            baseline=before.failures if before else None,
            note=f"every {spell(float(now.losses.mtbf_s.item()))}",
        )

    def _show_curves(self, now: Account | None, before: Account | None) -> None:
        if now is None:
            return
        restarts = before.restarts if before else None
        counts = before.counts if before else None
        point = (now.restarts.point[0] / MINUTE_S, now.restarts.point[1])
        self.restarts.caption = "minutes"
        self.restarts.show_curve(
            (now.restarts.x / MINUTE_S, now.restarts.goodput),
            point=point,
            before=(restarts.x / MINUTE_S, restarts.goodput) if restarts else None,
        )
        self.counts.caption = "accelerators"
        self.counts.show_curve(
            (now.counts.x, now.counts.goodput),
            point=now.counts.point,
            before=(counts.x, counts.goodput) if counts else None,
        )

    def _show_tables(self) -> None:
        """What is read rather than watched."""
        now, outcome = self._account, self._outcome
        if now is None or outcome is None:
            self.phases.show_lines(())
            self.helps.show_lines(())
            return
        self.phases.show_lines(phase_lines(now))
        self.phase_side.set_title("A restart", checkpoint_words(now))
        self.helps.show_lines([help_line(each) for each in helps(outcome)])
        self.help_side.set_title("What would help", spare_words(now) or "each change alone")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, _index: int = 0) -> None:
        width, height = self.width(), self.height()
        tall = height >= TWO_ROWS_FROM
        both = tall or width >= BOTH_CURVES_FROM
        chosen = (self.restarts, self.counts)[self.choice.index]
        curves = [self.restarts, self.counts] if both else [chosen]
        rows: list[list[QWidget]] = [[self.losses, *curves, self.failures, self.help_side]]
        if tall:
            rows = [[self.losses, *curves], [self.failures, self.phase_side, self.help_side]]
        shown = [child for row in rows for child in row]
        self.restarts.setVisible(self.restarts in shown)
        self.counts.setVisible(self.counts in shown)
        self.phase_side.setVisible(tall)
        lines = list(self._lines)
        deep = height // len(rows)
        for k, row in enumerate(rows):
            edges = _edges(width, [_WEIGHTS.get(child.objectName(), 1.0) for child in row])
            for child, left, right in zip(row, edges, edges[1:], strict=False):
                child.setGeometry(left, k * deep, right - left, deep)
            for x in edges[1:-1]:
                line = lines.pop()
                line.setGeometry(x, k * deep, 1, deep)
                line.raise_()
                line.show()
        for line in lines:
            line.hide()
        self.choice.setVisible(not both)
        if not both:
            for curve in curves:
                curve.reserved = self.choice.width() + 8
                at = curve.geometry()
                self.choice.move(at.right() - self.choice.width() - 8, at.top())
            self.choice.raise_()
        else:
            self.restarts.reserved = self.counts.reserved = 0


def _edges(width: int, weights: list[float]) -> list[int]:
    """Where columns of these weights begin and end [px]."""
    ends = [sum(weights[:i]) / sum(weights) for i in range(len(weights) + 1)]
    return [round(width * end) for end in ends]


def spell(seconds: float) -> str:
    """A time in the unit that gives it one to three digits: 28.1 min."""
    for factor, unit in ((DAY_S, "d"), (HOUR_S, "h"), (MINUTE_S, "min")):
        if seconds >= 1.5 * factor:
            return f"{words.number(seconds / factor)} {unit}"
    return f"{words.number(seconds)} s"


def phase_lines(now: Account) -> list[Line]:
    """What passes after a failure, in order, and its sum."""
    pairs = [*now.phases.items(), ("In all", sum(now.phases.values()))]
    return [
        Line((name, *spell(seconds).rsplit(" ", 1))) for name, seconds in pairs if seconds > 0.0
    ]


def checkpoint_words(now: Account) -> str:
    """How often the job saves, how long it halts for it, and how long the writing takes."""
    taken = now.losses
    every, halt = float(taken.interval_s.item()), float(taken.stall_s.item())
    if every == float("inf"):
        return "nothing fails, so nothing is saved"
    return f"saves every {spell(every)}, halts {spell(halt)}, writes {spell(taken.write_s)}"


def spare_words(now: Account) -> str:
    """How many accelerators are held back, and what they cost; empty without spares."""
    if not now.spares:
        return ""
    return f"{words.count(now.spares)} held back, {' '.join(words.quantity(now.spares_usd, 'USD'))}"


def help_line(each: Help) -> Line:
    """The change and the points of goodput that it brings."""
    gain = f"+{100 * each.gain:.2f}"
    return Line((each.label, gain, "points"), tip=f"{each.label}: {each.meaning}")


def _percents(now: Account) -> dict[str, float]:
    """Losses in percent of all accelerator-time, without those that are nothing."""
    return {name: 100 * part for name, part in now.lost.items() if part > 0.0}
