"""Fit the blocks of a list on the screen to the number of its records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout

from gui.levers.record_block import RecordBlock

B = TypeVar("B", bound=RecordBlock)


def fit_blocks(
    blocks: list[B], wanted: int, layout: QVBoxLayout, make: Callable[[int], B], *, first: int = 0
) -> None:
    """Drop the last of ``blocks`` or ``make`` more, by index, until there are ``wanted``.

    They stand in ``layout`` behind its first ``first`` items; a new one announces its rows.
    """
    while len(blocks) > wanted:
        block = blocks.pop()
        layout.removeWidget(block)
        block.hide()
        block.deleteLater()
    while len(blocks) < wanted:
        block = make(len(blocks))
        layout.insertWidget(first + len(blocks), block)
        blocks.append(block)
        block.show()  # now, not when the layout comes to it: it may be revealed at once
        block.made.emit(block.rows)
