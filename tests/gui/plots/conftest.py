"""A board with the made-up Colossus on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gui.plots.board import PlotBoard
from tests.gui import synthetic


@pytest.fixture
def board(qtbot, themed) -> Iterator[PlotBoard]:
    made = PlotBoard()
    qtbot.addWidget(made)
    made.resize(1264, 624)
    made.show()
    qtbot.waitExposed(made)
    answer = synthetic.outcome()
    made.show(answer, synthetic.bands(answer), synthetic.outcome(0.5))
    made.set_cursor(201)
    made.paint_now()
    yield made
    for item in drawn(made):
        assert item.error is None
    made.close()


def drawn(board: PlotBoard) -> list:
    return [item for item in board.canvas.scene().items() if hasattr(item, "error")]
