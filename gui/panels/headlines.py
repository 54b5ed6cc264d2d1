"""The five headline cards: value, P10 to P90 with a glyph, and the change against the baseline."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygon,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import ink, theme
from gui.panels.card import Card, card_of
from model.outcome import Outcome
from model.study.bands import Bands

WIDE, NARROW = 80, 64
_BREAK = 1064  # a window of 1400 less the panel
_GLYPH = (84.0, 10.0)

_CARDS = (
    ("usable_flops", "Usable compute"),
    ("facility_mean_mw", "Facility power, training"),
    ("full_load", "All at full load"),
    ("training_finish", "Run finishes"),
    ("capex_usd", "Capital cost"),
)


_DIAMOND = QPolygon([QPoint(-3, 0), QPoint(0, -3), QPoint(3, 0), QPoint(0, 3)])


class Headlines(QWidget):
    """Five cards in a row, painted by hand. A click or Enter on one asks to explain it."""

    explain_requested = Signal(str)
    """the name of a headline"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: tuple[Card, ...] = ()
        self._stale = False
        self._hovered = -1
        self._current = 0
        self._frames: dict[str, tuple[float, float]] = {}
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Headlines")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """80 high, 64 when narrow."""
        return QSize(1264, NARROW if self.narrow else WIDE)

    @property
    def narrow(self) -> bool:
        """Whether the cards are drawn in their small form."""
        return self.width() < _BREAK

    def show(
        self,
        outcome: Outcome | None = None,
        bands: Bands | None = None,
        baseline: Outcome | None = None,
        *,
        stale: bool = False,
    ) -> None:
        """Show ``outcome``; ``stale`` bands are of an earlier question and are drawn in t3."""
        if outcome is None:
            super().show()
            return
        self._stale = stale
        self.cards = tuple(
            card_of(name, label, outcome, bands, baseline, self._frames) for name, label in _CARDS
        )
        self.setAccessibleDescription("; ".join(card.sentence for card in self.cards))
        self.update()

    def settle(self) -> None:
        """Let the glyphs' scales shrink to what is shown; called when a drag ends."""
        self._frames.clear()

    # -- gestures

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the ground of the card under the pointer."""
        self._hover(self._at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ground away."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask to explain the card."""
        if event.button() == Qt.MouseButton.LeftButton and self.cards:
            self._current = self._at(event.position().x())
            self.explain_requested.emit(_CARDS[self._current][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose a card, Enter asks to explain it."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._current = (self._current + step) % len(_CARDS)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.explain_requested.emit(_CARDS[self._current][0])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the form that fits."""
        super().resizeEvent(event)
        self.setFixedHeight(NARROW if self.narrow else WIDE)

    def _at(self, x: float) -> int:
        return min(max(int(x / max(self.width(), 1) * len(_CARDS)), 0), len(_CARDS) - 1)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards, the hairlines between them and the one beneath."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(tokens.s1))
        line, count = theme.color(tokens.line), len(_CARDS)
        for index, card in enumerate(self.cards):
            left = round(self.width() * index / count)
            right = round(self.width() * (index + 1) / count)
            if index == self._hovered:
                painter.fillRect(left, 0, right - left, self.height(), theme.color(tokens.tint2))
            self._paint_card(painter, card, QRectF(left, 0, right - left, self.height()))
            if index < count - 1:
                painter.fillRect(right - 1, 0, 1, self.height(), line)
            if self.hasFocus() and index == self._current:
                ink.focus_frame(painter, QRectF(left + 2, 2, right - left - 5, self.height() - 5))
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        painter.end()

    def _paint_card(self, painter: QPainter, card: Card, box: QRectF) -> None:
        narrow = self.narrow
        pad = 12.0 if narrow else 16.0
        left, wide = box.left() + pad, box.width() - 2 * pad
        size, top, height = (18, 22.0, 24.0) if narrow else (22, 25.0, 28.0)
        name = QRectF(left, 7 if narrow else 9, wide, 16)
        ink.write(painter, name, card.label, 11, "t2")
        change = card.change
        if change and not narrow:
            long = change if change[-1:].isalpha() else f"{change} vs. baseline"
            room = wide - ink.width(card.label, 11) - 8
            ink.write(painter, name, ink.elided(long, int(room), 11), 11, "t2", ink.RIGHT)
        value = QRectF(left, top, wide, height)
        ink.write(painter, value, card.value, size, "t1", semibold=True)
        if card.unit:
            shift = ink.width(card.value, size, True) + 6
            unit = QRectF(left + shift, top + (2 if narrow else 3), wide - shift, height)
            ink.write(painter, unit, card.unit, 11 if narrow else 12, "t2")
        third = QRectF(left, 46 if narrow else 55, wide, 15)
        ink.write(painter, third, card.span, 11, "t3" if self._stale else "t2")
        if narrow:
            room = wide - ink.width(card.span, 11) - 8
            ink.write(painter, third, ink.elided(change, int(room), 11), 11, "t2", ink.RIGHT)
        elif card.mid is not None and wide - ink.width(card.span, 11) > _GLYPH[0] + 8:
            self._paint_glyph(painter, card, QPointF(left + wide - _GLYPH[0], third.center().y()))

    def _paint_glyph(self, painter: QPainter, card: Card, origin: QPointF) -> None:
        """Rail, range 4 high, P50 tick 2 x 10, baseline as a hollow diamond of 6 px."""
        tokens = theme.current()
        x0, y, wide = origin.x(), round(origin.y()), _GLYPH[0] - 8
        painter.fillRect(QRectF(x0, y, _GLYPH[0], 1), theme.color(tokens.track))
        if card.low is not None and card.high is not None:
            left = x0 + 4 + card.low * wide
            span = max((card.high - card.low) * wide, 1.0)
            fill = tokens.track if self._stale else tokens.range
            painter.fillRect(QRectF(left, y - 2, span, 4), theme.color(fill))
        if card.mid is not None:
            x = round(x0 + 4 + card.mid * wide)
            painter.fillRect(QRectF(x - 1, y - 5, 2, 10), theme.color(tokens.acc))
        if card.base is not None:
            x = round(x0 + 4 + card.base * wide)
            painter.setPen(theme.color(tokens.t2))
            painter.setBrush(theme.color(tokens.s1))
            painter.drawPolygon(_DIAMOND.translated(x, y))
