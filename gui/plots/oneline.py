"""The one-line diagram of a site: bars for buses, a band for each power, as wide as it is large.

The layout is worked out when the diagram or the size changes; painting only walks through it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.plots.chart import EDGE, LEFT, RIGHT, TITLE_ROW, Chart, Ink, as_text, text_width
from gui.plots.skin import current
from gui.plots.text_rows import Rows
from model.outcome import IT_PARTS
from model.study.oneline import SOURCES, OneLine

FACTS, WITH_FACTS = 248.0, 760
"""Width of the column of facts at the right, and of the whole from which it is there [px]."""
_NAMES, _ENDS = 112.0, 108.0
"""Room for the names of sources and of users [px]."""
_BAR, _LINE, _GAP = 4.0, 14.0, 6.0
_HEAD, _LEAST_HEAD = 6.0, 3.0


class Band(msgspec.Struct, frozen=True):
    """One arrow as it is drawn."""

    source: str
    target: str
    box: tuple[float, float, float, float]
    """x, y, width, height [px]"""
    fill: str
    """name of a power part, or empty for what is not used yet"""
    back: bool = False
    """drawn from right to left"""


class Words(msgspec.Struct, frozen=True):
    """One text as it is drawn."""

    text: str
    x: float
    y: float
    width: float
    """room [px]; the text is no wider"""
    colour: str
    """token of the theme"""
    bold: bool = False
    right: bool = False


class OneLinePlot(Chart):
    """Grid, turbines and battery at the left, racks and cooling at the right, facts beside them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.line: OneLine | None = None
        self.most = 0.0
        """power that the widest band stands for [W]"""
        self.facts: tuple[tuple[str, str, bool], ...] = ()
        """name, value, and whether it is alarming"""
        self.bands: tuple[Band, ...] = ()
        self.texts: tuple[Words, ...] = ()
        self.bars: tuple[tuple[float, float, float], ...] = ()
        """x, top and height of each bus [px]"""
        self.unit, self._factor = "MW", 1e-6

    def show_line(
        self, line: OneLine | None, most: float, facts: Sequence[tuple[str, str, bool]]
    ) -> None:
        """Show ``line``; ``most`` [W] keeps the widths comparable from day to day."""
        self.line, self.most, self.facts = line, max(most, 1.0), tuple(facts)
        if line is not None:
            self._factor, self.unit = words.scale_of(self.most, "W")
        self._lay_out()
        self.refresh(line, self.facts, self.most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def rows(self) -> Rows:
        """Each arrow: from, to, what sets out, what is lost, what arrives."""
        header = ("From", "To", "Sets out [W]", "Lost [W]", "Arrives [W]")
        if self.line is None:
            return header, []
        label = {node.id: node.label for node in self.line.nodes}
        return header, [
            as_text((label[a.source], label[a.target], a.watts, a.lost, a.arrives))
            for a in self.line.arrows
        ]

    def sentence(self) -> str:
        """Who feeds the site, what it uses and what it loses, in words."""
        line = self.line
        if line is None or self.empty is not None:
            return super().sentence()
        fed = [
            f"{line.node(name).label.lower()} {self.number(line.node(name).watts)}"
            for name in SOURCES
            if line.node(name).watts > 0
        ]
        used = sum(line.node(name).watts for name in (*IT_PARTS, "cooling"))
        lost = sum(arrow.lost for arrow in line.arrows)
        text = (
            f"{self.title}: {', '.join(fed) or 'nothing'} {self.unit if fed else ''} ".rstrip()
            + f" feed racks and cooling with {self.number(used)} {self.unit}; "
            f"{self.number(lost)} {self.unit} are lost."
        )
        if line.short > 1.0:
            text += f" {self.number(line.short)} {self.unit} are short."
        return text

    def tip(self, at: QPointF) -> str:
        """The arrow under the pointer: from, to, power, loss."""
        if self.line is None or self.empty is not None:
            return ""
        label = {node.id: node.label for node in self.line.nodes}
        for band in self.bands:
            x, y, width, height = band.box
            if x <= at.x() <= x + width and y - 4 <= at.y() <= y + height + 4:
                arrow = next(
                    a for a in self.line.arrows
                    if (a.source, a.target) == (band.source, band.target)
                )  # fmt: skip
                text = f"{label[arrow.source]} to {label[arrow.target]}: "
                text += f"{self.number(arrow.watts)} {self.unit}"
                if arrow.lost > 0:
                    share = words.percent(arrow.lost / arrow.watts)
                    text += f", of which {self.number(arrow.lost)} {self.unit} ({share}) are lost"
                return text
        return ""

    def number(self, watts: float) -> str:
        """A power in the unit of the diagram."""
        return words.number(watts * self._factor)

    def draw(self, ink: Ink, area: QRectF) -> None:
        """Bands, then buses, then the words."""
        del area
        theme, painter, skin = ink.theme, ink.painter, current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)  # the pen would round the ends of an edge apart
        for band in self.bands:
            x, y, width, height = band.box
            colour = theme.power.get(band.fill, theme.bar)
            painter.setBrush(skin.brush(colour))
            painter.drawPolygon(_arrow(x, y, width, height, back=band.back))
        for x, top, height in self.bars:
            ink.fill(x, top, _BAR, height, theme.t1)
        for text in self.texts:
            room = QRectF(text.x, text.y, text.width, _LINE)
            colour = getattr(theme, text.colour)
            ink.text(room, text.text, colour, RIGHT if text.right else LEFT, 11, text.bold)
        if self.facts and self.width() >= WITH_FACTS:
            ink.fill(self.width() - FACTS, TITLE_ROW + 4, 1, self.height() - TITLE_ROW - 12,
                     theme.line)  # fmt: skip

    # The layout

    def _lay_out(self) -> None:
        self.bands, self.texts, self.bars = (), (), ()
        line = self.line
        if line is None or self.width() < 400:
            return
        facts = FACTS if self.facts and self.width() >= WITH_FACTS else 0.0
        left, right = EDGE, self.width() - facts - EDGE
        top, height = TITLE_ROW + 16.0, self.height() - TITLE_ROW - 22.0
        first = left + _NAMES
        pitch = (right - _ENDS - first) / 4
        bus = [first + pitch * (k + 1) for k in range(3)]
        ends = first + 4 * pitch
        quarter = height / 4
        middles = [top + quarter * (k + 0.5) for k in range(4)]
        thirds = [top + height / 3 * (k + 0.5) for k in range(3)]
        widest = max(min(height * 0.28, 120.0), 6.0)
        put = _Layout(self, line, widest)
        sources = [name for name in SOURCES if line.node(name).limit or line.node(name).watts]
        lanes = {1: [thirds[1]], 2: [thirds[0], thirds[2]]}.get(len(sources), thirds)
        for name, lane in zip(sources, lanes, strict=False):
            node = line.node(name)
            put.name(node.label, f"of {self.number(node.limit or 0)} {self.unit}", left, lane)
            put.feed(name, "switchyard", first, bus[0], lane)
            if name == "battery":
                put.charge(first, bus[0], lane)
        put.feed("switchyard", "low_voltage", bus[0], bus[1], thirds[1])
        put.feed("low_voltage", "racks", bus[1], bus[2], middles[1])
        put.feed("low_voltage", "cooling", bus[1], ends, middles[3], "cooling")
        for name, lane in zip(IT_PARTS, middles, strict=False):
            put.feed("racks", name, bus[2], ends, lane, name)
        for name, lane in zip((*IT_PARTS, "cooling"), middles, strict=True):
            put.end(line.node(name).label, ends + _GAP, lane)
        for x, name, until in zip(
            bus, ("switchyard", "low_voltage", "racks"), (4.0, 4.0, 3.0), strict=True
        ):
            put.bus(line.node(name).label, x, top, quarter * until)
        if facts:
            put.facts(right + 2 * EDGE, facts - EDGE, TITLE_ROW + 4)
        self.bands, self.texts, self.bars = tuple(put.bands), tuple(put.texts), tuple(put.bars)


