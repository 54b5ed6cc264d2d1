"""Scenario files: TOML in and out, presets, and writing that never leaves half a file."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from model.catalog import catalog
from model.errors import InputError
from model.scenario import SCHEMA, Scenario
from model.scenario_checks import check


def loads(text: str, name: str) -> Scenario:
    """The scenario in TOML ``text``; ``name`` is the file's name for messages.

    Raises InputError that names the key and what is allowed there.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(name, "not TOML", str(error), "Mend the line that it names.") from None
    return _decoded(data, name)


def load(path: str | Path) -> Scenario:
    """The scenario in the file at ``path``; raises InputError if it can't be read."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(path.name, str(path), "no such file", "Check the path.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            path.name, str(path), f"the file can't be read: {error}", "Check that it is text."
        ) from None
    return loads(text, path.name)


def dumps(scenario: Scenario) -> str:
    """TOML text of ``scenario``; fields at their default are left out."""
    import tomli_w

    return tomli_w.dumps(_without_none(msgspec.to_builtins(scenario, builtin_types=(date,))))


def save(scenario: Scenario, path: str | Path) -> None:
    """Write ``scenario`` to ``path``: all of it or nothing."""
    write_atomically(Path(path), dumps(scenario).encode("utf-8"))


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` through a temporary file beside it, so that a crash loses nothing.

    Raises InputError if the place can't be written.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes a private file; a document is as readable as the one it replaces.
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
        raise InputError(
            path.name,
            str(path),
            f"this place can't be written: {error.strerror}",
            "Choose another folder.",
        ) from None


def preset(name: str) -> Scenario:
    """The preset with this id; raises InputError with the nearest id if there is none."""
    from model.checks import named

    presets = catalog().presets
    named("preset", name, tuple(presets))
    return loads(presets[name].path.read_text(encoding="utf-8"), f"{name}.toml")


def open_scenario(id_or_path: str) -> Scenario:
    """A preset by id, or else the file at that path."""
    if id_or_path in catalog().presets:
        return preset(id_or_path)
    if Path(id_or_path).suffix or os.sep in id_or_path or Path(id_or_path).exists():
        return load(id_or_path)
    return preset(id_or_path)


def _decoded(data: dict[str, Any], name: str) -> Scenario:
    schema = data.get("schema")
    if not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
        raise InputError(
            "schema",
            schema,
            f"this version reads 1 to {SCHEMA}",
            "Write schema = 1 at the top, or open the file in a newer Clusterwright.",
        )
    try:
        scenario = msgspec.convert(data, Scenario)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        key = re.sub(r"\[(\d+)\]", r".\1", place.rstrip("`")).strip(".") or name
        raise InputError(key, _value_at(data, key), message, f"Mend it in {name}.") from None
    check(scenario)
    return scenario


def _value_at(data: Any, key: str) -> Any:
    for part in key.split("."):
        try:
            data = data[int(part)] if part.isdigit() else data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _without_none(node: Any) -> Any:
    """TOML has no null: a value that is None is a field that was left out."""
    if isinstance(node, dict):
        return {key: _without_none(value) for key, value in node.items() if value is not None}
    if isinstance(node, (list, tuple)):
        return [_without_none(item) for item in node]
    return node
