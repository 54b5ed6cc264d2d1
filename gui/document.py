"""The scenario that is being edited: every change of it, undo, the file and the baseline.

Nothing else changes state. Levers, presets, undo, open and tests all come through here;
whoever shows the scenario listens to `changed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from gui import edits, site_edits, wording
from gui.steps import State, Step
from model import paths
from model.errors import InputError
from model.scenario import USUAL_TRANSIT_DAYS, Scenario, TaskEdit


class Origin(msgspec.Struct):
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
        self._open: Step | None = None
        """the step that edits of its path still go into"""

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
    def in_step(self) -> bool:
        """Whether a drag or another step is under way."""
        return self._open is not None

    @property
    def step_path(self) -> str:
        """The field that the step under way edits; empty if none is."""
        return self._open.path if self._open is not None else ""

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

    def edit(self, path: str, value: Any, along: Mapping[str, Any] | None = None) -> bool:
        """Put ``value`` at ``path``; False if it was refused and nothing changed.

        Edits of one path merge into one undo step until `end_step`. ``along`` are other fields
        that move with it: all of them are put, or none.
        """
        try:
            after = paths.replaced(self.scenario, path, value)
            for other, moved in (along or {}).items():
                after = paths.replaced(after, other, moved)
        except InputError as error:
            self.refused.emit(path, wording.refusal(error))
            return False
        self._push(after, path=path)
        return True

    def end_step(self) -> None:
        """Close the open undo step: the next edit begins another."""
        step, self._open = self._open, None
        if (
            step is not None
            and not self.stack.canRedo()
            and step.after.scenario == step.before.scenario
        ):
            step.setObsolete(True)  # dragged back to where it began: there is nothing to undo
            self.stack.undo()
        self._name_step()
        self.step_ended.emit()

    def cancel_step(self) -> None:
        """Go back to before the open undo step, as if it had not begun."""
        if self._open is not None:
            self._open.grow(self._open.before)
        self.end_step()

    def add_shipment(self) -> bool:
        """Add a shipment like the last one, a month later."""
        return self._make(edits.shipment_added)

    def duplicate_shipment(self, index: int) -> bool:
        """Put a copy of a shipment under it."""
        return self._make(edits.shipment_duplicated, index)

    def remove_shipment(self, index: int) -> bool:
        """Take a shipment out."""
        return self._make(edits.shipment_removed, index)

    def move_shipment(self, source: int, target: int) -> bool:
        """Move a shipment to another place in the list."""
        return source != target and self._make(edits.shipment_moved, source, target)

    def redirect_shipment(
        self,
        index: int,
        site: str,
        count: int | None = None,
        on: date | None = None,
        transit_days: float = USUAL_TRANSIT_DAYS,
    ) -> bool:
        """Send ``count`` units of a shipment (all that are left by default) to another site.

        ``on`` is the day they are sent the other way; by default the last one that makes
        nothing later.
        """
        return self._make(edits.shipment_redirected, index, site, count, on, transit_days)

    def remove_redirection(self, index: int) -> bool:
        """Let the units of a move go where they were meant to go."""
        return self._make(edits.redirection_removed, index)

    def add_site(self) -> bool:
        """Add a generic site with one grid step."""
        return self._make(site_edits.site_added)

    def duplicate_site(self, index: int) -> bool:
        """Put a copy of a site under it, without its shipments."""
        return self._make(site_edits.site_duplicated, index)

    def remove_site(self, index: int, heir: str = "") -> bool:
        """Take a site out with its shipments, or leave these to the site ``heir``."""
        return self._make(site_edits.site_removed, index, heir)

    def add_supply(self, site: int, when: date | None = None) -> bool:
        """Add a grid step of 50 MW to a site, by default three months after its last one."""
        return self._make(site_edits.supply_added, site, when)

    def remove_supply(self, site: int, index: int) -> bool:
        """Take a source of power away from a site."""
        return self._make(site_edits.supply_removed, site, index)

    def add_task(self, site: int) -> bool:
        """Add a construction task of a site's own."""
        return self._make(edits.task_added, site)

    def remove_task(self, site: int, id: str) -> bool:
        """Take a construction task out of a site's network."""
        return self._make(edits.task_removed, site, id)

    def reset_task(self, site: int, id: str) -> bool:
        """Put a construction task back to the template."""
        return self._make(edits.task_reset, site, id)

    def put_back_task(self, site: int, id: str) -> bool:
        """Put a construction task of the template back that was taken out."""
        return self._make(edits.task_put_back, site, id)

    def reset_tasks(self, site: int) -> bool:
        """Put all construction tasks of a site back to the template."""
        return self._make(edits.tasks_reset, site)

    def import_tasks(self, site: int, tasks: dict[str, TaskEdit], name: str) -> bool:
        """Take up the network of a site that was read from the file ``name``."""
        return self._make(edits.network_imported, site, tasks, name)

    def reset_all(self) -> bool:
        """Put every lever back to where it was when the scenario was opened."""
        if self.scenario == self.origin.opened:
            return False
        self._step(self.origin.opened, "Reset all levers")
        return True

    def open(self, scenario: Scenario, *, preset: str = "", path: Path | None = None) -> None:
        """Start on another scenario; the undo steps of the present one are dropped."""
        self._state = State(scenario, Origin(scenario, scenario, preset, path))
        self._open = None
        self.stack.clear()
        self._announce(reopened=True)
        self.step_ended.emit()

    def switch(self, scenario: Scenario, *, preset: str) -> None:
        """Go to a preset as one undo step: undoing it brings the present work back."""
        origin = Origin(scenario, scenario, preset)
        self._open = None
        self.stack.push(
            Step(self, self._state, State(scenario, origin), f"Open {scenario.title}", "")
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
        self._open = None
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

    def _make(self, change: Callable[..., edits.Edit], *arguments: object) -> bool:
        """Make one edit of a list as a step of its own; False if it was refused."""
        try:
            after, label = change(self.scenario, *arguments)
        except InputError as error:
            self.refused.emit(error.key, wording.refusal(error))
            return False
        self._step(after, label)
        return True

    def _step(self, after: Scenario, label: str) -> None:
        self._open = None
        self._push(after, label=label)
        self.end_step()

    def _push(self, after: Scenario, *, path: str = "", label: str = "") -> None:
        if after == self.scenario:
            return
        state = State(after, self._state.origin)
        if self._open is not None and self._open.path == path and not self.stack.canRedo():
            self._open.grow(state)
            return
        step = Step(self, self._state, state, label, path)
        self._open = step if path else None
        self.stack.push(step)
