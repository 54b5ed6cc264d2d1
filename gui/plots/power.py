"""Power over time: the load stacked by component, the supply behind it, the shortage hatched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gui import format as words
from gui import theme as themes
from gui.plots import skin as skins
from gui.plots.curves import map_x, parted, standing, sync_ghost
from gui.plots.flags import MIDDLE as FLAG_MIDDLE
from gui.plots.flags import flags_of
from gui.plots.item import AA
from gui.plots.kit import Gutters
from gui.plots.lettering import Letters, letters
from gui.plots.notice import EMPTY
from gui.plots.plot import Plot, Table
from gui.plots.polygon import Array, Polygon, crisp, runs
from gui.plots.ranges import NiceRange
from gui.plots.series import Window, days_of, knots, rising, row, total
from gui.plots.skin import Skin
from gui.plots.timescale import Spot, Ticks, TimeScale, at_day
from gui.plots.titles import Field, Label
from model.outcome import POWER_PARTS, Outcome
from model.study.bands import Bands

NAMES = {
    "accelerators": "Accelerators",
    "servers": "Servers",
    "network": "Network, storage",
    "cooling": "Cooling",
    "losses": "Losses",
}
_NONE: Array = np.zeros(0)


@dataclass(frozen=True, slots=True)
class _Chip:
    x: float
    y: float
    text: str


class PowerPlot(Plot):
    """MW at the meter: five parts, grid and turbines, battery on top, what is wanted."""

    NAME = "Power"

    def __init__(self, parent: object) -> None:
        super().__init__(parent)
        self.range = NiceRange("W", 6)
        self.days = _NONE
        self.stack: Array = np.zeros((0, 0))
        """Cumulative mean power (parts, points) [W]; its last row is the sum."""
        self.wanted = self.grid_power = self.turbines = self.battery = _NONE
        self.ghost: tuple[Array, Array] | None = None
        self.layers = [Polygon() for _ in POWER_PARTS]
        """One area for each part, from its height in the stack down to zero."""
        self.edges = [Polygon() for _ in POWER_PARTS]
        self.short: list[tuple[Polygon, Polygon]] = []
        """Area and upper edge of each stretch in which more is wanted than supplied."""
        self._supply = {name: Polygon() for name in ("firm", "all", "line", "battery")}
        self._lines = {name: Polygon() for name in ("top", "ghost", "cased", "grid", "under")}
        self._series: Array = np.zeros((0, 0))
        self._shorts = 0
        self._word: tuple[float, float] | None = None
        self._chips: list[_Chip] = []

    @property
    def sum(self) -> Array:
        """Mean facility power (points,) [W]."""
        return self.stack[-1] if len(self.stack) else np.zeros(len(self.days))

    @property
    def firm(self) -> Array:
        """Grid and firm turbines (points,) [W]."""
        return self.grid_power + self.turbines

    def show(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Take in an answer; nothing is painted yet."""
        self.epoch, self.days = outcome.epoch, days_of(outcome)
        points = len(self.days)
        self.stack = np.cumsum([row(outcome.power[p], points) for p in POWER_PARTS], axis=0)
        self.wanted = row(outcome.wanted, points)
        self.grid_power = row(outcome.supply["grid"], points)
        self.turbines = row(outcome.supply["turbines"], points)
        self.battery = row(outcome.supply["battery"], points)
        supply = (self.grid_power, self.firm, self.firm + self.battery)
        self._series = np.vstack((self.stack, self.wanted, *supply))
        self.ghost = None
        if baseline is not None:
            days = days_of(baseline, outcome)
            self.ghost = (days, total(baseline.power, len(days)))
        self.flags.flags = flags_of(outcome, "power")
        self.notice = None
        if not outcome.racked.any():
            self.notice = EMPTY
        heights = [self.wanted, self.sum, self.firm + self.battery]
        heights += [self.ghost[1]] if self.ghost else []
        self.range.grow(max(float(each.max(initial=0.0)) for each in heights))

    def place(self, rect: QRectF, gutters: Gutters) -> None:
        """Take up ``rect`` [px of the board]; 3 to 6 ticks, 21 px or more apart."""
        super().place(rect, gutters)
        self.range.divide(min(max(int((self.frame.zero - self.frame.head) / 21), 2), 5))

    def settle(self) -> bool:
        """Let the value axis shrink; True if it did."""
        return self.range.settle()

    def sync(self, scale: TimeScale, ticks: Ticks) -> None:
        """Fill the buffers for the days of ``scale`` [px of the box]."""
        frame, self.scale, self.ticks = self.frame, scale, ticks
        frame.set_range(scale.first, scale.last, self.range.top)
        zero, per_unit = frame.zero, frame.per_unit(self.range.top)
        levels = [zero - value * per_unit for value in self.range.ticks()]
        if frame.axis is not None:
            frame.axis.set_ticks(levels, self.range.tick_texts())
        self.grid.fill(frame, levels[1:], map_x(scale, ticks))

        window = Window(self.days, scale)
        heights = zero - window.cut(self._series) * per_unit
        keep = knots(window.x, heights)
        x, heights = window.x[keep], heights[:, keep]
        parts, sharp = len(POWER_PARTS), crisp(heights)
        for k, (layer, edge) in enumerate(zip(self.layers, self.edges, strict=True)):
            layer.area(x, heights[k], zero + 0.5)
            parted(edge, x, sharp[:parts], k)
        _, grid, firm, full = sharp[parts:]
        self._supply["firm"].area(x, firm, zero + 0.5)
        self._supply["line"].line(x, firm)
        self._supply["all"].between(x, full, firm)
        start = rising(firm - full)
        self._supply["battery"].line(x[start:], full[start:])
        standing(self._lines["top"], x, sharp[parts - 1], zero)
        # Where there is only the grid, the outline of the supply is its line.
        alone = not (grid - firm > 0.01).any()
        standing(self._lines["grid"], x, grid[: 0 if alone else None], zero)
        standing(self._lines["under"], x, grid[: 0 if alone else None] + 1, zero + 1)
        self._sync_chips(x, heights, zero, per_unit)
        self._sync_shortage(x, heights[parts], heights[parts - 1])
        if self.ghost is not None:
            sync_ghost(self._lines, *self.ghost, scale, zero, per_unit)
        self.flags.place(scale, letters())
        self._label(zero, per_unit)

    def read(self, day: float) -> None:
        """Write the values at ``day`` into the title row."""
        unit = self.range.unit
        long = f"{unit} at the meter, mean while training; supply drawn behind the load"
        self.header.notes = (long, f"{unit} at the meter, mean while training")
        self.header.notes = (*self.header.notes, f"{unit} at the meter", unit)
        if self.narrow:
            self.header.notes = self.header.notes[2:]

        at = Spot(self.days, day).of
        used, wanted, number = at(self.sum), at(self.wanted), self._number
        fields = [Field(words.long_date(self.date(day)), bold=True)]
        short = self._is_short(wanted, used)
        if short:
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
                fields.append(Field(f"{name} {number(value)}"))
        if short:
            red = skins.current().theme.red
            text = f"short {number(wanted - used)} {unit}"
            fields.append(Field(text, colour=red, bold=True))
        self.header.fields = fields if self.notice is None else fields[:1]

    def rings(self, day: float) -> list[float]:
        """On what is wanted and on what is drawn."""
        if self.notice is not None:
            return []
        per_unit = self.frame.per_unit(self.range.top)
        at = Spot(self.days, day).of
        used, wanted = at(self.sum), at(self.wanted)
        levels = [used, wanted] if self._is_short(wanted, used) else [used]
        return [self.frame.zero - level * per_unit for level in levels]

    def draw_data(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Supply, load and shortage as fills without antialiasing, then the lines."""
        theme, lines, supply = skin.theme, self._lines, self._supply
        painter.setRenderHint(AA, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(skin.brush(theme.tint2))
        painter.drawPolygon(supply["all"].shape)
        painter.setBrush(skin.brush(theme.tint))
        painter.drawPolygon(supply["firm"].shape)
        for layer, name in zip(reversed(self.layers), reversed(POWER_PARTS), strict=True):
            painter.setBrush(skin.part(name))
            painter.drawPolygon(layer.shape)
        painter.setBrush(skin.shortage)
        for area, _ in self.short[: self._shorts]:
            painter.drawPolygon(area.shape)
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
        painter.setPen(skin.pen(theme.red))
        for _, edge in self.short[: self._shorts]:
            painter.drawPolyline(edge.shape)
        self._draw_words(painter, skin, text)
        self.flags.draw(painter, skin, text, FLAG_MIDDLE, self.frame.zero)

    def table(self, first: float, last: float) -> Table:
        """Date, parts, sum, what is wanted, and the supply."""
        keep = np.flatnonzero((self.days >= first) & (self.days <= last))
        parts = np.diff(self.stack, axis=0, prepend=0.0)
        columns = [*parts, self.sum, self.wanted, self.grid_power, self.turbines, self.battery]
        names = [NAMES[p] for p in POWER_PARTS]
        names += ["Total", "Wanted", "Grid", "Turbines, firm", "Battery"]
        rows = [
            (self.date(self.days[k]).isoformat(), *(f"{c[k]:.6g}" for c in columns)) for k in keep
        ]
        return Table("Power", ("Date", *(f"{name} [W]" for name in names)), rows)

    def summary(self) -> str:
        """Draw and supply at the end of the calendar, and the worst shortage."""
        if self.notice is not None or not len(self.days):
            return "Power: no accelerators yet."
        number, unit = self._number, self.range.unit
        text = (
            f"Power: the load reaches {number(self.sum[-1])} {unit} under a supply of "
            f"{number(self.firm[-1])} {unit}"
        )
        gap = self.wanted - self.sum
        worst = int(gap.argmax())
        if self._is_short(float(self.wanted[worst]), float(self.sum[worst])):
            when = words.long_date(self.date(self.days[worst]))
            return f"{text}; at worst {number(float(gap[worst]))} {unit} are short, on {when}."
        return f"{text}; nothing is short."

    @staticmethod
    def _is_short(wanted: float, used: float) -> bool:
        return wanted - used > max(1e-6 * wanted, 1.0)

    def _number(self, value: float) -> str:
        return self.range.text(value)

    def _sync_chips(self, x: Array, heights: Array, zero: float, per_unit: float) -> None:
        """A chip on each plateau of the grid that is wide enough to carry it."""
        self._chips = []
        load, grid, firm = (heights[k] for k in (len(POWER_PARTS) - 1, -3, -2))
        level = np.abs(grid[1:] - grid[:-1]) < 1e-6
        for i, j in runs(level):
            label = f"Grid {self._number(float(zero - grid[i]) / per_unit)}"
            width = letters().small.width(label) + 8
            room = float(x[j] - max(x[i], 0.0))
            # Where the grid alone is the supply and nothing covers it, the outline says it.
            crossed = firm[j] < grid[j] - 1 or load[j] < grid[j] - 1
            if room >= width + 24 and crossed and zero - grid[i] >= 8:
                right = float(x[j]) - min(room / 2 - width / 2, 36.0)
                self._chips.append(_Chip(right - width, float(grid[i]), label))

    def _sync_shortage(self, x: Array, upper: Array, lower: Array) -> None:
        """Areas and edges where ``upper``, wanted, is over ``lower``, supplied [px]."""
        stretches = runs(lower - upper > 0.05)
        self._shorts, self._word = len(stretches), None
        while len(self.short) < len(stretches):
            self.short.append((Polygon(), Polygon()))
        best = 60.0  # square pixels under which the word would stand over nothing
        for (area, edge), (start, stop) in zip(self.short, stretches, strict=False):
            i, j = max(start - 1, 0), min(stop + 1, len(x))
            area.between(x[i:j], upper[i:j], lower[i:j])
            edge.line(x[i:j], crisp(upper[i:j]))
            gap = lower[i:j] - upper[i:j]
            size = float(((gap[1:] + gap[:-1]) * (x[i + 1 : j] - x[i : j - 1])).sum()) / 2
            if size > best:
                best = size
                peak = i + int(gap.argmax())
                self._word = (float(x[peak]), float(upper[peak]) - 9)

    def _draw_words(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        theme = skin.theme
        painter.setRenderHint(AA, False)
        for chip in self._chips:
            width = text.small.width(chip.text) + 8
            box = QRectF(round(chip.x), round(chip.y) - 6, round(width), 13)
            painter.fillRect(box, themes.color(theme.s1))
            text.small.left(painter, box.left() + 4, chip.y + 0.5, chip.text, theme.t1)
        if self._word is not None:
            at = QPointF(*self._word)
            half = text.small_bold.width("Shortage") / 2
            x = min(max(at.x(), half + 4), self.frame.rect.width() - half - 4)
            text.small_bold.centre(painter, x, max(at.y(), 8.0), "Shortage", theme.red)

    def _label(self, zero: float, per_unit: float) -> None:
        skin = skins.current()
        theme, top = skin.theme, self.frame.rect.top()
        if not len(self.days):
            self.gutter.labels = []
            return
        last = self.scale.last

        level = Spot(self.days, last).of

        def at(value: float) -> float:
            return top + zero - value * per_unit

        labels = []
        firm, battery = level(self.firm), level(self.battery)
        if battery > 0:
            pen = skin.pen(theme.t1, "powered")
            labels.append(
                Label("+ battery", self._number(firm + battery), at(firm + battery), line=pen)
            )
        names = [n for n, s in (("Grid", self.grid_power), ("turbines", self.turbines)) if level(s)]
        if names:
            name = " + ".join(names).capitalize()
            labels.append(Label(name, self._number(firm), at(firm), line=skin.pen(theme.t1)))
        below, parts = 0.0, []
        for name, heights in zip(POWER_PARTS, self.stack, strict=False):
            height = level(heights)
            middle = at((height + below) / 2)
            fill = skin.part(name)
            if height > 0:
                title = NAMES[name].split(",")[0] if self.narrow else NAMES[name]
                parts.append(Label(title, self._number(height - below), middle, fill=fill))
            below = height
        if self.ghost is not None:
            value = at_day(*self.ghost, last)
            pen = skin.pen(theme.t1, "ghost")
            parts.append(
                Label("Baseline", self._number(value), at(value), line=pen, colour=theme.t3)
            )
        labels += sorted(parts, key=_height)
        self.gutter.labels = sorted(labels, key=_height)


def _height(label: Label) -> float:
    return label.y
