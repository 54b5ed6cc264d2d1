"""The labels right of a frame."""

from __future__ import annotations

import math

from gui.plots.titles import Gutter, Label, fitting


def label(name: str, weight: float = math.inf) -> Label:
    return Label(name, "1", 0.0, weight=weight)


def test_where_there_is_no_room_for_all_the_lightest_are_left_out():
    labels = [label("supply"), label("small", 1), label("large", 9), label("middle", 5)]
    gap = Gutter.GAP
    assert [each.name for each in fitting(labels, 3 * gap, gap)] == [
        "supply", "small", "large", "middle",
    ]  # fmt: skip
    assert [each.name for each in fitting(labels, 2 * gap, gap)] == ["supply", "large", "middle"]
    assert [each.name for each in fitting(labels, 0.0, gap)] == ["supply"]
