"""The Cost tab: what the cluster costs to build, to keep, and what one run costs."""

from __future__ import annotations

import math

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.panels.answer import AnswerPanel
from gui.panels.lines import Column, Line
from gui.panels.side import Divider, Titled
from gui.panels.table import Table
from gui.plots.bars import PartBars, medians
from model.outcome import Outcome
from model.study.bands import Bands
from model.study.unit_costs import UnitCosts, unit_costs

NO_FLEET = ("Nothing to pay for yet", "Add a shipment under Fleet, or open the Colossus scenario.")
NO_RUN = ("The run never finishes", "Bring accelerators online, or choose a smaller run.")

LABELS = {
    "accelerators": "Accelerators",
    "building": "Building, cooling",
    "power": "Substation, battery",
    "energy": "Energy, fuel",
    "facility": "Facility upkeep",
}
"""What a part of `model.evaluate` is called here; others are called what they are."""

_UNITS = (
    Column("Unit cost of the run", 100, stretch=True),
    Column("", 64, "number"),
    Column("", 40, "unit"),
    Column("Baseline", 62, "number", keep=2),
)


class CostPanel(AnswerPanel):
    """Three stacks of parts and the unit costs of the run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cost")
        self.capex = PartBars("capital-cost", self)
        self.opex = PartBars("operating-cost", self)
        self.run = PartBars("run-cost", self)
        self.units = Table("Unit costs", _UNITS, self)
        self.unit_side = Titled("Per unit", self.units, self)
        self.capex.title, self.opex.title = "Capital cost", "Operating cost"
        self.run.title = "Cost of the run"
        self._lines = tuple(Divider(self) for _ in range(3))

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        costs = unit_costs(outcome)
        before = unit_costs(baseline) if baseline is not None else None
        finite = math.isfinite(costs.gpu_hours)
        self.capex.empty = None if any(outcome.pools.values()) else NO_FLEET
        self.opex.empty = self.capex.empty and (NO_FLEET[0], "")
        self.run.empty = self.opex.empty or (None if finite else NO_RUN)
        for chart, name, kind in (
            (self.capex, "capex_usd", "capex"),
            (self.opex, "opex_usd_per_year", "opex"),
            (self.run, "run_cost_usd", "run_cost"),
        ):
            band = bands.headlines.get(name) if bands else None
            was = medians(getattr(baseline, kind), LABELS) if baseline is not None else None
            chart.show_parts(
                medians(getattr(outcome, kind), LABELS),
                unit="USD",
                per="/year" if chart is self.opex else "",
                band=(band[0], band[2]) if band else None,
                baseline=was,
            )
        self.units.show_lines(unit_lines(costs, before))
        life = outcome.scenario.money.life_years
        self.unit_side.set_title("Per unit", f"hardware written off over {words.entry(life)} years")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out; a narrow tab gives the capital cost the most."""
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        edges = [0, *(round(width * share) for share in (0.29, 0.53, 0.78)), width]
        for child, left, right in zip(
            (self.capex, self.opex, self.run, self.unit_side), edges, edges[1:], strict=False
        ):
            child.setGeometry(left, 0, right - left, height)
        for line, x in zip(self._lines, edges[1:-1], strict=True):
            line.setGeometry(x, 0, 1, height)
            line.raise_()


def unit_lines(now: UnitCosts, before: UnitCosts | None) -> list[Line]:
    """The run's cost per accelerator-hour and per 1e24 FLOP, and its accelerator-hours."""
    was = before or UnitCosts(math.nan, math.nan, math.nan)
    return [
        _line("Per GPU-hour", now.per_gpu_hour, was.per_gpu_hour, "$"),
        _line("Per 10²⁴ FLOP", now.per_1e24_flop, was.per_1e24_flop, "$"),
        _line("GPU-hours", now.gpu_hours, was.gpu_hours, "h"),
    ]


def _line(name: str, now: float, was: float, unit: str) -> Line:
    factor, scaled = words.scale_of(now, "$")  # a plain number takes the prefixes of money
    prefix = scaled.removesuffix("$")
    shown = f"{prefix} {unit}".strip() if unit == "h" else prefix + unit
    if not math.isfinite(now):
        shown = ""
    before = words.number(was * factor) if math.isfinite(was) else ""
    return Line((name, words.number(now * factor), shown, before))
