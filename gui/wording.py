"""Names of fields and values as undo labels and refusals word them."""

from __future__ import annotations

from datetime import date
from typing import Any

from gui import format as fmt
from model import links, paths
from model.catalog import catalog
from model.declarations import declared
from model.errors import ClusterwrightError, InputError
from model.network import names
from model.scenario import BELIEFS, Belief, Scenario, Shipment, Site, Supply
from model.task_edits import task_value


def edit(before: Scenario, after: Scenario, path: str) -> str:
    """Field and both values: ``H200 count, 20,000 to 50,000``."""
    old, new = paths.get(before, path), paths.get(after, path)
    if path.startswith("sites.") and path.endswith(".id"):
        return f"Rename {old} to {new}"
    unit = _unit(path)
    tail = f" {unit}" if unit and isinstance(new, int | float) else ""
    if path.endswith(".after"):
        called = names(after.sites[int(path.split(".")[1])])
        waits = [links.said(each, called) or "nothing" for each in (old, new)]
        return f"{field(before, path)}, {waits[0]} to {waits[1]}"
    return f"{field(before, path)}, {value(path, old)} to {value(path, new)}{tail}"


def field(scenario: Scenario, path: str) -> str:
    """What a field is called: ``H200 count``, ``Memphis cooling``, ``Install rate, high``."""
    keys = path.split(".")
    if keys[0] == "beliefs":
        part = f", {keys[2]}" if len(keys) == 3 and keys[2] != "mode" else ""
        return BELIEFS[keys[1]].label + part if keys[1] in BELIEFS else keys[1] + part
    title = _title(path)
    if keys[0] == "shipments":
        name = accelerator(scenario.shipments[int(keys[1])].accelerator)
        return f"{name} {_lower(title)}"
    if keys[0] == "sites" and len(keys) == 5 and keys[2] == "tasks":
        return f"{task(scenario.sites[int(keys[1])], keys[3])}, {_lower(title)}"
    if keys[0] == "moves":
        move = scenario.moves[int(keys[1])]
        return f"Move to {move.site}, {_lower(title)}"
    if keys[0] == "sites" and "supply" in keys:
        name = scenario.sites[int(keys[1])].supply[int(keys[3])].source.capitalize()
        return name if keys[-1] == "mw" else f"{name} {_lower(title)}"
    if keys[0] == "sites" and len(scenario.sites) > 1:
        return f"{scenario.sites[int(keys[1])].id} {_lower(title)}"
    return title


def value(path: str, given: Any) -> str:
    """A value as the label shows it, without its unit."""
    if given is None:
        return "none" if ".tasks." in path else "default"
    if isinstance(given, tuple):
        return ", ".join(given) or "nothing"
    if isinstance(given, Belief):
        return " / ".join(fmt.number(part) for part in (given.low, given.mode, given.high))
    if isinstance(given, date):
        return fmt.long_date(given)
    if isinstance(given, str) and path.endswith(".id"):
        return given or "none"
    if isinstance(given, str):
        return _record_name(path, given)
    if _unit(path) == "FLOP":
        return fmt.power_of_ten(float(given))
    if abs(given) >= 1000:
        return fmt.count(given)
    if ".tasks." in path:
        return fmt.entry(float(given))
    return fmt.number(float(given))


def shipment(record: Shipment, count: int | None = None) -> str:
    """``50,000 H200``."""
    number = record.count if count is None else count
    return f"{fmt.count(number)} {accelerator(record.accelerator)}"


def task(site: Site, id: str) -> str:
    """What a construction task is called."""
    try:
        return str(task_value(site, id, "label") or id)
    except InputError:
        return id


def supply(record: Supply) -> str:
    """``grid 50 MW``."""
    return f"{record.source} {fmt.number(record.mw)} MW"


def number_of(count: int, noun: str) -> str:
    """``1 shipment``, ``2 shipments``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def accelerator(key: str) -> str:
    """The short name of an accelerator."""
    record = catalog().accelerators.get(key)
    return record.short if record is not None else key


def refusal(error: InputError) -> str:
    """One line for the user: what was given, what is allowed, what to do."""
    if isinstance(error.value, int | float) and not isinstance(error.value, bool):
        beyond = _beyond(error.key, float(error.value))
        if beyond:
            return beyond
    text = f"{error.limit}. {error.hint}".strip()
    given = "" if error.value is None else _shown(error.value).strip()
    return f"{given} is not allowed: {text}" if given else text[:1].upper() + text[1:]


def file_problem(name: str, error: ClusterwrightError) -> str:
    """``mine.toml was not opened: sites.0.cooling: …`` in one line."""
    if not isinstance(error, InputError):
        return f"{name} was not opened: {error}"
    if error.key == name:
        return f"{name} was not opened: {error.limit}. {error.hint}"
    return f"{name} was not opened: {error.key}: {refusal(error)}"


def _beyond(path: str, given: float) -> str:
    """``3.5e31 is above 1e28 FLOP. Nearest allowed: 1e28.`` or nothing if it isn't."""
    bounds = _bounds(path)
    if bounds is None or bounds[0] <= given <= bounds[1] or given != given:
        return ""
    side, limit = ("below", bounds[0]) if given < bounds[0] else ("above", bounds[1])
    unit = _unit(path)
    allowed = _plain(limit)
    tail = f" {unit}" if unit else ""
    return f"{_plain(given)} is {side} {allowed}{tail}. Nearest allowed: {allowed}."


def _bounds(path: str) -> tuple[float, float] | None:
    keys = path.split(".")
    if keys[0] == "beliefs":
        spec = BELIEFS.get(keys[1]) if len(keys) > 1 else None
        return (spec.low, spec.high) if spec is not None else None
    meta = _meta(path)
    extra = (meta.extra or {}) if meta is not None else {}
    return (extra["low"], extra["high"]) if "low" in extra else None


def _plain(given: float) -> str:
    """A number as it can be typed: grouped up to a billion, 3.5e31 beyond."""
    if abs(given) < 1e9:
        return f"{given:,.10g}"
    mantissa, exponent = f"{given:.3e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def _shown(given: object) -> str:
    if isinstance(given, float):
        return f"{given:g}"
    if isinstance(given, int) and not isinstance(given, bool):
        return f"{given:,}"
    return fmt.long_date(given) if isinstance(given, date) else str(given)


def _meta(path: str) -> Any:
    try:
        return declared(path)
    except InputError:
        return None


def _title(path: str) -> str:
    meta = _meta(path)
    return meta.title if meta is not None and meta.title else path.rsplit(".", 1)[-1]


def _unit(path: str) -> str:
    keys = path.split(".")
    if keys[0] == "beliefs":
        return BELIEFS[keys[1]].unit if keys[1] in BELIEFS else ""
    meta = _meta(path)
    unit = (meta.extra or {}).get("unit", "") if meta is not None else ""
    return "" if unit == "GPU" else unit


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _record_name(path: str, key: str) -> str:
    meta = _meta(path)
    table = (meta.extra or {}).get("table", "") if meta is not None else ""
    if table == "accelerators":
        return accelerator(key)
    record = getattr(catalog(), table, {}).get(key) if table else None
    return record.name if record is not None else key
