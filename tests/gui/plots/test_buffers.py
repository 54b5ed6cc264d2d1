"""What is drawn is what was computed."""

from __future__ import annotations

import numpy as np
import pytest

from gui.plots.polygon import Polygon, crisp, finite, runs
from gui.plots.series import knots
from model.outcome import POWER_PARTS
from tests.gui import synthetic


def heights(plot, layer: Polygon, at: np.ndarray) -> np.ndarray:
    """The values [SI] of the upper edge of an area at pixels ``at``."""
    edge = layer.points[:-2]
    per_unit = plot.frame.per_unit(plot.range.top)
    return (plot.frame.zero - np.interp(at, edge[:, 0], edge[:, 1])) / per_unit


def test_compute_layers_are_the_sums_of_the_types(board):
    answer, plot = synthetic.outcome(), board.compute
    x = plot.scale.xs(answer.days[0])
    inside = (x >= 0) & (x <= plot.scale.width)
    below = np.zeros_like(x)
    for name, layer in zip(answer.types, plot.layers, strict=True):
        below = below + answer.usable[name][0]
        assert heights(plot, layer, x[inside]) == pytest.approx(below[inside], abs=1e13)
    assert plot.sum == pytest.approx(answer.usable_total[0])


def test_power_layers_are_the_sums_of_the_parts(board):
    answer, plot = synthetic.outcome(), board.power
    x = plot.scale.xs(answer.days[0])
    below = np.zeros_like(x)
    for name, layer in zip(POWER_PARTS, plot.layers, strict=True):
        below = below + answer.power[name][0]
        assert heights(plot, layer, x) == pytest.approx(below, abs=100.0)
    assert plot.sum == pytest.approx(answer.power_total[0])


def test_parts_of_the_table_sum_to_its_total(board):
    table = board.power.table(-np.inf, np.inf)
    first, total = table.header.index("Accelerators [W]"), table.header.index("Total [W]")
    for row in table.rows[::50]:
        parts = sum(float(cell) for cell in row[first:total])
        assert parts == pytest.approx(float(row[total]), rel=1e-5)


def test_shortage_is_where_more_is_wanted_than_supplied(board):
    answer, plot = synthetic.outcome(), board.power
    short = answer.wanted[0] - answer.power_total[0] > 1.0
    areas = [area.points for area, _ in plot.shortage.areas if len(area.points)]
    hatched = sum(float(np.ptp(points[:, 0])) for points in areas)
    assert hatched == pytest.approx(short.sum() * plot.scale.per_day, rel=0.05)


def test_buffers_are_reused_when_the_number_of_points_stays():
    polygon = Polygon()
    x = np.arange(5.0)
    polygon.line(x, x)
    before = polygon.points
    polygon.line(x, 2 * x)
    assert polygon.points is before
    assert polygon.shape.at(3).y() == 6.0


def test_a_buffer_can_become_empty_and_full_again():
    polygon = Polygon()
    x = np.arange(5.0)
    polygon.area(x, x, 9.0)
    assert polygon.area(x[:0], x[:0], 9.0).size() == 0
    assert polygon.area(x, x, 9.0).size() == 7


def test_knots_keep_every_bend_and_nothing_else():
    x = np.arange(100.0)
    y = np.interp(x, [0, 30, 60, 99], [0, 0, 50, 50])
    kept = knots(x, y[np.newaxis])
    assert kept.tolist() == [0, 30, 60, 99]
    assert np.interp(x, x[kept], y[kept]) == pytest.approx(y)


def test_level_stretches_stand_on_the_middle_of_a_pixel():
    y = crisp(np.array([3.2, 3.2, 4.9, 7.1, 7.1]))
    assert y.tolist() == [3.5, 3.5, 4.9, 7.5, 7.5]


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        ([], []),
        ([0, 0], []),
        ([1, 1], [(0, 2)]),
        ([0, 1, 1, 0, 1], [(1, 3), (4, 5)]),
        ([1, 0, 0], [(0, 1)]),
    ],
)
def test_runs(mask, expected):
    assert runs(np.array(mask, dtype=bool)) == expected


def test_finite_leaves_good_values_alone_and_mends_bad_ones():
    good = np.array([1.0, 2.0])
    assert finite(good) is good
    assert finite(np.array([np.nan, 5.0, np.inf, -np.inf])).tolist() == [0.0, 5.0, 5.0, 0.0]
