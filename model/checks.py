"""Hold a value against the declaration of its field."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta
from msgspec.structs import FieldInfo

from model import links
from model.catalog import catalog
from model.errors import InputError
from model.names import checked_name
from model.network import check_ids, network_of
from model.order_checks import check_orders
from model.parse import parse_number
from model.scenario import (
    BELIEFS,
    Belief,
    Event,
    Move,
    Scenario,
    Shipment,
    Site,
    Supply,
    TaskEdit,
)
from model.units import FIRST_DATE, LAST_DATE

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
    return _meta(annotation(path))


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
        inner = _ITEMS.get(key) or _plain(found)
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            record = inner
    return found


def checked(path: str, value: Any) -> Any:
    """``value`` converted to the declared type of the field at ``path``, or InputError."""
    parts = path.split(".")
    if parts[0] == "beliefs" and len(parts) > 1:
        return _belief_part(path, parts, value)
    found = annotation(path)
    meta, kind = _meta(found), _plain(found)
    extra: dict[str, Any] = (meta.extra or {}) if meta is not None else {}
    if value is None and _is_optional(found):
        return None
    if _is_optional(found) and _says_none(value, extra):
        return extra.get("none")
    if get_origin(kind) is Literal:
        return named(path, value, get_args(kind))
    if "table" in extra:
        return named(path, value, tuple(getattr(catalog(), extra["table"])))
    if kind is date:
        return dated(path, value)
    if kind in (int, float):
        return _number(path, value, kind, extra)
    if kind is bool:
        return named(path, str(value).lower(), ("true", "false")) == "true"
    if parts[-1] == "id":
        return checked_name(path, value)
    if path.endswith(".after"):
        return links.typed(value if isinstance(value, str) else ",".join(value), path)
    return value


def _says_none(value: Any, extra: dict[str, Any]) -> bool:
    """Whether ``value`` is, in words or as it is kept, that an optional field has no value."""
    if isinstance(value, str):
        return not value or ("date" in extra and value.strip().lower() == "none")
    return value is False and extra.get("none") is False


def check(scenario: Scenario) -> None:
    """Raise InputError at the first value of ``scenario`` that its declaration forbids."""
    if scenario.schema < 1:
        raise InputError("schema", scenario.schema, "1 or higher", "Write schema = 1.")
    for index, site in enumerate(scenario.sites):
        with _within(f"sites.{index}.tasks"):
            check_ids(site.tasks)
    for path, value in leaves(scenario):
        checked(path, value)
    for name in BELIEFS:
        value = getattr(scenario.beliefs, name)
        if value is not None:
            checked(f"beliefs.{name}", value)
    check_sites(scenario)


def check_sites(scenario: Scenario, edited: str = "") -> None:
    """Raise InputError at a site or an order that is not there, or at tasks in a circle.

    ``edited`` is the path of the field that has changed since there was no mistake, if one has.
    """
    ids = tuple(site.id for site in scenario.sites)
    for index, name in enumerate(ids):
        if name in ids[:index]:
            raise InputError(f"sites.{index}.id", name, "each id once", "Rename one of the two.")
    for index, shipment in enumerate(scenario.shipments):
        named(f"shipments.{index}.site", shipment.site, ids)
    orders = tuple(shipment.id for shipment in scenario.shipments if shipment.id)
    for index, move in enumerate(scenario.moves):
        named(f"moves.{index}.order", move.order, orders)
        named(f"moves.{index}.site", move.site, ids)
    check_orders(scenario, edited)
    for index, site in enumerate(scenario.sites):
        if site.tasks:
            with _within(f"sites.{index}.tasks"):
                network_of(site)


@contextmanager
def _within(path: str) -> Iterator[None]:
    """Put ``path`` before the key of an InputError about one of its tasks."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{path}.{error.key}", error.value, error.limit, error.hint) from None


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


def named(path: str, value: Any, allowed: tuple[str, ...]) -> str:
    """``value`` if it is one of ``allowed``, else InputError with the nearest name."""
    if value in allowed:
        return str(value)
    limit = f"allowed are {', '.join(allowed) or 'none yet'}"
    raise InputError(path, value, limit, _hint(str(value), allowed))


def unknown(path: str, key: str, names: list[str]) -> InputError:
    """The error for a part of a path that doesn't exist."""
    return InputError(path, key, f"known here are {', '.join(names)}", _hint(key, names))


def _hint(word: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, names, n=1)
    return f"Did you mean {near[0]}?" if near else "Choose one of them."


def _meta(found: Any) -> Meta | None:
    return next((m for m in getattr(found, "__metadata__", ()) if isinstance(m, Meta)), None)


def _is_optional(found: Any) -> bool:
    kind = found.__origin__ if hasattr(found, "__metadata__") else found
    return type(None) in get_args(kind)


def _plain(found: Any) -> Any:
    """The bare type: without its declaration, and without ``| None`` or another word for none."""
    kind = found.__origin__ if hasattr(found, "__metadata__") else found
    options = [arg for arg in get_args(kind) if arg is not type(None)]
    if date in options:
        return date
    if get_origin(kind) is not Literal and len(options) == 1:
        return options[0]
    return kind


def dated(path: str, value: Any) -> date:
    """``value``, a date or its text, if a scenario can hold it; else InputError."""
    try:
        when = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise InputError(
            path, value, "a date is written YYYY-MM-DD", "For example 2024-09-02."
        ) from None
    if not FIRST_DATE <= when <= LAST_DATE:
        limit = f"dates go from {FIRST_DATE} to {LAST_DATE}"
        nearest = min(max(when, FIRST_DATE), LAST_DATE)
        raise InputError(path, when.isoformat(), limit, f"Nearest allowed: {nearest}.")
    return when


def _number(path: str, value: Any, kind: type, extra: dict[str, Any]) -> float | int:
    low, high = extra.get("low", -math.inf), extra.get("high", math.inf)
    limit = f"allowed is {low:,.10g} to {high:,.10g} {extra.get('unit', '')}".rstrip()
    try:
        if isinstance(value, str):  # as it is typed: 150k, 0.15 GW, 80 %
            value = parse_number(value, extra.get("unit", ""), path)
        number = float(value)
    except InputError as error:
        raise InputError(path, value, limit, error.hint) from None
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise InputError(path, value, limit, "Write a number such as 1.5e5.")
    if not low <= number <= high:
        nearest = min(max(number, low), high)
        raise InputError(path, value, limit, f"Nearest allowed: {nearest:,.10g}.")
    if kind is int and number != round(number):
        raise InputError(path, value, "a whole number", f"Nearest: {round(number):,}.")
    return round(number) if kind is int else number


def _belief_part(path: str, parts: list[str], value: Any) -> Any:
    named(path, parts[1], tuple(BELIEFS))
    spec = BELIEFS[parts[1]]
    extra = {"unit": spec.unit, "low": spec.low, "high": spec.high}
    if len(parts) > 2:
        return _number(path, value, float, extra)
    if value is None:
        return None
    if not isinstance(value, Belief):
        raise InputError(path, value, "a belief has low, mode and high", "Give all three.")
    for name in ("low", "mode", "high"):
        _number(f"{path}.{name}", getattr(value, name), float, extra)
    if not value.low <= value.mode <= value.high:
        given = f"{value.low:g}, {value.mode:g}, {value.high:g}"
        raise InputError(path, given, "low <= mode <= high", "Put the three in order.")
    return value
