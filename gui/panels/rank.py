"""The Rank tab: where the cluster stands among real systems on the date under the cursor."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from gui import format as words
from gui import theme as themes
from gui.panels.answer import AnswerPanel
from gui.panels.record import CONFIDENCE, KIND, record_html
from gui.panels.side import Choice, Credit, Divider, Titled
from gui.plots.rank import Dot, RankPlot
from model.outcome import Outcome
from model.study.bands import Bands
from model.study.rank import Measure, Ranking, Standing, ranking

ATTRIBUTION = "Data: Epoch AI (CC BY 4.0) and owners' statements"
MEASURES: tuple[Measure, ...] = ("flops", "power")
UNITS = {"flops": "FLOP/s", "power": "W"}


class RankPanel(AnswerPanel):
    """Dots of the systems around ours, and the record of the one that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rank")
        self.plot = RankPlot("rank-plot", self)
        self.plot.chosen.connect(self._choose)
        self.measure = Choice("Ranked by", ("bf16 peak", "Power"), self)
        self.measure.chosen.connect(self._refresh)
        self.campuses = Choice("Shown", ("Systems", "+ campuses"), self)
        self.campuses.chosen.connect(self._refresh)
        self.detail = QTextBrowser(self)
        self.detail.setOpenExternalLinks(True)
        self.detail.setFrameShape(QFrame.Shape.NoFrame)
        self.detail.setAccessibleName("Record of the chosen system")
        self.detail.document().setDefaultFont(themes.font(12))
        self.detail.document().setDocumentMargin(4)
        self.side = Titled("", self.detail, self)
        self.credit = Credit(ATTRIBUTION, self)
        self._line = Divider(self)
        self._outcome: Outcome | None = None
        self._day: float | None = None
        self._ranking: Ranking | None = None
        self._shown: tuple[Standing, ...] = ()
        self._chosen = ""
        self._html = ""
        themes.changed.connect(self._refresh)

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        del bands, baseline
        self._outcome = outcome
        self._refresh()

    def set_cursor(self, day: float) -> None:
        """Rank on ``day`` [d since epoch]."""
        if self._day is None or int(day) != int(self._day):
            self._day = day
            self._refresh()

    def _choose(self, index: int) -> None:
        self._chosen = _key(self._shown[index])
        self._refresh()

    def _refresh(self, _index: int = 0) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        day = self._day if self._day is not None else float(outcome.days[0, -1])
        measure = MEASURES[self.measure.index]
        ranked = ranking(outcome, day, measure)
        self._ranking = ranked
        wide = self.campuses.index == 1
        self._shown = tuple(
            s for s in ranked.standings if wide or s.kind in ("ours", "system", "real")
        )
        keys = [_key(s) for s in self._shown]
        if self._chosen not in keys:
            self._chosen = next((_key(s) for s in self._shown if s.kind != "ours"), "")
        current = keys.index(self._chosen) if self._chosen in keys else -1
        unit = UNITS[measure]
        self.plot.title, self.plot.caption = sentence(ranked)
        self.plot.empty = None if self._shown else ("No system is on record", "Move the cursor.")
        self.plot.show_dots([_dot(s, unit) for s in self._shown], unit, current)
        self._show_detail(self._shown[current] if current >= 0 else None)

    def _show_detail(self, standing: Standing | None) -> None:
        html = record_html(standing) if standing else ""
        if html != self._html:  # laying it out takes milliseconds
            self._html = html
            self.detail.setHtml(html)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Dots left, record right, the two choices over the dots."""
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        right = min(max(round(width * 0.29), 318), 480)
        left = width - right
        self.plot.setGeometry(0, 0, left, height)
        self.side.setGeometry(left, 0, right, height - 20)
        self.credit.setGeometry(left, height - 20, right, 20)
        self._line.setGeometry(left, 0, 1, height)
        self._line.raise_()
        x = width - 4
        for choice in (self.measure, self.campuses):
            size = choice.sizeHint()
            x -= size.width()
            choice.setGeometry(x, 0, size.width(), size.height())
            choice.raise_()


def sentence(ranked: Ranking) -> tuple[str, str]:
    """Where the cluster stands: the fact, and what it is measured against."""
    when, unit = words.long_date(ranked.when), UNITS[ranked.measure]
    if ranked.place is None:
        known = f"{words.count(ranked.known)} systems are known."
        return f"On {when} nothing is installed", known
    amount = " ".join(words.quantity(ranked.ours, unit))
    fact = f"On {when}: {ordinal(ranked.place)} of {ranked.known} known systems"
    rest = f"with {amount}"
    if ranked.rival is not None:
        ratio = ranked.ours / ranked.rival.value
        other = ranked.rival.name
        rest += f", {_times(ratio)} × {'the next' if ranked.place == 1 else 'the first'}, {other}"
    if ranked.larger_campuses:
        some = ranked.larger_campuses
        word = "campus or plan is" if some == 1 else "campuses or plans are"
        rest += f"; {some} {word} estimated larger"
    return fact, rest + "."


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if 10 <= place % 100 <= 13 else ending}"


def _times(ratio: float) -> str:
    return words.number(ratio, 2 if ratio < 10 else 3)


def _key(standing: Standing) -> str:
    return standing.cluster.id if standing.cluster else "ours"


def _dot(standing: Standing, unit: str) -> Dot:
    suffix = {"real": " (real)", "campus": " (campus)", "planned": " (plan)"}
    name = standing.name + suffix.get(standing.kind, "")
    cluster = standing.cluster
    number, scaled = words.quantity(standing.value, unit)
    tip, note = f"{name}: {number} {scaled}", "this scenario"
    if cluster is not None:
        note = cluster.url or ", ".join(cluster.src)
        sure = CONFIDENCE.get(cluster.confidence, cluster.confidence)
        tip += f"\nOnline {words.long_date(cluster.online)}; {sure}\n{note}"
        if standing.kind in KIND:
            tip += f"\n{KIND[standing.kind]}"
    return Dot(
        name=name,
        value=standing.value,
        place=str(standing.place) if standing.place else "",
        ours=standing.kind == "ours",
        hollow=standing.kind not in ("ours", "system"),
        tip=tip,
        note=note,
    )
