"""The tab area: a bar, and one panel beneath it that is closed, open or maximised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui import theme
from gui.panels.parts import IconButton

if TYPE_CHECKING:  # the frame is painted before the model is imported
    from model.outcome import Outcome
    from model.study.bands import Bands

BAR = 32
PANEL = 176

State = Literal["closed", "open", "maximised"]
Answer = tuple["Outcome", "Bands | None", "Outcome | None"]


class TabArea(QWidget):
    """Panels by name. A panel is built when it is first seen, and only that one is updated.

    Each panel is a widget with ``show(outcome, bands, baseline)``, and with
    ``set_cursor(day)`` where the date under the cursor matters to it.
    """

    state_changed = Signal(str)
    """closed, open or maximised"""
    built = Signal(str)
    """the name of a panel that was just made"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QTabBar(self)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setFont(theme.font(12))
        self.bar.setFixedHeight(BAR - 1)
        self.bar.setAccessibleName("Tabs")
        self.bar.tabBarClicked.connect(self._on_clicked)
        self.bar.tabBarDoubleClicked.connect(self._on_double_clicked)
        self.bar.currentChanged.connect(self._on_current)
        self.fold = IconButton("chevron_down", "Hide the tabs (Ctrl+J)", self)
        self.maximise = IconButton("maximise", "Maximise the tab (Ctrl+Shift+M)", self)
        self.fold.clicked.connect(self.toggle)
        self.maximise.clicked.connect(self.toggle_maximised)
        self.stack = QStackedWidget(self)
        self._names: list[str] = []
        self._factories: dict[str, Callable[[], QWidget]] = {}
        self._built: dict[str, QWidget] = {}
        self._answer: Answer | None = None
        self._shown: dict[str, Answer] = {}
        self._day: float | None = None
        self._state: State = "open"
        self._before_maximised: State = "open"
        self._lay_out()
        theme.changed.connect(self.update)

    @property
    def state(self) -> State:
        """Closed, open or maximised."""
        return self._state

    @property
    def current(self) -> str:
        """The name of the chosen tab."""
        at = self.bar.currentIndex()
        return self._names[at] if 0 <= at < len(self._names) else ""

    @property
    def names(self) -> tuple[str, ...]:
        """All tabs, from the left."""
        return tuple(self._names)

    def add(self, name: str, title: str, factory: Callable[[], QWidget]) -> None:
        """Add a tab; ``factory`` builds its panel when it is first seen."""
        self._names.append(name)
        self._factories[name] = factory
        self.bar.addTab(title)

    def panel(self, name: str) -> QWidget | None:
        """A panel, or None if it was never seen."""
        return self._built.get(name)

    def choose(self, name: str) -> None:
        """Go to a tab, and open the area if it is closed."""
        self.bar.setCurrentIndex(self._names.index(name))
        if self._state == "closed":
            self.set_state("open")

    def set_state(self, state: State) -> None:
        """Close the area to its bar, open it, or let it cover the plots."""
        if state == "maximised" and self._state != "maximised":
            self._before_maximised = self._state
        self._state = state
        self.stack.setVisible(state != "closed")
        bound = BAR if state == "closed" else 16_777_215
        self.setMaximumHeight(bound)
        self.setMinimumHeight(BAR if state == "closed" else BAR + 96)
        self._name_buttons()
        self.state_changed.emit(state)
        self._update_panel()

    def toggle(self) -> None:
        """Close or open."""
        self.set_state("open" if self._state == "closed" else "closed")

    def toggle_maximised(self) -> None:
        """Cover the plots, or give them back."""
        if self._state == "maximised":
            self.set_state(self._before_maximised)
        else:
            self.set_state("maximised")

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Keep the answer, and show it in the panel that is seen."""
        self._answer = (outcome, bands, baseline)
        self._update_panel()

    def set_cursor(self, day: float) -> None:
        """Move the cursor of the panel that is seen."""
        self._day = day
        self._update_cursor()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the bar with a hairline above, and that of the panel."""
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(colours.s1))
        painter.fillRect(0, 0, self.width(), BAR, theme.color(colours.s0))
        painter.fillRect(0, 0, self.width(), 1, theme.color(colours.line))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(4, 1, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.bar, 1)
        row.addWidget(self.fold)
        row.addWidget(self.maximise)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.stack, 1)

    def _name_buttons(self) -> None:
        closed = self._state == "closed"
        self.fold.setVisible(self._state != "maximised")
        self.fold.set_icon("chevron_right" if closed else "chevron_down")
        self.fold.set_tip(("Show" if closed else "Hide") + " the tabs (Ctrl+J)")
        big = self._state == "maximised"
        self.maximise.set_icon("restore" if big else "maximise")
        self.maximise.set_tip(("Restore" if big else "Maximise") + " the tab (Ctrl+Shift+M)")

    def _on_clicked(self, index: int) -> None:
        if index >= 0 and self._state == "closed":
            self.set_state("open")

    def _on_double_clicked(self, index: int) -> None:
        if index >= 0:
            self.toggle_maximised()

    def _on_current(self, _: int) -> None:
        self._update_panel()

    def _seen(self) -> QWidget | None:
        name = self.current
        if self._state == "closed" or not name or not self.isVisible():
            return None
        if name not in self._built:
            panel = self._factories[name]()
            self._built[name] = panel
            self.stack.addWidget(panel)
            self.built.emit(name)
        self.stack.setCurrentWidget(self._built[name])
        return self._built[name]

    def _update_panel(self) -> None:
        if self._answer is None:
            return
        panel = self._seen()
        if panel is not None and self._shown.get(self.current) is not self._answer:
            self._shown[self.current] = self._answer
            panel.show(*self._answer)  # type: ignore[call-arg]
            self._update_cursor()

    def _update_cursor(self) -> None:
        panel = self._seen() if self._answer is not None else None
        if panel is not None and self._day is not None and hasattr(panel, "set_cursor"):
            panel.set_cursor(self._day)
