"""Colossus and Llama 3.1 against what was published; each tolerance can fail."""

from datetime import date

import numpy as np
import pytest

from model.catalog import catalog
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.physics import reliability
from model.units import date_of


@pytest.fixture(scope="module")
def colossus() -> Outcome:
    return evaluate(preset("colossus-100k"))


@pytest.fixture(scope="module")
def llama() -> Outcome:
    return evaluate(preset("llama3-16k"))


def test_peak_of_100k_h100_is_98_9_exaflops(colossus: Outcome) -> None:
    assert colossus.headline("peak_flops") == pytest.approx(98.94e18, rel=1e-3)


def test_critical_it_is_150_mw(colossus: Outcome) -> None:
    assert colossus.headline("critical_it_mw") == pytest.approx(150, rel=0.10)


def test_nameplate_is_what_epoch_reads_from_the_cooling_plant(colossus: Outcome) -> None:
    # Epoch AI: 174 MW (December 2025), 181 MW (April 2026 revision).
    assert colossus.headline("facility_nameplate_mw") == pytest.approx(177.5, rel=0.10)


def test_100k_are_installed_on_1_september_2024(colossus: Outcome) -> None:
    racked = next(task for task in colossus.tasks if task.kind == "rack")
    finished = date_of(float(racked.finish[0, 0]), colossus.epoch)
    assert abs((finished - date(2024, 9, 1)).days) <= 2


def test_all_are_online_on_day_122(colossus: Outcome) -> None:
    assert colossus.headline("days_to_online") == pytest.approx(122, abs=2)


def test_without_recorded_arrivals_the_retrofit_at_its_fastest_takes_as_long() -> None:
    """Independent of the arrival date: the racks come as soon as a hall is ready."""
    scenario = preset("colossus-100k")
    from model.paths import replaced

    scenario = replaced(scenario, "shipments.0.arrives", date(2024, 5, 3))
    scenario = replaced(scenario, "shipments.0.delivery_days", 0.0)
    racked = next(t for t in evaluate(scenario).tasks if t.kind == "rack")
    # Facts of the build: 119 days with every task at its low bound and four halls that overlap.
    assert float(racked.finish[0, 0]) == pytest.approx(119, rel=0.07)


def test_llama_runs_at_380_to_430_teraflops_a_gpu(llama: Outcome) -> None:
    best = llama.training.plan
    assert 380e12 <= best.mfu * 989.4e12 <= 430e12


def test_llama_takes_30_84_million_gpu_hours(llama: Outcome) -> None:
    hours = llama.headline("training_days") * 24 * 16_384
    assert hours == pytest.approx(30.84e6, rel=0.15)


def test_an_h100_node_draws_6_5_to_8_4_kw_while_training(llama: Outcome) -> None:
    # The preset is air-cooled HGX; what the node itself draws is accelerators and servers.
    node = (llama.power["accelerators"] + llama.power["servers"])[0, -1] / llama.online[0, -1] * 8
    assert 6_500 <= node <= 8_400


def test_llama_is_interrupted_419_times_in_54_days() -> None:
    known = catalog().assumptions
    rate = sum(a.value for name, a in known.items() if name.startswith("failure_"))
    found = float(reliability.interruptions(rate, 16_384, 54))
    assert found == pytest.approx(419, rel=0.15)


def test_hardware_of_100k_h100_costs_3_8_billion(colossus: Outcome) -> None:
    hardware = colossus.capex["accelerators"] + colossus.capex["network"]
    assert hardware.item() == pytest.approx(3.80e9, rel=0.20)


def test_campus_capital_is_near_epochs() -> None:
    # Epoch AI, 2025 dollars: 5.29 G$ at 100k, 10.6 G$ at 200k.
    for name, published in (("colossus-100k", 5.29e9), ("colossus-200k", 10.6e9)):
        assert evaluate(preset(name)).headline("capex_usd") == pytest.approx(published, rel=0.15)


def test_colossus_2_is_online_in_october_2025() -> None:
    outcome = evaluate(preset("colossus-2"))
    online = date_of(outcome.headline("full_load"), outcome.epoch)
    assert abs((online - date(2025, 10, 19)).days) <= 10
    # Epoch AI: 276 to 299 MW, from the cooling plant.
    assert outcome.headline("facility_nameplate_mw") == pytest.approx(288, rel=0.10)


def test_the_swap_left_tesla_waiting_for_power() -> None:
    outcome = evaluate(preset("tesla-to-x"))
    power = [b for b in outcome.binding if b.constraint == "power"]
    assert power
    assert power[-1].waiting == pytest.approx(12_000, rel=0.01)
    assert np.isfinite(outcome.headline("full_load"))
