"""What every lever's row shares: dot, label, detail, reset, lock, tooltip and the line beneath."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui import ink, theme
from gui.levers.buttons import IconButton, SourceDot
from gui.levers.menus import row_menu
from gui.levers.note import Note
from gui.levers.provenance import DECISION, Provenance

PAD = 16
LINE = 20
ONE_LINE = 30
"""Height of a row whose editor stands beside the label."""


class Row(QWidget):
    """One field of the scenario. Subclasses add the editor and say what is shown.

    `edited` carries the path and the wanted value; `released` ends a gesture. Both come from
    the user's hand only: whatever starts with ``show_`` emits nothing.
    """

    edited = Signal(str, object)
    released = Signal()
    help_requested = Signal(str)
    lock_changed = Signal(str, bool)
    reset_requested = Signal(str)

    base_height = 40

    def __init__(
        self, path: str, label: str, parent: QWidget | None = None, *, indent: int = 0
    ) -> None:
        super().__init__(parent)
        self.path, self.label, self.indent = path, label, indent
        self.detail = ""
        self.family = ""
        self.help = ""
        self.range_text = ""
        self.why = ""
        self.provenance: Provenance = DECISION
        self.locked = False
        self.changed = False
        self.no_effect = ""
        self.remark = ""
        self.caption = ""
        self.message = ""
        self._hovered = False
        self._note = Note()
        self.dot = SourceDot(self)
        self._reset_button: IconButton | None = None
        self._lock_button: IconButton | None = None
        self.dot.clicked.connect(self.open_source)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    # -- what is shown

    @property
    def reset(self) -> IconButton:
        """The button that resets; made when first needed, as few rows ever show it."""
        if self._reset_button is None:
            self._reset_button = IconButton("reset", "Reset to the preset", self)
            self._reset_button.clicked.connect(self.ask_reset)
        return self._reset_button

    @property
    def lock(self) -> IconButton:
        """The button that locks; made when first needed."""
        if self._lock_button is None:
            self._lock_button = IconButton("lock", "Lock", self)
            self._lock_button.clicked.connect(self.toggle_lock)
            self._show_lock_button()
        return self._lock_button

    def _show_lock_button(self) -> None:
        name = "Unlock" if self.locked else "Lock: Solve and sweeps leave it alone"
        self.lock.show_as("t1" if self.locked else "t3", name)

    @property
    def line_height(self) -> int:
        """Height of the line with the label."""
        return LINE

    @property
    def message_replaces(self) -> int:
        """Height at the bottom that a refusal may cover: the decade labels."""
        return 0

    def show_state(self, *, changed: bool, no_effect: str = "") -> None:
        """Say whether the value differs from the preset's, and why it has no effect now."""
        if changed != self.changed or no_effect != self.no_effect:
            self.changed, self.no_effect = changed, no_effect
            self.dim(bool(no_effect))
            self.fit()
            self.update()

    def show_remark(self, remark: str) -> None:
        """Say under the editor what its value means; a refusal or no effect goes first."""
        if remark != self.remark:
            self.remark = remark
            self.fit()
            self.update()

    def show_caption(self, caption: str) -> None:
        """Say under the editor what the row is about, where nothing else is said."""
        if caption != self.caption:
            self.caption = caption
            self.fit()
            self.update()

    def show_detail(self, detail: str) -> None:
        """Show ``detail`` beside the label."""
        if detail != self.detail:
            self.detail = detail
            self.update()

    def show_provenance(self, provenance: Provenance) -> None:
        """Show where the value comes from."""
        self.provenance = provenance
        self.dot.show_trust(provenance.trust)

    def show_lock(self, locked: bool) -> None:
        """Show the lever as locked or free."""
        self.locked = locked
        self._show_lock_button()
        self.freeze(locked)
        self.fit()
        self.update()

    def refuse(self, message: str) -> None:
        """Say in one line why a value was not taken; empty: take the line away."""
        if message != self.message:
            self.message = message
            self.fit()
            self.update()

    def refuse_at(self, path: str, message: str) -> None:
        """Say why the field at ``path``, this row's or another one of its record, was not taken."""
        self.refuse(message)

    def back_to(self, value: Any) -> None:
        """Put the editor back at ``value``, which stays in force, under what was typed."""

    def accept(self) -> None:
        """Take the refusal away: the user went back to the value in force."""
        self.refuse("")

    def restore(self) -> None:
        """Let go of what was refused: the editor is back at the value in force."""
        self.refuse("")

    def dim(self, dimmed: bool) -> None:
        """Show the editor as having no effect, or as usual."""

    def freeze(self, locked: bool) -> None:
        """Keep the editor from being moved, or free it."""

    def editor_left(self) -> int:
        """Where line 1's editor starts [px]."""
        return self.width() - PAD

    def label_left(self) -> float:
        """Where the label starts [px]."""
        return PAD + self.indent + 14 + (14 if self.family else 0)

    # -- geometry

    def fit(self) -> None:
        """Take the height that the state needs, and place the children."""
        wanted = self.base_height
        said = self.message or self.no_effect or self.remark or self.caption
        self._note.say(said, self.width() - 2 * PAD, refused=bool(self.message))
        if self._note:
            wanted += self._note.height
            wanted -= self.message_replaces if self.message else 0
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
        self.place()

    def place(self) -> None:
        """Put the children where they belong."""
        top = (self.line_height - LINE) // 2
        self.dot.move(PAD - 3 + self.indent, top)
        right = self.editor_left() - 4
        if self._hovered or self.locked:
            right = self._place_button(self.lock, right, top)
        elif self._lock_button is not None:
            self._lock_button.hide()
        if self.changed:
            right = self._place_button(self.reset, right, top)
        elif self._reset_button is not None:
            self._reset_button.hide()
        self.text_right = right - 4

    def _place_button(self, button: IconButton, right: int, top: int) -> int:
        """Show ``button`` with its right edge at ``right``; where the next one ends."""
        button.move(right - button.width(), top + 1)
        button.show()
        return right - button.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the children anew; a note may need another line."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._note:
            self.fit()
        else:
            self.place()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, swatch, label, detail and the line beneath."""
        tokens = theme.current()
        painter = QPainter(self)
        if self._hovered:
            painter.fillRect(self.rect(), theme.color(tokens.s2))
        top, left = (self.line_height - LINE) / 2, self.label_left()
        if self.family:
            fill = tokens.family.get(self.family, tokens.ctl)
            ink.swatch(painter, left - 14, top + 6, fill)
        left = self.paint_label(painter, left, top)
        self.paint_detail(painter, left, top)
        self._note.paint(painter, PAD, self.height() - 1, self.width() - 2 * PAD)
        painter.end()

    def paint_label(self, painter: QPainter, left: float, top: float) -> float:
        """Paint the label; where the detail may start."""
        room = int(self.text_right - left)
        text = ink.elided(self.label, room, 12)
        token = "t3" if self.no_effect else "t1"
        ink.write(painter, QRectF(left, top, room, LINE), text, 12, token)
        return left + ink.width(text, 12) + 6

    def paint_detail(self, painter: QPainter, left: float, top: float) -> None:
        """Paint the detail in the room that is left."""
        room = int(self.text_right - left)
        text = ink.elided(self.detail, room, 11) if room > 0 else ""
        if text:
            ink.write(painter, QRectF(left, top + 0.5, room, LINE), text, 11, "t3")

    # -- gestures

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the ground, reset and lock."""
        super().enterEvent(event)
        self._hovered = True
        self.place()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take them away."""
        super().leaveEvent(event)
        self._hovered = False
        self.place()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 asks for help on this field; Ctrl+Backspace resets it; Ctrl+L locks it."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_F1:
            self.help_requested.emit(self.path)
        elif control and event.key() == Qt.Key.Key_Backspace and self.changed:
            self.ask_reset()
        elif control and event.key() == Qt.Key.Key_L:
            self.toggle_lock()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the row's menu."""
        self.open_menu(event.globalPos())

    def open_menu(self, where: QPoint) -> None:
        """Reset, lock and source, for whoever doesn't use the small buttons."""
        self._menu = row_menu(self)
        self._menu.popup(where)

    def open_source(self) -> None:
        """Show the source beside the dot."""
        from gui.levers.source_popup import SourcePopup  # only here: a start is spared it

        self._popup = SourcePopup(self.label, self.provenance, self)
        self._popup.show_at(self.dot.mapToGlobal(QPoint(0, self.dot.height())))

    def event(self, event: QEvent) -> bool:
        """Write the tooltip only when it is asked for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tooltip(), self)
            return True
        return super().event(event)

    def tooltip(self) -> str:
        """Name, range, help, why the range, what it means or that it has no effect, the source."""
        from gui.levers.source_popup import tooltip  # only here: a start is spared it

        texts: tuple[str, ...] = (" ".join(part for part in (self.help, self.why) if part),)
        texts += tuple(text for text in (self.message, self.no_effect, self.remark) if text)
        return tooltip(self.label, self.range_text, texts, self.provenance)

    def ask_reset(self) -> None:
        """Ask for the preset's value."""
        self.reset_requested.emit(self.path)

    def toggle_lock(self) -> None:
        """Lock the lever, or free it."""
        self.show_lock(not self.locked)
        self.lock_changed.emit(self.path, self.locked)
