"""What nobody knows: each belief with its lever, its default and where that comes from."""

from __future__ import annotations

import msgspec

from model.declare import Declared


class Belief(Declared, frozen=True):
    """What nobody knows: low, mode and high of a PERT distribution."""

    low: float
    mode: float
    high: float


class BeliefSpec(msgspec.Struct, frozen=True):
    """How one belief is declared: its lever, and the values it starts from."""

    label: str
    unit: str
    low: float
    high: float
    step: float
    default: Belief | None
    help: str
    why: str
    src: str


BELIEFS: dict[str, BeliefSpec] = {
    "delivery_slip": BeliefSpec(
        "Delivery slip",
        "d",
        0,
        365,
        1,
        Belief(0, 14, 60),
        "Days by which every shipment comes later than planned.",
        "Judgement: allocation shifts of up to two months are common, a year is the worst known.",
        "judgement-delivery",
    ),
    "install_rate": BeliefSpec(
        "Install rate",
        "GPU/d",
        50,
        6000,
        10,
        Belief(300, 1100, 1670),
        "Accelerators racked, cabled and powered a day, all crews together; a site can't take more "
        "racks a day than it places.",
        "300 a day is an ordinary operator, 1,100 the doubling of Colossus, 1,670 its first half.",
        "colossus-rates",
    ),
    "build_slip": BeliefSpec(
        "Build duration",
        "× plan",
        0.5,
        3,
        0.01,
        Belief(0.9, 1.0, 1.35),
        "Every construction task takes this many times its planned duration.",
        "Judgement: works are seldom early by a tenth and often late by a third.",
        "judgement-build",
    ),
    "power_slip": BeliefSpec(
        "Power slip",
        "d",
        0,
        720,
        1,
        Belief(0, 10, 60),
        "Days by which power that is still to be energised comes later than planned.",
        "Utilities slip 12 to 24 months against developers' own dates; rented sets by weeks.",
        "bloom-2025",
    ),
    "turbine_firm": BeliefSpec(
        "Firm share of turbines",
        "",
        0.3,
        1,
        0.01,
        Belief(0.70, 0.80, 0.90),
        "Share of turbine nameplate that can be counted on, after spares and summer derating.",
        "Judgement: two spare units or 15 to 25 % are kept spinning.",
        "judgement-turbines",
    ),
    "draw_factor": BeliefSpec(
        "Server draw",
        "× model",
        0.6,
        1.4,
        0.01,
        Belief(0.9, 1.0, 1.08),
        "What servers draw against what follows from their activity, type and cooling.",
        "A model fitted to metered H100 nodes still misses them by 11 % on average.",
        "newkirk-2025",
    ),
    "pue": BeliefSpec(
        "PUE",
        "",
        1.0,
        2.0,
        0.01,
        None,
        "Facility power over IT power, mean of the year. Starts from the chosen cooling.",
        "1.02 is the best immersion hall, 1.58 the surveyed average of the industry.",
        "",
    ),
    "software": BeliefSpec(
        "Software maturity",
        "× 2024",
        0.5,
        1.5,
        0.01,
        Belief(0.90, 1.0, 1.06),
        "Speed of kernels and framework against a well-tuned stack of 2024.",
        "Releases of one framework differ by about 10 % either way.",
        "stack-spread",
    ),
    "failure_rate": BeliefSpec(
        "Job failures",
        "per 1k GPU-d",
        0.01,
        5,
        0.01,
        Belief(0.25, 0.474, 1.0),
        "Unplanned interruptions of the job per thousand accelerators and day.",
        "Llama 3 saw 419 in 54 days on 16,384 H100 (0.474); Meta's research clusters 0.29 to 0.81.",
        "llama3",
    ),
    "restart_minutes": BeliefSpec(
        "Restart",
        "min",
        0.5,
        120,
        0.5,
        Belief(2, 4, 15),
        "Minutes from a failure until the job computes again with a node at hand, detection "
        "included. Loading the checkpoint and repairing a node come on top.",
        "Detection, rescheduling and restart are budgeted at 4 minutes; a cold restart takes 15.",
        "mlsysim-restart",
    ),
    "coherence_days": BeliefSpec(
        "Shake-down",
        "d",
        0,
        180,
        1,
        Belief(7, 23, 90),
        "Days from enough accelerators online until all of them run one job.",
        "Colossus needed about three weeks at 100,000 and perhaps eleven at 150,000.",
        "semafor-2024",
    ),
    "accelerator_price": BeliefSpec(
        "Accelerator price",
        "× mid",
        0.3,
        3,
        0.01,
        Belief(0.82, 1.0, 1.3),
        "Price paid against the middle of the published range for each type.",
        "Published system prices per H100 run from 28,750 to 46,875 $ around 35,000.",
        "epoch-prices",
    ),
}


class Beliefs(Declared, frozen=True):
    """The beliefs; one that is left out keeps the default of its declaration (see BELIEFS)."""

    delivery_slip: Belief | None = None
    install_rate: Belief | None = None
    build_slip: Belief | None = None
    power_slip: Belief | None = None
    turbine_firm: Belief | None = None
    draw_factor: Belief | None = None
    pue: Belief | None = None
    software: Belief | None = None
    failure_rate: Belief | None = None
    restart_minutes: Belief | None = None
    coherence_days: Belief | None = None
    accelerator_price: Belief | None = None
