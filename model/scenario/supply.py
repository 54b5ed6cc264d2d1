"""One step of power supply: grid, turbines or a battery."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from model.declare import Declared, day, knob
from model.units import FIRST_DATE


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
        msgspec.field(name="from", default=FIRST_DATE)
    )
    by: Annotated[
        date | None, day("All by", help="The day the last of it is energised; empty: at once.")
    ] = None
    until: Annotated[
        date | None,
        day("Until", help="The day it is taken away again, late or not; empty: it stays."),
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
            "Spare units",
            "",
            0,
            50,
            why="None, to far more than a plant keeps in reserve.",
            help="Machines that stand by beside those for when one is out: N + k. They add no "
            "nameplate and are rented like the others.",
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

    @property
    def ever_there(self) -> bool:
        """Whether it comes before it is taken away."""
        return self.until is None or self.until > self.from_
