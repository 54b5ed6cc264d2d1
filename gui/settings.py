"""What is kept between sessions: layout, theme, recent files, hints that were closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QStandardPaths

RECENT_MAX = 10
_LAYOUT = ("geometry", "columns", "rows", "tabs", "tab")


class Settings:
    """A typed face of QSettings.

    Parameters
    ----------
    file : an INI file of one's own, as tests have it; the default is the user's
    """

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            folder = QStandardPaths.writableLocation(
                QStandardPaths.StandardLocation.GenericConfigLocation
            )
            file = Path(folder) / "clusterwright" / "window.ini"
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def path(self) -> str:
        """The file that it is kept in."""
        return self._store.fileName()

    @property
    def theme(self) -> str | None:
        """``light``, ``dark``, or None to follow the system."""
        value = self._store.value("theme")
        return value if value in ("light", "dark") else None

    @theme.setter
    def theme(self, name: str | None) -> None:
        self._store.setValue("theme", name or "system")

    @property
    def layout(self) -> dict[str, object]:
        """The window's layout, see MainWindow.layout_state."""
        return {
            key: self._store.value(f"window/{key}")
            for key in _LAYOUT
            if self._store.contains(f"window/{key}")
        }

    @layout.setter
    def layout(self, state: dict[str, object]) -> None:
        for key in _LAYOUT:
            if key in state:
                self._store.setValue(f"window/{key}", state[key])
            else:
                self._store.remove(f"window/{key}")

    @property
    def levers(self) -> dict[str, Any]:
        """What is folded in the lever panel, see LeverPanel.state."""
        try:
            found = json.loads(str(self._store.value("window/levers", "{}")))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @levers.setter
    def levers(self, state: Mapping[str, Any]) -> None:
        self._store.setValue("window/levers", json.dumps(state))

    @property
    def recent(self) -> list[Path]:
        """Files that were opened or saved and are still there, newest first."""
        return [path for path in map(Path, self._strings("recent")) if path.is_file()]

    def remember(self, path: Path) -> None:
        """Put a file on top of the recent ones."""
        kept = [path.resolve(), *(known for known in self.recent if known != path.resolve())]
        self._store.setValue("recent", [str(known) for known in kept[:RECENT_MAX]])

    def forget_recent(self) -> None:
        """Empty the list of recent files."""
        self._store.remove("recent")

    @property
    def hints_seen(self) -> set[str]:
        """Keys of the hints that were closed."""
        return set(self._strings("hints"))

    @hints_seen.setter
    def hints_seen(self, keys: set[str]) -> None:
        self._store.setValue("hints", sorted(keys))

    def sync(self) -> None:
        """Write to disk."""
        self._store.sync()

    def _strings(self, key: str) -> list[str]:
        value = self._store.value(key)
        if isinstance(value, str):  # a list of one comes back as a text
            return [value] if value else []
        return [str(item) for item in value or []]
