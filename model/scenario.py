"""The question: what a planner decides and what nobody knows, frozen.

Each field is declared once. The declaration carries the unit, the range, the scale of its
slider, the label and the help; the loader, the error messages, the levers on the screen and
``--set`` all read it from here. A dotted path names a field: ``shipments.0.count``,
``sites.0.halls``, ``beliefs.install_rate.mode``.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from model.beliefs import BELIEFS, Belief, Beliefs, BeliefSpec
from model.declare import Declared, choice, day, knob

__all__ = [
    "BELIEFS",
    "SCHEMA",
    "Belief",
    "BeliefSpec",
    "Beliefs",
    "Event",
    "Link",
    "Money",
    "Move",
    "Recovery",
    "Scenario",
    "Shipment",
    "Site",
    "Supply",
    "TaskEdit",
    "Workload",
]

SCHEMA = 1

_DURATIONS = "From a milestone to ten years; the longest on record is under four."


class Shipment(Declared, frozen=True):
    """A lot of accelerators of one type that arrives at one site."""

    accelerator: Annotated[
        str, choice("Type", "accelerators", help="The accelerator in this shipment.")
    ]
    count: Annotated[
        int,
        knob(
            "Count",
            "GPU",
            0,
            1_000_000,
            scale="log",
            why="From one accelerator to twice the largest single order announced by 2026.",
            help="How many accelerators this shipment brings.",
        ),
    ]
    arrives: Annotated[date, day("Arrives", help="The day the first rack reaches the site.")]
    site: Annotated[str, Meta(title="Site", description="The site it is delivered to.")]
    delivery_days: Annotated[
        float,
        knob(
            "Delivered over",
            "d",
            0,
            365,
            why="From one convoy to a year of deliveries.",
            help="Days over which the shipment arrives at a steady rate; 0 means all at once.",
        ),
    ] = 0.0
    ordered: Annotated[
        date | None, day("Ordered", help="The day it was ordered; empty: not known.")
    ] = None
    allocated: Annotated[
        date | None,
        day("Allocated", help="The day the maker promised it to this order; empty: not known."),
    ] = None
    shipped: Annotated[
        date | None, day("Shipped", help="The day it left the maker; empty: not known.")
    ] = None
    rack_from: Annotated[
        date | None,
        day("Racked from", help="Crews leave it packed until this day; empty: they start at once."),
    ] = None
    id: Annotated[str, Meta(title="Order", description="Moves refer to it.")] = ""
    note: str = ""


class Move(Declared, frozen=True):
    """Units of one order that go to another site than the one they were ordered for."""

    order: Annotated[
        str, Meta(title="Order", description="The id of the shipment that they are taken from.")
    ]
    count: Annotated[
        int,
        knob(
            "Redirected",
            "GPU",
            1,
            1_000_000,
            scale="log",
            why="From one accelerator to all that the order holds.",
            help="How many accelerators of the order go to the other site.",
        ),
    ]
    site: Annotated[str, Meta(title="Goes to", description="The site that gets them.")]
    on: Annotated[
        date,
        day("Redirected on", help="The day they are sent the other way, before they arrive."),
    ]
    transit_days: Annotated[
        float,
        knob(
            "On the way",
            "d",
            0,
            365,
            why="From the next building to a year in customs.",
            help="Days from the redirection until they reach the other site, at the earliest: "
            "they are not there before the order was due.",
        ),
    ] = 14.0
    note: str = ""
    src: str = ""


class Link(Declared, frozen=True):
    """What joins the sites, if one job is to run over several of them."""

    gbit_s: Annotated[
        float | None,
        knob(
            "Bandwidth",
            "Gbit/s",
            0,
            1e8,
            scale="log",
            why="No link, to some thousand pairs of fibre of 38 Tbit/s.",
            help="What one site can send to the others, per direction. A pair of fibres carries "
            "about 38 Tbit/s (96 wavelengths of 400 Gbit/s). 0: each site is on its own; "
            "empty: all sites are taken for one fabric.",
        ),
    ] = None
    km: Annotated[
        float,
        knob(
            "Distance",
            "km",
            0,
            20_000,
            scale="log",
            step=0.1,
            why="From the same hall to the other side of the world.",
            help="Length of the fibre between the sites that are farthest apart.",
        ),
    ] = 0.0
    note: str = ""
    src: str = ""


class Supply(Declared, frozen=True):
    """Power that one source adds from a date on: a grid step, turbines, or a battery."""

    source: Annotated[
        Literal["grid", "turbines", "battery"],
        Meta(title="Source", description="Where the power comes from."),
    ]
    mw: Annotated[
        float,
        knob(
            "Adds",
            "MW",
            0,
            10_000,
            scale="log",
            why="From one rented 1 MW set to ten times the largest plant announced in 2026.",
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
            "Energy",
            "MWh",
            0,
            40_000,
            scale="log",
            why="Up to twelve times the largest battery planned for one campus in 2026.",
            help="Energy that the battery stores.",
        ),
    ] = 0.0
    units: Annotated[
        int,
        knob(
            "Units",
            "",
            0,
            200,
            why="One machine, to five times the most that stood at one campus.",
            help="How many machines share the nameplate power; 0: not known, then the belief "
            "on firm turbines says what counts.",
        ),
    ] = 0
    spare: Annotated[
        int,
        knob(
            "Of them spare",
            "",
            0,
            50,
            why="None, to far more than a plant keeps in reserve.",
            help="Machines that stand by for the others: N + k. They never run all at once.",
        ),
    ] = 0
    availability: Annotated[
        float | None,
        knob(
            "Availability of a unit",
            "",
            0.5,
            1,
            step=0.01,
            why="From a worn rented set to one that never fails.",
            help="Share of the time for which a machine can run; empty: the usual value.",
        ),
    ] = None
    permit_mw: Annotated[
        float | None,
        knob(
            "Permit",
            "MW",
            0,
            10_000,
            scale="log",
            why="Up to the largest plant announced in 2026.",
            help="The most that may run at once under the air permit; empty: no limit.",
        ),
    ] = None
    efficiency: Annotated[
        float | None,
        knob(
            "Round trip",
            "",
            0.5,
            1,
            step=0.01,
            why="Old lead-acid to no loss at all.",
            help="Energy that the battery gives back of what it took; empty: the usual value.",
        ),
    ] = None
    note: str = ""
    src: str = ""


class TaskEdit(Declared, frozen=True):
    """What a site changes in one construction task of its template, or a task of its own.

    A field that is left out keeps what the template says. A task that the template lacks gives
    low, mode and high.
    """

    label: Annotated[
        str | None, Meta(title="Name", description="What the task is called on the timeline.")
    ] = None
    low: Annotated[
        float | None,
        knob("Shortest duration", "d", 0, 3650, why=_DURATIONS, help="P5 of its duration."),
    ] = None
    mode: Annotated[
        float | None,
        knob(
            "Usual duration", "d", 0, 3650, why=_DURATIONS, help="Its duration at the usual pace."
        ),
    ] = None
    high: Annotated[
        float | None,
        knob("Longest duration", "d", 0, 3650, why=_DURATIONS, help="P95 of its duration."),
    ] = None
    after: Annotated[
        tuple[str, ...] | None,
        Meta(title="After", description="The tasks that it waits for; empty: for none."),
    ] = None
    stage: Annotated[
        Literal["site", "hall"] | None,
        Meta(title="Goes", description="Once for the site, or hall by hall."),
    ] = None
    ordered: Annotated[
        date | None,
        day(
            "Ordered",
            help="The day a long-lead item is ordered: its duration counts from then, whenever "
            "work on the site begins.",
        ),
    ] = None
    not_before: Annotated[
        date | None, day("Not before", help="It starts on this day at the earliest.")
    ] = None
    drop: Annotated[
        bool, Meta(title="Left out", description="What waits for it waits for what it waited for.")
    ] = False
    note: str = ""


class Site(Declared, frozen=True):
    """One place where accelerators are racked, powered and cooled."""

    id: Annotated[str, Meta(title="Name in this scenario", description="Shipments refer to it.")]
    place: Annotated[
        str, choice("Place", "sites", help="Sets electricity price, grid carbon and climate.")
    ]
    build: Annotated[
        str, choice("Build", "templates", help="The network of construction tasks to go through.")
    ]
    start: Annotated[date, day("Start of work", help="The day that works begin on the site.")]
    cooling: Annotated[str, choice("Cooling", "cooling", help="Sets PUE, water use and fan power.")]
    network: Annotated[
        str, choice("Network", "networks", help="The scale-out fabric between servers.")
    ]
    halls: Annotated[
        int,
        knob(
            "Halls handed over",
            "per phase",
            1,
            16,
            why="One hand-over at the end of a phase, to sixteen small halls.",
            help="Into how many halls each building phase is split. Racking starts in a hall as "
            "soon as its own fit-out is done, so more halls overlap more.",
        ),
    ] = 4
    phase_mw: Annotated[
        float,
        knob(
            "Building phase",
            "MW",
            10,
            1_000,
            scale="log",
            why="A small retrofit to a gigawatt campus built as one.",
            help="Critical IT power that the durations of the task template build at once; "
            "a larger site goes on at the same pace.",
        ),
    ] = 150.0
    pace: Annotated[
        float,
        knob(
            "Pace of the build",
            "",
            0,
            1,
            step=0.05,
            why="0 is the usual duration of every task, 1 the shortest on record for each.",
            help="How far each task is pushed from its usual duration towards the shortest known.",
        ),
    ] = 0.0
    power_cap: Annotated[
        float,
        knob(
            "Power cap",
            "of TDP",
            0.5,
            1,
            step=0.01,
            why="Down to half, below which voltage falls no further; 1 is no cap.",
            help="Power limit of every accelerator here as a share of its TDP. A lower limit "
            "slows its kernels by less than it saves; the slowest site of a job sets its pace.",
        ),
    ] = 1.0
    response_mw: Annotated[
        float,
        knob(
            "Demand response",
            "MW",
            0,
            5_000,
            scale="log",
            why="None, to the whole draw of a gigawatt campus.",
            help="Power that the site gives up when the utility calls. Spare turbines step in "
            "first, then the battery; what is left idles accelerators. The promise is paid for.",
        ),
    ] = 0.0
    response_hours: Annotated[
        float,
        knob(
            "Called for",
            "h/year",
            0,
            500,
            step=5,
            why="No call at all, to ten times what a hot summer brings.",
            help="Hours a year of calls, in the warm half of the day of the three hottest months.",
        ),
    ] = 50.0
    calendar: Annotated[
        str,
        choice(
            "Working week",
            "calendars",
            help="Which days the site is worked. As published: durations are calendar days and "
            "already hold the weekends and holidays of an ordinary week.",
        ),
    ] = "published"
    racks_a_day: Annotated[
        float,
        knob(
            "Racks placed",
            "racks/d",
            0.5,
            200,
            scale="log",
            why="One crew at one dock, to four times the most seen.",
            help="Racks that docks, lifts and floor take in a day, however many crews there are. "
            "Colossus placed 26 a day on the mean and 53 at its fastest.",
        ),
    ] = 53.0
    supply: tuple[Supply, ...] = ()
    tasks: dict[str, TaskEdit] = msgspec.field(default_factory=dict)
    """by task id: what differs from the template; see `model.network`"""


class Workload(Declared, frozen=True):
    """The training run."""

    model: Annotated[
        str, choice("Model", "workloads", help="Sets the architecture and the defaults below.")
    ]
    flop: Annotated[
        float,
        knob(
            "Training compute",
            "FLOP",
            1e20,
            1e28,
            scale="log",
            why="From a small research model to a hundred times the largest run known in 2025.",
            help="Model FLOP of the whole run.",
        ),
    ]
    batch_tokens: Annotated[
        float,
        knob(
            "Global batch",
            "tokens",
            1e4,
            1e9,
            scale="log",
            why="Published runs lie between 0.5 M and 150 M tokens.",
            help="Tokens per optimizer step over the whole cluster.",
        ),
    ]
    sequence: Annotated[
        int,
        knob(
            "Sequence length",
            "tokens",
            256,
            1_048_576,
            scale="log",
            why="Published pre-training uses 1 k to 128 k.",
            help="Tokens per sequence.",
        ),
    ]
    precision: Annotated[
        Literal["bf16", "fp8", "mxfp8", "fp4"],
        Meta(title="Precision", description="Number format of the matrix multiplications."),
    ] = "bf16"
    software: Annotated[
        str,
        choice(
            "Software",
            "stacks",
            help="The training software and its date: which kernels it has and which "
            "communication it hides.",
        ),
    ] = "tuned-2024"
    start_gpus: Annotated[
        int,
        knob(
            "Run starts at",
            "GPU",
            1,
            1_000_000,
            scale="log",
            why="Any part of the cluster.",
            help="The run starts once this many accelerators are online and accepted in one job; "
            "it takes in the others as they come online.",
        ),
    ] = 1


class Money(Declared, frozen=True):
    """Prices that a planner negotiates."""

    power_price: Annotated[
        float | None,
        knob(
            "Electricity",
            "$/kWh",
            0.0,
            0.5,
            step=0.001,
            why="Up to the dearest industrial tariff of 2024.",
            help="Price of grid power; empty: the price at the site's place.",
        ),
    ] = None
    life_years: Annotated[
        float,
        knob(
            "Accelerator life",
            "years",
            1,
            10,
            step=0.5,
            why="Operators depreciate servers over 3 to 7 years.",
            help="Years over which the hardware is written off in the cost of a run.",
        ),
    ] = 5.0


class Recovery(Declared, frozen=True):
    """How the run saves its state and comes back after a failure."""

    interval: Annotated[
        Literal["best", "fixed"],
        Meta(
            title="Interval",
            description="Between checkpoints. Best: the one that loses least (Daly). Fixed: the "
            "one below.",
        ),
    ] = "best"
    interval_minutes: Annotated[
        float,
        knob(
            "Checkpoint every",
            "min",
            0.1,
            1_440,
            scale="log",
            step=0.1,
            why="A few steps, to once a day.",
            help="Computing time between two checkpoints, if the interval is fixed.",
        ),
    ] = 30.0
    saving: Annotated[
        Literal["background", "halt"],
        Meta(
            title="Saving",
            description="In the background the job halts only for a copy to the hosts; otherwise "
            "until the checkpoint is on the storage.",
        ),
    ] = "background"
    storage_gb_s: Annotated[
        float | None,
        knob(
            "Checkpoint storage",
            "GB/s",
            1,
            20_000,
            scale="log",
            why="One file server, to twenty times what jobs of a trillion parameters asked for.",
            help="Bandwidth at which the whole job writes and loads a checkpoint; empty: as "
            "usual for a trillion parameters.",
        ),
    ] = None
    spares: Annotated[
        float,
        knob(
            "Hot spares",
            "%",
            0,
            20,
            step=0.1,
            why="The Delta study recommends 5 %; clusters hold 1 to 10 %.",
            help="Share of the accelerators that is held back, powered and checked. They compute "
            "nothing, and save the search for a node after a failure.",
        ),
    ] = 0.0
    without_spare: Annotated[
        Literal["borrow", "elastic", "wait"],
        Meta(
            title="No spare",
            description="Where no spare is free: borrow a node from outside the job, go on with "
            "fewer replicas (elastic) until the node is repaired, or wait for the repair.",
        ),
    ] = "borrow"


class Event(Declared, frozen=True):
    """A dated fact or claim that is drawn as a flag."""

    date: date
    label: str
    plot: Literal["compute", "power", "timeline"] = "compute"
    claim: bool = False
    src: str = ""


class Scenario(Declared, frozen=True):
    """Everything that `evaluate` is asked."""

    schema: int
    title: str
    shipments: tuple[Shipment, ...]
    sites: tuple[Site, ...]
    workload: Workload
    description: str = ""
    money: Money = Money()
    recovery: Recovery = Recovery()
    beliefs: Beliefs = Beliefs()
    events: tuple[Event, ...] = ()
    sources: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    link: Link = Link()

    @property
    def epoch(self) -> date:
        """Day 0 of the model's calendar: the earliest start of work."""
        return min((site.start for site in self.sites), default=date(2024, 1, 1))

    @property
    def total_count(self) -> int:
        """Accelerators of all types in all shipments."""
        return sum(shipment.count for shipment in self.shipments)
