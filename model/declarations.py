"""Find how a field of the scenario was declared, by its path."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta
from msgspec.structs import FieldInfo

from model.errors import InputError
from model.nearest import did_you_mean
from model.scenario import Event, Move, Scenario, Shipment, Site, Supply, TaskEdit

_ITEMS: dict[str, type[msgspec.Struct]] = {
    "shipments": Shipment,
    "sites": Site,
    "supply": Supply,
    "events": Event,
    "tasks": TaskEdit,
    "moves": Move,
}


@cache
def fields_of(record: type[msgspec.Struct]) -> tuple[FieldInfo, ...]:
    """The fields of a record; msgspec evaluates every annotation anew each time it is asked."""
    return msgspec.structs.fields(record)


def declared(path: str) -> Meta | None:
    """The declaration of the field at ``path`` (any index serves); None if it is no lever."""
    return declaration(annotation(path))


def annotation(path: str) -> Any:
    """The declared type at ``path``, with its declaration; raises InputError if unknown."""
    record: type[msgspec.Struct] = Scenario
    found: Any = Scenario
    is_id = False  # the key after "tasks" is that of a task
    for key in path.split("."):
        if key.isdigit() or is_id:
            is_id = False
            continue
        is_id = key == "tasks"
        fields = fields_of(record)
        found = next((info.type for info in fields if info.encode_name == key), None)
        if found is None:
            raise unknown(path, key, [info.encode_name for info in fields])
        inner = _ITEMS.get(key) or plain_type(found)
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            record = inner
    return found


def leaves(scenario: Scenario) -> list[tuple[str, Any]]:
    """Path and value of every field except the beliefs, in the order of declaration."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any, prefix: str) -> None:
        if isinstance(node, msgspec.Struct):
            for info in fields_of(type(node)):
                if prefix or info.name != "beliefs":
                    walk(getattr(node, info.name), f"{prefix}{info.encode_name}.")
        elif isinstance(node, tuple) and not prefix.endswith(".after."):
            for index, item in enumerate(node):
                walk(item, f"{prefix}{index}.")
        elif isinstance(node, dict):
            for key, item in node.items():
                walk(item, f"{prefix}{key}.")
        else:
            found.append((prefix[:-1], node))

    walk(scenario, "")
    return found


def unknown(path: str, key: str, names: list[str]) -> InputError:
    """The error for a part of a path that doesn't exist."""
    hint = did_you_mean(key, names) or "Choose one of them."
    return InputError(path, key, f"known here are {', '.join(names)}", hint)


def declaration(found: Any) -> Meta | None:
    """What declares a field of type ``found``, if anything does."""
    return next((m for m in getattr(found, "__metadata__", ()) if isinstance(m, Meta)), None)


def is_optional(found: Any) -> bool:
    """Whether a field of type ``found`` may be without a value."""
    kind = found.__origin__ if hasattr(found, "__metadata__") else found
    return type(None) in get_args(kind)


def plain_type(found: Any) -> Any:
    """The bare type: without its declaration, and without ``| None`` or another word for none."""
    kind = found.__origin__ if hasattr(found, "__metadata__") else found
    options = [arg for arg in get_args(kind) if arg is not type(None)]
    if date in options:
        return date
    if get_origin(kind) is not Literal and len(options) == 1:
        return options[0]
    return kind
