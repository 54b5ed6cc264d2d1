"""What each gesture on the canvas does to the board: to its cursor, its days in sight, its bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt

from gui.plots.cursor import REACH
from gui.plots.holds import Hold, shape_of

if TYPE_CHECKING:
    from gui.plots.board import PlotBoard


class BoardGestures:
    """Answers the `Gestures` that a canvas asks for.

    Parameters
    ----------
    board : whose canvas it is
    """

    def __init__(self, board: PlotBoard) -> None:
        self._board = board
        self._before_pull: float | None = None

    # The canvas itself

    def resized(self) -> None:
        """The canvas has another size."""
        self._board.fit()

    def focused(self, has_focus: bool) -> None:
        """Show that the arrows move the cursor now."""
        dates = self._board.dates
        dates.focused = has_focus
        self._board.canvas.viewport().update(dates.item.rect.toAlignedRect())

    # The pointer over the plots

    def point(self, at: QPointF | None) -> None:
        """Read the values under the pointer, or, when it has left, under the cursor."""
        board = self._board
        if board.outcome is None:
            return
        scale = board.scale
        inside = at is not None and -4 <= at.x() - scale.left <= scale.width + 4
        board.hover(board.inside(scale.day(at.x())) if at is not None and inside else None)
        board.canvas.viewport().setCursor(self._shape_over(at))

    def _shape_over(self, at: QPointF | None) -> Qt.CursorShape:
        """The pointer over a bar that can be moved, over its end, or over the cursor's line."""
        board, shapes = self._board, Qt.CursorShape
        if at is None:
            return shapes.ArrowCursor
        found = board.timeline.hold_at(at)
        if found is not None:
            return shape_of(*found)
        on_line = abs(board.scale.x(board.cursor) - at.x()) <= REACH
        return shapes.SizeHorCursor if on_line else shapes.ArrowCursor

    def tip(self, at: QPointF) -> str:
        """The tooltip at ``at``: an interval of the strip, or a task."""
        board = self._board
        if at.y() < board.binding.item.rect.bottom():
            return board.binding.tip(board.scale.day(at.x()))
        rows = board.timeline.frame.rect
        return board.timeline.tip(at.y()) if rows.top() <= at.y() < rows.bottom() else ""

    def open_menu(self, at: QPointF | None) -> None:
        """The menu of the plot at ``at``; from the keyboard, of the first plot."""
        from gui.plots.menu import board_menu  # only here: dialogs cost 30 ms of the start

        board = self._board
        if board.outcome is None:
            return
        y = board.compute.rect.center().y() if at is None else at.y()
        under = (plot for plot in board.plots if plot.rect.top() <= y < plot.rect.bottom())
        menu = board_menu(board, next(under, board.compute), at)
        where = QPoint(int(board.scale.x(board.cursor)), int(y)) if at is None else at.toPoint()
        menu.popup(board.canvas.viewport().mapToGlobal(where))

    # The cursor

    def pull(self, at: QPointF, *, begin: bool) -> None:
        """Pull the cursor to the pointer; ``begin`` with a new press."""
        board = self._board
        if begin:
            self._before_pull = board.cursor
        board.line.hover = None
        board.set_cursor(board.scale.day(at.x()))

    def let_back(self) -> None:
        """Back to where the cursor was before the last pull."""
        if self._before_pull is not None:
            self._board.set_cursor(self._before_pull)
            self._before_pull = None

    def step(self, days: float) -> None:
        """Move the cursor by ``days`` and keep it in sight."""
        board = self._board
        board.set_cursor(board.cursor + days)
        day, scale = board.cursor, board.scale
        over = max(day - scale.last, 0.0) + min(day - scale.first, 0.0)
        if over:
            board.show_days(scale.panned(over, board.extent.bounds))

    def jump(self, *, end: bool) -> None:
        """Move the cursor to the first or the last day in sight."""
        scale = self._board.scale
        self._board.set_cursor(scale.last if end else scale.first)

    # The days in sight

    def zoom(self, factor: float, x: float | None) -> None:
        """Show ``factor`` times as many days about pixel ``x``, or about the cursor."""
        board, scale = self._board, self._board.scale
        about = board.inside(board.cursor) if x is None else scale.day(x)
        about = min(max(about, scale.first), scale.last)
        board.show_days(scale.zoomed(factor, about, board.extent.bounds))

    def pan(self, pixels: float) -> None:
        """Move the days in sight by ``pixels``."""
        board, scale = self._board, self._board.scale
        board.show_days(scale.panned(pixels / scale.per_day, board.extent.bounds))

    def reset_zoom(self) -> None:
        """Show the whole calendar."""
        self._board.reset_zoom()

    # The bars of the timeline

    def scroll_rows(self, rows: int, y: float | None) -> bool:
        """Scroll the timeline if ``y`` lies on it and it has more rows; True if it can."""
        timeline, rect = self._board.timeline, self._board.timeline.rect
        if not timeline.hidden or (y is not None and not rect.top() <= y < rect.bottom()):
            return False
        if timeline.scroll(rows):
            self._board.renew_rows()
        return True

    def take_hold(self, at: QPointF) -> bool:
        """Take hold of the bar at ``at``; False if there is none that can be moved."""
        board = self._board
        if board.outcome is None:
            return False
        found = board.timeline.hold_at(at)
        if found is None:
            return False
        bar, path = found
        board.timeline.hold = Hold(bar, path, at, board.scale.per_day)
        return True

    def haul(self, at: QPointF) -> None:
        """Take the bar that is held to ``at``, in whole days."""
        board, hold = self._board, self._board.timeline.hold
        if hold is None:
            return
        was_moved, is_new_day = hold.moved, hold.haul(at)
        if hold.moved and not was_moved:
            board.line.hover = None
            ends = hold.path == hold.bar.task.stretches
            shapes = Qt.CursorShape
            board.canvas.viewport().setCursor(
                shapes.SizeHorCursor if ends else shapes.ClosedHandCursor
            )
            board.bar_grabbed.emit(hold.bar.task, hold.path)
        if is_new_day:
            board.bar_dragged.emit(hold.days)

    def drop(self, *, cancelled: bool) -> bool:
        """Let the bar go; False if it was not moved."""
        board, timeline = self._board, self._board.timeline
        hold, timeline.hold = timeline.hold, None
        if hold is None or not hold.moved:
            return False
        board.canvas.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        board.bar_dropped.emit(cancelled)
        board.renew_rows()
        return True
