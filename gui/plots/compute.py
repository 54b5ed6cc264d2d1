"""Usable compute over time, stacked by accelerator type, under the peak of what is installed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter

from gui import format as words
from gui.plots import skin as skins
from gui.plots.curves import parted, standing, sync_ghost
from gui.plots.flags import MIDDLE as FLAG_MIDDLE
from gui.plots.flags import flags_of
from gui.plots.item import AA
from gui.plots.lettering import Letters, letters
from gui.plots.notice import EMPTY
from gui.plots.plot import Table
from gui.plots.polygon import Array, Polygon, crisp, finite
from gui.plots.ranges import NiceRange
from gui.plots.remark import REMARK, room_for_remark
from gui.plots.series import days_of, rows
from gui.plots.skin import Skin
from gui.plots.stacked import NONE, StackedPlot, height_of
from gui.plots.timescale import Spot, Ticks, TimeScale
from gui.plots.titles import Field, Label
from model.catalog import catalog
from model.outcome import Outcome
from model.study.bands import Bands


def types_of(ids: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    """Short name, family, and whether the family stands in the stack already, for each type."""
    out: list[tuple[str, str, bool]] = []
    for each in ids:
        record = catalog().accelerators[each]
        out.append((record.short, record.family, any(record.family == f for _, f, _ in out)))
    return out


class ComputePlot(StackedPlot):
    """EFLOP/s: a stack by type, P10 to P90 of its sum, installed and powered peak, baseline."""

    NAME = "Compute"

    def __init__(self, parent: object) -> None:
        super().__init__(parent, NiceRange("FLOP/s", 18))
        self.types: list[tuple[str, str, bool]] = []
        self.precision = ""
        self.installed = self.powered = NONE
        self.band: tuple[Array, Array, Array] | None = None
        self.layers: list[Polygon] = []
        """One area for each type, from its height in the stack down to zero."""
        self.edges: list[Polygon] = []
        self._band = Polygon()
        names = ("low", "high", "ghost", "cased", "top", "installed", "powered")
        self._lines = {name: Polygon() for name in names}
        self._remark: tuple[float, float] | None = None
        self._beyond = False

    def show(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Take in an answer; nothing is painted yet."""
        self.epoch, self.days = outcome.epoch, days_of(outcome)
        points = len(self.days)
        self.types = types_of(outcome.types)
        self.precision = outcome.scenario.workload.precision
        parts = [outcome.usable[each] for each in outcome.types]
        series = rows([*parts, outcome.peak_installed, outcome.peak_powered], points)
        series[:-2].cumsum(axis=0, out=series[:-2])
        self._series, self.stack = series, series[:-2]
        self.installed, self.powered = series[-2], series[-1]
        self.band = None
        if bands is not None and bands.days.size:
            low, high = (finite(each[0]) for each in bands.usable)
            self.band = (bands.days[0], low, high)
        self.ghost = None
        if baseline is not None:
            self.take_ghost(outcome, baseline, baseline.usable)
        self._beyond = bool(outcome.training.extrapolated)
        self.flags.flags = flags_of(outcome, "compute")
        self.notice = None if self.installed.any() else EMPTY
        heights = [self.installed, self.powered, self.sum]
        heights += [self.band[2]] if self.band else []
        self.grow(heights)

    def sync(self, scale: TimeScale, ticks: Ticks) -> None:
        """Fill the buffers for the days of ``scale`` [px of the box]."""
        zero, per_unit = self.span(scale, ticks)
        x, heights = self.pixels(self.days, self._series, zero, per_unit)
        stack, sharp = heights[:-2], crisp(heights)
        while len(self.layers) < len(stack):
            self.layers.append(Polygon())
            self.edges.append(Polygon())
        for k in range(len(stack)):
            self.layers[k].area(x, stack[k], zero + 0.5)
            parted(self.edges[k], x, sharp[:-2], k)
        for name, line in (("installed", sharp[-2]), ("powered", sharp[-1])):
            standing(self._lines[name], x, line, zero)
        standing(self._lines["top"], x, sharp[len(stack) - 1] if len(stack) else x[:0], zero)
        below: list[tuple[Array, Array]] = []
        if self.band is not None:
            days, low, high = self.band
            across, both = self.pixels(days, np.stack((low, high)), zero, per_unit)
            self._band.between(across, both[1], both[0])
            below.append((across, both[1]))
            both = crisp(both)
            standing(self._lines["low"], across, both[0], zero)
            standing(self._lines["high"], across, both[1], zero)
        if self.ghost is not None:
            sync_ghost(self._lines, *self.ghost, scale, zero, per_unit)
        self.flags.place(scale, letters())
        self._label(zero, per_unit)
        if len(stack):
            below.append((x, stack[-1]))
        width = self.frame.rect.width()
        self._remark = room_for_remark(x, heights[-1], heights[-2], below, width)

    def read(self, day: float) -> None:
        """Write the values at ``day`` into the title row."""
        long = f"{self.range.unit}, {self.precision} dense"
        self.header.notes = (
            f"{long}; usable = peak of powered GPUs × utilisation × goodput",
            long,
            f"{self.range.unit}, {self.precision}",
            self.range.unit,
        )
        if self.narrow:
            self.header.notes = self.header.notes[2:]
        self.header.warning = "beyond the validated range" if self._beyond else ""
        number, skin = self.number, skins.current()
        at = Spot(self.days, day).of
        sums = number(at(self.sum))
        if self.band is not None and sums != "0":
            days, low, high = self.band
            spread = Spot(days, day).of
            sums += f" ({number(spread(low))}–{number(spread(high))})"
        fields = [Field(words.long_date(self.date(day)), bold=True), Field(sums)]
        below = 0.0
        for (short, family, again), heights in zip(self.types, self.stack, strict=False):
            level = at(heights)
            swatch = skin.family(family, again)
            fields.append(Field(f"{short} {number(level - below)}", swatch=swatch))
            below = level
        fields.append(Field(f"peak {number(at(self.installed))}"))
        self.header.fields = fields if self.notice is None else fields[:1]

    def ring_levels(self, at: Callable[[Array], float]) -> list[float]:
        """The installed peak and the usable sum."""
        return [at(self.installed), at(self.sum)]

    def draw_data(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Fills without antialiasing, then 1 px lines that cover their edges."""
        theme, lines = skin.theme, self._lines
        count = min(len(self.stack), len(self.layers))
        painter.setRenderHint(AA, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for layer, (_, family, again) in reversed(
            list(zip(self.layers[:count], self.types, strict=False))
        ):
            painter.setBrush(skin.family(family, again))
            painter.drawPolygon(layer.shape)
        if self.band is not None:
            painter.setBrush(skin.band)
            painter.drawPolygon(self._band.shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(AA, True)
        painter.setPen(skin.pen(theme.s1))
        for edge in self.edges[: max(count - 1, 0)]:
            painter.drawPolyline(edge.shape)
        if self.band is not None:
            painter.setPen(skin.pen(theme.t1, "band"))
            painter.drawPolyline(lines["low"].shape)
            painter.drawPolyline(lines["high"].shape)
        painter.setPen(skin.pen(theme.t1, "ghost" if self._beyond else ""))
        painter.drawPolyline(lines["top"].shape)
        if self.ghost is not None:
            painter.setPen(skin.pen(theme.s1))
            painter.drawPolyline(lines["cased"].shape)
            painter.setPen(skin.pen(theme.t1, "ghost"))
            painter.drawPolyline(lines["ghost"].shape)
        painter.setPen(skin.pen(theme.t2, "powered"))
        painter.drawPolyline(lines["powered"].shape)
        painter.setPen(skin.pen(theme.t1))
        painter.drawPolyline(lines["installed"].shape)
        if self._remark is not None:
            text.small.left(painter, *self._remark, REMARK, theme.t2)
        self.flags.draw(painter, skin, text, FLAG_MIDDLE, self.frame.zero)

    def table(self, first: float, last: float) -> Table:
        """Date, installed and powered peak, usable by type, sum and band."""
        header = ["Peak installed [FLOP/s]", "Peak powered [FLOP/s]"]
        columns = [self.installed, self.powered]
        parts = np.diff(self.stack, axis=0, prepend=0.0) if len(self.stack) else self.stack
        for (short, _, _), part in zip(self.types, parts, strict=True):
            header.append(f"{short} usable [FLOP/s]")
            columns.append(part)
        header.append("Usable [FLOP/s]")
        columns.append(self.sum)
        if self.band is not None:
            days, low, high = self.band
            header += ["Usable P10 [FLOP/s]", "Usable P90 [FLOP/s]"]
            columns += [np.interp(self.days, days, low), np.interp(self.days, days, high)]
        return self.lines(first, last, header, columns)

    def summary(self) -> str:
        """The end of the calendar, by type."""
        if self.notice is not None or not len(self.days):
            return "Compute: no accelerators yet."
        parts = np.diff(self.stack[:, -1], prepend=0.0)
        kinds = ", ".join(
            f"{short} {self.number(part)}"
            for (short, _, _), part in zip(self.types, parts, strict=True)
        )
        return (
            f"Compute: usable compute reaches {self.number(self.sum[-1])} {self.range.unit} "
            f"({kinds}) of {self.number(self.installed[-1])} installed peak by "
            f"{words.long_date(self.date(self.days[-1]))}."
        )

    def _label(self, zero: float, per_unit: float) -> None:
        skin = skins.current()
        theme, top = skin.theme, self.frame.rect.top()
        if not len(self.days) or self.notice is not None:
            self.gutter.labels = []
            return
        level_of = Spot(self.days, self.scale.last).of
        peak, sums = level_of(self.installed), level_of(self.sum)

        def at(value: float) -> float:
            return top + zero - value * per_unit

        line = skin.pen(theme.t1)
        labels = [Label("Peak installed", self.number(peak), at(peak), line=line)]
        below, parts = 0.0, []
        for (short, family, again), heights in zip(self.types, self.stack, strict=True):
            level = level_of(heights)
            fill: QBrush = skin.family(family, again)
            parts.append(
                Label(short, self.number(level - below), at((level + below) / 2), fill=fill)
            )
            below = level
        if len(parts) == 1:
            parts[0] = Label(
                f"Usable, {self.types[0][0]}", self.number(sums), at(sums), fill=parts[0].fill
            )
        else:
            labels.append(Label("Usable", self.number(sums), at(sums) - 6, line=line))
        parts += self.ghost_label(skin, zero, per_unit)
        self.gutter.labels = labels + sorted(parts, key=height_of)
