"""An answer with round numbers, for what shows or studies answers."""

from __future__ import annotations

from datetime import date

import numpy as np

from model.outcome import POWER_PARTS, Headline, Outcome, Plan, Training
from model.records import Cluster
from model.scenario import Scenario, Shipment, Site, Workload
from model.study.bands import Bands
from model.units import GIB

PEAK = 989.4e12
START = date(2024, 5, 3)


def scenario(count: int = 100_000, precision: str = "bf16") -> Scenario:
    return Scenario(
        1,
        "Ours",
        (Shipment("h100_sxm", count, date(2024, 7, 2), "a"),),
        (Site("a", "memphis", "retrofit", START, "liquid_chillers_towers", "spectrum_x"),),
        Workload("grok-3", 1e26, 1.6e7, 8192, precision),
    )


def plan(rank: int = 0) -> Plan:
    return Plan(
        tp=8, pp=16, dp=128, ep=1, cp=1, micro_batch=1, interleave=4, recompute="selective",
        zero=1, gpus_used=16_384, step_s=5.0, tokens_per_s_per_gpu=400.0 - 40 * rank, mfu=0.495,
        memory_bytes=(60.0 - 10 * rank) * GIB, memory_limit_bytes=80.0 * GIB,
        breakdown_s={"gemm": 4.0, "bubble": 1.0},
    )  # fmt: skip


def answer(count: int = 100_000, *, cost: float = 1.0, precision: str = "bf16") -> Outcome:
    """Everything arrives evenly from day 60 to day 160; the run takes days 160 to 260."""
    days = np.arange(0.0, 401.0).reshape(1, -1)
    here = count * np.clip((days - 60) / 100, 0, 1)
    factor = 2.0 if precision == "fp8" else 1.0
    fits = count > 0

    def one(value: float) -> np.ndarray:
        return np.array([[value]])

    return Outcome(
        scenario=scenario(count, precision),
        epoch=START,
        days=days,
        types=("h100_sxm",),
        peak_installed=here * PEAK * factor,
        peak_powered=here * PEAK * factor,
        usable={"h100_sxm": here * 4e14},
        delivered=here,
        racked=here,
        online=here,
        power=dict.fromkeys(POWER_PARTS, here * 300.0),
        wanted=here * 1500.0,
        supply={},
        tasks=(),
        binding=(),
        headlines={
            name: Headline(name, name, unit, one(value))
            for name, unit, value in (
                ("peak_flops", "FLOP/s", count * PEAK * factor),
                ("mfu", "1", 0.495 * fits),
                ("goodput", "1", 0.9),
                ("usable_flops", "FLOP/s", count * PEAK * factor * 0.495 * 0.9 * fits),
            )
        },
        peak_power={part: one(count * 400.0) for part in POWER_PARTS},
        capex={"accelerators": one(7e9 * cost), "network": one(1e9 * cost)},
        opex={"energy": one(2e8 * cost), "maintenance": one(1e8)},
        run_cost={"accelerators": one(4e8 * cost), "energy": one(8e7 * cost)},
        run_start=one(160.0 if fits else np.inf),
        run_finish=one(260.0 if fits else np.inf),
        progress=days / 400,
        training=Training(
            plan=plan() if fits else None,
            asked=None,
            why_not="" if fits else "There are no accelerators.",
        ),
        pools={"h100_sxm": count},
    )


def ranges() -> Bands:
    nothing = np.zeros((1, 1))
    heads = {"capex_usd": (7e9, 8e9, 1e10), "training_finish": (250.0, 260.0, 290.0)}
    return Bands(256, 7, heads, {}, nothing, (nothing, nothing))


def system(
    name: str, h100s: float, online: date, *, campus: str = "", location: str = "",
    status: str = "existing", types: bool = True, mw: float | None = None,
    owner: str = "Owner",
) -> Cluster:  # fmt: skip
    return Cluster(
        id=name, name=name, src=("x",), asof=online, confidence="B", note="",
        campus=campus or name, owner=owner, location=location, status=status, online=online,
        types=(("NVIDIA H100", int(h100s)),) if types else (), count=int(h100s),
        bf16_flops=h100s * PEAK, power_w=mw and mw * 1e6, power_basis="reported" if mw else "",
        url="https://example.org/a",
    )  # fmt: skip
