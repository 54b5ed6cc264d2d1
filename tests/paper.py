"""A cluster with round numbers, so that an answer can be worked out by hand.

Works take 10 days, 1,000 accelerators are racked a day, nothing slips and hardly anything fails.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from model.scenario import (
    Belief,
    Beliefs,
    Scenario,
    Shipment,
    Site,
    Supply,
    TaskEdit,
    Workload,
)

START = date(2024, 1, 1)
"""Day 0."""
MUCH = Supply("grid", 500.0)
"""More grid power than anything here takes."""


def on(day: int) -> date:
    """The date of a day."""
    return START + timedelta(days=day)


def sure(value: float) -> Belief:
    """A belief without a doubt."""
    return Belief(value, value, value)


def site(name: str = "a", *supply: Supply, **changes: Any) -> Site:
    """A site in Memphis that is ready 10 days after its start; without ``supply`` it has much."""
    ten_days = TaskEdit(low=10.0, mode=10.0, high=10.0, size_exponent=0.0, stage="site")
    fields: dict[str, Any] = {
        "place": "memphis", "build": "ready", "start": START,
        "cooling": "liquid_chillers_towers", "network": "spectrum_x", "halls": 1,
        "phase_mw": 1000.0, "tasks": {"commissioning": ten_days}, "supply": supply or (MUCH,),
    }  # fmt: skip
    return Site(id=name, **{**fields, **changes})


def shipment(count: int = 10_000, day: int = 31, name: str = "a", **changes: Any) -> Shipment:
    """H100 that come in one convoy."""
    fields = {"accelerator": "h100_sxm", **changes}
    return Shipment(count=count, arrives=on(day), site=name, **fields)


def scenario(
    *sites: Site,
    shipments: tuple[Shipment, ...] = (shipment(),),
    flop: float = 3.5e25,
    beliefs: dict[str, Belief | None] | None = None,
) -> Scenario:
    """10,000 H100 that train Llama 3.1 70B for about a hundred days from day 41 on."""
    believed = {
        "delivery_slip": sure(0.0), "install_rate": sure(1000.0), "build_slip": sure(1.0),
        "power_slip": sure(0.0), "turbine_firm": sure(0.8), "draw_factor": sure(1.0),
        "pue": sure(1.2), "software": sure(1.0), "failure_rate": sure(0.01),
        "restart_minutes": sure(0.5), "coherence_days": sure(0.0), "accelerator_price": sure(1.0),
    }  # fmt: skip
    workload = Workload("llama-3.1-70b", flop, 8_388_608.0, 8192, start_gpus=10_000)
    return Scenario(
        1, "On paper", shipments, sites or (site(),), workload,
        beliefs=Beliefs(**{**believed, **(beliefs or {})}),
    )  # fmt: skip
