import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.physics import fabric, power

NODE = power.Node(
    weight=(1.0, 0.6, 0.25, 0.0, 0.1), chip_idle=0.1, host=0.43, host_idle=0.65, fans=0.1
)
STEP = (0.7, 0.1, 0.1, 0.08, 0.02)


def unit(**changes: object) -> power.UnitPower:
    given_: dict[str, object] = {
        "tdp_w": 700.0,
        "server_w": 10_200.0,
        "per_server": 8,
        "network_w": 110.0,
        "node": NODE,
        "shares": STEP,
        "draw_factor": np.array([[1.0]]),
        "fan_saving": 0.0,
        "pue": np.array([[1.25]]),
        "losses": 0.04,
        "peak_overhead": 1.3,
    }
    return power.unit_power(**{**given_, **changes})  # type: ignore[arg-type]


def test_an_h100_server_in_full_swing_draws_what_was_metered() -> None:
    found = unit()
    server = 8 * (found.peak["accelerators"] + found.peak["servers"]).item()
    assert server == pytest.approx(8400, rel=0.01)  # Latif et al. 2025: 8.4 of 10.2 kW
    assert found.critical_it == pytest.approx(10_200 / 8 + 110)
    it = found.it_peak.item()
    assert found.peak_total.item() == pytest.approx(it * (1 + 0.04 + 0.21 * 1.3))


def test_mean_draw_on_paper() -> None:
    found = unit()
    chip = 700 * (0.7 + 0.1 * 0.64 + 0.1 * 0.325 + 0.08 * 0.1 + 0.02 * 0.19)
    assert found.mean["accelerators"].item() == pytest.approx(chip)
    active = 0.7 + 0.1 * 0.6 + 0.1 * 0.25 + 0.02 * 0.1
    host = 575 * 0.43 * (0.65 + 0.35 * active)
    assert found.mean["servers"].item() == pytest.approx((chip + host) / 0.9 - chip)
    assert sum(found.by_activity(STEP).values()).item() == pytest.approx(chip)


def test_duty_on_paper() -> None:
    """Idle: 70 W and 575 x 0.43 x 0.65 beside it, over the same with the work of a step."""
    found = unit()
    idle = (70 + 575 * 0.43 * 0.65) / 0.9 + 110
    working = (found.mean["accelerators"] + found.mean["servers"]).item() + 110
    assert found.duty((0.0, 0.0, 0.0, 1.0, 0.0)).item() == pytest.approx(idle / working)
    assert found.duty(STEP).item() == pytest.approx(1.0)


def test_the_nameplate_of_a_capped_server_is_lower_by_what_the_cap_takes() -> None:
    """490 of 700 W, and the 575 W beside it; on the design day cooling is 1.3 times its mean."""
    found = unit(cap=0.7)
    parts = {name: part.item() for name, part in found.nameplate.items()}
    it = 490 + 575 + 110
    assert found.critical_it == pytest.approx(it)
    assert parts == pytest.approx(
        {"accelerators": 490, "servers": 575, "network": 110, "cooling": 0.21 * 1.3 * it,
         "losses": 0.04 * it}
    )  # fmt: skip


def test_a_server_that_draws_more_than_the_model_says_does_so_in_all_parts() -> None:
    """Memory: 448 W x 1.1; its host 575 x 0.43 x 0.86 x 1.1; fans are a tenth of the whole."""
    found = unit(draw_factor=np.array([[1.1]]))
    memory = power.ACTIVITIES.index("memory")
    chip, host = 448 * 1.1, 575 * 0.43 * (0.65 + 0.35 * 0.6) * 1.1
    assert found.chip[0, memory] == pytest.approx(chip)
    assert found.server[0, memory] == pytest.approx((chip + host) / 0.9 - chip)


def test_an_accelerator_draws_no_more_than_its_server() -> None:
    """1,500 W in a server of 1,275 for each: nothing is left for the rest."""
    found = unit(tdp_w=1500.0)
    assert found.nameplate["accelerators"].item() == pytest.approx(1275)
    assert found.nameplate["servers"].item() == 0
    assert found.critical_it == pytest.approx(1275 + 110)


def test_liquid_spares_a_part_of_the_fans() -> None:
    half = unit(fan_saving=0.05)
    idle = power.ACTIVITIES.index("idle")
    whole = (70 + 575 * 0.43 * 0.65) * 0.95 / 0.9
    assert half.server[0, idle] == pytest.approx(whole - 70)


def test_pue_of_one_needs_no_cooling_and_loses_nothing() -> None:
    found = unit(pue=np.array([[1.0]]))
    assert found.mean["cooling"].item() == 0
    assert found.mean["losses"].item() == 0


shares_ = st.lists(st.floats(0, 1), min_size=5, max_size=5).filter(lambda x: sum(x) > 0.1)
site_ = st.tuples(st.floats(0, 0.1), st.floats(1, 2), st.floats(0, 0.1), st.floats(1, 2))
factor_ = st.lists(st.floats(0.6, 1.4), min_size=1, max_size=4)


@given(shares_, site_, factor_, st.floats(0.4, 1))
def test_items_sum_to_the_total_at_every_row_and_level(
    times: list[float], site: tuple[float, ...], factor: list[float], cap: float
) -> None:
    saving, pue, losses, overhead = site
    time_of = tuple(time / sum(times) for time in times)
    found = unit(
        shares=time_of,
        draw_factor=np.array(factor).reshape(-1, 1),
        fan_saving=saving,
        pue=np.full((len(factor), 1), pue),
        losses=losses,
        peak_overhead=overhead,
        cap=cap,
    )
    for parts, total in ((found.mean, found.mean_total), (found.peak, found.peak_total)):
        assert all((part >= 0).all() for part in parts.values())
        assert np.allclose(sum(parts.values()), total, rtol=1e-12)
        assert total.shape == (len(factor), 1)
    assert np.allclose(
        sum(found.by_activity(time_of).values()), found.mean["accelerators"], rtol=1e-12
    )
    assert np.allclose(found.overhead, pue, rtol=1e-12)
    plate = sum(found.nameplate.values())
    assert (found.peak_total >= found.mean_total * (1 - 1e-12)).all()
    assert (plate >= found.peak_total * (1 - 1e-12)).all()
    assert (found.chip <= 700 * cap * (1 + 1e-12)).all()


@given(st.floats(0.4, 1), st.floats(0.4, 1), factor_)
def test_a_lower_cap_never_raises_power(one: float, other: float, factor: list[float]) -> None:
    low, high = (
        unit(cap=cap, draw_factor=np.array(factor).reshape(-1, 1)) for cap in sorted((one, other))
    )
    for part in ("accelerators", "servers", "cooling", "losses"):
        assert (low.mean[part] <= high.mean[part] * (1 + 1e-12)).all()
        assert (low.peak[part] <= high.peak[part] * (1 + 1e-12)).all()
    assert low.critical_it <= high.critical_it


def test_a_cap_above_what_an_activity_draws_leaves_it_alone() -> None:
    found, capped = unit(), unit(cap=0.7)
    memory = power.ACTIVITIES.index("memory")
    assert capped.chip[0, 0] == pytest.approx(490)
    assert capped.chip[0, memory] == found.chip[0, memory]


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
