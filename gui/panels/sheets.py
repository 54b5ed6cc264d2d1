"""Two sheets of text: the keyboard, and what this program is and rests on."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from gui import theme
from gui.commands import MENUS, Command
from gui.panels.overlay import Overlay

GESTURES = (
    ("Arrow keys on a slider", "to the next of 1, 2, 5"),
    ("Page Up, Page Down on a slider", "ten times as much, a tenth"),
    ("Shift while dragging", "ten times finer"),
    ("Ctrl+Del on a shipment, a move or a power source", "remove it"),
    ("Left, Right on the plots", "a day back, a day on"),
    ("Shift+Left, Shift+Right on the plots", "a week back, a week on"),
    ("Double click on a tab", "maximise it over the plots, and back"),
    ("Esc", "close a sheet, stop the ensemble, restore a maximised tab"),
    ("Tab, Shift+Tab", "to the next control, to the one before"),
)


class Sheet(Overlay):
    """A sheet that shows a text made from HTML without colours of its own.

    Parameters
    ----------
    window : what it lies over
    name : its accessible name
    """

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, name)
        self.text = QTextBrowser(self)
        self.text.setOpenExternalLinks(True)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setAccessibleName(name)
        self._html = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.addWidget(self.text)
        theme.changed.connect(self.restyle)

    def ask(self, html: str) -> None:
        """Open with this text."""
        self._html = html
        self.restyle()
        self.open_sheet()

    def restyle(self) -> None:
        """Give the text the colours of the theme in force."""
        colours = theme.current()
        document = self.text.document()
        document.setDefaultFont(theme.font(12))
        document.setDefaultStyleSheet(
            f"body {{ color: {colours.t1}; }} a {{ color: {colours.acc}; }}"
            f" .soft {{ color: {colours.t2}; }} h3 {{ font-size: 12px; font-weight: 600; }}"
            " td { padding: 2px 24px 2px 0; }"
        )
        self.text.setHtml(f"<body>{self._html}</body>")

    def place(self, window: QRect) -> QRect:
        """In the middle, with room around it."""
        width, height = min(720, window.width() - 64), min(640, window.height() - 96)
        return QRect((window.width() - width) // 2, 56, width, height)

    def first_focus(self) -> QWidget:
        """The text, so that arrows scroll it."""
        return self.text


def keyboard_html(commands: Iterable[Command]) -> str:
    """Every command with its keys, by menu, and the gestures that are no commands."""
    listed = list(commands)
    parts = []
    for menu in MENUS:
        rows = [(_keys(each), each.tip) for each in listed if each.menu == menu and each.shortcut]
        parts.append(_table(menu, rows))
    parts.append(_table("Gestures", GESTURES))
    return "".join(parts)


def about_html(version: str, sources: Iterable[tuple[str, str]]) -> str:
    """Version, licence, and the attributions that the data ask for.

    Parameters
    ----------
    version : of this program; empty where it is not installed
    sources : (title, address) of every source in the catalogue; the address may be empty
    """
    listed = "".join(f"<li>{_link(title, address)}</li>" for title, address in sorted(set(sources)))
    return (
        f"<h3>{escape(f'Clusterwright {version}'.strip())}</h3>"
        "<p>A live scenario explorer for AI training clusters. MIT licence.</p>"
        "<h3>Data</h3>"
        "<p>Clusters, prices and site timelines rest in part on "
        "<a href='https://epoch.ai/data'>Epoch AI, data on AI</a>, used under "
        "<a href='https://creativecommons.org/licenses/by/4.0/'>CC BY 4.0</a>, and on "
        "<a href='https://behindthewatt.com'>Behind the Watt</a>, likewise CC BY 4.0. "
        "Figures were selected, converted and combined with other sources.</p>"
        "<p>The typeface is Inter, under the SIL Open Font License 1.1. "
        "The window is made with Qt for Python (LGPL 3) and pyqtgraph (MIT).</p>"
        f"<h3>All sources</h3><ul class='soft'>{listed}</ul>"
    )


def _table(title: str, rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td>{escape(keys)}</td><td class='soft'>{escape(tip)}</td></tr>" for keys, tip in rows
    )
    return f"<h3>{escape(title)}</h3><table>{cells}</table>" if cells else ""


def _keys(command: Command) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    keys = [QKeySequence(part).toString(native) for part in command.shortcut.split(";")]
    return " or ".join(keys)


def _link(title: str, address: str) -> str:
    if not address.startswith("http"):
        return escape(title)
    return f"<a href='{escape(address, quote=True)}'>{escape(title)}</a>"
