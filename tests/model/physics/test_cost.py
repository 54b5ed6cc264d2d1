"""Money on paper: a year of electricity, and what a run takes of plant and running cost."""

import numpy as np
import pytest

from model.physics import cost


def one(value: float) -> np.ndarray:
    return np.array([[value]])


def test_a_megawatt_for_a_year_at_five_cents() -> None:
    """1,000 kW x 8,766 h x 0.05 USD/kWh."""
    assert cost.annual_energy_cost(one(1e6), one(0.05)).item() == pytest.approx(438_300)


def test_half_a_year_takes_its_share_of_plant_and_of_running_cost() -> None:
    """Of 10 M over 5 years and 28 M over 14 it is a tenth and a 28th; of 3 M a year it is half."""
    parts = cost.run_cost(
        {"servers": one(10e6), "building": one(28e6)}, {"energy": one(3e6)}, one(0.5),
        {"servers": 5.0, "building": 14.0},
    )  # fmt: skip
    assert {name: part.item() for name, part in parts.items()} == {
        "servers": pytest.approx(1e6), "building": pytest.approx(1e6),
        "energy": pytest.approx(1.5e6),
    }  # fmt: skip


def test_a_run_without_an_end_costs_without_end() -> None:
    parts = cost.run_cost({"servers": one(1.0)}, {"energy": one(0.0)}, one(np.inf), {"servers": 5})
    assert all(part.item() == np.inf for part in parts.values())
