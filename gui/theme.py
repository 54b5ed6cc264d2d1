"""The theme in force: which of light and dark, its fonts, and the switch between them.

The colours are in `gui.tokens`, the palette and the style sheet in `gui.style`. A widget that
paints itself reads `current` when it paints, and connects its ``update`` to `changed`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip

from gui.style import palette, style_sheet
from gui.tokens import DARK, LIGHT, Theme

__all__ = [
    "DARK",
    "LIGHT",
    "Theme",
    "apply",
    "changed",
    "color",
    "current",
    "font",
    "load_fonts",
    "set_theme",
]

_FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_FAMILIES = ["Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans"]


class _Switch(QObject):
    """Holds the theme in force and the choice behind it (None: as the system says)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chosen: str | None = None
        self.theme = LIGHT
        self.app: QApplication | None = None

    def follow(self) -> None:
        """Take up the system's scheme or the user's choice, and restyle if it is another."""
        wanted = _named(self.chosen)
        if wanted is self.theme:
            return
        self.theme = wanted
        self.restyle()
        self.changed.emit()

    def restyle(self) -> None:
        """Give the application the palette and the style sheet of the theme in force."""
        if self.app is not None:
            self.app.setPalette(palette(self.theme))
            self.app.setStyleSheet(style_sheet(self.theme))
            QToolTip.setPalette(palette(self.theme))


_switch = _Switch()

changed = _switch.changed
"""Emitted after another theme is in force."""


def current() -> Theme:
    """The theme in force."""
    return _switch.theme


def set_theme(name: str | None) -> None:
    """Put ``light`` or ``dark`` in force, or, with None, whatever the system says, live."""
    _switch.chosen = name
    _switch.follow()


def apply(app: QApplication) -> None:
    """Style ``app``: Fusion, fonts, palette, style sheet; from now on it follows the system."""
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(font(12))
    _switch.app = app
    _switch.theme = _named(_switch.chosen)
    _switch.restyle()
    QToolTip.setFont(font(12))
    app.styleHints().colorSchemeChanged.connect(_switch.follow, Qt.ConnectionType.UniqueConnection)


@cache
def color(hex: str, alpha: float = 1.0) -> QColor:
    """The colour of a token, kept; ``alpha`` from 0 to 1. Treat the result as read-only."""
    made = QColor(hex)
    made.setAlphaF(alpha)
    return made


@cache
def font(px: int, semibold: bool = False) -> QFont:
    """The interface font at ``px`` pixels with tabular figures. Treat it as read-only."""
    made = QFont(_FAMILIES)
    made.setPixelSize(px)
    made.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return made


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the bundled fonts once; the families they brought (a font that fails is left out).

    Needs a QGuiApplication. Without them the next family of the system's stands in.
    """
    families: list[str] = []
    for path in sorted(_FONTS.glob("*.otf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def _named(name: str | None) -> Theme:
    if name == "light":
        return LIGHT
    if name == "dark":
        return DARK
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
