"""The small controls inside a row: icon buttons of 14 px, text that acts, the source dot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui import icons, ink, theme


class IconButton(QAbstractButton):
    """An icon of 14 px that acts; its name is its tooltip and its accessible name."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon_name, self.token = icon, "t2"
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(18, 18)

    def show_as(self, token: str, name: str) -> None:
        """Paint in ``token`` from now on, and say ``name``."""
        if token != self.token or name != self.toolTip():
            self.token = token
            self.setToolTip(name)
            self.setAccessibleName(name)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon; a ground while hovered, a ring with the focus."""
        tokens = theme.current()
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), theme.color(tokens.line))
        colour = tokens.t1 if self.underMouse() else getattr(tokens, self.token)
        icons.paint(painter, self.icon_name, QRectF(2, 2, 14, 14), colour)
        if self.hasFocus():
            ink.focus_frame(painter, QRectF(self.rect()))
        painter.end()


class TextButton(QAbstractButton):
    """Text that acts when clicked, underlined while hovered: the type or the date of a row."""

    def __init__(self, px: int, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.px, self.token = px, token
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_text(self, text: str, token: str) -> None:
        """Show ``text`` in the colour ``token``."""
        if text != self.text() or token != self.token:
            self.setText(text)
            self.token = token
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        return QSize(round(ink.width(self.text(), self.px)) + 2, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, elided to the room that it has."""
        painter = QPainter(self)
        text = ink.elided(self.text(), self.width(), self.px)
        ink.write(painter, QRectF(self.rect()), text, self.px, self.token)
        if self.underMouse():
            painter.setPen(QPen(theme.color(getattr(theme.current(), self.token)), 1))
            y = self.height() / 2 + self.px / 2 + 0.5
            painter.drawLine(QPointF(0, y), QPointF(ink.width(text, self.px), y))
        if self.hasFocus():
            ink.focus_frame(painter, QRectF(self.rect()))
        painter.end()


class SourceDot(QAbstractButton):
    """The dot at the start of a row: how far the value can be trusted; click opens the source."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trust = "ring"
        self.setFixedSize(14, 20)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Source")

    def show_trust(self, trust: str) -> None:
        """Draw the dot full, half or as a ring."""
        if trust != self.trust:
            self.trust = trust
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "acc" if self.underMouse() else "t3"
        ink.source_dot(painter, QPointF(7, 10), self.trust, token)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint in the accent."""
        super().enterEvent(event)
        self.update()


class DragHandle(QWidget):
    """Six dots at the left edge of a row that can be dragged to another place."""

    dragged = Signal(float)
    """y inside the row [px], while the button is down"""
    dropped = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(12, 20)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip("Drag to reorder; Alt+Up and Alt+Down do the same")
        self._held = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dots."""
        painter = QPainter(self)
        icons.paint(painter, "drag", QRectF(0, 4, 12, 12), theme.current().t3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the row."""
        self._held = event.button() == Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where the row is held."""
        if self._held:
            self.dragged.emit(self.mapToParent(event.position().toPoint()).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the row go."""
        if self._held:
            self._held = False
            self.dropped.emit(self.mapToParent(event.position().toPoint()).y())
