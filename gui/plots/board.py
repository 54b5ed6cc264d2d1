"""The board: what binds, compute, power and timeline on one time axis with one date cursor."""

from __future__ import annotations

import math
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QRegion
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from gui import theme as themes
from gui.plots import skin as skins
from gui.plots.binding import BindingRow
from gui.plots.canvas import Canvas
from gui.plots.compute import ComputePlot
from gui.plots.cursor import REACH, Cursor
from gui.plots.dateaxis import DateAxis
from gui.plots.extent import Extent
from gui.plots.flags import ROW as FLAG_ROW
from gui.plots.holds import Hold, shape_of
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
        self._outcome: Outcome | None = None
        self._extent = Extent()
        self._before_pull: float | None = None
        self._shape: tuple[object, ...] = ()
        self._day = 0.0
        self.scale = TimeScale()
        self.epoch = date(2024, 1, 1)
        self.canvas = Canvas(self)
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
        first = self._outcome is None
        self._move_epoch(outcome.epoch)
        self._outcome = outcome
        self._extent.take(outcome.days[0], outcome.epoch, anew=first)
        self.binding.show(outcome)
        for plot in self.plots:
            plot.show(outcome, bands, baseline)
        if first:
            self._day = opening_day(outcome)
        self._day = self._inside(self._day)
        self._lay_out()
        if first:
            self.settle()
        self._sync()

    def settle(self) -> None:
        """Let axes shrink to what they need and tell assistive tools: on release of a lever."""
        changed = [plot.settle() for plot in self.plots]
        if self._extent.settle():
            self._day = self._inside(self._day)
            changed.append(True)
        if any(changed):
            self._sync()
        self.canvas.setAccessibleDescription(self.summary())

    def set_cursor(self, day: float) -> None:
        """Move the cursor to ``day`` [d since epoch], a whole one within the calendar."""
        day = self._inside(day)
        if day == self._day:
            return
        stale = self._cursor_region()
        self._day = day
        self._read()
        self.canvas.viewport().update(stale + self._cursor_region())
        self.cursor_moved.emit(day)

    def paint_now(self) -> None:
        """Paint at once what has changed, without waiting for the event loop."""
        self.canvas.viewport().repaint()

    def summary(self) -> str:
        """The board in a few sentences."""
        return " ".join([self.binding.summary(), *(plot.summary() for plot in self.plots)])

    # Gestures of the canvas

    def resized(self) -> None:
        """The canvas has another size."""
        self._lay_out()
        self._sync()

    def point(self, at: QPointF | None) -> None:
        """Read the values under the pointer, or, when it has left, under the cursor."""
        inside = at is not None and -4 <= at.x() - self.scale.left <= self.scale.width + 4
        day = self._inside(self.scale.day(at.x())) if at is not None and inside else None
        if self._outcome is None:
            return
        if day != self.line.hover:
            stale = self._hover_region()
            self.line.hover = day
            self._read()
            self.canvas.viewport().update(stale + self._hover_region())
        cursor = self._shape_over(at)
        if (
            cursor == Qt.CursorShape.ArrowCursor
            and at is not None
            and abs(self.scale.x(self._day) - at.x()) <= 4.5
        ):
            cursor = Qt.CursorShape.SizeHorCursor
        self.canvas.viewport().setCursor(cursor)

    def pull(self, at: QPointF, *, begin: bool) -> None:
        """Pull the cursor to the pointer; ``begin`` with a new press."""
        if begin:
            self._before_pull = self._day
        self.line.hover = None
        self.set_cursor(self.scale.day(at.x()))

    def let_back(self) -> None:
        """Back to where the cursor was before the last pull."""
        if self._before_pull is not None:
            self.set_cursor(self._before_pull)
            self._before_pull = None

    def take_hold(self, at: QPointF) -> bool:
        """Take hold of the bar at ``at``; False if there is none that can be moved."""
        if self._outcome is None:
            return False
        found = self.timeline.hold_at(at)
        if found is None:
            return False
        bar, path = found
        self.timeline.hold = Hold(bar, path, at, self.scale.per_day)
        return True

    def haul(self, at: QPointF) -> None:
        """Take the bar that is held to ``at``, in whole days."""
        hold = self.timeline.hold
        if hold is None:
            return
        was_moved, is_new_day = hold.moved, hold.haul(at)
        if hold.moved and not was_moved:
            self.line.hover = None
            ends = hold.path == hold.bar.task.stretches
            shapes = Qt.CursorShape
            self.canvas.viewport().setCursor(
                shapes.SizeHorCursor if ends else shapes.ClosedHandCursor
            )
            self.bar_grabbed.emit(hold.bar.task, hold.path)
        if is_new_day:
            self.bar_dragged.emit(hold.days)

    def drop(self, *, cancelled: bool) -> bool:
        """Let the bar go; False if it was not moved."""
        hold, self.timeline.hold = self.timeline.hold, None
        if hold is None or not hold.moved:
            return False
        self.canvas.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.bar_dropped.emit(cancelled)
        self._read()
        self.canvas.viewport().update(self.timeline.rect.toAlignedRect())
        return True

    def step(self, days: float) -> None:
        """Move the cursor by ``days`` and keep it in sight."""
        self.set_cursor(self._day + days)
        over = max(self._day - self.scale.last, 0.0) + min(self._day - self.scale.first, 0.0)
        if over:
            self._show_days(self.scale.panned(over, self._extent.bounds))

    def jump(self, *, end: bool) -> None:
        """Move the cursor to the first or the last day in sight."""
        self.set_cursor(self.scale.last if end else self.scale.first)

    def zoom(self, factor: float, x: float | None) -> None:
        """Show ``factor`` times as many days about pixel ``x``, or about the cursor."""
        about = self._inside(self._day) if x is None else self.scale.day(x)
        about = min(max(about, self.scale.first), self.scale.last)
        self._show_days(self.scale.zoomed(factor, about, self._extent.bounds))

    def pan(self, pixels: float) -> None:
        """Move the days in sight by ``pixels``."""
        self._show_days(self.scale.panned(pixels / self.scale.per_day, self._extent.bounds))

    def scroll_rows(self, rows: int, y: float | None) -> bool:
        """Scroll the timeline if ``y`` lies on it and it has more rows; True if it can."""
        rect = self.timeline.rect
        if not self.timeline.hidden or (y is not None and not rect.top() <= y < rect.bottom()):
            return False
        if self.timeline.scroll(rows):
            self._read()
            self.canvas.viewport().update(rect.toAlignedRect())
        return True

    def reset_zoom(self) -> None:
        """Show the whole calendar."""
        self._extent.show(None)
        self._sync()

    def tip(self, at: QPointF) -> str:
        """The tooltip at ``at``: an interval of the strip, or a task."""
        if at.y() < self.binding.item.rect.bottom():
            return self.binding.tip(self.scale.day(at.x()))
        if self.timeline.frame.rect.top() <= at.y() < self.timeline.frame.rect.bottom():
            return self.timeline.tip(at.y())
        return ""

    def focused(self, has_focus: bool) -> None:
        """Show that the arrows move the cursor now."""
        self.dates.focused = has_focus
        self.canvas.viewport().update(self.dates.item.rect.toAlignedRect())

    def open_menu(self, at: QPointF | None) -> None:
        """The menu of the plot at ``at``; from the keyboard, of the first plot."""
        if self._outcome is None:
            return
        y = self.compute.rect.center().y() if at is None else at.y()
        plot = next((p for p in self.plots if p.rect.top() <= y < p.rect.bottom()), self.compute)
        where = QPoint(int(self.scale.x(self._day)), int(y)) if at is None else at.toPoint()
        menu = self.menu_of(plot, at)
        menu.popup(self.canvas.viewport().mapToGlobal(where))

    def menu_of(self, plot: Plot, at: QPointF | None = None) -> QMenu:
        """What can be taken out of ``plot``, and what can be done with the bar at ``at``."""
        from gui.plots.menu import plot_menu  # only here: dialogs cost 30 ms of the start

        menu: QMenu = plot_menu(
            self, plot, self.canvas.scene(), self.parts_of(plot), self.scale, self.reset_zoom
        )
        bar = self.timeline.bar_at(at.y()) if at is not None and plot is self.timeline else None
        if bar is not None and bar.task.moves:
            edit = QAction(f"Edit {bar.task.label}", menu)
            edit.triggered.connect(partial(self.bar_opened.emit, bar.task.moves))
            first = menu.actions()[0]
            menu.insertAction(first, edit)
            menu.insertSeparator(first)
        return menu

    def parts_of(self, plot: Plot) -> list[QRectF]:
        """The parts of the scene that make a picture of ``plot``."""
        return [QRectF(plot.rect), QRectF(self.dates.item.rect)]

    # Inside

    def _inside(self, day: float) -> float:
        """A whole day within the calendar; the cursor's if ``day`` is none."""
        return self._extent.inside(day if math.isfinite(day) else self._day)

    def _move_epoch(self, epoch: date) -> None:
        """Keep cursor and zoom at their dates when day 0 is another date."""
        if self._outcome is not None and epoch != self.epoch:
            shift = float((self.epoch - epoch).days)
            self._day += shift
            self._extent.move(shift)
        self.epoch = epoch

    def _shape_over(self, at: QPointF | None) -> Qt.CursorShape:
        """The pointer over a bar that can be moved, over its end, or over the cursor's line."""
        shapes = Qt.CursorShape
        if at is None:
            return shapes.ArrowCursor
        found = self.timeline.hold_at(at)
        if found is not None:
            return shape_of(*found)
        on_line = abs(self.scale.x(self._day) - at.x()) <= REACH
        return shapes.SizeHorCursor if on_line else shapes.ArrowCursor

    def _show_days(self, scale: TimeScale) -> None:
        self._extent.show(scale)
        self._sync()

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
        if self._outcome is None or not self.compute.frame.rect.isValid():
            return
        self.scale = self._extent.fitted(self.scale)
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
