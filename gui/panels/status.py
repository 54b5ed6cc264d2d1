"""The status bar: the date under the cursor and what holds there, and how the answer was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import format as fmt
from gui import ink, theme
from model.units import MEGA, date_of

if TYPE_CHECKING:  # the frame is painted before numpy and the model are imported
    from model.outcome import Outcome
    from model.study.bands import Bands

HEIGHT = 24
EDGE, GAP = 16, 20
"""Room at the ends of the row, and between two texts [px]."""


class Reading:
    """One text of the bar, in a colour of the theme; ``tip`` explains it."""

    def __init__(self, token: str = "t2", *, semibold: bool = False, tip: str = "") -> None:
        self.token, self.semibold, self.tip = token, semibold, tip
        self.left = self.right = 0.0
        """Where it was painted last [px]."""
        self.cut = False
        self._text = ""

    def text(self) -> str:
        """What it says."""
        return self._text

    def say(self, text: str) -> bool:
        """Say ``text``; True if that is something else."""
        changed = text != self._text
        self._text = text
        return changed

    @property
    def width(self) -> float:
        """How wide it is [px]."""
        return ink.width(self._text, 11, self.semibold)


class StatusBar(QWidget):
    """One row of 24 px; the left half follows the cursor.

    Painted by hand: labels in a layout would have it laid out anew in every frame of a drag.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Status")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.date = Reading("t1", semibold=True)
        self.values = [Reading() for _ in range(4)]
        self.progress, self.samples, self.seed, self.range = (Reading() for _ in range(4))
        self.frame = Reading(tip="Time of the last frame: model, plots and painting")
        self._left = (self.date, *self.values)
        self._right = (self.progress, self.samples, self.seed, self.range, self.frame)
        theme.changed.connect(self.update)

    def show_cursor(self, outcome: Outcome, day: float) -> None:
        """Show the date ``day`` [d since the outcome's epoch] and the values there."""
        self._say(self.date, fmt.long_date(date_of(day, outcome.epoch)))
        for reading, text in zip(self.values, readings(outcome, day), strict=True):
            self._say(reading, text)

    def show_answer(self, outcome: Outcome, bands: Bands | None) -> None:
        """Show how many samples there are and whether the job lies in the validated range."""
        self._say(self.samples, f"{fmt.count(bands.rows)} samples" if bands else "median only")
        self._say(self.seed, f"seed {bands.seed}" if bands else "")
        beyond = outcome.training.extrapolated
        self.range.tip = "\n".join(beyond)
        self.range.token = "warn" if beyond else "t2"
        self._say(self.range, f"{'beyond' if beyond else 'inside'} the validated range")

    def show_progress(self, share: float) -> None:
        """Show how far the ensemble is; nothing when it is done."""
        percent = fmt.percent(share, 2)
        self._say(self.progress, f"computing {percent}, Esc cancels" if share < 1 else "")

    def show_frame(self, milliseconds: float) -> None:
        """Show how long the last frame took."""
        self._say(self.frame, f"{milliseconds:.1f} ms")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, hairline above, the right half, and what there is room for of the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(theme.current().s0))
        painter.fillRect(0, 0, self.width(), 1, theme.color(theme.current().line))
        end = float(self.width() - EDGE)
        for reading in reversed(self._right):
            reading.left, reading.right = end - reading.width, end
            self._write(painter, reading, reading.text())
            end = reading.left - GAP if reading.text() else end
        start = float(EDGE)
        for reading in self._left:
            room = max(end - start, 0.0)
            text = ink.elided(reading.text(), int(room), 11, reading.semibold)
            reading.cut = text != reading.text()
            reading.left = start
            reading.right = start + ink.width(text, 11, reading.semibold)
            self._write(painter, reading, text)
            start = reading.right + GAP
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The tooltip of a text: what explains it, or the whole of it where it is cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(event.pos().x()), self)
            return True
        return super().event(event)

    def tip(self, x: float) -> str:
        """The tooltip at ``x`` [px]; empty: none."""
        for reading in (*self._left, *self._right):
            if reading.left <= x < reading.right:
                return reading.text() if reading.cut else reading.tip
        return ""

    def _say(self, reading: Reading, text: str) -> None:
        if reading.say(text):
            self.update()
            self.setAccessibleDescription(
                ", ".join(each.text() for each in (*self._left, *self._right) if each.text())
            )

    @staticmethod
    def _write(painter: QPainter, reading: Reading, text: str) -> None:
        box = QRectF(reading.left, 1, reading.right - reading.left, HEIGHT - 1)
        ink.write(painter, box, text, 11, reading.token, semibold=reading.semibold)


def readings(outcome: Outcome, day: float) -> tuple[str, str, str, str]:
    """Accelerators, compute, power and supply on ``day``, row 0, in words."""
    from gui.plots.timescale import Spot  # only here: it brings numpy

    at = Spot(outcome.days[0], day).median
    racked, online = at(outcome.racked), at(outcome.online)
    compute = " ".join(fmt.quantity(sum(map(at, outcome.usable.values())), "FLOP/s"))
    power = sum(map(at, outcome.power.values()))
    short = max(at(outcome.wanted) - at(outcome.idled) - power, 0.0)
    supply = {name: at(series) for name, series in outcome.supply.items() if name != "battery"}
    parts = [f"{name} {_megawatts(watts)}" for name, watts in supply.items() if watts > 0]
    if short >= 0.5 * MEGA:
        parts.append(f"short {_megawatts(short)}")
    sentence = f"{', '.join(parts)} MW" if parts else ""
    return (
        f"{fmt.count(racked)} installed, {fmt.count(online)} at full load",
        compute,
        " ".join(fmt.quantity(power, "W")),
        sentence[:1].upper() + sentence[1:],
    )


def _megawatts(watts: float) -> str:
    return fmt.count(watts / MEGA) if watts >= 10 * MEGA else fmt.number(watts / MEGA, 2)
