"""The window's frame: where everything stands, and nothing about what it means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from gui.panels.hints import Hints
from gui.panels.messages import MessageBar
from gui.panels.status import StatusBar
from gui.panels.tabs import BAR, PANEL, TabArea

WIDE, NARROW = 336, 288
"""Width of the lever panel from 1,400 px on, and below."""
WIDE_FROM = 1400
LOW = 860
"""Under this height the tab area starts closed."""


class Holder(QWidget):
    """A column without margins."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)


class MainWindow(QMainWindow):
    """Tool bar above, levers at the left, the answer at the right, status below."""

    file_dropped = Signal(object)
    """Path of a scenario file that was dropped on the window"""
    escaped = Signal()
    """Esc was pressed and nobody else wanted it"""
    painted = Signal(float)
    """milliseconds that Qt took to paint what had changed"""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clusterwright")
        self.setMinimumSize(960, 600)
        self.setAcceptDrops(True)
        self.may_close: Callable[[], bool] | None = None
        """asked before the window closes"""
        self.messages = MessageBar()
        self.hints = Hints()
        self.hints.hide()
        self.tabs = TabArea()
        self.status = StatusBar()
        self.left = Holder()
        """where the levers stand"""
        self._plots = Holder()
        self.levers: QWidget | None = None
        self.headlines: QWidget | None = None
        self.board: QWidget | None = None
        self._levers_dragged = False
        self._tabs_decided = False
        self._lay_out()
        self.tabs.state_changed.connect(self._on_tab_state)
        self.columns.splitterMoved.connect(self._on_columns_moved)

    def set_toolbar(self, toolbar: QWidget) -> None:
        """Put the tool bar in its place."""
        self._centre.column.insertWidget(0, toolbar)

    def set_levers(self, levers: QWidget) -> None:
        """Put the lever panel in its place."""
        self.levers = levers
        levers.setMinimumWidth(256)
        self.left.column.addWidget(levers)

    def set_headlines(self, headlines: QWidget) -> None:
        """Put the row of headlines in its place."""
        self.headlines = headlines
        self._right.column.insertWidget(1, headlines)

    def set_board(self, board: QWidget) -> None:
        """Put the plots in their place."""
        self.board = board
        board.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plots.column.addWidget(board)

    def order_tabs(self) -> None:
        """Let Tab go through the window as one reads it: bar, levers, answer, tabs, hints."""
        if self.board is None:
            return
        before = self.board.focusProxy() or self.board
        for after in (self.tabs.bar, self.tabs.fold, self.tabs.maximise, *self.hints.buttons):
            QWidget.setTabOrder(before, after)
            before = after

    def layout_state(self) -> dict[str, object]:
        """What `restore_layout` needs to bring this layout back."""
        state: dict[str, object] = {
            "geometry": self.saveGeometry(),
            "tabs": "closed" if self.tabs.state == "closed" else "open",
            "tab": self.tabs.current,
        }
        if self._levers_dragged:
            state["columns"] = self.columns.saveState()
        if self.tabs.state == "open":
            state["rows"] = self.rows.saveState()
        return state

    def restore_layout(self, state: dict[str, object]) -> None:
        """Bring back what `layout_state` gave, as far as it is there."""
        geometry = state.get("geometry")
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self._first_size()
        columns, rows = state.get("columns"), state.get("rows")
        if isinstance(columns, QByteArray):
            self._levers_dragged = self.columns.restoreState(columns)
        if state.get("tabs") in ("open", "closed"):
            self._tabs_decided = True
            self.tabs.set_state("open" if state["tabs"] == "open" else "closed")
        if isinstance(rows, QByteArray) and self.tabs.state == "open":
            self.rows.restoreState(rows)

    def event(self, event: QEvent) -> bool:
        """Time the painting, for the figure in the status bar."""
        if event.type() != QEvent.Type.UpdateRequest:
            return super().event(event)
        began = perf_counter()
        handled = super().event(event)
        self.painted.emit((perf_counter() - began) * 1e3)
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lever panel its width for this size, and fold the tabs where it is low."""
        super().resizeEvent(event)
        if not self._levers_dragged:
            width = WIDE if self.width() >= WIDE_FROM else NARROW
            self.columns.setSizes([width, self.width() - width - 1])
        if not self._tabs_decided and self.tabs.state != "maximised":
            wanted = "closed" if self.height() < LOW else "open"
            if self.tabs.state != wanted:
                self.tabs.set_state("closed" if wanted == "closed" else "open")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody took."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work."""
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take scenario files."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first scenario file that was dropped."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def _lay_out(self) -> None:
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.setObjectName("rows")
        self.rows.setHandleWidth(1)
        self.rows.setChildrenCollapsible(False)
        self.rows.addWidget(self._plots)
        self.rows.addWidget(self.tabs)
        self.rows.setStretchFactor(0, 1)
        self.rows.setStretchFactor(1, 0)
        self.rows.setSizes([648, BAR + PANEL])
        self._right = Holder()
        self._right.column.addWidget(self.messages)
        self._right.column.addWidget(self.rows, 1)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setObjectName("columns")
        self.columns.setHandleWidth(1)
        self.columns.setChildrenCollapsible(False)
        self.columns.addWidget(self.left)
        self.columns.addWidget(self._right)
        self.columns.setStretchFactor(0, 0)
        self.columns.setStretchFactor(1, 1)
        self._centre = Holder()
        self._centre.column.addWidget(self.columns, 1)
        self._centre.column.addWidget(self.hints)
        self._centre.column.addWidget(self.status)
        self.setCentralWidget(self._centre)

    def _first_size(self) -> None:
        """1,600 x 1,000, or what the screen has."""
        screen = self.screen() or QGuiApplication.primaryScreen()
        free = screen.availableGeometry()
        width, height = min(1600, free.width()), min(1000, free.height())
        self.setGeometry(
            free.x() + (free.width() - width) // 2,
            free.y() + (free.height() - height) // 2,
            width,
            height,
        )

    def _on_tab_state(self, state: str) -> None:
        self._plots.setVisible(state != "maximised")
        total = sum(self.rows.sizes())
        if state == "closed":
            self.rows.setSizes([max(total - BAR, 100), BAR])
        elif state == "open" and min(self.rows.sizes()) < 100:
            self.rows.setSizes([max(total - BAR - PANEL, 100), BAR + PANEL])

    def _on_columns_moved(self) -> None:
        self._levers_dragged = True


def _dropped(event: QDropEvent) -> Path | None:
    """The first scenario file of a drop."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() == ".toml":
            return path
    return None
