"""The slider of a belief: a band from low to high with two stops, and the mode as a ring."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.levers.marks import INSET, RAIL_Y, paint_handle, paint_preset
from gui.levers.scale import RailScale
from gui.levers.slider import Slider
from model.scenario import Belief

_ARROWS = {
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_PageUp: 10.0,
    Qt.Key.Key_PageDown: -10.0,
}


class BeliefRail(Slider):
    """Shows low, mode and high; each can be dragged, and the band drags all three.

    `moved` carries the whole belief that is wanted and which part was taken: ``low``, ``mode``,
    ``high`` or ``band``. Arrow keys move the mode, with Ctrl the band. `show_belief` never emits.
    """

    moved = Signal(str, object)

    def __init__(self, scale: RailScale, parent: QWidget | None = None) -> None:
        super().__init__(scale, parent)
        self._belief = Belief(scale.low, scale.low, scale.low)
        self._part = ""
        self._held: tuple[float, Belief] | None = None
        self._last = 0.0
        self._travel = 0.0

    @property
    def shown_belief(self) -> Belief:
        """The belief that the marks stand at."""
        return self._belief

    def show_belief(self, belief: Belief, preset: float | None = None) -> None:
        """Put the marks at ``belief`` and the triangle at ``preset``; emits nothing."""
        if belief == self._belief and preset == self._preset:
            return
        self._belief, self._preset = belief, preset
        self._place(belief.mode)

    def _asked_for(self, value: float) -> None:
        self._ask("mode", self._with("mode", value))

    # -- gestures

    def part_at(self, x: float) -> str:
        """What a press at ``x`` [px] takes."""
        low, mode, high = (self._x(v) for v in self._values())
        if abs(x - mode) <= 6:
            return "mode"
        reach = {"low": abs(x - low), "high": abs(x - high)}
        nearest = min(reach, key=lambda part: reach[part])
        if reach[nearest] <= 6:
            return nearest
        return "band" if low < x < high else nearest

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a stop, the mode or the band."""
        if event.button() != Qt.MouseButton.LeftButton or self.locked:
            event.ignore()
            return
        x = event.position().x()
        self._part, self._last, self._travel = self.part_at(x), x, 0.0
        self._held = (x, self._belief)
        self.setSliderDown(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag; without a button, show what would be taken."""
        x = event.position().x()
        if self._held is None:
            part = self.part_at(x)
            shape = Qt.CursorShape.SizeHorCursor if part in ("low", "high") else None
            shape = Qt.CursorShape.OpenHandCursor if part == "band" else shape
            self.setCursor(shape or Qt.CursorShape.ArrowCursor)
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._travel += (x - self._last) * (0.1 if fine else 1.0)
        self._last = x
        delta = self._travel / self._span() * (self.scale.high - self.scale.low)
        start = self._held[1]
        if self._part == "band":
            self._ask("band", self._shifted(start, delta))
        else:
            wanted = getattr(start, self._part) + delta
            snapped = self.scale.snapped(wanted, fine=fine)
            self._ask(self._part, self._with(self._part, snapped))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        if self._held is not None:
            self._held = None
            self._end_drag()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mode, or with Ctrl all three."""
        direction = _ARROWS.get(Qt.Key(event.key()))
        if direction is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        self._pressed = True
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        delta = direction * self.scale.step * (0.1 if fine else 1.0)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._ask("band", self._shifted(self._belief, delta))
        else:
            self._ask("mode", self._with("mode", self._belief.mode + delta))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move the mode, but only when focused."""
        if not self.hasFocus() or self.locked:
            event.ignore()
            return
        step = self.scale.step if event.angleDelta().y() > 0 else -self.scale.step
        self._ask("mode", self._with("mode", self._belief.mode + step))
        self._settle.start()
        event.accept()

    def _with(self, part: str, value: float) -> Belief:
        """The belief with one part moved; a mode takes a bound that it passes along."""
        value = _tidy(self.scale.clamped(value))
        low, mode, high = self._values()
        if part == "mode":
            return Belief(min(low, value), value, max(high, value))
        if part == "low":
            value = min(value, high)
            return Belief(value, max(mode, value), high)
        value = max(value, low)
        return Belief(low, min(mode, value), value)

    def _shifted(self, start: Belief, delta: float) -> Belief:
        """``start`` moved as a whole, as far as the rail goes, on the grid of the step."""
        delta = min(max(delta, self.scale.low - start.low), self.scale.high - start.high)
        grid = self.scale.step
        delta = round(delta / grid) * grid if abs(delta) >= grid else 0.0
        moved = (_tidy(v + delta) for v in (start.low, start.mode, start.high))
        return Belief(*(self.scale.clamped(v) for v in moved))

    def _ask(self, part: str, belief: Belief) -> None:
        if self.locked or belief == self._belief:
            return
        self.show_belief(belief, self._preset)
        self.moved.emit(part, belief)

    # -- painting

    def _values(self) -> tuple[float, float, float]:
        return self._belief.low, self._belief.mode, self._belief.high

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint rail, band, stops, preset and mode."""
        tokens = theme.current()
        quiet = self.locked or self.dimmed
        low, mode, high = (self._x(v) for v in self._values())
        stop = theme.color(tokens.ctl if quiet else tokens.acc)
        painter = QPainter(self)
        painter.fillRect(QRectF(INSET, RAIL_Y - 1, self._span(), 2), theme.color(tokens.track))
        band = theme.color(tokens.track if quiet else tokens.range)
        painter.fillRect(QRectF(low, RAIL_Y - 2, high - low, 4), band)
        for x in (low, high):
            painter.fillRect(QRectF(x - 1.5, RAIL_Y - 5, 3, 10), stop)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_preset(painter, None if self._preset is None else self._x(self._preset))
        paint_handle(painter, mode, quiet=quiet, focused=self.hasFocus() or self.ringed)
        painter.end()


def _tidy(value: float) -> float:
    """Without the tail that binary arithmetic leaves."""
    return float(f"{value:.12g}")
