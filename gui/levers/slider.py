"""What the rails of values and of beliefs share: places on a scale, focus, and when a move ends."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gui.levers.marks import INSET
from gui.levers.scale import RailScale

STEPS = 10_000


class Slider(QAbstractSlider):
    """A rail on ``scale``. `settled` ends a drag, a key or a turn of the wheel."""

    settled = Signal()

    def __init__(self, scale: RailScale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = scale
        self.locked = False
        self.dimmed = False
        self.ringed = False
        self._preset: float | None = None
        self._shown = 0
        self._pressed = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(400)
        self._settle.timeout.connect(self.settled)
        self.setRange(0, STEPS)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    @property
    def shown_preset(self) -> float | None:
        """The value that the triangle stands at."""
        return self._preset

    def show_ring(self, ringed: bool) -> None:
        """Show the second ring: the linked field has the focus."""
        self.ringed = ringed
        self.update()

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Pass on a place that came from outside `_place`: assistive technology."""
        super().sliderChange(change)
        if change == QAbstractSlider.SliderChange.SliderValueChange and self.value() != self._shown:
            self._shown = self.value()
            self._asked_for(self.scale.value(self.value() / STEPS))
            self._settle.start()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End the step once the key is up, not at every repeat."""
        if not event.isAutoRepeat() and self._pressed:
            self._pressed = False
            self.settled.emit()

    def _asked_for(self, value: float) -> None:
        """Take ``value``, which assistive technology asked for."""
        raise NotImplementedError

    def _place(self, value: float) -> None:
        """Put Qt's own slider where ``value`` is, without passing it on."""
        self._shown = round(self.scale.position(value) * STEPS)
        self.setValue(self._shown)
        self.update()

    def _end_drag(self) -> None:
        self.setSliderDown(False)
        self.settled.emit()

    def _span(self) -> float:
        return max(self.width() - 2 * INSET, 1.0)

    def _x(self, value: float) -> float:
        return INSET + self.scale.position(value) * self._span()
