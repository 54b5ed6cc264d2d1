"""What `model.scenario` declares, as the panel needs it: one entry a field that has a lever."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta

from gui.levers.scale import RailScale

_HIDDEN_UNITS = ("GPU",)


class Declared(msgspec.Struct, frozen=True):
    """One declared field: what kind of lever it makes, and what to call it."""

    key: str
    """Last part of its path."""
    name: str
    """Its attribute in the record."""
    kind: str
    """``number``, ``record`` (of a table), ``options``, ``site``, ``name`` or ``date``."""
    label: str
    help: str
    unit: str = ""
    why: str = ""
    table: str = ""
    options: tuple[str, ...] = ()
    scale: RailScale | None = None
    optional: bool = False

    @property
    def shown_unit(self) -> str:
        """The unit as the field shows it; a count of accelerators has none."""
        return "" if self.unit in _HIDDEN_UNITS else self.unit


@cache
def fields(record: type[msgspec.Struct]) -> tuple[Declared, ...]:
    """The fields of ``record`` that have a lever, in the order of declaration."""
    made = (_declared(info) for info in msgspec.structs.fields(record))
    return tuple(entry for entry in made if entry is not None)


def _declared(info: msgspec.structs.FieldInfo) -> Declared | None:
    meta = next((m for m in getattr(info.type, "__metadata__", ()) if isinstance(m, Meta)), None)
    if meta is None:
        return None
    plain = info.type.__origin__
    options = tuple(arg for arg in get_args(plain) if arg is not type(None))
    optional = type(None) in get_args(plain)
    core = options[0] if optional and len(options) == 1 else plain
    extra: dict[str, Any] = meta.extra or {}
    common: dict[str, Any] = {
        "key": info.encode_name,
        "name": info.name,
        "label": meta.title or info.encode_name,
        "help": meta.description or "",
        "optional": optional,
    }
    if "low" in extra:
        scale = RailScale(
            extra["low"], extra["high"], extra["scale"] == "log", extra["step"], core is int
        )
        return Declared(kind="number", unit=extra["unit"], why=extra["why"], scale=scale, **common)
    if "table" in extra:
        return Declared(kind="record", table=extra["table"], **common)
    if core is date:
        return Declared(kind="date", **common)
    if get_origin(core) is Literal:
        return Declared(kind="options", options=get_args(core), **common)
    if info.encode_name == "site":
        return Declared(kind="site", **common)
    if info.encode_name == "id":
        return Declared(kind="name", **common)
    return None
