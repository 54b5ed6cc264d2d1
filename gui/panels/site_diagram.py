"""The Site tab: who feeds a site and where the megawatts go, on the date under the cursor."""

from __future__ import annotations

import math

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.panels.answer import AnswerPanel
from gui.panels.side import Choice
from gui.plots.oneline import OneLinePlot
from model.outcome import Outcome
from model.study.bands import Bands
from model.study.oneline import OneLine, one_line
from model.units import date_of

NO_FLEET = ("Nothing is shipped here", "Add a shipment under Fleet, or open the Colossus scenario.")


class SiteDiagramPanel(AnswerPanel):
    """One diagram; with several sites, a choice between them in its title row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("site")
        self.plot = OneLinePlot("one-line", self)
        self.choice: Choice | None = None
        self._outcome: Outcome | None = None
        self._day: float | None = None
        self._names: tuple[str, ...] = ()

    @property
    def line(self) -> OneLine | None:
        """What is shown."""
        return self.plot.line

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        del bands, baseline
        self._outcome = outcome
        self._fit_choice(tuple(site.site for site in outcome.sites))
        self._refresh()

    def set_cursor(self, day: float) -> None:
        """Show ``day`` [d since the epoch]."""
        if day != self._day:
            self._day = day
            self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The diagram fills the tab, the choice stands at the right of its title."""
        super().resizeEvent(event)
        self.plot.setGeometry(0, 0, self.width(), self.height())
        self._place_choice()

    def _fit_choice(self, names: tuple[str, ...]) -> None:
        """A choice between ``names``; it keeps the site that is shown."""
        if names == self._names:
            return
        shown = self._names[self.choice.index] if self.choice is not None else ""
        self._names = names
        if self.choice is not None:
            self.choice.hide()
            self.choice.deleteLater()
            self.choice = None
        if len(names) > 1:
            self.choice = Choice("Site", names, self)
            self.choice.index = names.index(shown) if shown in names else _busiest(self._outcome)
            self.choice.setAccessibleName(f"Site: {names[self.choice.index]}")
            self.choice.chosen.connect(self._refresh)
            self.choice.show()
        self._place_choice()

    def _place_choice(self) -> None:
        self.plot.reserved = 0
        if self.choice is not None:
            size = self.choice.sizeHint()
            self.plot.reserved = size.width() + 8
            self.choice.setGeometry(self.width() - size.width() - 8, 0, size.width(), size.height())

    def _refresh(self, _index: int = 0) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        plot = self.plot
        index = self.choice.index if self.choice is not None else 0
        if index >= len(outcome.sites):
            plot.title, plot.caption, plot.empty = "Site", "", NO_FLEET
            plot.show_line(None, 0.0, ())
            return
        day = self._day if self._day is not None else float(outcome.days[0, -1])
        line = one_line(outcome, index, day)
        power = outcome.sites[index]
        plot.empty = None if power.installed.any() else NO_FLEET
        when = words.long_date(date_of(day, outcome.epoch))
        plot.title = f"{line.place}, {when}"
        plot.caption = "while the job steps, mean of the day in a typical year; widths are to scale"
        plot.show_line(line, float(power.wanted[0].max()), facts(line))


def facts(line: OneLine) -> tuple[tuple[str, str, bool], ...]:
    """Name, value and alarm of what the diagram doesn't draw, the most urgent first."""
    found: list[tuple[str, str, bool]] = []

    def power(watts: float) -> str:
        value, scaled = words.quantity(watts, "W")
        return f"{value} {scaled}"

    if line.short > 1.0:
        found.append(("Short", power(line.short), True))
        found.append(("GPUs without power", words.count(line.idle), True))
    if line.idled > 1.0:
        found.append(("Given up on calls", power(line.idled), False))
    found.append(("Wanted", power(line.wanted), False))
    if not math.isnan(line.pue):
        found.append(("PUE of the day", f"{line.pue:.3f}", False))
        found.append(("Water", " ".join(words.quantity(line.water, "L/s")), False))
    cool, warm = (words.count(value) for value in line.dry_c)
    found.append(("Outside, night to day", f"{cool} to {warm} °C", False))
    if line.node("turbines").limit:
        share = words.percent(line.turbine_share)
        found.append(("Turbines in this air", f"{share} of usual", False))
    return tuple(found)


def _busiest(outcome: Outcome | None) -> int:
    """The site that draws the most at the end."""
    if outcome is None or not outcome.sites:
        return 0
    return max(range(len(outcome.sites)), key=lambda k: float(outcome.sites[k].wanted[0, -1]))
