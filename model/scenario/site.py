"""A site, how it is built, and changes of single construction tasks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from model.declare import Declared, choice, day, knob
from model.scenario.supply import Supply

_DURATIONS = "From a milestone to ten years; the longest on record is under four."


class TaskEdit(Declared, frozen=True):
    """What a site changes in one construction task of its template, or a task of its own.

    A field that is left out keeps what the template says; ``after = []`` and ``ordered = false``
    say that there is none. A task that the template lacks gives low, mode and high.
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
        Meta(
            title="After",
            description="The tasks that it waits for; empty: for none. One that counts from an "
            "order date waits for none.",
            extra={"none": ()},
        ),
    ] = None
    stage: Annotated[
        Literal["site", "hall"] | None,
        Meta(title="Goes", description="Once for the site, or hall by hall."),
    ] = None
    kind: Annotated[
        Literal["work", "permit", "order", "utility"] | None,
        Meta(
            title="Kind",
            description="Who is waited for. Work keeps the site's working week and counts in what "
            "a faster pace costs; permit, order and utility go on every day and don't. Dragging "
            "the bar of an order moves the day it is ordered.",
        ),
    ] = None
    size_exponent: Annotated[
        float | None,
        knob(
            "Size exponent",
            "",
            0,
            1,
            step=0.05,
            why="From as long at any size to in proportion to it; 0.3 is usual for buildings.",
            help="Its duration goes with the first phase's share of a whole building phase to "
            "this power. At half a phase, 0 takes as long, 0.3 takes 81 %, 1 takes half.",
        ),
    ] = None
    ordered: Annotated[
        date | bool | None,
        day(
            "Ordered",
            help="The day a long-lead item is ordered: its duration counts from then, whenever "
            "work on the site begins and whatever it would wait for; empty, or false in a file: "
            "when what it waits for allows.",
            none=False,
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

    id: Annotated[
        str, Meta(title="Name", description="What shipments, moves and the tabs call the site.")
    ]
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
    """by task id: what differs from the template; see `model.task_edits`"""
