"""Power over time: the load stacked by component, the supply behind it, the shortage hatched."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from gui import format as words
from gui.plots import skin as skins
from gui.plots.chips import Chips
from gui.plots.curves import parted, standing, sync_ghost
from gui.plots.flags import MIDDLE as FLAG_MIDDLE
from gui.plots.flags import flags_of
from gui.plots.item import AA
from gui.plots.lettering import Letters, letters
from gui.plots.notice import EMPTY
from gui.plots.plot import Table
from gui.plots.polygon import Array, Polygon, crisp
from gui.plots.ranges import NiceRange
from gui.plots.series import days_of, rising, rows
from gui.plots.shortage import Shortage
from gui.plots.skin import Skin
from gui.plots.stacked import NONE, StackedPlot, height_of
from gui.plots.timescale import Spot, Ticks, TimeScale
from gui.plots.titles import Field, Label
from model.outcome import PART_LABELS, POWER_PARTS, Outcome
from model.study.bands import Bands


class PowerPlot(StackedPlot):
    """MW at the meter: five parts, what calls take, what is wanted, and the supply behind."""

    NAME = "Power"

    def __init__(self, parent: object) -> None:
        super().__init__(parent, NiceRange("W", 6))
        self.wanted = self.grid_power = self.turbines = self.battery = self.firm = NONE
        self.kept = NONE
        """What is drawn and what calls take."""
        self.run_share = ""
        """Mean over a run, as a share of what is drawn while the job steps, in words."""
        self.hours = 0.0
        """For how long the batteries give their power [h]."""
        self.layers = [Polygon() for _ in POWER_PARTS]
        """One area for each part, from its height in the stack down to zero."""
        self.edges = [Polygon() for _ in POWER_PARTS]
        self.shortage = Shortage()
        self._chips = Chips()
        self._supply = {name: Polygon() for name in ("firm", "calls", "line", "battery")}
        self._lines = {name: Polygon() for name in ("top", "ghost", "cased", "grid", "under")}

    def show(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Take in an answer; nothing is painted yet."""
        self.epoch, self.days = outcome.epoch, days_of(outcome)
        points = len(self.days)
        load = [outcome.power[part] for part in POWER_PARTS]
        supply = [outcome.supply[name] for name in ("grid", "turbines", "battery")]
        series = rows([*load, outcome.idled, outcome.wanted, *supply], points)
        self.wanted, self.grid_power, self.turbines, self.battery = series[-4:].copy()
        series[:-4].cumsum(axis=0, out=series[:-4])
        series[-3:].cumsum(axis=0, out=series[-3:])
        self._series, self.stack = series, series[:-5]
        self.kept, self.firm = series[-5], series[-2]
        self.run_share, self.hours = _run_share(outcome), _hours(outcome)
        self.ghost = None
        if baseline is not None:
            self.take_ghost(outcome, baseline, baseline.power)
        self.flags.flags = flags_of(outcome, "power")
        self.notice = None
        if not outcome.racked.any():
            self.notice = EMPTY
        self.grow([self.wanted, self.sum, series[-1]])

    def sync(self, scale: TimeScale, ticks: Ticks) -> None:
        """Fill the buffers for the days of ``scale`` [px of the box]."""
        zero, per_unit = self.span(scale, ticks)
        x, heights = self.pixels(self.days, self._series, zero, per_unit)
        parts, sharp = len(POWER_PARTS), crisp(heights)
        for k, (layer, edge) in enumerate(zip(self.layers, self.edges, strict=True)):
            layer.area(x, heights[k], zero + 0.5)
            parted(edge, x, sharp[:parts], k)
        _, _, grid, firm, full = sharp[parts:]
        self._supply["firm"].area(x, firm, zero + 0.5)
        self._supply["line"].line(x, firm)
        self._supply["calls"].between(x, heights[parts], heights[parts - 1])
        start = rising(firm - full)
        self._supply["battery"].line(x[start:], full[start:])
        standing(self._lines["top"], x, sharp[parts - 1], zero)
        # Where there is only the grid, the outline of the supply is its line.
        alone = not (grid - firm > 0.01).any()
        standing(self._lines["grid"], x, grid[: 0 if alone else None], zero)
        standing(self._lines["under"], x, grid[: 0 if alone else None] + 1, zero + 1)
        self._chips.sync(
            x, heights[parts - 1], heights[-3], heights[-2], zero,
            lambda pixels: self.number(pixels / per_unit),
        )  # fmt: skip
        self.shortage.sync(x, heights[parts + 1], heights[parts])
        if self.ghost is not None:
            sync_ghost(self._lines, *self.ghost, scale, zero, per_unit)
        self.flags.place(scale, letters())
        self._label(zero, per_unit)

    def read(self, day: float) -> None:
        """Write the values at ``day`` into the title row."""
        unit = self.range.unit
        plain = f"{unit} at the meter while the job steps"
        long = (
            f"{plain}; with its halts {self.run_share} of it at full load"
            if self.run_share
            else plain
        )
        behind = f"{long}; supply drawn behind the load"
        self.header.notes = (behind, long, plain, f"{unit} at the meter", unit)

        at = Spot(self.days, day).of
        used, kept, wanted, number = at(self.sum), at(self.kept), at(self.wanted), self.number
        fields = [Field(words.long_date(self.date(day)), bold=True)]
        short, called = self._is_short(wanted, kept), self._is_short(kept, used)
        if short or called:
            fields.append(Field(f"{number(used)} of {number(wanted)} {unit} wanted"))
        else:
            fields.append(Field(f"{number(used)} {unit}"))
        for name, series in (
            ("grid", self.grid_power),
            ("turbines", self.turbines),
            ("battery", self.battery),
        ):
            value = at(series)
            if value > 0 and (name != "battery" or not short):
                lasts = f", {self._lasts}" if name == "battery" and self._lasts else ""
                fields.append(Field(f"{name} {number(value)}{lasts}"))
        if called:
            fields.append(Field(f"calls take {number(kept - used)}", bold=True))
        if short:
            red = skins.current().theme.red
            text = f"short {number(wanted - kept)} {unit}"
            fields.append(Field(text, colour=red, bold=True))
        self.header.fields = fields if self.notice is None else fields[:1]

    def ring_levels(self, at: Callable[[Array], float]) -> list[float]:
        """What is wanted and what is drawn."""
        used, wanted = at(self.sum), at(self.wanted)
        return [used, wanted] if self._is_short(wanted, used) else [used]

    def draw_data(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Supply, load and shortage as fills without antialiasing, then the lines."""
        theme, lines, supply = skin.theme, self._lines, self._supply
        painter.setRenderHint(AA, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(skin.brush(theme.tint))
        painter.drawPolygon(supply["firm"].shape)
        for layer, name in zip(reversed(self.layers), reversed(POWER_PARTS), strict=True):
            painter.setBrush(skin.part(name))
            painter.drawPolygon(layer.shape)
        painter.setBrush(skin.brush(theme.ctl))
        painter.drawPolygon(supply["calls"].shape)
        self.shortage.draw_areas(painter, skin)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(AA, True)
        painter.setPen(skin.pen(theme.s1))
        for edge in self.edges[:-1]:
            painter.drawPolyline(edge.shape)
        painter.setPen(skin.pen(theme.t1))
        painter.drawPolyline(supply["line"].shape)
        painter.drawPolyline(lines["top"].shape)
        painter.setPen(skin.pen(theme.t1, "powered"))
        painter.drawPolyline(supply["battery"].shape)
        for casing, line, dash in (("under", "grid", "step"), ("cased", "ghost", "ghost")):
            if line == "ghost" and self.ghost is None:
                continue
            painter.setPen(skin.pen(theme.s1))
            painter.drawPolyline(lines[casing].shape)
            painter.setPen(skin.pen(theme.t1, dash))
            painter.drawPolyline(lines[line].shape)
        self.shortage.draw_edges(painter, skin)
        self._chips.draw(painter, skin, text)
        self.shortage.draw_word(painter, skin, text, self.frame.rect.width())
        self.flags.draw(painter, skin, text, FLAG_MIDDLE, self.frame.zero)

    def table(self, first: float, last: float) -> Table:
        """Date, parts, sum, what calls take, what is wanted, and the supply."""
        parts = np.diff(self.stack, axis=0, prepend=0.0)
        supply = [self.grid_power, self.turbines, self.battery]
        columns = [*parts, self.sum, self.kept - self.sum, self.wanted, *supply]
        names = [PART_LABELS[p] for p in POWER_PARTS]
        names += ["Total", "Calls take", "Wanted", "Grid", "Turbines, firm", "Battery"]
        return self.lines(first, last, [f"{name} [W]" for name in names], columns)

    def summary(self) -> str:
        """Draw and supply at the end of the calendar, and the worst shortage."""
        if self.notice is not None or not len(self.days):
            return "Power: no accelerators yet."
        number, unit = self.number, self.range.unit
        text = (
            f"Power: the load reaches {number(self.sum[-1])} {unit} under a supply of "
            f"{number(self.firm[-1])} {unit}"
        )
        gap = self.wanted - self.kept
        worst = int(gap.argmax())
        if self._is_short(float(self.wanted[worst]), float(self.kept[worst])):
            when = words.long_date(self.date(self.days[worst]))
            return f"{text}; at worst {number(float(gap[worst]))} {unit} are short, on {when}."
        return f"{text}; nothing is short."

    @property
    def _lasts(self) -> str:
        """How long the batteries give their power: they only shift energy within a day."""
        return f"{words.number(self.hours, 2)} h" if self.hours else ""

    @staticmethod
    def _is_short(wanted: float, used: float) -> bool:
        return wanted - used > max(1e-6 * wanted, 1.0)

    def _label(self, zero: float, per_unit: float) -> None:
        skin = skins.current()
        theme, top = skin.theme, self.frame.rect.top()
        if not len(self.days):
            self.gutter.labels = []
            return
        level = Spot(self.days, self.scale.last).of

        def at(value: float) -> float:
            return top + zero - value * per_unit

        labels = []
        firm, battery = level(self.firm), level(self.battery)
        if battery > 0:
            pen = skin.pen(theme.t1, "powered")
            name = f"+ battery, {self._lasts}" if self._lasts else "+ battery"
            labels.append(Label(name, self.number(firm + battery), at(firm + battery), line=pen))
        names = [n for n, s in (("Grid", self.grid_power), ("turbines", self.turbines)) if level(s)]
        if names:
            name = " + ".join(names).capitalize()
            labels.append(Label(name, self.number(firm), at(firm), line=skin.pen(theme.t1)))
        below, parts = 0.0, []
        for name, heights in zip(POWER_PARTS, self.stack, strict=False):
            height = level(heights)
            middle = at((height + below) / 2)
            fill = skin.part(name)
            if height > 0:
                title = PART_LABELS[name].split(",")[0] if self.narrow else PART_LABELS[name]
                own = height - below
                parts.append(Label(title, self.number(own), middle, fill=fill, weight=own))
            below = height
        parts += self.ghost_label(skin, zero, per_unit, weight=0)
        self.gutter.labels = sorted([*labels, *parts], key=height_of)


def _run_share(outcome: Outcome) -> str:
    """Mean power over a run over that while the job steps: 71 %."""
    known = {"facility_mean_mw", "facility_run_mw"} <= outcome.headlines.keys()
    steps = outcome.headline("facility_mean_mw") if known else 0.0
    return words.percent(outcome.headline("facility_run_mw") / steps, 2) if steps > 0 else ""


def _hours(outcome: Outcome) -> float:
    """Energy of all batteries of the scenario over their power [h]."""
    steps = [s for site in outcome.scenario.sites for s in site.supply if s.source == "battery"]
    power = sum(step.mw for step in steps)
    return sum(step.mwh for step in steps) / power if power > 0 else 0.0
