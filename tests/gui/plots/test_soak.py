"""Two thousand answers later: no more memory than before."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from tests.gui import synthetic

STATM = Path("/proc/self/statm")


def resident_mb() -> float:
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.slow
@pytest.mark.skipif(not STATM.exists(), reason="reads the resident memory from /proc")
def test_two_thousand_updates_take_no_memory(board):
    answers = [synthetic.outcome(0.5 + k / 97) for k in range(97)]
    bands = [synthetic.bands(answer) for answer in answers]

    def run(times: int) -> None:
        for k in range(times):
            board.show(answers[k % 97], bands[k % 97], answers[0])
            board.set_cursor(k % 400)
            board.paint_now()
        gc.collect()

    run(400)
    before = resident_mb()
    run(2000)
    assert resident_mb() - before < 5
