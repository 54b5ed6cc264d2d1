"""The catalogue: everything in resources/ as typed records with sources.

This is the only reader of resources/. A table is read when it is first asked for and is
checked as it is read; a defect raises `DataError` that names file, row and field.

>>> catalog().accelerator("h100_sxm").peak["bf16"]
989400000000000.0
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import resources
from model import columns, readers
from model.errors import DataError, InputError
from model.inherit import inherited
from model.nearest import did_you_mean
from model.records import (
    Accelerator,
    Assumption,
    Climate,
    Cluster,
    Cooling,
    Network,
    Place,
    Plant,
    Preset,
    Record,
    Source,
    Stack,
    Template,
    WorkingWeek,
    Workload,
)
from model.tables import Row, header_ids, read_csv, read_toml

R = TypeVar("R", bound=Record)
T = TypeVar("T")
SOURCES = "sources.toml"
_TITLE = re.compile(r'^title\s*=\s*"([^"]*)"', re.MULTILINE)


class Catalog:
    """The tables in the folder ``root``, each read when it is first used."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def accelerators(self) -> Mapping[str, Accelerator]:
        """Accelerators by id."""
        return self._table("accelerators", columns.ACCELERATOR_COLUMNS, readers.accelerator)

    @cached_property
    def networks(self) -> Mapping[str, Network]:
        """Scale-out fabrics by id."""
        return self._table("networks", columns.NETWORK_COLUMNS, readers.network)

    @cached_property
    def cooling(self) -> Mapping[str, Cooling]:
        """Types of cooling by id."""
        return self._table("cooling", columns.COOLING_COLUMNS, readers.cooling)

    @cached_property
    def sites(self) -> Mapping[str, Place]:
        """Places by id; the template that each names exists."""
        places = self._table("sites", columns.PLACE_COLUMNS, readers.place)
        for place in places.values():
            if place.template not in self.templates:
                raise DataError("sites/sites.csv", place.id, "template", "no such template")
        return places

    @cached_property
    def climates(self) -> Mapping[str, Climate]:
        """Normals by the id of the place; every place has exactly one station."""
        found: dict[str, Climate] = {}
        for climate in self._table("climates", columns.CLIMATE_COLUMNS, readers.climate).values():
            for place in climate.places:
                if place not in self.sites or place in found:
                    why = f"{place} is " + ("given twice" if place in found else "no such place")
                    raise DataError("climates/climates.csv", climate.id, "places", why)
                found[place] = climate
        for place in self.sites:
            if place not in found:
                raise DataError(
                    "climates/climates.csv", place, "places", "no station stands for it"
                )
        return MappingProxyType(found)

    @cached_property
    def plants(self) -> Mapping[str, Plant]:
        """How each way of cooling answers the weather, by its id."""
        found = self._table("plants", columns.PLANT_COLUMNS, readers.plant)
        if set(found) != set(self.cooling):
            odd = ", ".join(sorted(set(found) ^ set(self.cooling)))
            raise DataError("plants/plants.csv", odd, "id", "in one of plants and cooling only")
        return found

    @cached_property
    def workloads(self) -> Mapping[str, Workload]:
        """Models and their training runs by id."""
        return self._table("workloads", columns.WORKLOAD_COLUMNS, readers.workload)

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """Real systems, in the order of the file."""
        table = self._table("clusters", columns.CLUSTER_COLUMNS, readers.cluster)
        return tuple(table.values())

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """Networks of construction tasks by id, which is the name of the file."""
        written = {path.stem: read_toml(path) for path in self._tomls("tasks")}
        found = {}
        # Those that start from no other first, so that a defect is named in the file it is in.
        for id in sorted(written, key=lambda id: "base" in written[id]):
            row = Row(f"tasks/{id}.toml", id, _whole(id, written), self.source_ids)
            found[id] = readers.template(row)
        return MappingProxyType({id: found[id] for id in written})

    @cached_property
    def calendars(self) -> Mapping[str, WorkingWeek]:
        """Working weeks by id, in the order of the file."""
        return self._table("calendars", columns.CALENDAR_COLUMNS, readers.working_week)

    @cached_property
    def assumptions(self) -> Mapping[str, Assumption]:
        """Values that the physics uses, by id, from all files of assumptions/."""
        found: dict[str, Assumption] = {}
        for path in self._tomls("assumptions"):
            for key, cells in read_toml(path).items():
                row = Row(f"assumptions/{path.name}", key, cells, self.source_ids)
                if key in found:
                    raise row.error("*", "given twice")
                found[key] = readers.assumption(row)
        return MappingProxyType(found)

    @cached_property
    def performance_constants(self) -> Mapping[str, Any]:
        """Constants of the step-time model as they are written, for its own loader."""
        return read_toml(self.root / "performance" / "constants.toml")

    @cached_property
    def stacks(self) -> Mapping[str, Stack]:
        """Stacks of training software by id, in the order of the file."""
        path = self.root / "performance" / "stacks.toml"
        found = {
            id: readers.stack(Row("performance/stacks.toml", id, cells, self.source_ids))
            for id, cells in read_toml(path).items()
        }
        return MappingProxyType(found)

    @cached_property
    def presets(self) -> Mapping[str, Preset]:
        """Scenarios that are shipped, by id, which is the name of the file."""
        found = {}
        for path in self._tomls("scenarios"):
            title = _TITLE.search(path.read_text(encoding="utf-8"))
            if title is None:
                raise DataError(f"scenarios/{path.name}", path.stem, "title", "missing")
            found[path.stem] = Preset(path.stem, title[1], path)
        return MappingProxyType(found)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """All sources by id, merged from the sources.toml of every folder."""
        found = {}
        for path in self._source_files:
            file = f"{path.parent.name}/{SOURCES}"
            for key, cells in read_toml(path).items():
                found[key] = readers.source(file, key, cells)
        return MappingProxyType(found)

    @cached_property
    def source_ids(self) -> frozenset[str]:
        """Ids of all sources; cheap, as it reads the headers of their files alone."""
        seen: set[str] = set()
        for path in self._source_files:
            for key in header_ids(path):
                if key in seen:
                    raise DataError(f"{path.parent.name}/{SOURCES}", key, "*", "given twice")
                seen.add(key)
        return frozenset(seen)

    def accelerator(self, id: str) -> Accelerator:
        """Find an accelerator; raise `InputError` with near misses if there is none."""
        return _found("accelerator", id, self.accelerators)

    def network(self, id: str) -> Network:
        """Find a scale-out fabric; raise `InputError` with near misses if there is none."""
        return _found("network", id, self.networks)

    def site(self, id: str) -> Place:
        """Find a place; raise `InputError` with near misses if there is none."""
        return _found("place", id, self.sites)

    def template(self, id: str) -> Template:
        """Find a task template; raise `InputError` with near misses if there is none."""
        return _found("build", id, self.templates)

    def workload(self, id: str) -> Workload:
        """Find a workload; raise `InputError` with near misses if there is none."""
        return _found("model", id, self.workloads)

    def preset(self, id: str) -> Preset:
        """Find a preset; raise `InputError` with near misses if there is none."""
        return _found("preset", id, self.presets)

    def assumption(self, id: str) -> Assumption:
        """Find an assumption; raise `DataError` if there is none, for it is ours to ship."""
        try:
            return self.assumptions[id]
        except KeyError:
            raise DataError("assumptions", id, "*", "the physics asks for it") from None

    @cached_property
    def _source_files(self) -> tuple[Path, ...]:
        return tuple(sorted(self.root.glob(f"*/{SOURCES}")))

    def _table(
        self, name: str, fields: Collection[str], build: Callable[[Row], R]
    ) -> Mapping[str, R]:
        rows = read_csv(self.root / name / f"{name}.csv", fields, self.source_ids)
        return MappingProxyType({row.id: build(row) for row in rows})

    def _tomls(self, folder: str) -> list[Path]:
        return [p for p in sorted((self.root / folder).glob("*.toml")) if p.name != SOURCES]


@cache
def catalog() -> Catalog:
    """Return the catalogue of the data that is shipped with the package."""
    # The package's own folder: the same from source, from a wheel and in a bundle, and it
    # spares the start-up the import of importlib.resources.
    return Catalog(Path(resources.__path__[0]))


def _whole(id: str, written: Mapping[str, Any], seen: tuple[str, ...] = ()) -> Any:
    """The cells of task template ``id`` with those of the template that it is based on."""
    own = written[id]
    base = own.get("base")
    if base is None:
        return own
    if base not in written or base in (id, *seen):
        raise DataError(f"tasks/{id}.toml", id, "base", f"no template {base!r} to start from")
    return inherited(_whole(base, written, (*seen, id)), own)


def _found(key: str, id: str, table: Mapping[str, T]) -> T:
    try:
        return table[id]
    except KeyError:
        hint = did_you_mean(id, table, most=3, alike=0.5) or f"Known: {', '.join(table)}."
        raise InputError(key, id, "it must be an id of the catalogue", hint) from None
