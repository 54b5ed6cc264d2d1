"""The field of a lever: takes every form that `gui.format` reads, shows the unit in t3."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui import ink, theme
from gui.style import mark

HEIGHT = 20
WIDTH = 96


_HISTORY = (Qt.Key.Key_Z, Qt.Key.Key_Y)
_ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ValueField(QLineEdit):
    """Shows one text with its unit. `committed` carries what the user typed, on Enter or leaving.

    While something is typed and not yet given, the keys of undo, redo and Ctrl+Delete are about
    the text; otherwise they are about the scenario and the row.

    `stepped` carries a direction and whether it is a page or fine, for the arrow keys and the
    wheel; `settled` ends such a step. Esc brings the shown text back. `show_text` never emits.
    """

    committed = Signal(str)
    stepped = Signal(int, bool, bool)
    settled = Signal()
    focus_changed = Signal(bool)
    restored = Signal()

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = unit
        self.locked = False
        self._shown = ""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(400)
        self._settle.timeout.connect(self.settled)
        self.setFont(theme.font(12))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(HEIGHT)
        room = ink.width(unit, 12) + 4 if unit else 0
        self.setTextMargins(0, 0, round(room), 0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    @property
    def wanted_width(self) -> int:
        """How wide the field must be for its text."""
        unit = ink.width(self.unit, 12) + 4 if self.unit else 0
        return max(WIDTH, round(ink.width(self._shown, 12) + unit + 18))

    def show_text(self, text: str) -> bool:
        """Show ``text`` as the value in force, unless the user is typing; True if it is new."""
        if text == self._shown:
            return False
        typing = self.isModified() and self.hasFocus()
        self._shown = text
        if not typing:
            self.setText(text)
            self.setCursorPosition(0)
            self.set_refused(False)
        return True

    def keep_typed(self, in_force: str) -> None:
        """Leave the text as it is; ``in_force`` is what Esc brings back."""
        self._shown = in_force

    def set_refused(self, refused: bool) -> None:
        """Give the field a red border, or its own again."""
        if bool(self.property("refused")) != refused:
            self._mark("refused", refused)

    def set_locked(self, locked: bool) -> None:
        """Without ground and read-only while locked."""
        self.locked = locked
        self.setReadOnly(locked)
        self._mark("locked", locked)

    def restore(self) -> None:
        """Show the value in force again."""
        self.setText(self._shown)
        self.setModified(False)
        self.set_refused(False)

    def drop_refused(self) -> None:
        """Show the value in force again, unless something else is being typed already."""
        if not self.isModified():
            self.restore()

    def _mark(self, name: str, value: bool) -> None:
        mark(self, name, value)
        self.update()

    def _commit(self) -> None:
        if self.isModified() and not self.locked:
            self.setModified(False)
            if self.text().strip() == self._shown:
                self.set_refused(False)
            else:
                self.committed.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Esc restores, up and down step."""
        key = event.key()
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if _with_control(event, _ERASE) and not self.isModified():
            event.ignore()
        elif _with_control(event, _HISTORY) and not self.isModified():
            self._let_go()  # only a refused text comes here, see `eventFilter`
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit()
            self.selectAll()
        elif key == Qt.Key.Key_Escape:
            if self.text() == self._shown and not self.property("refused"):
                event.ignore()
                return
            self._let_go()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        ):
            self._step(1 if key == Qt.Key.Key_Up else -1, False, fine)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._step(1 if key == Qt.Key.Key_PageUp else -1, True, False)
        else:
            super().keyPressEvent(event)

    def _let_go(self) -> None:
        self.restore()
        self.selectAll()
        self.restored.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo and redo to the window unless there is a text of one's own to take back.

        QLineEdit claims these keys whether it has anything to undo or not.
        """
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _with_control(event, _HISTORY)
            and not self.isModified()
            and not self.property("refused")
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _step(self, direction: int, page: bool, fine: bool) -> None:
        if not self.locked:
            self._commit()
            self.stepped.emit(direction, page, fine)
            self._settle.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, but only when focused."""
        if not self.hasFocus() or self.locked:
            event.ignore()
            return
        self._step(1 if event.angleDelta().y() > 0 else -1, False, True)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, so that typing replaces."""
        super().focusInEvent(event)
        self.installEventFilter(self)
        self.focus_changed.emit(True)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, self.selectAll)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what was typed."""
        super().focusOutEvent(event)
        self.removeEventFilter(self)
        self._commit()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.deselect()
        self.focus_changed.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, then the unit to the right of it."""
        super().paintEvent(event)
        if self.unit and (self.text() or not self.placeholderText()):
            painter = QPainter(self)
            box = QRectF(0, 0, self.width() - 8, self.height())
            ink.write(painter, box, self.unit, 12, "t3", ink.RIGHT)
            painter.end()


def _with_control(event: QKeyEvent, keys: tuple[Qt.Key, ...]) -> bool:
    """Whether one of ``keys`` is pressed with Ctrl, with Shift or without."""
    shift = Qt.KeyboardModifier.ShiftModifier
    control = event.modifiers() & ~shift == Qt.KeyboardModifier.ControlModifier
    return control and event.key() in keys
