"""The command palette: every command, preset and date, a few letters away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from gui.panels.matching import score
from gui.panels.overlay import Overlay
from gui.panels.rows import ROW, Row, row_list

ROW_HEIGHT = 28
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Entry(msgspec.Struct, frozen=True):
    """One thing that the palette can do."""

    row: Row
    run: Callable[[], object] | None
    """None: it only says something"""


class Palette(Overlay):
    """A field and the entries that match what is typed into it; Enter runs the chosen one.

    Parameters
    ----------
    window : what it lies over
    entries : asked for anew each time it opens
    answers : entries made from what is typed, such as a date to go to
    """

    def __init__(
        self,
        window: QWidget,
        entries: Callable[[], Sequence[Entry]],
        answers: Callable[[str], Sequence[Entry]],
    ) -> None:
        super().__init__(window, "Command palette")
        self._entries, self._answers = entries, answers
        self._all: Sequence[Entry] = ()
        self._shown: list[Entry] = []
        self._missing = ""
        """what is said where nothing matches"""
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Search commands")
        self.field.setFixedHeight(32)
        self.field.setStyleSheet("QLineEdit { min-height: 30px; padding: 0 8px; }")
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = row_list(ROW_HEIGHT, "Commands", self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._run_item)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)

    def ask(
        self, prompt: str = "Search commands, presets, dates", *, commands: bool = True
    ) -> None:
        """Open with an empty field; without ``commands`` only what answers the text is listed."""
        self._all = self._entries() if commands else []
        self._missing = "Nothing matches" if commands else prompt
        self.field.setPlaceholderText(prompt)
        self.field.clear()
        self._filter("")
        self.open_sheet()

    def place(self, window: QRect) -> QRect:
        """Centred under the tool bar, as high as what matches, a dozen rows at most."""
        width = min(560, window.width() - 64)
        height = min(56 + ROW_HEIGHT * min(max(len(self._shown), 1), 12), window.height() - 96)
        return QRect((window.width() - width) // 2, 44, width, height)

    def first_focus(self) -> QWidget:
        """The field."""
        return self.field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move through the list, Enter runs."""
        pressed = watched is self.field and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._on_key(event):
            return True
        return super().eventFilter(watched, event)

    def run_current(self) -> None:
        """Run the chosen entry and close."""
        at = self.list.currentRow()
        if not 0 <= at < len(self._shown):
            return
        run = self._shown[at].run
        if run is not None:
            self.close_sheet()
            run()

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in _LIST_KEYS:
            QApplication.sendEvent(self.list, event)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
            return True
        return False

    def _run_item(self, _: QListWidgetItem) -> None:
        self.run_current()

    def _filter(self, text: str) -> None:
        ranked = []
        for order, entry in enumerate(self._all):
            points = score(text, entry.row.title, entry.row.detail)
            if points is not None:
                ranked.append((-points if text.strip() else 0.0, order, entry))
        ranked.sort(key=lambda item: item[:2])
        self._shown = [*self._answers(text), *(entry for _, _, entry in ranked)]
        if not self._shown:
            self._shown = [Entry(Row("", self._missing), None)]
        self.list.clear()
        for entry in self._shown:
            item = QListWidgetItem(entry.row.title)
            item.setData(ROW, entry.row)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.setGeometry(self.place(self._window.rect()))
