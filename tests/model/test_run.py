"""The run on paper: when it goes, what it draws with its halts, and the carbon of each source."""

import numpy as np
import pytest
from msgspec.structs import replace

from model.chain import activity
from model.curves import cumulative
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.scenario import Supply
from tests import paper

GRID, GAS = 0.426, 0.58
"""Carbon of Memphis' grid and of turbines [kg/kWh]"""
RENTED = Supply("turbines", 100.0)


def drawn_mwh(outcome: Outcome, place: int = 0) -> float:
    """What a site draws from the start of the run to its end, had it no halts."""
    there = outcome.sites[place]
    joule = cumulative(outcome.days, (there.grid + there.turbines) * 86_400)[0]
    ends = np.interp((outcome.run_start.item(), outcome.run_finish.item()), outcome.days[0], joule)
    return float(ends[1] - ends[0]) / 3.6e9


def test_a_run_takes_its_flop_over_the_usable_rate() -> None:
    """All 10,000 are online on day 41."""
    outcome = evaluate(paper.scenario())
    days = 3.5e25 / outcome.headline("usable_flops") / 86_400
    assert outcome.headline("training_days") == pytest.approx(days)
    assert outcome.headline("training_finish") == pytest.approx(41 + days, abs=1e-3)


def test_it_starts_with_enough_of_them_and_after_the_shake_down() -> None:
    """4,000 of the 1,000 a day from day 31 are there on day 35; 20 days later they run."""
    scenario = paper.scenario(beliefs={"coherence_days": paper.sure(20.0)})
    whole = evaluate(scenario)
    assert whole.run_start.item() == pytest.approx(61, abs=0.01)
    assert whole.headline("training_days") == pytest.approx(whole.run_finish.item() - 61, abs=0.01)
    at_once = evaluate(paper.scenario())
    duty = at_once.headline("run_energy_mwh") / drawn_mwh(at_once)
    energy = whole.headline("run_energy_mwh")
    assert energy == pytest.approx(duty * drawn_mwh(whole)), "from its start on"
    part = evaluate(replace(scenario, workload=replace(scenario.workload, start_gpus=4_000)))
    assert part.run_start.item() == pytest.approx(55, abs=0.01)


def test_the_calendar_shows_a_run_that_waits_long_for_its_power() -> None:
    """All are racked on day 41, and powered on day 400."""
    steps = (Supply("grid", 4.0), Supply("grid", 40.0, paper.on(400)))
    outcome = evaluate(paper.scenario(paper.site("a", *steps)))
    assert 400 < outcome.headline("full_load") < 401
    assert outcome.days[0, -1] > outcome.headline("training_finish") > 500


def test_a_model_that_fits_nowhere_is_never_trained() -> None:
    """405 G parameters in eight of 80 GB."""
    scenario = paper.scenario(shipments=(paper.shipment(8),))
    outcome = evaluate(
        replace(scenario, workload=replace(scenario.workload, model="llama-3.1-405b"))
    )
    assert outcome.online[0, -1] == pytest.approx(8)
    assert outcome.run_start.item() == outcome.headline("training_days") == np.inf
    assert outcome.headline("run_cost_usd") == outcome.headline("run_energy_mwh") == np.inf


def test_halts_draw_less_than_work_by_what_accelerators_do_in_them() -> None:
    """IT of an H100 in each activity, liquid-cooled: (chip + host) x 0.95/0.9 [W].

    chip = 70 + 630 w, host = 575 x 0.43 x (0.65 + 0.35 w), with the weights w of compute,
    memory, communication, idle and checkpoint.
    """
    weights = np.array([1.0, 0.6, 0.25, 0.0, 0.1])
    host = 575 * 0.43 * (0.65 + 0.35 * weights)
    watts = (70 + 630 * weights + host) * 0.95 / 0.9
    assert watts.round() == pytest.approx([1000, 697, 433, 244, 319], abs=3)
    often = {"failure_rate": paper.sure(5.0), "restart_minutes": paper.sure(30.0)}
    outcome = evaluate(paper.scenario(beliefs=often))
    assert outcome.demand
    assert outcome.training.plan
    network = outcome.demand.mean["network"].item() / 10_000
    step = np.array(activity.shares_of_step(outcome.training.plan))
    working = watts @ step + network
    over_run = watts @ np.array(outcome.demand.shares) + network
    assert outcome.headline("facility_mean_mw") == pytest.approx(10_000 * working * 1.2 / 1e6)
    duty = over_run / working
    assert 0.4 < duty < 0.8, "it fails fifty times a day"
    energy = outcome.headline("run_energy_mwh")
    assert energy == pytest.approx(duty * drawn_mwh(outcome), rel=1e-6)
    price = 0.0623 * 8766
    yearly = outcome.opex["energy"].item()
    assert yearly == pytest.approx(10_000 * over_run * 1.2 / 1e3 * price)


@pytest.mark.parametrize(("supply", "factor"), [(paper.MUCH, GRID), (RENTED, GAS)])
def test_a_run_on_one_source_has_its_carbon(supply: Supply, factor: float) -> None:
    """A tonne for each MWh and each kg/kWh."""
    outcome = evaluate(paper.scenario(paper.site("a", supply)))
    energy = outcome.headline("run_energy_mwh")
    assert outcome.headline("run_carbon_t") == pytest.approx(energy * factor)


def test_one_site_on_the_grid_and_one_on_turbines_each_count_with_their_own() -> None:
    """6,000 on the grid of Abilene, 4,000 on turbines in Memphis."""
    outcome = evaluate(
        paper.scenario(
            paper.site("a", place="abilene"), paper.site("b", RENTED),
            shipments=(paper.shipment(6_000), paper.shipment(4_000, name="b")),
        )
    )  # fmt: skip
    abilene, memphis = drawn_mwh(outcome), drawn_mwh(outcome, 1)
    energy = outcome.headline("run_energy_mwh")
    duty = energy / (abilene + memphis)
    assert 0.95 < duty <= 1
    carbon = duty * (abilene * 0.351 + memphis * GAS)
    assert outcome.headline("run_carbon_t") == pytest.approx(carbon, rel=1e-4)


def test_each_activity_draws_its_share_of_time() -> None:
    """700 W while it computes, 70 W while it is idle, of 10,000."""
    demand = evaluate(paper.scenario()).demand
    assert demand
    shares = dict(zip(demand.activity, demand.shares, strict=True))
    compute, idle = demand.activity["compute"].item(), demand.activity["idle"].item()
    assert compute == pytest.approx(7e6 * shares["compute"])
    assert idle == pytest.approx(0.7e6 * shares["idle"])


def test_a_row_that_is_late_draws_beyond_the_calendar_what_the_others_do() -> None:
    """Greenfield's late rows are built after the calendar ends; their runs take power too."""
    outcome = evaluate(preset("greenfield-100k"), rows=400)
    late = outcome.headlines["full_load"].value[:, 0] > outcome.days[0, -1]
    days = outcome.headlines["training_days"].value[:, 0]
    ends = np.isfinite(days)
    assert (late & ends).any()
    energy = outcome.headlines["run_energy_mwh"].value[:, 0]
    drawn = outcome.headlines["facility_run_mw"].value[:, 0]
    least = 0.5 * drawn * days * 24
    assert (energy[ends] > least[ends]).all()
    assert (outcome.headlines["run_carbon_t"].value[ends, 0] > 0).all()
