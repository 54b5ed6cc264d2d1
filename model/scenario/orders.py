"""What is bought and where it goes: shipments, redirected orders, the link between sites."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from model.declare import Declared, choice, day, knob

USUAL_TRANSIT_DAYS = 14.0
"""On the way to another site, where nobody says how long"""


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
    power_from: Annotated[
        date | None,
        day(
            "Powered from",
            help="Racked units stay switched off until this day; empty: as soon as the site "
            "has power for them.",
        ),
    ] = None
    id: Annotated[
        str, Meta(title="Order", description="The name by which moves and messages refer to it.")
    ] = ""
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
    ] = USUAL_TRANSIT_DAYS
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
