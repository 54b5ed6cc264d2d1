"""The Moves tab: what redirected orders bring to each site, computed with them and without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gui import format as words
from gui import theme as themes
from gui.panels.answer import AnswerPanel
from gui.panels.background import Newest
from gui.panels.figures import Passage
from gui.panels.move_curves import legend, site_curves
from gui.panels.move_lines import DATE_COLUMNS, SITE_COLUMNS, date_line, site_line
from gui.panels.side import Choice, Divider, Titled
from gui.panels.table import Table
from gui.plots.site_curves import SiteCurves
from model.outcome import Outcome
from model.scenario import Scenario
from model.study.bands import Bands
from model.study.milestones import Milestones, milestones
from model.study.moves import Balance, balance
from model.units import date_of

NO_SITES = (
    "There is one site",
    "With a second one, a shipment can be redirected to it. Add it here, or with Add a site "
    "under the site at the left.",
)
NO_MOVES = (
    "Nothing is redirected",
    "Open the menu of a shipment under Fleet (the dots at its right, or "
    "a right click) and choose Redirect to another site.",
)
VIEWS = ("Sites", "Orders")
SIDE, SIDE_OF_ORDERS = 0.58, 0.68
"""Most of the width that the tables have; the second where they are the orders alone"""
ROW = 24


class MovesPanel(AnswerPanel):
    """Curves at the left; at the right what sites gain, why, the orders, and where the job runs.

    Where it is low, the right shows one of two views.
    """

    add_site = Signal()
    """a second site is asked for"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("moves")
        self.chart = SiteCurves("site_curves", self)
        self.chart.title = "Accelerators online"
        self.sites = Table("Sites with and without the moves", SITE_COLUMNS, self)
        self.site_side = Titled("", self.sites, self)
        self.why = Passage("why", parent=self)
        self.dates = Table("Dates of each order", DATE_COLUMNS, self)
        self.date_side = Titled("Orders", self.dates, self)
        self.job = Passage("job", parent=self)
        self.offer = QPushButton("Add a site", self.chart)
        self.offer.setFont(themes.font(12))
        self.offer.clicked.connect(self.add_site)
        self.offer.hide()
        self.choice = Choice("Shown", VIEWS, self)
        self.choice.chosen.connect(self._arrange)
        self._line = Divider(self)
        self.newest = Newest(self)
        self.newest.done.connect(self.show_found)
        self.newest.failed.connect(self._on_failed)
        self._scenario: Scenario | None = None
        self._epoch: date | None = None
        self._job = ""
        """where the job runs and why, in words"""
        self._asked: Scenario | None = None
        self._failure = ""
        self._found: tuple[Balance | None, tuple[Milestones, ...]] = (None, ())

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        del bands, baseline
        self._scenario, self._epoch = outcome.scenario, outcome.epoch
        self._job = outcome.training.fleet if len(outcome.scenario.sites) > 1 else ""
        if self.isVisible():
            self._ask()

    def show_found(self, found: tuple[Balance | None, tuple[Milestones, ...]]) -> None:
        """Show what was computed in the background."""
        self._found, self._failure = found, ""
        self._fill(stale=False)

    def set_cursor(self, day: float) -> None:
        """Show the window's date, ``day`` [d since the epoch of the answer]."""
        if self._epoch is not None:
            self.chart.set_date(date_of(day, self._epoch))

    def _ask(self) -> None:
        if self._scenario is None or self._scenario is self._asked:
            return
        first = self._asked is None
        self._asked = self._scenario
        self.newest.ask(partial(_studied, self._scenario))
        if first:
            self.newest.start()
        self._fill(stale=True)

    def _fill(self, *, stale: bool) -> None:
        compared: Balance | None
        orders: tuple[Milestones, ...]
        compared, orders = self._found
        given = {each.site: each for each in compared.given} if compared is not None else {}
        lines = [
            site_line(each, given[each.site].short_mw if each.site in given else None)
            for each in (compared.sites if compared is not None else ())
        ]
        self.sites.show_lines(lines, stale=stale)
        self.dates.show_lines([date_line(each) for each in orders], stale=stale)
        self.date_side.set_title("Orders", "median; racked and online: the last of it")
        if compared is not None:
            until = words.long_date(compared.until)
            self.site_side.set_title(compared.headline, f"until {until}", "")
            reasons = sorted(compared.given, key=lambda each: -each.idle_gpu_days)
            self.why.say("\n".join(each.sentence for each in reasons))
        else:
            self.why.say("")
        self._show_curves(compared, stale=stale)
        self.job.say(self._job)
        self._arrange()

    def _show_curves(self, compared: Balance | None, *, stale: bool) -> None:
        """The chart, or in words why there is none."""
        chart = self.chart
        self.offer.hide()
        if compared is not None:
            chart.empty, chart.caption = None, legend(curves := site_curves(compared))
            chart.show_sites(
                curves, compared.days, compared.first,
                summary=compared.headline, stale=stale,
            )  # fmt: skip
            return
        scenario = self._asked
        several = scenario is not None and len(scenario.sites) > 1
        chart.caption = ""
        if self._failure:
            chart.empty = ("The moves could not be computed", self._failure)
        elif stale and scenario is not None and scenario.moves:
            chart.empty = ("Computing …", "")
        else:
            chart.empty = NO_MOVES if several else NO_SITES
            self.offer.setVisible(not several)
        chart.show_sites((), np.zeros(0), date.min)

    def _on_failed(self, message: str) -> None:
        self._found, self._failure = (None, ()), message
        self._fill(stale=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while nobody looked."""
        super().showEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, _index: int = 0) -> None:
        """Share the room out; an index of the choice is not needed."""
        width, height = self.width(), self.height()
        sites = len(self.sites.lines.lines)
        table = ROW * (sites + 2) if sites else 0
        orders = ROW * (len(self.dates.lines.lines) + 2) + 4
        right = self._side(width, self.sites, self.dates)
        why, job = self.why.needed(right), self.job.needed(right)
        stacked = not sites or height >= table + why + orders + job
        shown = VIEWS if stacked else (VIEWS[self.choice.index],)
        if shown == VIEWS[1:]:
            right = self._side(width, self.dates, share=SIDE_OF_ORDERS)
            why, job = self.why.needed(right), self.job.needed(right)
        left = width - right
        self.chart.setGeometry(0, 0, left, height)
        room = self.offer.sizeHint()
        self.offer.setGeometry(
            (left - room.width()) // 2, height * 3 // 4, room.width(), room.height()
        )
        self._line.setGeometry(left, 0, 1, height)
        for part, view in ((self.site_side, 0), (self.why, 0), (self.date_side, 1), (self.job, 1)):
            part.setVisible(VIEWS[view] in shown and (view == 1 or bool(sites)))
        room = self.choice.sizeHint()
        self.choice.setVisible(not stacked)
        self.choice.setGeometry(width - room.width() - 8, 0, room.width(), room.height())
        self.choice.raise_()
        for side in (self.site_side, self.date_side):
            side.reserved = 0 if stacked else room.width()
        if not stacked:  # whole rows, and beneath them two lines of the reasons
            table = min(table, (height - 40) // ROW * ROW)
        self.site_side.setGeometry(left, 0, right, table)
        self.why.setGeometry(left, table, right, why if stacked else height - table)
        top = table + why if stacked and sites else 0
        orders = min(orders, height - top - job)
        self.date_side.setGeometry(left, top, right, orders)
        self.job.setGeometry(left, top + orders, right, height - top - orders)
        self._line.raise_()

    def _side(self, width: int, *tables: Table, share: float = SIDE) -> int:
        """What ``tables`` need to show all of their columns, up to a share of ``width`` [px]."""
        edges = 2 * self.date_side.margin
        return min(round(width * share), max(table.needed() for table in tables) + edges)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        del event
        QPainter(self).fillRect(self.rect(), themes.color(themes.current().s1))


def _studied(
    scenario: Scenario, wanted: Callable[[], bool]
) -> tuple[Balance | None, tuple[Milestones, ...]]:
    """In the worker."""
    orders = milestones(scenario)
    return (balance(scenario) if wanted() else None), orders
