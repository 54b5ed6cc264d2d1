"""The sheets that lie over the window: gallery, palette, keyboard, about, help on a field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from gui import format as fmt
from gui.actions import Actions
from gui.commands import COMMANDS, Command
from gui.panels.gallery import Gallery, preset_row
from gui.panels.palette import Entry, Palette
from gui.panels.rows import Row
from gui.panels.sheets import Sheet, about_html, keyboard_html
from gui.window import MainWindow
from model.catalog import catalog
from model.declarations import declared
from model.errors import DataError, InputError
from model.files import preset
from model.scenario import BELIEFS
from model.units import day_number

_DATE_PROMPT = "A date, for example 2 Sep 2024 or 2024-09-02"


class Sheets(QObject):
    """Makes each sheet when it is first asked for.

    Parameters
    ----------
    window : what they lie over
    actions : what the palette and the help list
    choose_preset : called with the id of the preset that was chosen
    go_to : called with the day [d since the scenario's epoch] that was chosen
    """

    def __init__(
        self,
        window: MainWindow,
        actions: Actions,
        choose_preset: Callable[[str], object],
        go_to: Callable[[float], object],
    ) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._choose_preset, self._go_to = choose_preset, go_to
        self._epoch = date(2024, 1, 1)
        self._rows: list[Row] = []
        self.gallery: Gallery | None = None
        self.palette: Palette | None = None
        self.text: Sheet | None = None

    def show_gallery(self, present: str) -> None:
        """The presets, with ``present`` chosen."""
        if self.gallery is None:
            self.gallery = Gallery(self._window, self.presets)
            self.gallery.chosen.connect(self._choose_preset)
        self.gallery.ask(present)

    def show_palette(self, epoch: date) -> None:
        """Every command; ``epoch`` is day 0 of the calendar that dates go to."""
        self._epoch = epoch
        self._palette().ask()

    def ask_date(self, epoch: date) -> None:
        """The palette, asking for a date."""
        self._epoch = epoch
        self._palette().ask(_DATE_PROMPT, commands=False)

    def show_keyboard(self) -> None:
        """All commands and their keys."""
        self._show_text("Keyboard", keyboard_html(COMMANDS))

    def show_about(self) -> None:
        """Version, licence, sources."""
        sources = [(source.title, source.url) for source in catalog().sources.values()]
        self._show_text("About", about_html(_version(), sources))

    def show_field(self, path: str) -> None:
        """What a lever means, its range and why, and the keys that move it."""
        self._show_text("Help", field_html(path))

    def presets(self) -> list[Row]:
        """A row for each preset that can be read."""
        if not self._rows:
            for key in sorted(catalog().presets, key=_place):
                try:
                    self._rows.append(preset_row(key, preset(key)))
                except (InputError, DataError) as error:
                    self._rows.append(Row(key, key, str(error)))
        return self._rows

    def _palette(self) -> Palette:
        if self.palette is None:
            self.palette = Palette(self._window, self._entries, self._answers)
        return self.palette

    def _entries(self) -> list[Entry]:
        commands = [
            Entry(_command_row(command, action), action.trigger)
            for command, action in self._actions
            if action.isEnabled() and command.id != "palette"
        ]
        presets = [
            Entry(
                Row(row.key, f"Open preset {row.title}", row.note),
                partial(self._choose_preset, row.key),
            )
            for row in self.presets()
        ]
        return commands + presets

    def _answers(self, text: str) -> list[Entry]:
        """Going to a date, where ``text`` is one."""
        if not any(letter.isdigit() for letter in text):
            return []
        try:
            when = fmt.parse_date(text, "date")
        except InputError:
            return []
        row = Row("date", f"Go to {fmt.long_date(when)}", "moves the cursor")
        return [Entry(row, partial(self._go_to, day_number(when, self._epoch)))]

    def _show_text(self, name: str, html: str) -> None:
        if self.text is None:
            self.text = Sheet(self._window, name)
        self.text.setAccessibleName(name)
        self.text.ask(html)


def field_html(path: str) -> str:
    """Help on the field at ``path``."""
    keys = path.split(".")
    if keys[0] == "beliefs" and len(keys) > 1 and keys[1] in BELIEFS:
        spec = BELIEFS[keys[1]]
        title, help, why, source = spec.label, spec.help, spec.why, spec.src
        allowed = f"{fmt.number(spec.low)} – {fmt.number(spec.high)} {spec.unit}"
    else:
        meta = declared(path)
        extra = (meta.extra or {}) if meta is not None else {}
        title = (meta.title if meta is not None else "") or keys[-1]
        help = (meta.description if meta is not None else "") or ""
        why, source = str(extra.get("why", "")), ""
        allowed = (
            f"{fmt.number(extra['low'])} – {fmt.number(extra['high'])} {extra['unit']}"
            if "low" in extra
            else ""
        )
    record = catalog().sources.get(source)
    rows = [
        ("Range", allowed),
        ("Why", why),
        ("Source", record.title if record is not None else ""),
        ("In the file", path),
    ]
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td class='soft'>{escape(text)}</td></tr>"
        for name, text in rows
        if text
    )
    return (
        f"<h3>{escape(title)}</h3><p>{escape(help)}</p><table>{cells}</table>"
        "<p class='soft'>Arrow keys step to the next of 1, 2, 5; Page Up and Page Down go by "
        "ten. The field takes 150k, 1.5e5, 150 MW or 2024-09-02.</p>"
    )


def _command_row(command: Command, action: QAction) -> Row:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Row(command.id, action.text().rstrip("…"), command.tip, keys)


def _place(key: str) -> tuple[bool, bool, str]:
    """The seed system and its like first, the empty scenario last."""
    return key == "blank", not key.startswith("colossus"), key


def _version() -> str:
    from importlib import metadata  # slow to import, and asked for once

    try:
        return metadata.version("clusterwright")
    except metadata.PackageNotFoundError:
        return ""
