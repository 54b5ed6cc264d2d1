"""How Qt gets the tokens: the palette of Fusion and one style sheet."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from gui.tokens import Theme

_ROLES = {
    QPalette.ColorRole.Window: "s0",
    QPalette.ColorRole.Button: "s0",
    QPalette.ColorRole.Base: "s1",
    QPalette.ColorRole.AlternateBase: "tint",
    QPalette.ColorRole.Light: "s1",
    QPalette.ColorRole.Midlight: "s2",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "ctl",
    QPalette.ColorRole.Shadow: "ctl",
    QPalette.ColorRole.WindowText: "t1",
    QPalette.ColorRole.Text: "t1",
    QPalette.ColorRole.ButtonText: "t1",
    QPalette.ColorRole.BrightText: "red",
    QPalette.ColorRole.ToolTipText: "t1",
    QPalette.ColorRole.ToolTipBase: "s1",
    QPalette.ColorRole.PlaceholderText: "t3",
    QPalette.ColorRole.Highlight: "accw",
    QPalette.ColorRole.HighlightedText: "t1",
    QPalette.ColorRole.Accent: "acc",
    QPalette.ColorRole.Link: "acc",
    QPalette.ColorRole.LinkVisited: "acc",
}
_TEXTS = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def palette(theme: Theme) -> QPalette:
    """The palette of ``theme`` for Fusion; disabled text is t3."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(getattr(theme, token)))
    for role in _TEXTS:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.t3))
    return made


def style_sheet(theme: Theme) -> str:
    """The one style sheet of the application, in the colours of ``theme``."""
    colours = {name: getattr(theme, name) for name in Theme.__slots__ if name not in _NOT_COLOURS}
    sheet = _SHEET
    for name in sorted(colours, key=len, reverse=True):
        sheet = sheet.replace(f"@{name};", f"{colours[name]};").replace(
            f"@{name} ", f"{colours[name]} "
        )
    return sheet


_NOT_COLOURS = ("name", "family", "power")

# 4 px radius on fields, buttons and tooltips, 0 elsewhere; hairlines split areas; no boxes.
_SHEET = """
QMainWindow, QDialog { background: @s0; }
QToolBar { background: @s0; border: 0; border-bottom: 1px solid @line; spacing: 4px;
    padding: 0 8px; }
QToolBar::separator { background: @line; width: 1px; margin: 10px 8px; }
QToolButton, QPushButton { background: transparent; border: 1px solid transparent;
    border-radius: 4px; color: @t1; padding: 4px 8px; }
QPushButton { background: @s1; border-color: @line; padding: 4px 12px; }
QPushButton:default { background: @acc; border-color: @acc; color: @onacc; }
QToolButton:hover, QPushButton:hover { background: @s2; }
QPushButton:default:hover { background: @acc; }
QToolButton:pressed, QPushButton:pressed { background: @line; }
QToolButton:checked { background: @accw; color: @acc; }
QToolButton:disabled, QPushButton:disabled { color: @t3; }
QToolButton:focus, QPushButton:focus { border: 1px solid @acc; }
QToolButton::menu-indicator { image: none; }
QMenuBar { background: @s0; }
QMenuBar::item { padding: 4px 8px; background: transparent; }
QMenuBar::item:selected { background: @s2; }
QMenu { background: @s1; border: 1px solid @line; padding: 4px 0; }
QMenu::item { padding: 4px 24px 4px 12px; color: @t1; }
QMenu::icon { padding-left: 12px; }
QMenu::item:selected { background: @accw; }
QMenu::item:disabled { color: @t3; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0; }
QTabBar { background: @s0; border: 0; }
QTabBar::tab { background: transparent; color: @t2; border: 0; padding: 0 12px; height: 30px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @t1; border-bottom: 2px solid @acc; font-weight: 600; }
QTabBar::tab:hover:!selected { background: @s2; }
QTabBar::tab:focus { color: @acc; }
QTabWidget::pane { border: 0; border-top: 1px solid @line; }
QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox { background: @s1; color: @t1;
    border: 1px solid @line; border-radius: 4px; padding: 0 5px; min-height: 18px;
    selection-background-color: @accw; selection-color: @t1; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus {
    border: 2px solid @acc; padding: 0 4px; }
QComboBox:focus { border: 2px solid @acc; padding: 0 7px; }
QLineEdit[refused="true"], QLineEdit[refused="true"]:focus { border: 1px solid @red; }
QLineEdit[locked="true"] { background: transparent; }
QLineEdit[flat="true"] { background: transparent; border: 1px solid transparent; padding: 0 1px;
    color: @t3; }
QLineEdit[flat="true"]:hover, QLineEdit[flat="true"]:focus { background: @s1; color: @t1; }
QLineEdit[flat="true"]:focus { border: 1px solid @acc; padding: 0 1px; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: @t3; background: @s0; }
QComboBox { padding: 0 8px; combobox-popup: 0; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @s1; border: 1px solid @line; outline: 0; }
QHeaderView { background: @s1; border: 0; }
QHeaderView::section { background: @s1; color: @t3; border: 0; border-bottom: 1px solid @line;
    padding: 4px 8px; font-size: 11px; }
QTableView, QTreeView, QListView { background: @s1; border: 0; outline: 0; gridline-color: @line;
    selection-background-color: @accw; selection-color: @t1; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {
    background: @accw; color: @t1; }
QToolTip { background: @s1; color: @t1; border: 1px solid @ctl; border-radius: 4px;
    padding: 6px 8px; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @acc; }
QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: @ctl; border-radius: 2px; margin: 2px; min-height: 24px;
    min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QStatusBar { background: @s0; color: @t2; border-top: 1px solid @line; }
QStatusBar::item { border: 0; }
QProgressBar { background: @s2; border: 0; height: 4px; color: transparent; }
QProgressBar::chunk { background: @acc; }
QCalendarWidget QWidget { background: @s1; alternate-background-color: @s0; color: @t1; }
QCalendarWidget QAbstractItemView:enabled { color: @t1; selection-background-color: @acc;
    selection-color: @onacc; }
QCalendarWidget QAbstractItemView:disabled { color: @t3; }
"""


def mark(widget: QWidget, name: str, value: bool) -> None:
    """Set a property that the style sheet asks for, and let it look anew."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
