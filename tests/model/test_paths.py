from datetime import date

import pytest

from model import paths
from model.declarations import declared
from model.errors import InputError
from model.files import preset
from model.scenario import BELIEFS, Belief, Scenario


@pytest.fixture(scope="module")
def base() -> Scenario:
    return preset("colossus-200k")


def test_get_and_replace_by_path(base: Scenario) -> None:
    assert paths.get(base, "shipments.1.count") == 50_000
    new = paths.replaced(base, "shipments.1.count", "75000")
    assert paths.get(new, "shipments.1.count") == 75_000
    assert paths.get(base, "shipments.1.count") == 50_000, "the old one is untouched"
    assert paths.get(
        paths.replaced(base, "sites.0.supply.0.from", "2024-06-01"), "sites.0.supply.0.from"
    ) == date(2024, 6, 1)
    assert paths.get(paths.replaced(base, "money.power_price", None), "money.power_price") is None


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("shipments.0.count", 2_000_000, "Nearest allowed: 1,000,000."),
        ("shipments.0.count", 1.5, "a whole number"),
        ("shipments.0.count", "many", "Write 150k or 1.5e5"),
        ("shipments.0.count", float("nan"), "Write a number"),
        ("shipments.0.count", True, "Write a number"),
        ("shipments.0.accelerator", "h100", "Did you mean"),
        ("shipments.0.accelerator", "H100_SXM", "Did you mean h100_sxm?"),
        ("shipments.0.site", "memfis", "Did you mean memphis?"),
        ("shipments.0.arrives", "soon", "YYYY-MM-DD"),
        ("shipments.0.arrives", "1999-12-31", "2000-01-01 to 2100-12-31. Nearest allowed: 2000"),
        ("sites.0.start", date(9999, 12, 31), "Nearest allowed: 2100-12-31."),
        ("sites.0.tasks.permits.not_before", "2101-01-01", "2000-01-01 to 2100-12-31"),
        ("sites.0.supply.0.until", "2101-01-01", "2000-01-01 to 2100-12-31"),
        ("shipments.9.count", 1, "items 0 to 2"),
        ("shipments.x.count", 1, "items 0 to 2"),
        ("shipment.0.count", 1, "Did you mean shipments?"),
        ("sites.0.hall", 4, "Did you mean halls?"),
        ("sites.0.cooling", "ice", "allowed are"),
        ("workload.precision", "fp16", "allowed are bf16, fp8, mxfp8, fp4"),
        ("beliefs.instal_rate.mode", 3, "Did you mean install_rate?"),
        ("beliefs.install_rate", Belief(3000, 1000, 2000), "low <= mode <= high"),
        ("beliefs.install_rate.mode", -1, "50 to 6,000 GPU/d"),
    ],
)
def test_refusals_name_key_value_limit_and_hint(
    base: Scenario, path: str, value: object, told: str
) -> None:
    with pytest.raises(InputError) as caught:
        paths.replaced(base, path, value)
    assert caught.value.key.startswith(path.split(".")[0])
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_declared_belief_can_be_moved(base: Scenario) -> None:
    for name, spec in BELIEFS.items():
        path = f"beliefs.{name}.mode"
        value = paths.get(base, path)
        assert spec.low <= value <= spec.high
        assert paths.get(paths.replaced(base, path, spec.high), path) == spec.high


def test_a_mode_moved_past_a_bound_takes_it_along(base: Scenario) -> None:
    new = paths.replaced(base, "beliefs.install_rate.mode", 3000)
    assert paths.get(new, "beliefs.install_rate.high") == 3000
    lower = paths.replaced(base, "beliefs.install_rate.high", 1200)
    assert paths.get(lower, "beliefs.install_rate.mode") == 1200


def test_lists_grow_shrink_and_move(base: Scenario) -> None:
    first = base.shipments[0]
    more = paths.inserted(base, "shipments", 1, first)
    assert [s.count for s in more.shipments] == [100_000, 100_000, 50_000, 50_000]
    assert paths.removed(more, "shipments", 1) == base
    moved = paths.moved(base, "shipments", 2, 0)
    assert moved.shipments[0].accelerator == "h200_sxm"
    with pytest.raises(InputError):
        paths.removed(base, "shipments", 3)


def test_every_declared_number_says_unit_range_and_why() -> None:
    seen = 0
    for path in (
        "shipments.0.count",
        "shipments.0.delivery_days",
        "sites.0.halls",
        "sites.0.phase_mw",
        "sites.0.pace",
        "sites.0.supply.0.mw",
        "sites.0.supply.0.mwh",
        "workload.flop",
        "workload.batch_tokens",
        "workload.sequence",
        "workload.start_gpus",
        "money.power_price",
        "money.life_years",
    ):
        meta = declared(path)
        assert meta is not None
        assert meta.extra is not None
        assert {"unit", "low", "high", "scale", "step", "why"} <= set(meta.extra)
        assert meta.extra["low"] < meta.extra["high"]
        assert meta.title
        assert meta.description
        seen += 1
    assert seen == 13
