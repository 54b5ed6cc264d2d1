"""How a field of the scenario is declared: label, unit, range and help, each written once."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Meta

Scale = Literal["log", "linear"]


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts of a scenario share: frozen, and a misspelt key is refused."""


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


def day(label: str, *, help: str, none: bool | None = None) -> Meta:
    """Declare a date; ``none`` is the value that says that there is none."""
    return Meta(title=label, description=help, extra={"date": True, "none": none})