class _Layout:
    """Collects what stands where."""

    def __init__(self, plot: OneLinePlot, line: OneLine, widest: float) -> None:
        self.plot, self.line, self.widest = plot, line, widest
        self.bands: list[Band] = []
        self.texts: list[Words] = []
        self.bars: list[tuple[float, float, float]] = []

    def write(self, text: str, x: float, y: float, colour: str, *, bold: bool = False) -> float:
        """Put a text with its left end at ``x``; return where it ends."""
        width = text_width(text, 11, bold)
        self.texts.append(Words(text, x, y, width, colour, bold))
        return x + width

    def name(self, label: str, detail: str, x: float, middle: float) -> None:
        """Name and limit of a source, at the left."""
        self.write(label, x, middle - _LINE, "t1", bold=True)
        self.write(detail, x, middle, "t3")

    def end(self, label: str, x: float, middle: float) -> None:
        """Name of a user, at the right."""
        self.write(label, x, middle - _LINE / 2, "t1")

    def bus(self, label: str, x: float, top: float, height: float) -> None:
        """A bus with its name above it, ending over it: to its right stand powers."""
        self.bars.append((x, top, height))
        self.write(label, x + _BAR - text_width(label, 11), top - 15, "t2")

    def feed(
        self, source: str, target: str, start: float, stop: float, middle: float, fill: str = ""
    ) -> None:
        """A band between two places, its power above and what it loses below."""
        plot = self.plot
        arrow = next(a for a in self.line.out_of(source) if a.target == target)
        x = start + (_BAR if source not in SOURCES else 0)
        thick = self._thick(arrow.watts)
        self.bands.append(Band(source, target, (x, middle - thick / 2, stop - x, thick), fill))
        text = f"{plot.number(arrow.watts)} {plot.unit}"
        self.write(text, x + _GAP, middle - thick / 2 - _LINE, "t1")
        if arrow.lost > 0.5:
            self.write(
                f"{plot.number(arrow.lost)} {plot.unit} lost", x + _GAP, middle + thick / 2, "t2"
            )

    def charge(self, start: float, stop: float, middle: float) -> None:
        """What charges the battery, under its own feeder and the other way."""
        plot = self.plot
        (arrow,) = self.line.into("battery")
        if arrow.watts <= 0.5:
            return
        thick, y = self._thick(arrow.watts), middle + self.widest * 0.2 + 3
        box = (start, y, stop - start, thick)
        self.bands.append(Band("switchyard", "battery", box, "", back=True))
        taken, lost = (" ".join(words.quantity(watts, "W")) for watts in (arrow.watts, arrow.lost))
        lowest = plot.height() - _LINE
        self.write(f"charging {taken}, {lost} lost", start + _GAP, min(y + thick, lowest), "t2")

    def facts(self, x: float, width: float, top: float) -> None:
        """Names and values, one a row, as far as there is room."""
        room = self.plot.height() - top - 4
        pitch = min(max(room / max(len(self.plot.facts), 1), _LINE), 22.0)
        for row, (name, value, alarming) in enumerate(self.plot.facts):
            if (row + 1) * pitch > room + 1:
                break
            y = top + row * pitch
            self.write(name, x, y, "red" if alarming else "t3", bold=alarming)
            wide = text_width(value, 11, alarming)
            edge = x + width - EDGE
            self.texts.append(
                Words(value, edge - wide, y, wide, "red" if alarming else "t1", alarming)
            )

    def _thick(self, watts: float) -> float:
        return max(watts / self.plot.most * self.widest, 1.0)


def _arrow(x: float, y: float, width: float, height: float, *, back: bool) -> QPolygonF:
    """A band that ends in a point, at the right or, with ``back``, at the left.

    Where it is thin its point is wider than the band, so that it still shows the way.
    """
    head, half = min(_HEAD, width / 2), height / 2
    bottom = y + height
    tip, neck, tail = (x, x + head, x + width) if back else (x + width, x + width - head, x)
    corners = [(tail, y), (neck, y), (tip, y + half), (neck, bottom), (tail, bottom)]
    if half < _LEAST_HEAD:
        corners[2:3] = [(neck, y + half - _LEAST_HEAD), corners[2], (neck, y + half + _LEAST_HEAD)]
    return QPolygonF([QPointF(*corner) for corner in corners])
