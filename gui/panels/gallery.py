"""The preset gallery: a title, one line and the counts of each ready-made scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from gui import format as fmt
from gui import wording
from gui.panels.overlay import Overlay
from gui.panels.parts import Label
from gui.panels.rows import ROW, Row, row_list
from model.scenario import Scenario

_ROW_HEIGHT = 48


class Gallery(Overlay):
    """A list of presets under the scenario's title; Enter or a click opens one.

    Parameters
    ----------
    window : what it lies over
    presets : asked once, when it opens for the first time
    """

    chosen = Signal(str)
    """the preset's id"""

    def __init__(self, window: QWidget, presets: Callable[[], Sequence[Row]]) -> None:
        super().__init__(window, "Presets")
        self._presets = presets
        self.list = row_list(_ROW_HEIGHT, "Presets", self)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 1, 8)
        column.setSpacing(8)
        heading = Label("Presets", semibold=True, parent=self)
        heading.setContentsMargins(16, 0, 16, 0)
        column.addWidget(heading)
        column.addWidget(self.list)

    def ask(self, present: str = "") -> None:
        """Open with the preset ``present`` chosen."""
        if self.list.count() == 0:
            for row in self._presets():
                item = QListWidgetItem(row.title)
                item.setData(ROW, row)
                item.setToolTip(row.detail)
                self.list.addItem(item)
        keys = [self.list.item(i).data(ROW).key for i in range(self.list.count())]
        self.list.setCurrentRow(keys.index(present) if present in keys else 0)
        self.open_sheet()

    def place(self, window: QRect) -> QRect:
        """Under the title, as high as its rows."""
        height = 44 + _ROW_HEIGHT * max(self.list.count(), 1)
        return QRect(44, 42, min(640, window.width() - 88), min(height, window.height() - 80))

    def first_focus(self) -> QWidget:
        """The list."""
        return self.list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen preset."""
        item = self.list.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
            return
        super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        if self.isHidden():  # a click that also activates comes twice
            return
        self.close_sheet()
        self.chosen.emit(item.data(ROW).key)


def preset_row(key: str, scenario: Scenario) -> Row:
    """What the gallery shows of a preset."""
    counts: Counter[str] = Counter()
    for shipment in scenario.shipments:
        counts[wording.accelerator(shipment.accelerator)] += shipment.count
    note = " + ".join(f"{fmt.count(count)} {name}" for name, count in counts.most_common(3))
    detail = scenario.description.strip().split("\n")[0]
    return Row(key, scenario.title, detail, note or "nothing ordered")
