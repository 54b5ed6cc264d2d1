import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.physics import fabric, power


def unit(**changes: object) -> power.UnitPower:
    given_: dict[str, object] = {
        "tdp_w": 700.0,
        "server_w": 10_200.0,
        "per_server": 8,
        "network_w": 110.0,
        "draw_ratio": np.array([[0.76]]),
        "fan_saving": 0.0,
        "pue": np.array([[1.25]]),
        "losses": 0.04,
        "peak_overhead": 1.3,
    }
    return power.unit_power(**{**given_, **changes})  # type: ignore[arg-type]


def test_ladder_of_an_h100_on_paper() -> None:
    found = unit()
    assert found.critical_it == pytest.approx(10_200 / 8 + 110)
    it = 10_200 / 8 * 0.76 + 110
    assert found.mean_total.item() == pytest.approx(it * 1.25)
    assert found.mean["accelerators"].item() == pytest.approx(700 * 0.76)
    peak_it = 10_200 / 8 + 110
    assert found.peak_total.item() == pytest.approx(peak_it * (1 + 0.04 + 0.21 * 1.3))


def test_pue_of_one_needs_no_cooling_and_loses_nothing() -> None:
    found = unit(pue=np.array([[1.0]]))
    assert found.mean["cooling"].item() == 0
    assert found.mean["losses"].item() == 0


@given(st.floats(0.3, 1), st.floats(0, 0.2), st.floats(1, 2), st.floats(0, 0.1), st.floats(1, 2))
def test_parts_are_positive_and_mean_over_it_is_pue(
    draw: float, saving: float, pue: float, losses: float, overhead: float
) -> None:
    found = unit(
        draw_ratio=np.array([[draw]]),
        fan_saving=saving,
        pue=np.array([[pue]]),
        losses=losses,
        peak_overhead=overhead,
    )
    assert all(part.item() >= 0 for part in (*found.mean.values(), *found.peak.values()))
    it = sum(found.mean[part] for part in ("accelerators", "servers", "network"))
    assert (found.mean_total / it).item() == pytest.approx(pue)
    assert found.peak_total.item() >= found.mean_total.item() - 1e-9


SN5600 = {
    "ports": 1.0,
    "radix": 128,
    "switch_w": 940.0,
    "optic_w": 17.0,
    "nic_optic_w": 9.0,
    "switch_usd": 45_000.0,
    "link_usd": 1000.0,
    "oversubscription": 1.0,
}


@pytest.mark.parametrize(
    ("endpoints", "tiers"), [(1, 1), (128, 1), (129, 2), (8192, 2), (8193, 3), (100_000, 3)]
)
def test_tiers_of_a_clos(endpoints: int, tiers: int) -> None:
    assert fabric.size(endpoints, **SN5600).tiers == tiers


def test_three_tiers_have_five_switches_per_radix_endpoints() -> None:
    found = fabric.size(100_000, **SN5600)
    assert found.switches * 100_000 == pytest.approx(5 * 100_000 / 128)
    assert found.modules == 2.5
    assert found.watts == pytest.approx(5 / 128 * 940 + 2.5 * 17 + 9)


def test_oversubscription_saves_switches() -> None:
    thin = fabric.size(100_000, **{**SN5600, "oversubscription": 4.0})
    assert thin.switches < fabric.size(100_000, **SN5600).switches
