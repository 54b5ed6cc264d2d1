"""The Power tab: what draws the power, at which level, how it swings, and what a cap trades."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.panels.answer import AnswerPanel
from gui.panels.lines import Column, Line
from gui.panels.side import Divider, Titled
from gui.panels.table import Table
from gui.plots.bars import PartBars, medians
from model.outcome import PART_LABELS, Array, Demand, Outcome, Swing, Trade
from model.study.bands import Bands

NO_FLEET = ("Nothing draws power yet", "Add a shipment under Fleet.")
LABELS = {
    **PART_LABELS,
    "compute": "Compute",
    "memory": "Memory-bound",
    "communication": "Communication",
    "idle": "Waiting",
    "checkpoint": "Checkpoints",
}
_LEVELS = (
    Column("MW at full load", 92, stretch=True),
    Column("Over a run", 62, "number"),
    Column("Training", 58, "number"),
    Column("Peak", 54, "number"),
    Column("Nameplate", 64, "number", keep=3),
)
_SWINGS = (
    Column("At full load", 130, stretch=True),
    Column("", 52, "number"),
    Column("", 48, "unit"),
    Column("Baseline", 58, "number", keep=2),
)
_LEVEL_TIPS = {
    "Over a run": "mean with its halts and restarts, in which accelerators idle",
    "Training": "mean while the job steps; what binds",
    "Peak": "all of it in full swing at once, on the design day of the cooling",
    "Nameplate": "what feeders and cooling are built for",
}
_SUPPLY_TIP = (
    "What grid and turbines could give on the day of full load; a battery adds to it for hours. "
    "The mean while training is what binds; feeders have to bear the peak."
)


class PowerPanel(AnswerPanel):
    """Demand by part and by activity, its four levels, and the table of swings and caps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("power")
        self.parts = PartBars("power-by-part", self)
        self.activity = PartBars("power-by-activity", self)
        self.parts.title, self.activity.title = "By part, training", "Accelerators over a run"
        self.levels = Table("Levels of demand", _LEVELS, self)
        self.level_side = Titled("Levels", self.levels, self)
        self.swings = Table("Swings of the load", _SWINGS, self)
        self.swing_side = Titled("Swings and caps", self.swings, self)
        self._lines = tuple(Divider(self) for _ in range(3))

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        demand = outcome.demand
        was = baseline.demand if baseline is not None else None
        used = demand is not None and any(outcome.pools.values())
        self.parts.empty = None if used else NO_FLEET
        self.activity.empty = None if used else (NO_FLEET[0], "")
        band = bands.headlines.get("facility_mean_mw") if bands else None
        if demand is not None:
            self.parts.show_parts(
                medians(demand.mean, LABELS),
                unit="W",
                band=(band[0] * 1e6, band[2] * 1e6) if band else None,
                baseline=medians(was.mean, LABELS) if was is not None else None,
            )
            self.activity.show_parts(
                medians(demand.activity, LABELS),
                unit="W",
                baseline=medians(was.activity, LABELS) if was is not None else None,
            )
        self.levels.show_lines(level_lines(demand, outcome.peak_power) if used else [])
        low = demand is not None and used and _falls_short(demand, outcome.peak_power)
        self.level_side.warning = "supply below the peak" if low else ""
        self.level_side.update()
        lines = []
        if demand is not None and used:
            lines = cap_lines(demand.trade, was.trade if was is not None else None)
            lines += swing_lines(demand.swing, was.swing if was is not None else None)
        self.swings.show_lines(lines)
        swing = demand.swing if demand is not None else None
        steep = swing is not None and swing.large and not swing.covered
        self.swing_side.warning = "above the ramp limit" if steep else ""
        self.swing_side.set_title("Swings and caps", f"at {swing.site}" if swing else "")
        self.swing_side.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        edges = [0, *(round(width * share) for share in (0.215, 0.44, 0.745)), width]
        sides = (self.parts, self.activity, self.level_side, self.swing_side)
        for child, left, right in zip(sides, edges, edges[1:], strict=False):
            child.setGeometry(left, 0, right - left, height)
        for line, x in zip(self._lines, edges[1:-1], strict=True):
            line.setGeometry(x, 0, 1, height)
            line.raise_()


