"""Dated events as pennants on poles, each text on the side with room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from gui import format as words
from gui import theme as themes
from gui.plots.item import AA
from gui.plots.lettering import Letters
from gui.plots.skin import Skin
from gui.plots.timescale import TimeScale
from model.outcome import Outcome
from model.scenario import Event
from model.units import day_number

ROW = 14.0
"""Height of a row of flags [px]."""
MIDDLE = 7.0
"""The middle of the first row [px of the box]."""


class Flag(msgspec.Struct, frozen=True):
    """An event on one plot."""

    day: float
    text: str


class _Placed(msgspec.Struct, frozen=True):
    x: float
    row: int
    left: bool
    text: str


def flags_of(outcome: Outcome, plot: str) -> tuple[Flag, ...]:
    """The events of ``plot``, earliest first; a claim says so."""
    events = sorted((e for e in outcome.scenario.events if e.plot == plot), key=_when)
    return tuple(
        Flag(
            day_number(event.date, outcome.epoch),
            f"{words.short_date(event.date)}: {event.label}" + (" (claim)" * event.claim),
        )
        for event in events
    )


def _when(event: Event) -> date:
    return event.date


class Flags:
    """Lays pennants out in as few rows as their texts need, and draws them."""

    def __init__(self) -> None:
        self.flags: tuple[Flag, ...] = ()
        self._placed: list[_Placed] = []
        self.left_out: list[float] = []
        """days in sight whose flag found no room"""

    @property
    def rows(self) -> int:
        """How many rows the texts take."""
        return 1 + max((flag.row for flag in self._placed), default=-1)

    @property
    def poles(self) -> tuple[float, ...]:
        """Where the poles stand [px of the box]."""
        return tuple(flag.x for flag in self._placed)

    def place(self, scale: TimeScale, text: Letters, most: int = 3) -> None:
        """Find a side and a row for each flag that is in sight."""
        taken: list[tuple[float, float, int]] = []
        self._placed, self.left_out = [], []
        for flag in self.flags:
            x = round(scale.x(flag.day)) + 0.5
            if not scale.left <= x <= scale.left + scale.width:
                continue
            spot = self._spot(x, text.small.width(flag.text) + 6, scale, taken, most)
            if spot is None:
                self.left_out.append(flag.day)
                continue
            row, left, start, end = spot
            taken.append((start, end, row))
            self._placed.append(_Placed(x, row, left, flag.text))

    @staticmethod
    def _spot(
        x: float,
        width: float,
        scale: TimeScale,
        taken: Sequence[tuple[float, float, int]],
        most: int,
    ) -> tuple[int, bool, float, float] | None:
        for row in range(most):
            for left in (True, False):
                start, end = (x - width, x + 10) if left else (x - 1, x + width + 10)
                if start < scale.left or end > scale.left + scale.width:
                    continue
                if not any(r == row and start < e + 6 and end > s - 6 for s, e, r in taken):
                    return row, left, start, end
        return None

    def draw(self, painter: QPainter, skin: Skin, text: Letters, top: float, bottom: float) -> None:
        """Poles from their row down to ``bottom``, the first row's middle at ``top``."""
        if not self._placed:
            return
        theme = skin.theme
        painter.setRenderHint(AA, False)
        painter.setPen(skin.pen(theme.t1, "pole"))
        painter.drawLines([QLineF(f.x, top + ROW * f.row + 4, f.x, bottom) for f in self._placed])
        painter.setRenderHint(AA, True)
        painter.setPen(skin.pen(theme.t1))
        painter.setBrush(skin.brush(theme.t1))
        for flag in self._placed:
            y = top + ROW * flag.row
            painter.drawPolygon(
                QPolygonF([QPointF(flag.x, y - 3), QPointF(flag.x + 7, y), QPointF(flag.x, y + 3)])
            )
        ground = themes.color(theme.s1)
        for flag in self._placed:
            y = top + ROW * flag.row
            width = text.small.width(flag.text)
            x = flag.x - 6 - width if flag.left else flag.x + 12
            painter.fillRect(QRectF(x - 2, y - 6, width + 4, 12), ground)
            text.small.left(painter, x, y, flag.text, theme.t1)
