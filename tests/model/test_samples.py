import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import InputError
from model.files import preset
from model.paths import replaced
from model.samples import draw, pert_quantile, resolved
from model.scenario import BELIEFS, Belief


def test_row_0_holds_the_medians() -> None:
    scenario = preset("colossus-100k")
    samples = draw(scenario, 64, 3)
    for name, belief in resolved(scenario).items():
        assert samples[name][0, 0] == draw(scenario, 1, 3)[name][0, 0]
        rank = (samples[name][:, 0] < samples[name][0, 0]).mean()
        assert 0.45 <= rank <= 0.55 or belief.low == belief.high
        assert samples[name].shape == (64, 1)
        assert (samples[name] >= belief.low).all()
        assert (samples[name] <= belief.high).all()


def test_the_same_seed_draws_the_same_worlds() -> None:
    scenario = preset("colossus-100k")
    moved = replaced(scenario, "beliefs.install_rate.mode", 1500)
    a, b, c = draw(scenario, 32, 1), draw(moved, 32, 1), draw(scenario, 32, 2)
    assert np.array_equal(a["draw_factor"], b["draw_factor"]), "one belief moves no other"
    assert not np.array_equal(a["draw_factor"], c["draw_factor"])
    order = np.argsort(a["install_rate"][1:, 0])
    assert (np.diff(b["install_rate"][1:, 0][order]) >= 0).all(), "worlds keep their rank"


def test_no_rows_is_refused() -> None:
    with pytest.raises(InputError, match="1 or more"):
        draw(preset("blank"), 0, 1)


def test_pue_starts_from_the_cooling() -> None:
    scenario = preset("greenfield-100k")
    assert resolved(scenario)["pue"].mode == pytest.approx(1.08)
    air = replaced(scenario, "sites.0.cooling", "air")
    assert resolved(air)["pue"].mode == pytest.approx(1.25)
    assert set(resolved(scenario)) == set(BELIEFS)


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_pert_has_its_mean(a: float, b: float, c: float) -> None:
    low, mode, high = sorted((a, b, c))
    rows = 20_001
    uniforms = ((np.arange(rows) + 0.5) / rows)[:, np.newaxis]
    found = pert_quantile(Belief(low, mode, high), uniforms)
    assert np.isclose(found.mean(), (low + 4 * mode + high) / 6, atol=0.004 * (high - low) + 1e-9)


def test_pert_median_against_the_symmetric_case() -> None:
    uniforms = np.array([[0.5], [0.5], [0.05], [0.95]])
    found = pert_quantile(Belief(0, 5, 10), uniforms)[:, 0]
    assert found[1] == pytest.approx(5, abs=1e-6)
    # Beta(3, 3): F(0.1893) = 0.05 (tables of the beta distribution).
    assert found[2] == pytest.approx(1.893, abs=0.01)
    assert found[2] + found[3] == pytest.approx(10, abs=0.01)
