"""A row of a list, for a shipment or a step of power supply: its main number and the rest of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from gui import ink
from gui.levers.buttons import DragHandle, IconButton, TextButton
from gui.levers.declared import Declared
from gui.levers.lever import Lever
from gui.levers.menus import Entry, row_menu
from gui.levers.row import LINE


class RecordRow(Lever):
    """The main number of a record. Its name opens the types, its detail a calendar.

    Alt+Up and Alt+Down move the record, Ctrl+D duplicates it, Ctrl+Delete removes it.
    """

    name_requested = Signal()
    date_requested = Signal()
    details_requested = Signal()
    duplicate_requested = Signal()
    remove_requested = Signal()
    move_requested = Signal(int)
    dragged = Signal(float)
    """y inside the row [px] while it is held by its handle"""
    dropped = Signal(float)

    def __init__(
        self, path: str, declared: Declared, parent: QWidget | None, *, ordered: bool
    ) -> None:
        self._built = False
        self.date_path = ""
        """the field that the detail shows"""
        self._date_refused = False
        self._more: IconButton | None = None
        self._handle: DragHandle | None = None
        self.details: tuple[str, ...] = ("",)
        self.offers: tuple[Entry, ...] = ()
        """What else can be done with the record: text, act and whether it can be done now."""
        super().__init__(path, declared, parent)
        self.ordered = ordered
        self.name = TextButton(12, "t1", self)
        self.when = TextButton(11, "t3", self)
        self.name.clicked.connect(self.name_requested)
        self.when.clicked.connect(self.date_requested)
        self.setTabOrder(self.name, self.when)
        self.setTabOrder(self.when, self.field)
        self.setTabOrder(self.field, self.rail)
        self._built = True
        self.fit()

    @property
    def more(self) -> IconButton:
        """The button that opens the row's menu; made when first needed."""
        if self._more is None:
            self._more = IconButton("more", "More", self)
            self._more.clicked.connect(self._open_more)
        return self._more

    @property
    def handle(self) -> DragHandle:
        """The handle that drags the row; made when first needed."""
        if self._handle is None:
            self._handle = DragHandle(self)
            self._handle.dragged.connect(self.dragged)
            self._handle.dropped.connect(self.dropped)
        return self._handle

    def show_names(self, label: str, details: tuple[str, ...], family: str) -> None:
        """Show the record's name, its dates in the longest form that fits, and its swatch."""
        if (label, details, family) != (self.label, self.details, self.family):
            self.label, self.details, self.family = label, details, family
            self.detail = detail = details[0]
            self.field.setAccessibleName(f"{label}, {detail}")
            self.rail.setAccessibleName(f"{label}, {detail}")
            self.name.setAccessibleName(f"Type: {label}")
            self.when.setAccessibleName(f"Dates: {detail}")
            self.place()
            self.update()

    def refuse(self, message: str) -> None:
        """Say why the main number was not taken."""
        if self._date_refused:
            self._date_refused = False
            self.place()
        super().refuse(message)

    def refuse_at(self, path: str, message: str) -> None:
        """Say why a field of the record was not taken, and mark it where the row shows it."""
        self.refuse(message)
        if path != self.path:
            self.field.set_refused(False)
            self._date_refused = path == self.date_path
            self.place()

    def show_state(self, *, changed: bool, no_effect: str = "") -> None:
        """Say whether anything of the record differs from the preset's."""
        super().show_state(changed=changed, no_effect=no_effect)
        self.name.show_text(self.label, "t3" if no_effect else "t1")

    def place(self) -> None:
        """Name and dates as buttons; the menu beside reset and lock while hovered."""
        super().place()
        if not self._built:
            return
        right = self.text_right
        if self._hovered:
            right = self._place_button(self.more, int(right) + 4, 0) - 4
            if self.ordered:
                self.handle.move(1, 0)
                self.handle.show()
        else:
            for child in (self._more, self._handle):
                if child is not None:
                    child.hide()
        left = int(self.label_left())
        self.name.show_text(self.label, "t3" if self.no_effect else "t1")
        wide = min(round(ink.width(self.label, 12)) + 2, max(int(right) - left, 0))
        self.name.setGeometry(left, 0, wide, LINE)
        left += wide + 4
        room = int(right) - left
        fitting = (form for form in self.details if ink.width(form, 11) + 2 <= room)
        detail = next(fitting, self.details[-1] if room > 40 else "")
        self.when.show_text(detail, "red" if self._date_refused else "t3")
        self.when.setVisible(bool(detail))
        self.when.setGeometry(left, 0, min(round(ink.width(detail, 11)) + 2, room), LINE)

    def paint_label(self, painter: QPainter, left: float, top: float) -> float:
        """The name is a button."""
        return left

    def paint_detail(self, painter: QPainter, left: float, top: float) -> None:
        """The dates are a button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, duplicate, remove."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if alt and self.ordered and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_requested.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif control and self.ordered and key == Qt.Key.Key_D:
            self.duplicate_requested.emit()
        elif control and key == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def open_menu(self, where: QPoint) -> None:
        """What can be done with the record."""
        entries: list[Entry] = [("All fields", self.details_requested.emit, True)]
        entries += self.offers
        if self.ordered:
            entries += [
                ("Duplicate\tCtrl+D", self.duplicate_requested.emit, True),
                ("Move up\tAlt+Up", self._up, True),
                ("Move down\tAlt+Down", self._down, True),
            ]
        entries.append(("Remove\tCtrl+Del", self.remove_requested.emit, True))
        self._menu = row_menu(self, entries)
        self._menu.popup(where)

    def _up(self) -> None:
        self.move_requested.emit(-1)

    def _down(self) -> None:
        self.move_requested.emit(1)

    def _open_more(self) -> None:
        self.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))
