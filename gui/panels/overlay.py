"""A sheet that lies over the window until it is answered: gallery, palette, help."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from gui import theme


class Overlay(QFrame):
    """A frame over the window. Esc, or a click beside it, closes it; the focus goes back.

    Parameters
    ----------
    window : what it lies over
    name : its accessible name
    """

    closed = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._window = window
        self._focus_before: QWidget | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)
        self.hide()

    def place(self, window: QRect) -> QRect:
        """Where it lies in a window of this size. Sheets with a place of their own override."""
        width = min(560, window.width() - 64)
        height = min(self.sizeHint().height(), window.height() - 96)
        return QRect((window.width() - width) // 2, 56, width, height)

    def first_focus(self) -> QWidget:
        """The part that takes the keyboard when it opens."""
        return self

    def open_sheet(self) -> None:
        """Show it on top and give it the keyboard."""
        if not self.isVisible():
            self._focus_before = QApplication.focusWidget()
        self.setGeometry(self.place(self._window.rect()))
        self.show()
        self.raise_()
        self.first_focus().setFocus(Qt.FocusReason.PopupFocusReason)
        _application().installEventFilter(self)

    def close_sheet(self) -> None:
        """Hide it and give the keyboard back to whoever had it."""
        if self.isHidden():
            return
        _application().removeEventFilter(self)
        self.hide()
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._focus_before = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a click beside it; follow the window's size; keep Esc to itself."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.close_sheet()
        elif kind == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self.place(self._window.rect()))
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of a field with one outline."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.ctl), 1))
        painter.setBrush(QColor(colours.s1))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def _application() -> QCoreApplication:
    found = QCoreApplication.instance()
    if found is None:
        raise RuntimeError("a sheet needs an application")
    return found
