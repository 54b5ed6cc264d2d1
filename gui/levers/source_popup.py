"""What is said about a lever: its tooltip, and the card that its source dot opens."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui import format as fmt
from gui import theme
from gui.levers.popup import Popup
from gui.levers.provenance import WORDS, Provenance


class SourcePopup(Popup):
    """Closes when the user clicks elsewhere or presses Esc."""

    def __init__(self, name: str, provenance: Provenance, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = QLabel(_html(name, provenance), self)
        self.text.setFont(theme.font(12))
        self.text.setWordWrap(True)
        self.text.setFixedWidth(280)
        self.text.setOpenExternalLinks(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self.text)


def _html(name: str, provenance: Provenance) -> str:
    tokens = theme.current()
    small = f'style="font-size:11px; color:{tokens.t3}"'
    lines = [f"<b>{escape(name)}</b>"]
    if provenance.note:
        lines.append(escape(provenance.note))
    for source in provenance.sources:
        title = escape(source.title)
        if source.url:
            style = f'style="color:{tokens.acc}"'
            title = f'<a href="{escape(source.url, quote=True)}" {style}>{title}</a>'
        lines.append(f"{title}<br><span {small}>{fmt.long_date(source.date)}</span>")
    if provenance.confidence:
        state = f"Confidence {provenance.confidence}: {WORDS[provenance.confidence]}"
        if provenance.asof is not None:
            state += f", as of {fmt.long_date(provenance.asof)}"
        lines.append(f"<span {small}>{escape(state)}</span>")
    return "".join(f'<p style="margin:0 0 4px 0">{line}</p>' for line in lines)


def tooltip(name: str, span: str, texts: tuple[str, ...], provenance: Provenance) -> str:
    """Name and range, then ``texts``, then the source, as rich text 280 px wide."""
    tokens = theme.current()
    title = f"<b>{escape(name)}</b>" + (f", {escape(span)}" if span else "")
    source = provenance.title or provenance.note
    colour = tokens.acc if provenance.sources else tokens.t3
    foot = f'<span style="font-size:11px; color:{colour}">{escape(source)}</span> '
    foot += f'<span style="font-size:11px; color:{tokens.t3}">F1 opens the topic</span>'
    body = "<br>".join([title, *(escape(text) for text in texts if text), foot])
    return f'<table width="280" cellpadding="0" cellspacing="0"><tr><td>{body}</td></tr></table>'
