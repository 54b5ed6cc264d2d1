"""Small pieces of the lower tabs: a titled column, and a choice between two views."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gui import theme as themes
from gui.plots.chart import CENTER, EDGE, Ink, text_width

TITLE_HEIGHT = 24


class Titled(QWidget):
    """A title row of 24 over one widget; the caption stands behind the title in t3."""

    margin = 8
    """At the left and at the right of the widget [px]"""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption, self.body = title, "", body
        self._short: str | None = None
        self.warning = ""
        """What limits the trust in what is shown, in a few words."""
        self.reserved = 0
        """Width at the right of the title row that belongs to a control [px]."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        box = QVBoxLayout(self)
        box.setContentsMargins(self.margin, TITLE_HEIGHT, self.margin, 0)
        box.setSpacing(0)
        box.addWidget(body)

    def set_title(self, title: str, caption: str = "", short: str | None = None) -> None:
        """Change the title row; ``short`` stands for a caption that there is no room for."""
        if (title, caption, short) != (self.title, self.caption, self._short):
            self.title, self.caption, self._short = title, caption, short
            self.setToolTip("\n".join(part for part in (title, caption) if part))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and title row."""
        del event
        painter = QPainter(self)
        ink = Ink(painter, themes.current())
        painter.fillRect(self.rect(), themes.color(ink.theme.s1))
        room = self.width() - 2 * EDGE - self.reserved
        ink.text(QRectF(EDGE, 4, room, 20), self.title, ink.theme.t1, px=12, bold=True)
        used = ink.width(self.title, 12, True) + 8
        left = room - used - (ink.width(self.warning) + 8 if self.warning else 0.0)
        caption = self.caption
        if self._short is not None and ink.width(caption) > left:
            caption = self._short if ink.width(self._short) <= left else ""
        for text, colour in ((self.warning, ink.theme.warn), (caption, ink.theme.t3)):
            if text and room - used > 24:
                ink.text(QRectF(EDGE + used, 4, room - used, 20), text, colour)
                used += ink.width(text) + 8
        painter.end()


class Choice(QWidget):
    """One of a few words: the chosen one in t1 with an accent underline, the others as links."""

    chosen = Signal(int)

    def __init__(self, name: str, options: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options = tuple(options)
        self.index = 0
        self.setAccessibleName(f"{name}: {options[0]}")
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _spans(self) -> list[tuple[float, float]]:
        spans, x = [], 8.0
        for option in self.options:
            width = text_width(option, 11, True)
            spans.append((x, width))
            x += width + 12
        return spans

    def sizeHint(self) -> QSize:
        """Wide enough for all options."""
        x, width = self._spans()[-1]
        return QSize(round(x + width + 8), TITLE_HEIGHT)

    def choose(self, index: int) -> None:
        """Choose an option and tell about it if it is another."""
        if index != self.index and 0 <= index < len(self.options):
            self.index = index
            self.setAccessibleName(f"{self._name}: {self.options[index]}")
            self.update()
            self.chosen.emit(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        for index, (x, width) in enumerate(self._spans()):
            if x - 6 <= event.position().x() < x + width + 6:
                self.choose(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour; space goes round."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose(self.index + (1 if key == Qt.Key.Key_Right else -1))
        elif key == Qt.Key.Key_Space:
            self.choose((self.index + 1) % len(self.options))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The options; focus is an accent line around the chosen one."""
        del event
        painter = QPainter(self)
        ink = Ink(painter, themes.current())
        painter.fillRect(self.rect(), themes.color(ink.theme.s1))
        for index, (x, width) in enumerate(self._spans()):
            here = index == self.index
            room = QRectF(x - 4, 4, width + 8, 18)
            ink.text(room, self.options[index], ink.theme.t1 if here else ink.theme.acc, CENTER,
                     11, here)  # fmt: skip
            if here:
                ink.fill(x, 21, width, 2, ink.theme.acc)
                if self.hasFocus():
                    painter.setPen(themes.color(ink.theme.acc))
                    painter.drawRoundedRect(room.adjusted(0.5, 1.5, -0.5, -0.5), 4, 4)
        painter.end()


class Divider(QWidget):
    """A hairline between two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One line."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), themes.color(themes.current().s1))
        painter.fillRect(0, 8, 1, self.height() - 16, themes.color(themes.current().line))
        painter.end()


class Credit(QWidget):
    """One line in t3: whose data this is."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        del event
        painter = QPainter(self)
        ink = Ink(painter, themes.current())
        painter.fillRect(self.rect(), themes.color(ink.theme.s1))
        room = QRectF(EDGE, 0, self.width() - 2 * EDGE, self.height())
        ink.text(room, self.text, ink.theme.t3)
        painter.end()
