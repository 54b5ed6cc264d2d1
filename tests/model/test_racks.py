"""Crews and the racks that a site places a day both limit how fast it fills."""

import pytest

from model.evaluate import evaluate
from model.files import preset
from model.paths import replaced
from tests import paper


def racked(count: float, cooling: str = "liquid_chillers_towers") -> tuple[float, str]:
    """Days of racking at Colossus with so many racks a day, and what the binding says."""
    scenario = replaced(preset("colossus-100k"), "sites.0.racks_a_day", count)
    scenario = replaced(scenario, "shipments.0.delivery_days", 0.0)
    outcome = evaluate(replaced(scenario, "sites.0.cooling", cooling))
    task = next(task for task in outcome.tasks if task.kind == "rack")
    said = [each.why for each in outcome.binding if each.constraint == "racking"]
    return float(task.finish[0, 0] - task.start[0, 0]), " ".join(said)


def test_few_racks_a_day_take_their_time_and_the_binding_names_them() -> None:
    days, said = racked(10.0)
    assert days == pytest.approx(100_000 / 64 / 10, rel=0.01)
    assert "10 racks a day, 640 GPUs" in said


def test_enough_racks_leave_it_to_the_crews() -> None:
    days, said = racked(53.0)
    assert (days, said) == racked(200.0)
    assert "crews rack 1,640 GPUs a day" in said


def test_an_air_cooled_rack_holds_half_as_many() -> None:
    liquid, _ = racked(10.0)
    air, _ = racked(10.0, "air")
    assert air == pytest.approx(2 * liquid, rel=0.01)


def test_a_server_of_72_is_a_rack_of_its_own() -> None:
    """7,200 are 100 racks: ten a day take ten days from their arrival on day 31."""
    lot = paper.shipment(7_200, accelerator="gb200_nvl72")
    site = paper.site("a", racks_a_day=10.0)
    outcome = evaluate(paper.scenario(site, shipments=(lot,)))
    task = next(task for task in outcome.tasks if task.kind == "rack")
    assert (task.start.item(), task.finish.item()) == pytest.approx((31, 41))
    said = [each.why for each in outcome.binding if each.constraint == "racking"]
    assert "10 racks a day, 720 GPUs" in said[0]
