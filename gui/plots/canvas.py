"""The surface that the plots are painted on, and every gesture of mouse and keyboard on it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from gui.plots.qtgraph import pg

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_NOTCH = 120.0
_ZOOM_A_NOTCH = 1.2


class Gestures(Protocol):
    """What a canvas asks of the board."""

    def resized(self) -> None:
        """The canvas has another size."""

    def point(self, at: QPointF | None) -> None:
        """The pointer is over ``at`` [px], or has left."""

    def pull(self, at: QPointF, *, begin: bool) -> None:
        """The pointer pulls the cursor to ``at`` [px]; ``begin`` with a new press."""

    def let_back(self) -> None:
        """Back to where the cursor was before the last pull."""

    def take_hold(self, at: QPointF) -> bool:
        """Take hold of the bar at ``at`` [px]; False if there is none that can be moved."""

    def haul(self, at: QPointF) -> None:
        """The pointer takes the bar that is held to ``at`` [px]."""

    def drop(self, *, cancelled: bool) -> bool:
        """Let the bar go; False if it was not moved, which makes the press a click."""

    def step(self, days: float) -> None:
        """Move the cursor by ``days``."""

    def jump(self, *, end: bool) -> None:
        """Move the cursor to the first or the last day in sight."""

    def zoom(self, factor: float, x: float | None) -> None:
        """Show ``factor`` times as many days about pixel ``x``, or about the cursor."""

    def pan(self, pixels: float) -> None:
        """Move the days in sight by ``pixels``."""

    def scroll_rows(self, rows: int, y: float | None) -> bool:
        """Scroll the timeline if ``y`` [px] lies on it and it has more rows; True if it did."""

    def reset_zoom(self) -> None:
        """Show the whole calendar."""

    def open_menu(self, at: QPointF | None) -> None:
        """Open the menu of the plot at ``at`` [px]."""

    def tip(self, at: QPointF) -> str:
        """The tooltip at ``at`` [px]."""

    def focused(self, has_focus: bool) -> None:
        """The keyboard came or went."""


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """A graphics view that repaints only what the board asks for.

    pyqtgraph's own mouse handling is not used: here every gesture is about the one time axis
    that all plots share, not about the plot under the pointer.
    """

    def __init__(self, gestures: Gestures) -> None:
        super().__init__(background=None)
        self._gestures = gestures
        self._pan_from: float | None = None
        self._grabbed = False
        self._held: QPointF | None = None
        """where a bar was taken hold of"""
        self._turned = 0.0
        # Left to itself a view repaints once more for items that changed during a repaint.
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.setCacheMode(pg.GraphicsView.CacheModeFlag.CacheNone)
        self.setOptimizationFlag(pg.GraphicsView.OptimizationFlag.DontAdjustForAntialiasing, True)
        self.setMouseTracking(True)
        # The board paints its own ground: filling the viewport before would be done twice.
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay the plots out anew; pyqtgraph calls it without an event while it is made."""
        super().resizeEvent(event)
        if event is not None:
            self._gestures.resized()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left moves a bar or pulls the cursor; middle, or Shift and left, pulls the calendar."""
        at = event.position()
        panning = event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and event.modifiers() & _SHIFT
        )
        if panning:
            self._pan_from = at.x()
        elif event.button() == Qt.MouseButton.LeftButton:
            if self._gestures.take_hold(at):
                self._held = at
            else:
                self._grabbed = True
                self._gestures.pull(at, begin=True)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what the press began, else read the values under the pointer."""
        at = event.position()
        if self._pan_from is not None:
            self._gestures.pan(self._pan_from - at.x())
            self._pan_from = at.x()
        elif self._held is not None:
            self._gestures.haul(at)
        elif self._grabbed:
            self._gestures.pull(at, begin=False)
        else:
            self._gestures.point(at)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag; a bar that was only clicked lets the cursor come to it."""
        if self._held is not None and not self._gestures.drop(cancelled=False):
            self._gestures.pull(self._held, begin=True)
        self._held = None
        self._pan_from = None
        self._grabbed = False
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole calendar; the first click's move of the cursor is taken back."""
        self._gestures.let_back()
        self._gestures.reset_zoom()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the time axis about the pointer; sideways or with Shift, pan; on rows, scroll."""
        turn, at = event.angleDelta(), event.position()
        event.accept()
        if turn.x() and abs(turn.x()) > abs(turn.y()):
            self._gestures.pan(-turn.x() / _NOTCH * 60)
        elif event.modifiers() & _SHIFT:
            self._gestures.pan(-turn.y() / _NOTCH * 60)
        elif event.modifiers() & _CTRL or not self._scrolled(turn.y(), at.y()):
            self._gestures.zoom(_ZOOM_A_NOTCH ** (-turn.y() / _NOTCH), at.x())

    def _scrolled(self, turn: float, y: float) -> bool:
        """Scroll whole rows; turns of a touch pad add up to a row."""
        if not self._gestures.scroll_rows(0, y):
            self._turned = 0.0
            return False
        self._turned -= turn / _NOTCH * 3
        rows = int(self._turned)
        self._turned -= rows
        if rows:
            self._gestures.scroll_rows(rows, y)
        return True

    def leaveEvent(self, event: QEvent) -> None:
        """The values go back to the cursor."""
        self._gestures.point(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the plot under the pointer."""
        from_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._gestures.open_menu(None if from_keyboard else QPointF(event.pos()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End move the cursor; + - 0 zoom; Page Up and Down scroll the rows.

        Esc puts a bar that is held back.
        """
        key, gestures = event.key(), self._gestures
        if self._held is not None and key == Qt.Key.Key_Escape:
            self._held = None
            gestures.drop(cancelled=True)
            event.accept()
            return
        stride = 7.0 if event.modifiers() & _SHIFT else 1.0
        if key == Qt.Key.Key_Left:
            gestures.step(-stride)
        elif key == Qt.Key.Key_Right:
            gestures.step(stride)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            gestures.jump(end=key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            gestures.zoom(1 / _ZOOM_A_NOTCH, None)
        elif key == Qt.Key.Key_Minus:
            gestures.zoom(_ZOOM_A_NOTCH, None)
        elif key == Qt.Key.Key_0:
            gestures.reset_zoom()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            gestures.scroll_rows(5 if key == Qt.Key.Key_PageDown else -5, None)
        else:
            event.ignore()
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Nothing is held."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._gestures.focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has gone."""
        super().focusOutEvent(event)
        self._gestures.focused(False)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips of bars and of intervals too short for their name."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._gestures.tip(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().viewportEvent(event))
