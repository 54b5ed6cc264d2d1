"""What the preset has in the place of what the scenario has now."""

from __future__ import annotations

from typing import Any

from model import paths
from model.scenario import Scenario, Site


def preset_index(index: int, scenario: Scenario, preset: Scenario) -> int | None:
    """Where in the preset the site at ``index`` stands: by its name; a renamed one by its place."""
    names = [site.id for site in preset.sites]
    name = scenario.sites[index].id
    if name in names:
        return names.index(name)
    renamed = index < len(names) == len(scenario.sites)
    free = renamed and all(site.id != names[index] for site in scenario.sites)
    return index if free else None


def preset_site(index: int, scenario: Scenario, preset: Scenario) -> Site | None:
    """The site of the preset that the one at ``index`` was."""
    found = preset_index(index, scenario, preset)
    return None if found is None else preset.sites[found]


def preset_value(preset: Scenario, scenario: Scenario, path: str) -> Any:
    """What the preset has at ``path``; of a site the one that it was."""
    keys = path.split(".")
    if keys[0] == "beliefs":
        return getattr(preset.beliefs, keys[1])
    if keys[0] == "sites":
        index = preset_index(int(keys[1]), scenario, preset)
        index = int(keys[1]) if index is None else index
        path = ".".join(("sites", str(index), *keys[2:]))
    return paths.get(preset, path)