def level_lines(demand: Demand | None, peak: Mapping[str, Array]) -> list[Line]:
    """The sums, the supply under the peak, and each part at the four levels."""
    if demand is None:
        return []
    levels = (demand.run, demand.mean, peak, demand.nameplate)
    tip = "; ".join(f"{name}: {what}" for name, what in _LEVEL_TIPS.items()) + "."
    total = [_total(level) for level in levels]
    decimals = 1 if total[1] >= 1e7 else 3

    def cells(*values: float) -> tuple[str, ...]:
        return tuple(f"{value / 1e6:,.{decimals}f}" for value in values)

    parts = [
        Line((LABELS[part], *cells(*(float(level[part][0, 0]) for level in levels))), tip=tip)
        for part in demand.mean
    ]
    low, said = _falls_short(demand, peak), _SUPPLY_TIP

    def supply(name: str, watts: float, *, sub: bool = False) -> Line:
        line = (name, "", "", *cells(watts), "")
        return Line(line, tip=said, muted=sub, alarming=low and not sub)

    sources = [
        supply(f"Supply, {name}", watts, sub=True)
        for name, watts in demand.supply.items()
        if watts > 0
    ]
    return [
        Line(("Total", *cells(*total)), tip=tip, selected=True),
        supply("Supply", _firm(demand)),
        *parts,
        *sources,
    ]


def _total(level: Mapping[str, Array]) -> float:
    return sum(float(part[0, 0]) for part in level.values())


def _falls_short(demand: Demand, peak: Mapping[str, Array]) -> bool:
    """Whether the supply at full load is below what all of it draws in full swing."""
    return _firm(demand) < _total(peak) * (1 - 1e-9)


def _firm(demand: Demand) -> float:
    """What grid and turbines give at full load [W]: a battery carries nothing for long."""
    return sum(watts for name, watts in demand.supply.items() if name != "battery")


def cap_lines(now: Trade | None, before: Trade | None) -> list[Line]:
    """What power limits cost in speed and save in power."""
    if now is None:
        return []
    tip = "With the power caps of the sites against none: what taking them away brings."

    def line(name: str, value: float, old: float) -> Line:
        return Line((name, _percent(value), "%", _percent(old) if before else ""), tip=tip)

    was = before or Trade(
        1.0, 1.0, 1.0, 0.0, {}
    )  # a baseline without caps is what they compare with
    limits = [
        Line((f"Cap of {name}", words.number(watts), "W", _watts(was.limits_w.get(name))), tip=tip)
        for name, watts in now.limits_w.items()
    ]
    return [
        *limits,
        line("Cap: speed", now.speed, was.speed),
        line("Cap: power at the meter", now.power, was.power),
        line("Cap: energy for the work", now.energy, was.energy),
    ]


def _watts(limit: float | None) -> str:
    return "" if limit is None else words.number(limit)


def _percent(ratio: float) -> str:
    return words.number((ratio - 1.0) * 100.0)


def swing_lines(now: Swing | None, before: Swing | None) -> list[Line]:
    """How the load moves, and what holds it."""
    if now is None:
        return []

    def line(name: str, field: str, factor: float, unit: str, tip: str) -> Line:
        old = words.number(getattr(before, field) * factor) if before is not None else ""
        return Line((name, words.number(getattr(now, field) * factor), unit, old), tip=tip)

    limit = words.number(now.limit_w_per_s / 1e6)
    has = "The site has batteries that hold it" if now.covered else "The site has none so large"
    covered = f"{has} at full load."
    store = now.rack_store_j / now.step_store_j if now.step_store_j > 0 else 1.0
    racks = (
        f"Capacitors in the power supplies, where servers have them, would store "
        f"{words.percent(min(store, 1.0))} of what the step asks for."
    )
    floor = "A floor under the draw of waiting accelerators keeps the ramps within the limit."
    return [
        line("Swing within a step", "amplitude_w", 1e-6, "MW", racks),
        line("Steps", "frequency_hz", 1.0, "Hz", "Grids resonate between 0.1 and 20 Hz."),
        line("Ramp", "ramp_w_per_s", 1e-6, "MW/s", f"Plants follow {limit} MW/s."),
        line("Plants follow", "limit_w_per_s", 1e-6, "MW/s", "Of one large unit."),
        line("Fall at a checkpoint", "checkpoint_w", 1e-6, "MW", "Each time that state is saved."),
        line("Fall when the job stops", "stop_w", 1e-6, "MW", "A failure stops all of it."),
        line("Battery that holds it", "battery_w", 1e-6, "MW", covered),
        line("", "battery_j", 1 / 3.6e9, "MWh", covered),
        line("", "battery_usd", 1e-6, "M$", covered),
        line("Or smoothing wastes", "floor_waste_w", 1e-6, "MW", floor),
        line("", "floor_usd_per_year", 1e-6, "M$/year", floor),
    ]
