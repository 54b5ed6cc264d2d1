"""The tool bar: menu, scenario, undo, baseline, export, and the way into the palette."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from gui import icons, theme
from gui.actions import Actions
from gui.panels.parts import ActionButton, Hairline, IconButton, Label

HEIGHT = 40


class TitleButton(QToolButton):
    """The scenario's title with a chevron; it opens the preset gallery."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(theme.font(12, semibold=True))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setAutoRaise(True)
        self.setToolTip("Choose a preset (Ctrl+Shift+O)")
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Paint the chevron for the theme in force."""
        self.setIcon(icons.icon("chevron_down", theme.current()))


class SearchButton(QToolButton):
    """Looks like a field, opens the command palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self.setMinimumWidth(160)
        self.setMaximumWidth(280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Search commands")
        self.setToolTip("Find any command (Ctrl+K)")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(280, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A field with a glass, a prompt, and the keys at the right."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.underMouse() or self.hasFocus()
        painter.setPen(theme.color(colours.acc if self.hasFocus() else colours.line))
        painter.setBrush(theme.color(colours.s2 if lively and not self.hasFocus() else colours.s1))
        frame = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 4, 4)
        icons.paint(painter, "search", frame.adjusted(9, 6, 25 - frame.width(), -5), colours.t2)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color(colours.t3))
        inner = self.rect().adjusted(34, 0, -8, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, "Search commands")
        painter.setFont(theme.font(11))
        keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, keys)


class Toolbar(QWidget):
    """One row of 40 px; see look.md for the order.

    Parameters
    ----------
    actions : the commands
    recent : the menu of recent files
    """

    menu_opens = Signal()
    """the full menu is about to be shown"""

    def __init__(self, actions: Actions, recent: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.menu_button = IconButton("menu", "Menu (Alt+M)", self)
        self.menu_button.setShortcut(QKeySequence("Alt+M"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = actions.menu(self.menu_button, recent)
        self.menu.aboutToShow.connect(self.menu_opens)
        self.menu_button.setMenu(self.menu)
        self.title = TitleButton(self)
        self.title.clicked.connect(actions["presets"].trigger)
        self.file = Label("", "t2", 11, elide=True, parent=self)
        self.undo = ActionButton(actions["undo"], "Undo", self)
        self.redo = ActionButton(actions["redo"], "Redo", self)
        self.pin = QToolButton(self)
        self.pin.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.pin.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.pin.setCheckable(True)
        self.pin.setAutoRaise(True)
        self._pin, self._unpin = actions["pin"], actions["unpin"]
        self.pin.clicked.connect(self._on_pin)
        self.export = QToolButton(self)
        self.export.setText("Export")
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.export.setAutoRaise(True)
        self.export.setToolTip("Save a picture, the headlines or the series")
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._export_menu = QMenu(self.export)
        for name in ("export_picture", "export_headlines", "export_series"):
            self._export_menu.addAction(actions[name])
        self.export.setMenu(self._export_menu)
        self.search = SearchButton(self)
        self.search.clicked.connect(actions["palette"].trigger)
        self._lay_out()
        self.set_baseline("")
        theme.changed.connect(self.restyle)
        self.restyle()

    def set_titles(self, title: str, file: str, *, dirty: bool) -> None:
        """Show the scenario's title, and its file with * where there are unsaved changes."""
        self.title.setText(title)
        self.title.setAccessibleName(f"Scenario {title}; choose a preset")
        self.file.setText(f"{file} *" if dirty else file)
        self.file.setAccessibleName(f"{file}, unsaved changes" if dirty else file)

    def set_baseline(self, title: str) -> None:
        """Show what is pinned; empty for nothing."""
        text = f"Baseline: {title}" if title else "Pin baseline"
        short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 220)
        self.pin.setText(short)
        self.pin.setChecked(bool(title))
        self.pin.setToolTip(
            f"Unpin {title} (Ctrl+Shift+B); Ctrl+B pins the present answer instead"
            if title
            else "Keep the present answer to compare with (Ctrl+B)"
        )
        self.pin.setAccessibleName(text)

    def restyle(self) -> None:
        """Paint the icons for the theme in force."""
        self.export.setIcon(icons.icon("export", theme.current()))
        self.pin.setIcon(icons.icon("pin", theme.current()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel's ground and the hairline beneath."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(theme.current().s0))
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, theme.color(theme.current().line))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 1)
        row.setSpacing(4)
        row.addWidget(self.menu_button)
        row.addWidget(self.title)
        row.addWidget(self.file)
        self._divide(row)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        self._divide(row)
        row.addWidget(self.pin)
        row.addWidget(self.export)
        row.addStretch(1)
        row.addWidget(self.search, 1)

    def _divide(self, row: QHBoxLayout) -> None:
        line = Hairline(vertical=True, parent=self)
        line.setFixedHeight(20)
        row.addSpacing(6)
        row.addWidget(line)
        row.addSpacing(6)

    def _on_pin(self) -> None:
        """The button pins what is there, or lets go what was pinned."""
        (self._pin if self.pin.isChecked() else self._unpin).trigger()
