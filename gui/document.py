"""The scenario that is being edited: every change of it, undo, the file and the baseline.

Nothing else changes state. Levers, presets, undo, open and tests all come through here;
whoever shows the scenario listens to `changed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from gui import wording
from gui.steps import State, Step
from model import paths
from model.errors import InputError
from model.scenario import Scenario, Shipment, Supply


@dataclass(slots=True)
class Origin:
    """Where a scenario came from. Undo steps share it, so saving under a name reaches them all."""

    opened: Scenario
    """As it was opened: what preset markers and resets refer to."""
    saved: Scenario
    """As it is on disk or in the preset: what differs from it is unsaved."""
    preset: str = ""
    path: Path | None = None


class Document(QObject):
    """A frozen scenario, replaced as a whole by each edit.

    Parameters
    ----------
    scenario : what to start with
    preset : the id of the preset that it is, if it is one
    path : the file that it came from, if it did
    """

    changed = Signal(object)
    """the Scenario, after each edit, undo, redo and open"""
    opened = Signal(object)
    """the Scenario, when it came from elsewhere than the one before it"""
    refused = Signal(str, str)
    """path and one line that says why an edit was not made"""
    step_ended = Signal()
    """a drag or another step is complete"""
    baseline_changed = Signal(object)
    """the pinned Scenario, or None"""
    titles_changed = Signal()
    """the title, the file, the unsaved mark or the names of undo and redo may be others"""

    def __init__(
        self,
        scenario: Scenario,
        *,
        preset: str = "",
        path: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.indexChanged.connect(self._announce_titles)
        self._state = State(scenario, Origin(scenario, scenario, preset, path))
        self._baseline: Scenario | None = None
        self._token = 0

    @property
    def scenario(self) -> Scenario:
        """The scenario as it is now."""
        return self._state.scenario

    @property
    def origin(self) -> Origin:
        """Where it came from."""
        origin: Origin = self._state.origin
        return origin

    @property
    def baseline(self) -> Scenario | None:
        """The pinned scenario, or None."""
        return self._baseline

    @property
    def dirty(self) -> bool:
        """Whether it differs from what is on disk or in the preset."""
        return self.scenario != self.origin.saved

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.scenario.title

    @property
    def file_name(self) -> str:
        """The name of its file; a preset has the one it would be saved under."""
        if self.origin.path is not None:
            return self.origin.path.name
        return f"{self.origin.preset or 'untitled'}.toml"

    @property
    def undo_text(self) -> str:
        """What undo would take back: the field and both its values."""
        self._name_step()
        return self.stack.undoText()

    def edit(self, path: str, value: Any) -> bool:
        """Put ``value`` at ``path``; False if it was refused and nothing changed.

        Edits of one path merge into one undo step until `end_step`.
        """
        before = self.scenario
        try:
            after = paths.replaced(before, path, value)
        except InputError as error:
            self.refused.emit(path, wording.refusal(error))
            return False
        self._push(after, path, merge=True)
        return True

    def end_step(self) -> None:
        """Close the open undo step: the next edit begins another."""
        self._token += 1
        self._name_step()
        self.step_ended.emit()

    def add_shipment(self) -> bool:
        """Add a shipment like the last one, a month later."""
        shipments = self.scenario.shipments
        if shipments:
            last = shipments[-1]
            new = msgspec.structs.replace(last, arrives=_month_after(last.arrives), note="")
        elif self.scenario.sites:
            site = self.scenario.sites[0]
            new = Shipment("h100_sxm", 10_000, _month_after(site.start), site.id)
        else:
            return self._refuse("shipments", "a shipment needs a site", "Add a site first.")
        return self._insert("shipments", len(shipments), new, f"Add {wording.shipment(new)}")

    def duplicate_shipment(self, index: int) -> bool:
        """Put a copy of a shipment under it."""
        if not self._has("shipments", index):
            return False
        shipment = self.scenario.shipments[index]
        label = f"Duplicate {wording.shipment(shipment)}"
        return self._insert("shipments", index + 1, shipment, label)

    def remove_shipment(self, index: int) -> bool:
        """Take a shipment out."""
        if not self._has("shipments", index):
            return False
        label = f"Remove {wording.shipment(self.scenario.shipments[index])}"
        return self._apply(paths.removed, "shipments", index, label=label)

    def move_shipment(self, source: int, target: int) -> bool:
        """Move a shipment to another place in the list."""
        known = self._has("shipments", source) and self._has("shipments", target)
        if source == target or not known:
            return False
        label = f"Move {wording.shipment(self.scenario.shipments[source])}"
        return self._apply(paths.moved, "shipments", source, target, label=label)

    def redirect_shipment(self, index: int, site: str, count: int | None = None) -> bool:
        """Send ``count`` units of a shipment (all by default) to another site.

        Fewer than all splits it: the rest stays where it was.
        """
        if not self._has("shipments", index):
            return False
        shipment = self.scenario.shipments[index]
        count = shipment.count if count is None else count
        if not 0 < count <= shipment.count:
            limit = f"this shipment has 1 to {shipment.count:,} to redirect"
            return self._refuse(f"shipments.{index}.count", limit, "Redirect fewer.", count)
        label = f"Redirect {wording.shipment(shipment, count)} to {site}"
        try:
            if count == shipment.count:
                after = paths.replaced(self.scenario, f"shipments.{index}.site", site)
            else:
                part = msgspec.structs.replace(shipment, count=count, site=site)
                rest = shipment.count - count
                after = paths.replaced(self.scenario, f"shipments.{index}.count", rest)
                after = paths.inserted(after, "shipments", index + 1, part)
        except InputError as error:
            self.refused.emit(f"shipments.{index}.site", wording.refusal(error))
            return False
        self._step(after, label)
        return True

    def add_supply(self, site: int) -> bool:
        """Add a grid step of 50 MW to a site, three months after its last one."""
        if not self._has("sites", site):
            return False
        place = self.scenario.sites[site]
        latest = max((supply.from_ for supply in place.supply), default=place.start)
        new = Supply("grid", 50.0, _month_after(max(latest, place.start), 3))
        path = f"sites.{site}.supply"
        return self._insert(path, len(place.supply), new, f"Add {wording.supply(new)}")

    def remove_supply(self, site: int, index: int) -> bool:
        """Take a source of power away from a site."""
        path = f"sites.{site}.supply"
        if not self._has("sites", site) or not self._has(path, index):
            return False
        label = f"Remove {wording.supply(self.scenario.sites[site].supply[index])}"
        return self._apply(paths.removed, path, index, label=label)

    def reset_all(self) -> bool:
        """Put every lever back to where it was when the scenario was opened."""
        if self.scenario == self.origin.opened:
            return False
        self._step(self.origin.opened, "Reset all levers")
        return True

    def open(self, scenario: Scenario, *, preset: str = "", path: Path | None = None) -> None:
        """Start on another scenario; the undo steps of the present one are dropped."""
        self._state = State(scenario, Origin(scenario, scenario, preset, path))
        self._token += 1
        self.stack.clear()
        self._announce(reopened=True)
        self.step_ended.emit()

    def switch(self, scenario: Scenario, *, preset: str) -> None:
        """Go to a preset as one undo step: undoing it brings the present work back."""
        origin = Origin(scenario, scenario, preset)
        self._token += 1
        self.stack.push(
            Step(self, self._state, State(scenario, origin), f"Open {scenario.title}", "", 0)
        )
        self.step_ended.emit()

    def restore(self, scenario: Scenario) -> None:
        """Go back to ``scenario``, which is what was saved, as one undo step."""
        self.origin.saved = scenario
        self._step(scenario, "Revert to saved")

    def mark_saved(self, path: Path) -> None:
        """Record that the scenario as it is now is in ``path``."""
        origin = self.origin
        origin.path, origin.saved = path, self.scenario
        self._token += 1
        self.titles_changed.emit()

    def pin(self) -> None:
        """Keep the present scenario as the baseline that answers are compared with."""
        self._set_baseline(self.scenario)

    def unpin(self) -> None:
        """Let the baseline go."""
        self._set_baseline(None)

    def set_state(self, state: State) -> None:
        """Make ``state`` the present one and tell everyone. Called by undo steps only."""
        reopened = state.origin is not self._state.origin
        changed = state.scenario is not self._state.scenario
        self._state = state
        if changed or reopened:
            self._announce(reopened=reopened)

    def _set_baseline(self, scenario: Scenario | None) -> None:
        self._baseline = scenario
        self.baseline_changed.emit(scenario)
        self.titles_changed.emit()

    def _announce(self, *, reopened: bool) -> None:
        if reopened:
            self.opened.emit(self.scenario)
        self.changed.emit(self.scenario)
        self.titles_changed.emit()

    def _name_step(self) -> None:
        step = self.stack.command(self.stack.index() - 1) if self.stack.index() else None
        if isinstance(step, Step):
            step.name_it()

    def _announce_titles(self) -> None:
        self.titles_changed.emit()

    def _apply(self, change: Any, path: str, *arguments: Any, label: str) -> bool:
        try:
            after = change(self.scenario, path, *arguments)
        except InputError as error:
            self.refused.emit(path, wording.refusal(error))
            return False
        self._step(after, label)
        return True

    def _insert(self, path: str, index: int, record: Any, label: str) -> bool:
        return self._apply(paths.inserted, path, index, record, label=label)

    def _step(self, after: Scenario, label: str) -> None:
        self._token += 1
        self._push(after, label=label)
        self.end_step()

    def _push(
        self, after: Scenario, path: str = "", label: str = "", *, merge: bool = False
    ) -> None:
        if after == self.scenario:
            return
        state = State(after, self._state.origin)
        token = self._token if merge else 0
        self.stack.push(Step(self, self._state, state, label, path, token))

    def _has(self, path: str, index: int) -> bool:
        return 0 <= index < len(paths.get(self.scenario, path))

    def _refuse(self, key: str, limit: str, hint: str, value: object = None) -> bool:
        self.refused.emit(key, wording.refusal(InputError(key, value, limit, hint)))
        return False


def _month_after(day: date, months: int = 1) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))
