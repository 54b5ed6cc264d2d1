"""Why some records are predicted badly, as far as it is known: `resources/validation`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from model.catalog import catalog
from model.errors import DataError


@cache
def causes(kind: str) -> Mapping[str, str]:
    """Record id -> what makes the prediction miss it, and what would lower the error.

    Raises
    ------
    DataError : an entry lacks its records, its cause or what comes next
    """
    name = "validation/misfits.toml"
    entries = tomllib.loads((catalog().root / name).read_text(encoding="utf-8")).get(kind, [])
    found: dict[str, str] = {}
    for place, entry in enumerate(entries):
        for key in ("records", "why", "next"):
            if not entry.get(key):
                raise DataError(name, f"{kind}.{place}", key, "is missing")
        said = f"{entry['why']} Next: {entry['next']}"
        found |= dict.fromkeys(entry["records"], said)
    return found
