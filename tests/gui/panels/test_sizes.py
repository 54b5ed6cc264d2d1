"""Utilisation and tokens a second over the size of the cluster."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from gui.plots.sizes import SizesPlot

COUNTS = np.array([1e3, 1e4, 1e5, 1e6])
SHARES = np.array([0.5, 0.45, 0.4, np.nan])
RATES = np.array([4e5, 3.6e6, 3.2e7, np.nan])
BEND = (1e4, "bends: DP exposed", "From 10,000 on it bends: gradients of 64 replicas.")


@pytest.fixture
def plot(qtbot) -> SizesPlot:
    made = SizesPlot("s")
    qtbot.addWidget(made)
    made.title = "MFU by cluster size"
    made.resize(420, 200)
    return made


def test_sizes_without_a_plan_are_left_out_and_the_table_has_the_rest(plot):
    plot.show_sizes(COUNTS, SHARES, RATES, point=(1e5, 0.4), marks=[BEND])
    header, rows = plot.rows()
    assert header == ("Accelerators", "MFU [1]", "Tokens [1/s]")
    assert [[float(cell) for cell in row] for row in rows] == [
        [1e3, 0.5, 4e5], [1e4, 0.45, 3.6e6], [1e5, 0.4, 3.2e7],
    ]  # fmt: skip
    assert plot.sentence().endswith(BEND[2])
    assert "at 100,000 accelerators" in plot.sentence()


def test_the_pointer_reads_the_nearest_size_and_near_a_bend_why(plot):
    plot.show_sizes(COUNTS, SHARES, RATES, marks=[BEND])
    frame = plot._frame()
    assert (
        plot.tip(QPointF(frame.right(), 100))
        == "100,000 accelerators: MFU 40.0\u2009%, 32.0 Mtoken/s"
    )
    assert plot.tip(QPointF(frame.center().x(), 100)) == BEND[2]
    assert plot.tip(QPointF(3, 100)) == ""


@pytest.mark.parametrize("size", [(276, 152), (420, 200), (900, 500)])
def test_it_paints_at_any_size_stale_or_fresh(plot, caplog, size):
    plot.resize(*size)
    pictures = []
    for stale in (False, True):
        plot.show_sizes(
            COUNTS, SHARES, RATES, point=(1e5, 0.4), before=(2e4, 0.43), marks=[BEND], stale=stale
        )
        pictures.append(plot.grab().toImage())
    assert pictures[0] != pictures[1]
    assert not caplog.records


def test_the_axis_reaches_beyond_the_present_point(plot):
    plot.show_sizes(COUNTS, SHARES, RATES, point=(1e5, 0.62))
    assert plot.top() >= 0.62
