"""The board: what binds, compute, power and timeline on one time axis with one date cursor."""

from __future__ import annotations

import math
from datetime import date

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme as themes
from gui.plots import skin as skins
from gui.plots.binding import BindingRow
from gui.plots.canvas import Canvas
from gui.plots.compute import ComputePlot
from gui.plots.cursor import Cursor
from gui.plots.dateaxis import DateAxis
from gui.plots.extent import Extent
from gui.plots.flags import ROW as FLAG_ROW
from gui.plots.gestures import BoardGestures
from gui.plots.item import Item
from gui.plots.kit import NARROW, NARROW_BELOW, WIDE
from gui.plots.layout import heights
from gui.plots.lettering import Letters
from gui.plots.opening import opening_day
from gui.plots.plot import Plot
from gui.plots.power import PowerPlot
from gui.plots.qtgraph import pg
from gui.plots.timeline import TimelinePlot
from gui.plots.timescale import TimeScale, ticks
from model.outcome import Outcome
from model.study.bands import Bands


class PlotBoard(QWidget):
    """Shows an `Outcome`; owns nothing but the cursor's day and the stretch of time in sight."""

    cursor_moved = Signal(float)
    """The day under the cursor [d since the epoch of the outcome], once for each move."""
    bar_grabbed = Signal(object, str)
    """The `Task` whose bar a drag begins to move, and the path of what it moves."""
    bar_dragged = Signal(float)
    """How many days later the bar, or its end, is than where it was taken hold of."""
    bar_dropped = Signal(bool)
    """The drag has ended; True if it is to be taken back."""
    bar_opened = Signal(str)
    """The path of what moves a bar that is to be edited elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(480, 320)
        self.outcome: Outcome | None = None
        """what is shown"""
        self.extent = Extent()
        self._shape: tuple[object, ...] = ()
        self._day = 0.0
        self.scale = TimeScale()
        self.epoch = date(2024, 1, 1)
        self.gestures = BoardGestures(self)
        self.canvas = Canvas(self.gestures)
        root = pg.GraphicsWidget()
        self.canvas.setCentralItem(root)
        root.setFlag(root.GraphicsItemFlag.ItemHasNoContents)
        self._ground = Item(self._draw_ground, root)
        self._ground.setZValue(-1000)
        self.binding = BindingRow(root)
        self.compute = ComputePlot(root)
        self.power = PowerPlot(root)
        self.timeline = TimelinePlot(root)
        self.plots: tuple[Plot, ...] = (self.compute, self.power, self.timeline)
        self.dates = DateAxis(root)
        self.line = Cursor(root)
        self.dates.item.setZValue(11)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self.canvas.setAccessibleName("Compute, power and timeline")
        themes.changed.connect(self._restyle)
        self._restyle()

    # What others call

    @property
    def cursor(self) -> float:  # type: ignore[override]
        """The day under the cursor [d since the epoch of the outcome]."""
        return self._day

    def show(
        self,
        outcome: Outcome | None = None,
        bands: Bands | None = None,
        baseline: Outcome | None = None,
    ) -> None:
        """Show ``outcome``; without one, show the widget as any other."""
        if outcome is None:
            super().show()
            return
        first = self.outcome is None
        self._move_epoch(outcome.epoch)
        self.outcome = outcome
        self.extent.take(outcome.days[0], outcome.epoch, anew=first)
        self.binding.show(outcome)
        for plot in self.plots:
            plot.show(outcome, bands, baseline)
        if first:
            self._day = opening_day(outcome)
        self._day = self.inside(self._day)
        self._lay_out()
        if first:
            self.settle()
        self._sync()

    def settle(self) -> None:
        """Let axes shrink to what they need and tell assistive tools: on release of a lever."""
        changed = [plot.settle() for plot in self.plots]
        if self.extent.settle():
            self._day = self.inside(self._day)
            changed.append(True)
        if any(changed):
            self._sync()
        self.canvas.setAccessibleDescription(self.summary())

    def set_cursor(self, day: float) -> None:
        """Move the cursor to ``day`` [d since epoch], a whole one within the calendar."""
        day = self.inside(day)
        if day == self._day:
            return
        stale = self._cursor_region()
        self._day = day
        self._read()
        self.canvas.viewport().update(stale + self._cursor_region())
        self.cursor_moved.emit(day)

    def inside(self, day: float) -> float:
        """A whole day within the calendar; the cursor's if ``day`` is none."""
        return self.extent.inside(day if math.isfinite(day) else self._day)

    def hover(self, day: float | None) -> None:
        """Read the values at ``day`` [d since epoch] under the pointer, or at the cursor."""
        if day == self.line.hover:
            return
        stale = self._hover_region()
        self.line.hover = day
        self._read()
        self.canvas.viewport().update(stale + self._hover_region())

    def show_days(self, scale: TimeScale | None) -> None:
        """Show the stretch of time of ``scale``, or, with None, the whole calendar."""
        self.extent.show(scale)
        self._sync()

    def reset_zoom(self) -> None:
        """Show the whole calendar."""
        self.show_days(None)

    def renew_rows(self) -> None:
        """The rows of the timeline stand elsewhere, or none of them is held any more."""
        self._read()
        self.canvas.viewport().update(self.timeline.rect.toAlignedRect())

    def fit(self) -> None:
        """Lay everything out for the size of the canvas."""
        self._lay_out()
        self._sync()

    def parts_of(self, plot: Plot) -> list[QRectF]:
        """The parts of the scene that make a picture of ``plot``."""
        return [QRectF(plot.rect), QRectF(self.dates.item.rect)]

    def paint_now(self) -> None:
        """Paint at once what has changed, without waiting for the event loop."""
        self.canvas.viewport().repaint()

    def summary(self) -> str:
        """The board in a few sentences."""
        return " ".join([self.binding.summary(), *(plot.summary() for plot in self.plots)])

    # Inside

    def _move_epoch(self, epoch: date) -> None:
        """Keep cursor and zoom at their dates when day 0 is another date."""
        if self.outcome is not None and epoch != self.epoch:
            shift = float((self.epoch - epoch).days)
            self._day += shift
            self.extent.move(shift)
        self.epoch = epoch

    def _lay_out(self) -> None:
        """Give every part its place; does nothing if size and rows are the same."""
        width, height = float(self.canvas.width()), float(self.canvas.height())
        gutters = NARROW if width < NARROW_BELOW else WIDE
        extra = FLAG_ROW * self.timeline.flags.rows
        shape = (width, height, len(self.timeline.bars), extra)
        if shape == self._shape:
            return
        self._shape = shape
        parts = heights(height, narrow=gutters.narrow, rows=len(self.timeline.bars), extra=extra)
        self._ground.place(QRectF(0, 0, width, height))
        self.binding.item.place(QRectF(0, 0, width, parts.binding))
        self.binding.narrow = gutters.narrow
        y = float(parts.binding)
        sizes = (parts.compute, parts.power, parts.timeline)
        for plot, size in zip(self.plots, sizes, strict=True):
            plot.place(QRectF(0, y, width, size), gutters)
            y += size
        self.dates.item.place(QRectF(0, y, width, height - y))
        top = self.compute.frame.rect.top()
        self.line.item.place(QRectF(0, top, width, y + 3 - top))
        frame = self.compute.frame.rect
        self.scale = self.scale.placed(frame.left(), frame.width())

    def _sync(self) -> None:
        """Pass ranges on, fill the buffers, ask for one repaint of everything."""
        if self.outcome is None or not self.compute.frame.rect.isValid():
            return
        self.scale = self.extent.fitted(self.scale)
        marks = ticks(self.scale, self.epoch)
        local = self.scale.placed(0.0, self.scale.width)
        for plot in self.plots:
            plot.sync(local, marks)
        self.binding.scale = self.line.scale = self.scale
        self.dates.sync(self.scale, marks, self.epoch)
        self._read()
        self.canvas.viewport().update()

    def _read(self) -> None:
        """Write the values under the pointer, else under the cursor, into the title rows."""
        day = self._day if self.line.hover is None else self.line.hover
        self.binding.day = self.line.day = self.dates.day = self._day
        self.timeline.gantt.cursor_day = self._day
        self.line.rings = [
            plot.frame.rect.top() + y for plot in self.plots for y in plot.rings(self._day)
        ]
        for plot in self.plots:
            plot.read(day)

    def _hover_region(self) -> QRegion:
        """The pixels that follow the pointer."""
        region = self.line.region()
        for plot in self.plots:
            region += plot.header.item.rect.toAlignedRect()
        return region

    def _cursor_region(self) -> QRegion:
        """The pixels that follow the cursor."""
        region = self._hover_region()
        for rect in (self.binding.item.rect, self.timeline.rect, self.dates.item.rect):
            region += rect.toAlignedRect()
        return region

    def _restyle(self) -> None:
        self._sync()
        self.canvas.viewport().update()

    def _draw_ground(self, painter: QPainter, skin: skins.Skin, text: Letters) -> None:
        painter.fillRect(self._ground.rect, themes.color(skin.theme.s1))
