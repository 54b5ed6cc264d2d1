"""The status bar: the date under the cursor and what holds there, and how the answer was made."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import format as fmt
from gui import theme
from gui.panels.parts import Label
from model.units import MEGA, date_of

if TYPE_CHECKING:  # the frame is painted before numpy and the model are imported
    from model.outcome import Array, Outcome
    from model.study.bands import Bands

HEIGHT = 24


class StatusBar(QWidget):
    """One row of 24 px; the left half follows the cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Status")
        self.date = Label("", "t1", 11, semibold=True, parent=self)
        self.values = [Label("", "t2", 11, elide=True, parent=self) for _ in range(4)]
        self.progress = Label("", "t2", 11, parent=self)
        self.samples = Label("", "t2", 11, parent=self)
        self.seed = Label("", "t2", 11, parent=self)
        self.range = Label("", "t2", 11, parent=self)
        self.frame = Label("", "t2", 11, parent=self)
        self.frame.setToolTip("Time of the last frame: model, plots and painting")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(20)
        row.addWidget(self.date)
        for label in self.values:
            row.addWidget(label)
        row.addStretch(1)
        for label in (self.progress, self.samples, self.seed, self.range, self.frame):
            row.addWidget(label)
        theme.changed.connect(self.update)

    def show_cursor(self, outcome: Outcome, day: float) -> None:
        """Show the date ``day`` [d since the outcome's epoch] and the values there."""
        self.date.setText(fmt.long_date(date_of(day, outcome.epoch)))
        for label, text in zip(self.values, readings(outcome, day), strict=True):
            label.setText(text)

    def show_answer(self, outcome: Outcome, bands: Bands | None) -> None:
        """Show how many samples there are and whether the job lies in the validated range."""
        self.samples.setText(f"{fmt.count(bands.rows)} samples" if bands else "median only")
        self.seed.setText(f"seed {bands.seed}" if bands else "")
        beyond = outcome.training.extrapolated
        self.range.setText("beyond the validated range" if beyond else "inside the validated range")
        self.range.setToolTip("\n".join(beyond))
        self.range.set_token("warn" if beyond else "t2")

    def show_progress(self, share: float) -> None:
        """Show how far the ensemble is; nothing when it is done."""
        percent = fmt.percent(share, 2)
        self.progress.setText(f"computing {percent}, Esc cancels" if share < 1 else "")

    def show_frame(self, milliseconds: float) -> None:
        """Show how long the last frame took."""
        self.frame.setText(f"{milliseconds:.1f} ms")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel's ground and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(theme.current().s0))
        painter.fillRect(0, 0, self.width(), 1, theme.color(theme.current().line))


def readings(outcome: Outcome, day: float) -> tuple[str, str, str, str]:
    """Accelerators, compute, power and supply on ``day``, row 0, in words."""
    racked, online = _at(outcome, outcome.racked, day), _at(outcome, outcome.online, day)
    compute = " ".join(fmt.quantity(_at(outcome, outcome.usable_total, day), "FLOP/s"))
    power = _at(outcome, outcome.power_total, day)
    short = max(_at(outcome, outcome.wanted, day) - power, 0.0)
    parts = [
        f"{name} {_megawatts(_at(outcome, series, day))}"
        for name, series in outcome.supply.items()
        if name != "battery" and _at(outcome, series, day) > 0
    ]
    if short >= 0.5 * MEGA:
        parts.append(f"short {_megawatts(short)}")
    supply = f"{', '.join(parts)} MW" if parts else ""
    return (
        f"{fmt.count(racked)} installed, {fmt.count(online)} at full load",
        compute,
        " ".join(fmt.quantity(power, "W")),
        supply[:1].upper() + supply[1:],
    )


def _megawatts(watts: float) -> str:
    return fmt.count(watts / MEGA) if watts >= 10 * MEGA else fmt.number(watts / MEGA, 2)


def _at(outcome: Outcome, series: Array, day: float) -> float:
    import numpy as np

    value = float(np.interp(day, outcome.days[0], series[0]))
    return value if math.isfinite(value) else 0.0
