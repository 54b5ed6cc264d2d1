"""A belief of the scenario: low, mode and high, typed or dragged."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui import ink
from gui.levers.belief_rail import BeliefRail
from gui.levers.field import ValueField
from gui.levers.lever import out_of_range, range_text
from gui.levers.row import LINE, PAD, Row
from gui.levers.scale import RailScale
from model.errors import InputError
from model.scenario import Belief, BeliefSpec

_PARTS = ("low", "mode", "high")
_MODE_WIDTH = 52


class BeliefLever(Row):
    """One belief. A dragged or typed part is edited as ``beliefs.NAME.PART``, the band whole."""

    base_height = 36

    def __init__(self, name: str, spec: BeliefSpec, parent: QWidget | None = None) -> None:
        super().__init__(f"beliefs.{name}", spec.label, parent)
        self.scale = RailScale(spec.low, spec.high, step=spec.step)
        self.unit, self.detail = spec.unit, spec.unit
        self._decimals = len(f"{spec.step:.6g}".partition(".")[2])
        self.help, self.why = spec.help, spec.why
        self.range_text = range_text(spec.low, spec.high, spec.unit)
        self.rail = BeliefRail(self.scale, self)
        self.fields = {part: ValueField("", self) for part in _PARTS}
        for part, field in self.fields.items():
            field.setAccessibleName(f"{spec.label}, {part}, {spec.unit}".rstrip(", "))
            field.setToolTip(f"{spec.label}, {part}")
            field.setProperty("flat", part != "mode")
        self.rail.setAccessibleName(f"{spec.label}, {spec.unit}".rstrip(", "))
        self.setFocusProxy(self.fields["mode"])
        for field in self.fields.values():
            field.restored.connect(self.accept)
        self.fields["low"].committed.connect(self._typed_low)
        self.fields["mode"].committed.connect(self._typed_mode)
        self.fields["high"].committed.connect(self._typed_high)
        self.fields["mode"].stepped.connect(self._stepped)
        self.fields["mode"].settled.connect(self.released)
        self.fields["mode"].focus_changed.connect(self.rail.show_ring)
        self.rail.moved.connect(self._moved)
        self.rail.settled.connect(self.released)
        self._belief: Belief | None = None
        self.fit()

    def show_value(self, belief: Belief, preset: Belief | None = None) -> None:
        """Show ``belief``, with the triangle at the preset's mode."""
        self.rail.show_belief(belief, None if preset is None else preset.mode)
        if belief == self._belief:
            return
        self._belief = belief
        for part, field in self.fields.items():
            field.show_text(self._text(getattr(belief, part)))
        self.refuse("")
        self.place()

    def _text(self, value: float) -> str:
        """The exact value, with the decimals of the step at least."""
        text = f"{value:,.{self._decimals}f}"
        return text if float(text.replace(",", "")) == value else fmt.entry(value)

    def refuse(self, message: str) -> None:
        """Say why a value was not taken."""
        super().refuse(message)
        if not message:
            for field in self.fields.values():
                field.set_refused(False)

    def refuse_part(self, part: str, message: str) -> None:
        """Say why ``part`` was not taken, with a red border around it."""
        self.refuse(message)
        self.fields[part].set_refused(bool(message))

    def back_to(self, value: Any) -> None:
        """Marks back at the belief in force; the fields keep what was typed until Esc."""
        if isinstance(value, Belief) and value != self._belief:
            self._belief = value
            self.rail.show_belief(value, self.rail.shown_preset)
            for part, field in self.fields.items():
                field.keep_typed(self._text(getattr(value, part)))

    def restore(self) -> None:
        """Back to the belief in force."""
        for field in self.fields.values():
            field.drop_refused()
        self.refuse("")

    def dim(self, dimmed: bool) -> None:
        """Show the rail without colour."""
        self.rail.dimmed = dimmed
        self.rail.update()

    def freeze(self, locked: bool) -> None:
        """Hold fields and rail."""
        for field in self.fields.values():
            field.set_locked(locked)
        self.rail.locked = locked
        self.rail.update()

    def _width(self, part: str) -> int:
        text = round(ink.width(self.fields[part].text(), 12))
        return max(_MODE_WIDTH, text + 16) if part == "mode" else max(24, text + 8)

    def editor_left(self) -> int:
        """Where the low value starts."""
        return self.width() - PAD - sum(self._width(part) for part in _PARTS) - 8

    def place(self) -> None:
        """Low, mode and high at the right of line 1, the rail beneath."""
        super().place()
        left = self.editor_left()
        for part in _PARTS:
            wide = self._width(part)
            self.fields[part].setGeometry(left, 0, wide, LINE)
            left += wide + 4
        self.rail.setGeometry(PAD, LINE, self.width() - 2 * PAD, 16)

    def _moved(self, part: str, belief: Belief) -> None:
        self._belief = belief
        for name, field in self.fields.items():
            field.show_text(self._text(getattr(belief, name)))
        self.refuse("")
        if part == "band":
            self.edited.emit(self.path, belief)
        else:
            self.edited.emit(f"{self.path}.{part}", getattr(belief, part))

    def _stepped(self, direction: int, page: bool, fine: bool) -> None:
        if self._belief is not None:
            mode = self.scale.stepped(self._belief.mode, direction, page=page, fine=fine)
            self.edited.emit(f"{self.path}.mode", mode)

    def _typed_low(self, text: str) -> None:
        self._typed("low", text)

    def _typed_mode(self, text: str) -> None:
        self._typed("mode", text)

    def _typed_high(self, text: str) -> None:
        self._typed("high", text)

    def _typed(self, part: str, text: str) -> None:
        try:
            value = fmt.parse_number(text, self.unit, f"{self.path}.{part}")
        except InputError as error:
            self.refuse_part(part, f"“{text.strip()}” is not {error.limit}. {error.hint}")
            return
        belief = self._belief
        low, high = self.scale.low, self.scale.high
        if belief is not None and part == "low":
            high = belief.high
        elif belief is not None and part == "high":
            low = belief.low
        if not low <= value <= high:
            limit = high if value > high else low
            self.refuse_part(part, out_of_range(text, limit, over=value > high, unit=self.unit))
            return
        self.refuse("")
        self.fields[part].restore()
        self.edited.emit(f"{self.path}.{part}", value)
        self.released.emit()
