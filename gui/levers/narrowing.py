"""Which levers are seen while the panel is narrowed to some words."""

from __future__ import annotations

from collections.abc import Iterable

from gui.levers.row import Row
from gui.levers.section import Section


def narrow_section(section: Section, words: list[str]) -> None:
    """Show only the rows whose label, detail or section's title contains each of ``words``."""
    rows = section.findChildren(Row)
    shown = narrow_rows(rows, words, section.header.text())
    section.show_filtered(bool(words))
    section.setVisible(not section.absent and (bool(shown) or not words))


def narrow_rows(rows: Iterable[Row], words: list[str], title: str) -> int:
    """Show only those of ``rows`` that fit ``words``; how many do."""
    shown = 0
    for row in rows:
        text = f"{row.label} {row.detail} {title}".lower()
        fits = all(word in text for word in words)
        row.setVisible(fits)
        shown += fits
    return shown
