"""The slider of a lever: rail, fill, decade ticks, preset triangle and handle, own-painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gui import ink, theme
from gui.levers.marks import INSET, RAIL_Y, paint_handle, paint_preset
from gui.levers.scale import RailScale, decade_label
from gui.levers.slider import STEPS, Slider

_ARROWS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
}
_PAGES = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}


class Rail(Slider):
    """Shows one value and reports what the user wants it to be.

    `moved` carries a value in the lever's unit; `settled` ends a drag, a key or a turn of the
    wheel. `show_value` never emits. Shift drags ten times finer, and keeps three digits.
    """

    moved = Signal(float)

    def __init__(self, scale: RailScale, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(scale, parent)
        self.unit = unit
        self.labelled = bool(scale.decades())
        self.hollow = False
        """There is no value: the handle shows only while it can be moved by keys."""
        self._value = scale.first
        self._grip: tuple[float, float] | None = None
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)

    @property
    def shown_value(self) -> float:
        """The value that the handle stands at."""
        return self._value

    def show_value(
        self, value: float, preset: float | None = None, *, hollow: bool = False
    ) -> None:
        """Put the handle at ``value`` and the triangle at ``preset``; emits nothing.

        A ``hollow`` rail has no value: it is moved from ``value``.
        """
        if (value, preset, hollow) == (self._value, self._preset, self.hollow):
            return
        self._value, self._preset, self.hollow = value, preset, hollow
        self._place(value)

    def _asked_for(self, value: float) -> None:
        self._ask(self.scale.snapped(value))

    # -- gestures

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle, or bring it here."""
        if event.button() != Qt.MouseButton.LeftButton or self.locked:
            event.ignore()
            return
        x, handle = event.position().x(), self.handle_x()
        offset = x - handle if abs(x - handle) <= 12 and not self.hollow else 0.0
        self._grip = (x, (x - offset - INSET) / self._span())
        self.setSliderDown(True)
        if self.hollow or (not offset and abs(x - handle) > 0.5):
            self._drag(x, fine=False)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._grip is not None:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._drag(event.position().x(), fine=fine)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        if self._grip is not None:
            self._grip = None
            self._end_drag()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step 1-2-5 with the arrows (Shift: one digit), by ten with the page keys."""
        key = Qt.Key(event.key())
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        self._pressed = True
        if key in _ARROWS:
            self.step(_ARROWS[key], fine=fine)
        elif key in _PAGES:
            self.step(_PAGES[key], page=True)
        elif key == Qt.Key.Key_Home:
            self._ask(self.scale.low)
        elif key == Qt.Key.Key_End:
            self._ask(self.scale.high)
        else:
            self._pressed = False
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, but only when focused: else the panel scrolls."""
        if not self.hasFocus() or self.locked:
            event.ignore()
            return
        self.step(1 if event.angleDelta().y() > 0 else -1, fine=True)
        self._settle.start()
        event.accept()

    def step(self, direction: int, *, page: bool = False, fine: bool = False) -> None:
        """Ask for the next value in ``direction``."""
        self._ask(self.scale.stepped(self._value, direction, page=page, fine=fine))

    def _drag(self, x: float, *, fine: bool) -> None:
        if self._grip is None:
            return
        last, share = self._grip
        share += (x - last) / self._span() * (0.1 if fine else 1.0)
        self._grip = (x, share)
        below = share * self._span() < -4
        inside = share if below else min(max(share, 0.0), 1.0)
        self._ask(self.scale.snapped(self.scale.value(inside), fine=fine))

    def _ask(self, value: float) -> None:
        """Report ``value`` and show it, until `show_value` says what came of it."""
        if self.locked or (value == self._value and not self.hollow):
            return
        self.show_value(value, self._preset)
        self.moved.emit(value)

    # -- painting

    def handle_x(self) -> float:
        """Where the handle stands [px]."""
        return self._x(self._value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint rail, fill, ticks, preset and handle."""
        tokens = theme.current()
        quiet = self.locked or self.dimmed
        acc = theme.color(tokens.ctl if quiet else tokens.acc)
        painter = QPainter(self)
        x, right = self.handle_x(), self.width() - INSET
        painter.fillRect(QRectF(INSET, RAIL_Y - 1, right - INSET, 2), theme.color(tokens.track))
        if not self.hollow:
            painter.fillRect(QRectF(INSET, RAIL_Y - 1, x - INSET, 2), acc)
        if self.labelled:
            self._paint_decades(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_preset(painter, None if self._preset is None else self._x(self._preset))
        focused = self.hasFocus() or self.ringed
        if not self.hollow or focused:
            paint_handle(painter, x, quiet=quiet or self.hollow, focused=focused)
        painter.end()

    def _paint_decades(self, painter: QPainter) -> None:
        tokens = theme.current()
        decades = self.scale.decades()
        every = 2 if len(decades) > 8 else 1
        ctl, end = theme.color(tokens.ctl), -10.0
        with_labels = self.labelled and self.height() >= 28
        for number, value in enumerate(decades):
            x = self._x(value)
            painter.fillRect(QRectF(round(x - 0.5), 10, 1, 4), ctl)
            if not with_labels or number % every:
                continue
            text = decade_label(value, self.unit)
            wide = ink.width(text, 11)
            left = min(max(x - wide / 2, 4.0), self.width() - wide - 4.0)
            if left > end + 3:
                ink.write(painter, QRectF(left, 14, wide + 2, 14), text, 11, "t3")
                end = left + wide

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the second ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Drop the second ring, and end what was under way."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when enabled or disabled."""
        super().changeEvent(event)
        self.update()
