from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.evaluate import evaluate
from model.files import preset
from model.paths import replaced
from model.study.bands import LEVELS, bands, carried, quantiles


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_quantiles_agree_with_numpy(values: list[float]) -> None:
    found = quantiles(np.array(values)[:, np.newaxis])[:, 0]
    assert np.allclose(found, np.quantile(values, LEVELS), rtol=1e-9, atol=1e-6)


def test_infinite_rows_stay_infinite() -> None:
    rows = np.array([[1.0], [2.0], [np.inf], [np.inf]])
    assert quantiles(rows)[2, 0] == np.inf
    assert np.isfinite(quantiles(rows)[0, 0])


def test_bands_hold_the_answer_in_order() -> None:
    found = bands(evaluate(preset("colossus-200k"), rows=64))
    assert found.rows == 64
    for name, (low, middle, high) in found.headlines.items():
        assert low <= middle <= high, name
    assert (found.usable[0] <= found.usable[1]).all()
    assert found.headlines["training_finish"][2] > found.headlines["training_finish"][0] + 5


def test_carried_bands_keep_their_distance() -> None:
    scenario = preset("colossus-200k")
    before = evaluate(scenario)
    known = bands(evaluate(scenario, rows=64))
    assert carried(known, before, before).headlines["capex_usd"] == pytest.approx(
        known.headlines["capex_usd"]
    )
    now = evaluate(replaced(scenario, "shipments.2.count", 100_000))
    moved = carried(known, before, now)
    old, new = known.headlines["full_load"], moved.headlines["full_load"]
    assert new[2] - new[0] == pytest.approx(old[2] - old[0])
    ratio = now.headline("capex_usd") / before.headline("capex_usd")
    assert moved.headlines["capex_usd"][0] == pytest.approx(known.headlines["capex_usd"][0] * ratio)
    assert moved.usable[0].shape == now.days.shape


def test_a_band_that_is_carried_past_another_shipment_does_not_shoot_up() -> None:
    scenario = preset("greenfield-100k")
    before = evaluate(scenario)
    known = bands(evaluate(scenario, rows=64))
    arrives = scenario.shipments[1].arrives - timedelta(days=125)
    now = evaluate(replaced(scenario, "shipments.1.arrives", arrives))
    for level, was in zip(carried(known, before, now).usable, known.usable, strict=True):
        ratio = was.max() / before.usable_total.max()
        assert level.max() <= now.usable_total.max() * max(ratio, 1.0) * (1 + 1e-9)
    assert (carried(known, before, now).usable[1] >= now.usable_total).all()
