"""Water on paper: litres per kWh of IT, a second."""

import pytest

from model.evaluate import evaluate
from model.outcome import Outcome
from model.study.oneline import one_line
from tests import paper

TOWERS, AIR = 0.8, 1.0
"""[L/kWh] of chillers with towers behind liquid, and behind air"""


def it_kw(outcome: Outcome) -> float:
    assert outcome.demand
    parts = outcome.demand.mean
    return sum(parts[name].item() for name in ("accelerators", "servers", "network")) / 1e3


def test_litres_a_second_from_kilowatts() -> None:
    """9,871 kW x 0.8 L/kWh are 7,897 L an hour, 2.19 a second."""
    outcome = evaluate(paper.scenario())
    assert it_kw(outcome) == pytest.approx(9_871, rel=0.01)
    expected = it_kw(outcome) * TOWERS / 3600
    assert outcome.headline("water_l_per_s") == pytest.approx(expected)


def test_each_site_evaporates_by_its_own_cooling() -> None:
    """Half of the water of two equal halls; behind air fans of 5 % more, and 1.0 for 0.8 L/kWh."""
    both, mixed = (
        evaluate(
            paper.scenario(
                paper.site("a"), paper.site("b", cooling=cooling),
                shipments=(paper.shipment(5_000), paper.shipment(5_000, name="b")),
            )
        ).headline("water_l_per_s")
        for cooling in ("liquid_chillers_towers", "air")
    )  # fmt: skip
    half = both / 2
    assert (mixed - half) / half == pytest.approx(AIR / TOWERS * 1.05, rel=0.02)


def test_the_diagram_of_twelve_months_comes_to_the_water_of_the_year() -> None:
    outcome = evaluate(paper.scenario(flop=4e26))
    middles = [366 + (month + 0.5) * 365.25 / 12 for month in range(12)]
    monthly = [one_line(outcome, 0, day).water for day in middles]
    assert sum(monthly) / 12 == pytest.approx(it_kw(outcome) * TOWERS / 3600, rel=1e-3)
    assert max(monthly) > 1.1 * min(monthly)
