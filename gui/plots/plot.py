"""What compute, power and timeline have in common: a title row, a frame and a right gutter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.plots.flags import Flags
from gui.plots.item import AA
from gui.plots.kit import Frame, Grid, Gutters
from gui.plots.lettering import Letters
from gui.plots.notice import Notice, say
from gui.plots.skin import Skin
from gui.plots.timescale import Ticks, TimeScale
from gui.plots.titles import Gutter, Header
from model.outcome import Outcome
from model.study.bands import Bands
from model.units import date_of


class Table(msgspec.Struct, frozen=True):
    """The data behind a plot, over days or one row a task."""

    title: str
    header: tuple[str, ...]
    """With the unit of each column in brackets."""
    rows: Sequence[tuple[str, ...]] = msgspec.field(default_factory=tuple)


class Plot:
    """One plot of the board. Sub-classes fill buffers in `sync` and draw them in `draw_data`."""

    NAME = ""

    def __init__(self, parent: object, *, axis: bool = True) -> None:
        self.header = Header(self.NAME, parent)
        self.gutter = Gutter(parent)
        self.frame = Frame(self._draw, parent, axis)
        self.grid = Grid()
        self.flags = Flags()
        self.notice: Notice | None = None
        self.rect = QRectF()
        self.scale = TimeScale()
        self.ticks = Ticks((), (), ())
        self.epoch = date(2024, 1, 1)
        self.narrow = False

    def place(self, rect: QRectF, gutters: Gutters) -> None:
        """Take up ``rect`` [px of the board]."""
        self.rect, self.narrow = QRectF(rect), gutters.narrow
        body = QRectF(
            gutters.left,
            rect.top() + gutters.title,
            max(rect.width() - gutters.left - gutters.right, 1),
            max(rect.height() - gutters.title - gutters.foot, 1),
        )
        self.header.item.place(QRectF(0, rect.top(), rect.width(), gutters.title))
        self.frame.place(body, gutters.head)
        self.gutter.item.place(QRectF(body.right(), body.top(), gutters.right, body.height()))

    def show(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Take in an answer; nothing is painted yet."""
        raise NotImplementedError

    def settle(self) -> bool:
        """Let the value axis shrink; True if it did."""
        return False

    def sync(self, scale: TimeScale, ticks: Ticks) -> None:
        """Fill the buffers for the days of ``scale`` [px of the box]."""
        raise NotImplementedError

    def read(self, day: float) -> None:
        """Write the values at ``day`` into the title row."""
        raise NotImplementedError

    def rings(self, day: float) -> list[float]:
        """Heights at which the cursor marks a curve [px of the box]."""
        return []

    def table(self, first: float, last: float) -> Table:
        """The data between two days."""
        raise NotImplementedError

    def summary(self) -> str:
        """The plot in one sentence."""
        raise NotImplementedError

    def draw_data(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Draw what `sync` prepared [px of the box]."""
        raise NotImplementedError

    def _draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        self.grid.draw(painter, skin)
        if self.notice is None or not self.notice.bad:
            self.draw_data(painter, skin, text)
        if self.frame.axis is not None:
            self.grid.draw_zero(painter, skin)
        painter.setRenderHint(AA, True)
        if self.notice is not None:
            area = self.frame.picture.rect
            say(
                painter,
                skin,
                text,
                area,
                self.notice.title,
                self.notice.hint,
                bad=self.notice.bad,
            )

    def date(self, day: float) -> date:
        """The date of ``day``."""
        return date_of(day, self.epoch)
