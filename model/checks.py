"""Hold a value against the declaration of its field."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Literal, get_args, get_origin

from model import links
from model.catalog import catalog
from model.declarations import annotation, declaration, is_optional, plain_type
from model.errors import InputError
from model.names import checked_name
from model.nearest import did_you_mean
from model.parse import parse_number
from model.scenario import BELIEFS, Belief
from model.units import FIRST_DATE, LAST_DATE


def checked(path: str, value: Any) -> Any:
    """``value`` converted to the declared type of the field at ``path``, or InputError."""
    parts = path.split(".")
    if parts[0] == "beliefs" and len(parts) > 1:
        return _belief_part(path, parts, value)
    found = annotation(path)
    meta, kind = declaration(found), plain_type(found)
    extra: dict[str, Any] = (meta.extra or {}) if meta is not None else {}
    if value is None and is_optional(found):
        return None
    if is_optional(found) and _says_none(value, extra):
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


def named(path: str, value: Any, allowed: tuple[str, ...]) -> str:
    """``value`` if it is one of ``allowed``, else InputError with the nearest name."""
    if value in allowed:
        return str(value)
    limit = f"allowed are {', '.join(allowed) or 'none yet'}"
    hint = did_you_mean(str(value), allowed) or "Choose one of them."
    raise InputError(path, value, limit, hint)


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
