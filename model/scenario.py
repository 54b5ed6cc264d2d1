"""The question: what a planner decides and what nobody knows, frozen.

Each field is declared once. The declaration carries the unit, the range, the scale of its
slider, the label and the help; the loader, the error messages, the levers on the screen and
``--set`` all read it from here. A dotted path names a field: ``shipments.0.count``,
``sites.0.halls``, ``beliefs.install_rate.mode``.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

SCHEMA = 1

Scale = Literal["log", "linear"]


def knob(
    label: str,
    unit: str,
    low: float,
    high: float,
    *,
    scale: Scale = "linear",
    step: float = 1.0,
    why: str,
    help: str,
) -> Meta:
    """Declare a number that a lever can move.

    ``low``, ``high`` and ``step`` are in ``unit``; ``why`` says where the range comes from.
    A logarithmic lever also accepts exactly 0 when ``low`` is 0 (its rail starts at ``step``).
    """
    return Meta(
        title=label,
        description=help,
        extra={"unit": unit, "low": low, "high": high, "scale": scale, "step": step, "why": why},
    )


def choice(label: str, table: str, *, help: str) -> Meta:
    """Declare a text that names a record of the catalogue's ``table``."""
    return Meta(title=label, description=help, extra={"table": table})


def day(label: str, *, help: str) -> Meta:
    """Declare a date."""
    return Meta(title=label, description=help, extra={"date": True})


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts of a scenario share: frozen, and a misspelt key is refused."""


class Shipment(_Record):
    """A lot of accelerators of one type that arrives at one site."""

    accelerator: Annotated[
        str, choice("Type", "accelerators", help="The accelerator in this shipment.")
    ]
    count: Annotated[
        int,
        knob(
            "Count", "GPU", 0, 1_000_000, scale="log",
            why="From one accelerator to twice the largest single order announced by 2026.",
            help="How many accelerators this shipment brings.",
        ),
    ]
    arrives: Annotated[date, day("Arrives", help="The day the first rack reaches the site.")]
    site: Annotated[str, Meta(title="Site", description="The site it is delivered to.")]
    delivery_days: Annotated[
        float,
        knob(
            "Delivered over", "d", 0, 365,
            why="From one convoy to a year of deliveries.",
            help="Days over which the shipment arrives at a steady rate; 0 means all at once.",
        ),
    ] = 0.0
    note: str = ""


class Supply(_Record):
    """Power that one source adds from a date on: a grid step, turbines, or a battery."""

    source: Annotated[
        Literal["grid", "turbines", "battery"],
        Meta(title="Source", description="Where the power comes from."),
    ]
    mw: Annotated[
        float,
        knob(
            "Adds", "MW", 0, 10_000, scale="log",
            why="From one rented 1 MW set to ten times the largest on-site plant announced in 2026.",
            help="Nameplate power that this step adds. Only the firm share of turbines counts.",
        ),
    ]
    from_: Annotated[date, day("From", help="The day the first of it is energised.")] = (
        msgspec.field(name="from", default=date(2000, 1, 1))
    )
    by: Annotated[
        date | None, day("All by", help="The day the last of it is energised; empty: at once.")
    ] = None
    until: Annotated[
        date | None, day("Until", help="The day it is taken away again; empty: it stays.")
    ] = None
    ordered: Annotated[
        date | None, day("Ordered", help="The day it was ordered; empty: at the start of work.")
    ] = None
    mwh: Annotated[
        float,
        knob(
            "Energy", "MWh", 0, 40_000, scale="log",
            why="Up to twelve times the largest battery planned for one campus in 2026.",
            help="Energy that the battery stores.",
        ),
    ] = 0.0
    note: str = ""
    src: str = ""


class Site(_Record):
    """One place where accelerators are racked, powered and cooled."""

    id: Annotated[str, Meta(title="Name in this scenario", description="Shipments refer to it.")]
    place: Annotated[
        str, choice("Place", "sites", help="Sets electricity price, grid carbon and climate.")
    ]
    build: Annotated[
        str, choice("Build", "templates", help="The network of construction tasks to go through.")
    ]
    start: Annotated[date, day("Start of work", help="The day that works begin on the site.")]
    cooling: Annotated[
        str, choice("Cooling", "cooling", help="Sets PUE, water use and fan power.")
    ]
    network: Annotated[
        str, choice("Network", "networks", help="The scale-out fabric between servers.")
    ]
    halls: Annotated[
        int,
        knob(
            "Halls handed over", "per phase", 1, 16,
            why="One hand-over at the end of a phase, to sixteen small halls.",
            help="Into how many halls each building phase is split. Racking starts in a hall as "
            "soon as its own fit-out is done, so more halls overlap more.",
        ),
    ] = 4
    phase_mw: Annotated[
        float,
        knob(
            "Building phase", "MW", 10, 1_000, scale="log",
            why="A small retrofit to a gigawatt campus built as one.",
            help="Critical IT power that the durations of the task template build at once; "
            "a larger site goes on at the same pace.",
        ),
    ] = 150.0
    pace: Annotated[
        float,
        knob(
            "Pace of the build", "", 0, 1, step=0.05,
            why="0 is the usual duration of every task, 1 the shortest on record for each.",
            help="How far each task is pushed from its usual duration towards the shortest known.",
        ),
    ] = 0.0
    supply: tuple[Supply, ...] = ()


class Workload(_Record):
    """The training run."""

    model: Annotated[
        str, choice("Model", "workloads", help="Sets the architecture and the defaults below.")
    ]
    flop: Annotated[
        float,
        knob(
            "Training compute", "FLOP", 1e20, 1e28, scale="log",
            why="From a small research model to a hundred times the largest run known in 2025.",
            help="Model FLOP of the whole run.",
        ),
    ]
    batch_tokens: Annotated[
        float,
        knob(
            "Global batch", "tokens", 1e4, 1e9, scale="log",
            why="Published runs lie between 0.5 M and 150 M tokens.",
            help="Tokens per optimizer step over the whole cluster.",
        ),
    ]
    sequence: Annotated[
        int,
        knob(
            "Sequence length", "tokens", 256, 1_048_576, scale="log",
            why="Published pre-training uses 1 k to 128 k.",
            help="Tokens per sequence.",
        ),
    ]
    precision: Annotated[
        Literal["bf16", "fp8", "fp4"],
        Meta(title="Precision", description="Number format of the matrix multiplications."),
    ] = "bf16"
    start_gpus: Annotated[
        int,
        knob(
            "Run starts at", "GPU", 1, 1_000_000, scale="log",
            why="Any part of the cluster.",
            help="The run starts once this many accelerators are online and accepted in one job; "
            "it takes in the others as they come online.",
        ),
    ] = 1


class Money(_Record):
    """Prices that a planner negotiates."""

    power_price: Annotated[
        float | None,
        knob(
            "Electricity", "$/kWh", 0.0, 0.5, step=0.001,
            why="Up to the dearest industrial tariff of 2024.",
            help="Price of grid power; empty: the price at the site's place.",
        ),
    ] = None
    life_years: Annotated[
        float,
        knob(
            "Accelerator life", "years", 1, 10, step=0.5,
            why="Operators depreciate servers over 3 to 7 years.",
            help="Years over which the hardware is written off in the cost of a run.",
        ),
    ] = 5.0


class Belief(_Record):
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
        "Delivery slip", "d", 0, 365, 1, Belief(0, 14, 60),
        "Days by which every shipment comes later than planned.",
        "Judgement: allocation shifts of up to two months are common, a year is the worst known.",
        "judgement-delivery",
    ),
    "install_rate": BeliefSpec(
        "Install rate", "GPU/d", 50, 6000, 10, Belief(300, 1100, 1670),
        "Accelerators racked, cabled and powered a day, all crews together.",
        "300 a day is an ordinary operator, 1,100 the doubling of Colossus, 1,670 its first half.",
        "colossus-rates",
    ),
    "build_slip": BeliefSpec(
        "Build duration", "× plan", 0.5, 3, 0.01, Belief(0.9, 1.0, 1.35),
        "Every construction task takes this many times its planned duration.",
        "Judgement: works are seldom early by a tenth and often late by a third.",
        "judgement-build",
    ),
    "power_slip": BeliefSpec(
        "Power slip", "d", 0, 720, 1, Belief(0, 10, 60),
        "Days by which power that is still to be energised comes later than planned.",
        "Utilities slip 12 to 24 months against developers' own dates; rented sets by weeks.",
        "bloom-2025",
    ),
    "turbine_firm": BeliefSpec(
        "Firm share of turbines", "", 0.3, 1, 0.01, Belief(0.70, 0.80, 0.90),
        "Share of turbine nameplate that can be counted on, after spares and summer derating.",
        "Judgement: two spare units or 15 to 25 % are kept spinning.",
        "judgement-turbines",
    ),
    "draw_ratio": BeliefSpec(
        "Mean draw / nameplate", "", 0.4, 1, 0.01, Belief(0.68, 0.76, 0.83),
        "Mean server power while training, as a share of nameplate.",
        "Metered HGX H100 nodes average 76 % and peak at 82 % of 10.2 kW.",
        "latif-2025",
    ),
    "pue": BeliefSpec(
        "PUE", "", 1.0, 2.0, 0.01, None,
        "Facility power over IT power, mean of the year. Starts from the chosen cooling.",
        "1.02 is the best immersion hall, 1.58 the surveyed average of the industry.",
        "",
    ),
    "software": BeliefSpec(
        "Software maturity", "× 2024", 0.5, 1.5, 0.01, Belief(0.90, 1.0, 1.06),
        "Speed of kernels and framework against a well-tuned stack of 2024.",
        "Releases of one framework differ by about 10 % either way.",
        "stack-spread",
    ),
    "failure_rate": BeliefSpec(
        "Job failures", "per 1k GPU-d", 0.01, 5, 0.01, Belief(0.25, 0.474, 1.0),
        "Unplanned interruptions of the job per thousand accelerators and day.",
        "Llama 3 saw 419 in 54 days on 16,384 H100 (0.474); Meta's research clusters 0.29 to 0.81.",
        "llama3",
    ),
    "restart_minutes": BeliefSpec(
        "Restart", "min", 0.5, 120, 0.5, Belief(4, 10, 25),
        "Minutes from a failure until the job computes again, detection included.",
        "In-memory recovery takes minutes, a cold restart of a large job half an hour.",
        "mlsysim-restart",
    ),
    "coherence_days": BeliefSpec(
        "Shake-down", "d", 0, 180, 1, Belief(7, 23, 90),
        "Days from enough accelerators online until all of them run one job.",
        "Colossus needed about three weeks at 100,000 and perhaps eleven at 150,000.",
        "semafor-2024",
    ),
    "accelerator_price": BeliefSpec(
        "Accelerator price", "× mid", 0.3, 3, 0.01, Belief(0.82, 1.0, 1.3),
        "Price paid against the middle of the published range for each type.",
        "Published system prices per H100 run from 28,750 to 46,875 $ around 35,000.",
        "epoch-prices",
    ),
}


class Beliefs(_Record):
    """The beliefs; one that is left out keeps the default of its declaration (see BELIEFS)."""

    delivery_slip: Belief | None = None
    install_rate: Belief | None = None
    build_slip: Belief | None = None
    power_slip: Belief | None = None
    turbine_firm: Belief | None = None
    draw_ratio: Belief | None = None
    pue: Belief | None = None
    software: Belief | None = None
    failure_rate: Belief | None = None
    restart_minutes: Belief | None = None
    coherence_days: Belief | None = None
    accelerator_price: Belief | None = None


class Event(_Record):
    """A dated fact or claim that is drawn as a flag."""

    date: date
    label: str
    plot: Literal["compute", "power", "timeline"] = "compute"
    claim: bool = False
    src: str = ""


class Scenario(_Record):
    """Everything that `evaluate` is asked."""

    schema: int
    title: str
    shipments: tuple[Shipment, ...]
    sites: tuple[Site, ...]
    workload: Workload
    description: str = ""
    money: Money = Money()
    beliefs: Beliefs = Beliefs()
    events: tuple[Event, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def epoch(self) -> date:
        """Day 0 of the model's calendar: the earliest start of work."""
        return min((site.start for site in self.sites), default=date(2024, 1, 1))

    @property
    def total_count(self) -> int:
        """Accelerators of all types in all shipments."""
        return sum(shipment.count for shipment in self.shipments)


def field_meta(record: type[_Record], field: str) -> Meta | None:
    """The declaration of ``field`` in ``record``, or None if it has none."""
    for info in msgspec.structs.fields(record):
        if info.name == field or info.encode_name == field:
            return _find_meta(info.type)
    return None


def _find_meta(annotation: Any) -> Meta | None:
    return next((m for m in getattr(annotation, "__metadata__", ()) if isinstance(m, Meta)), None)
