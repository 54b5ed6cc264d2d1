from __future__ import annotations

import numpy as np
import pytest

from model.evaluate import evaluate
from model.files import preset
from model.study.bands import bands
from model.study.ensemble import SLICE, ensemble


@pytest.fixture(scope="module")
def steps():
    return list(ensemble(preset("colossus-100k"), 4 * SLICE))


def test_the_first_slice_is_the_plain_ensemble(steps):
    plain = bands(evaluate(preset("colossus-100k"), SLICE))
    assert steps[0][1].headlines == plain.headlines
    assert np.array_equal(steps[0][1].usable[0], plain.usable[0])


def test_bands_come_after_the_first_and_the_last_slice(steps):
    assert [share for share, _ in steps] == [0.25, 0.5, 0.75, 1.0]
    assert [known is not None for _, known in steps] == [True, False, False, True]
    assert steps[-1][1].rows == 4 * SLICE


def test_more_rows_agree_with_one_large_draw(steps):
    large = bands(evaluate(preset("colossus-100k"), 4 * SLICE)).headlines["facility_mean_mw"]
    assert steps[-1][1].headlines["facility_mean_mw"] == pytest.approx(large, rel=0.01)


def test_it_is_the_same_every_time(steps):
    again = list(ensemble(preset("colossus-100k"), 4 * SLICE))
    assert again[-1][1].headlines == steps[-1][1].headlines
