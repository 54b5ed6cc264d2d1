"""A number of the scenario: field and rail, linked."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.levers.declared import Declared
from gui.levers.field import ValueField
from gui.levers.rail import Rail
from gui.levers.row import LINE, PAD, Row
from model.errors import InputError

LABELLED, PLAIN = 50, 40


class Lever(Row):
    """One declared number. `show_value` puts value and preset on the screen and emits nothing.

    A typed value that can't be read or is out of range is refused here, with one line and a red
    border; the value in force stays.
    """

    def __init__(
        self, path: str, declared: Declared, parent: QWidget | None = None, *, indent: int = 0
    ) -> None:
        super().__init__(path, declared.label, parent, indent=indent)
        if declared.scale is None:
            raise TypeError(f"{path} is not declared as a number")
        self.scale, self.unit = declared.scale, declared.unit
        self.help, self.why = declared.help, declared.why
        self.range_text = range_text(self.scale.low, self.scale.high, declared.shown_unit)
        self.optional = declared.optional
        self.field = ValueField(declared.shown_unit, self)
        self.rail = Rail(self.scale, self.unit, self)
        self.base_height = LABELLED if self.rail.labelled else PLAIN
        name = f"{self.label}, {declared.unit}" if declared.unit else self.label
        self.field.setAccessibleName(name)
        self.rail.setAccessibleName(name)
        self.setFocusProxy(self.field)
        self.field.committed.connect(self._typed)
        self.field.restored.connect(self.accept)
        self.field.stepped.connect(self._stepped)
        self.field.settled.connect(self.released)
        self.field.focus_changed.connect(self.rail.show_ring)
        self.rail.moved.connect(self._moved)
        self.rail.settled.connect(self.released)
        self._value: float | None = None
        self._instead = ""
        """what the field says where there is no number"""
        self.fit()

    @property
    def message_replaces(self) -> int:
        """A refusal takes the place of the decade labels."""
        return MESSAGE_OVER if self.rail.labelled else 0

    def show_value(self, value: float, preset: float | None = None, *, instead: str = "") -> None:
        """Show ``value``, with the triangle at ``preset``.

        With ``instead`` there is no number: the field says that word, and ``value`` is only
        where the slider would start from.
        """
        self.rail.show_value(value, preset, hollow=bool(instead))
        if value != self._value or instead != self._instead:
            self._value, self._instead = value, instead
            before = self.field.wanted_width
            self.field.setPlaceholderText(instead)
            self.field.show_text("" if instead else field_text(value, self.unit))
            self.rail.setAccessibleDescription(instead or self.field.text())
            self.refuse("")
            if self.field.wanted_width != before:
                self.place()

    def refuse(self, message: str) -> None:
        """Say why a value was not taken, and give the field a red border."""
        super().refuse(message)
        self.field.set_refused(bool(message))
        self.rail.labelled = self.base_height == LABELLED and not message
        self.rail.update()

    def back_to(self, value: Any) -> None:
        """Rail back at ``value``; the field keeps what was typed until Esc."""
        if value is not None and value != self._value:
            self._value = float(value)
            self.rail.show_value(self._value, self.rail.shown_preset)
            self.field.keep_typed(field_text(self._value, self.unit))

    def restore(self) -> None:
        """Back to the value in force."""
        self.field.drop_refused()
        self.refuse("")

    def dim(self, dimmed: bool) -> None:
        """Show the rail without colour."""
        self.rail.dimmed = dimmed
        self.rail.update()

    def freeze(self, locked: bool) -> None:
        """Hold field and rail."""
        self.field.set_locked(locked)
        self.rail.locked = locked
        self.rail.update()

    def editor_left(self) -> int:
        """Where the field starts."""
        return self.width() - PAD - self.field.wanted_width

    def place(self) -> None:
        """Field at the right of line 1, rail over the whole width of line 2."""
        super().place()
        wide = self.field.wanted_width
        top = (self.line_height - LINE) // 2
        self.field.setGeometry(self.width() - PAD - wide, top, wide, LINE)
        left = PAD + self.indent
        self.rail.setGeometry(
            left, self.line_height, self.width() - PAD - left, self.base_height - self.line_height
        )

    def _moved(self, value: float) -> None:
        self._value, self._instead = value, ""
        self.field.show_text(field_text(value, self.unit))
        self.refuse("")
        self.edited.emit(self.path, self._given(value))

    def _stepped(self, direction: int, page: bool, fine: bool) -> None:
        self.rail.step(direction, page=page, fine=fine)

    def _typed(self, text: str) -> None:
        if not text.strip() and self.optional:
            self.edited.emit(self.path, None)
            self.released.emit()
            return
        try:
            value = fmt.parse_number(text, self.unit, self.path)
        except InputError as error:
            self.refuse(f"“{text.strip()}” is not {error.limit}. {error.hint}")
            return
        over = self.scale.high < value
        if over or value < self.scale.low:
            limit = self.scale.high if over else self.scale.low
            self.refuse(out_of_range(text, limit, over=over, unit=self.unit))
            return
        value = self.scale.clamped(value)
        self.refuse("")
        self.rail.show_value(value, self.rail.shown_preset)
        self._value, self._instead = value, ""
        self.field.show_text(field_text(value, self.unit))
        self.field.restore()
        self.edited.emit(self.path, self._given(value))
        self.released.emit()

    def _given(self, value: float) -> float | int:
        return round(value) if self.scale.whole else value


MESSAGE_OVER = 14


def field_text(value: float, unit: str) -> str:
    """The exact value; FLOP always as a power of ten."""
    if unit == "FLOP" and value > 0:
        return fmt.power_of_ten(value, max(len(f"{value:.12g}".split("e")[0]) - 1, 2))
    return fmt.entry(value)


def range_text(low: float, high: float, unit: str) -> str:
    """A range in words: 1 MW to 10 GW."""
    ends = []
    for value in (low, high):
        factor, scaled = fmt.scale_of(value, unit)
        shown = value * factor
        text = fmt.power_of_ten(value) if abs(value) >= 1e15 else f"{shown:,.12g}"
        ends.append(f"{text} {scaled}".strip())
    return " to ".join(ends)


def out_of_range(text: str, limit: float, *, over: bool, unit: str) -> str:
    """One line: the value, the limit, the nearest that is allowed."""
    typed = text.strip()
    nearest = fmt.entry(limit) if abs(limit) < 1e15 else f"{limit:g}".replace("e+", "e")
    side = "above" if over else "below"
    return f"{typed} is {side} {nearest} {unit}".rstrip() + f". Nearest allowed: {nearest}."
