"""The Validation tab: how far predictions lie from measured records, record by record."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from gui import format as words
from gui import theme as themes
from gui.panels import validation_lines as made
from gui.panels.answer import AnswerPanel
from gui.panels.figures import Passage
from gui.panels.menu_choice import MenuChoice
from gui.panels.side import Choice, Divider, Titled
from gui.panels.table import Table
from gui.panels.validation_bar import ValidationBar
from gui.panels.validation_work import Key, Scoring
from gui.plots.scatter import Scatter
from gui.plots.take import save_csv
from model.outcome import Outcome
from model.study.bands import Bands
from model.study.validation.score import Report, Scored

FIRST_GROUPINGS = ("accelerator", "family")
"""What is chosen at first, where a kind has it."""
TALL = 300
"""Height [px] from which tables stand beside the plot one above the other."""
ROW = 24


class ValidationPanel(AnswerPanel):
    """Plot, groups and residuals of one kind of record; scored once, in the background."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("validation")
        self.bar = ValidationBar(self)
        self.bar.asked.connect(self._ask_again)
        self.bar.cancelled.connect(self._cancel)
        self.bar.own.clicked.connect(self._ask_file)
        self.bar.export.clicked.connect(self._export)
        self.notice = Passage("validation-notice", "red", self)
        self.plot = Scatter("predicted-measured", self)
        self.plot.title = "Predicted against measured"
        self.plot.chosen.connect(self._choose_dot)
        self.groups = Table("Errors by group", made.GROUP_COLUMNS, self)
        self.groups.picked.connect(self._on_group)
        self.group_side = Titled("Groups", self.groups, self)
        self.grouping = MenuChoice("Group by", "by ", self)
        self.grouping.chosen.connect(self._on_grouping)
        self.residuals = Table("Residuals", made.RESIDUAL_COLUMNS, self)
        self.residuals.picked.connect(self._on_residual)
        self.residuals.selectionModel().currentRowChanged.connect(self._on_row)
        self.residual_side = Titled("Residuals", self.residuals, self)
        self.skipped = Table("Skipped rows", made.SKIPPED_COLUMNS, self)
        self.skipped_side = Titled("Skipped", self.skipped, self)
        self.view = Choice("Rows", ("Scored", "Skipped"), self)
        self.view.chosen.connect(self._arrange)
        self.detail = Passage("validation-detail", parent=self)
        self.link = QPushButton("Open the source", self)
        self.link.clicked.connect(self._open_source)
        self._lines = (Divider(self), Divider(self))
        self.scoring = Scoring(self)
        self.scoring.done.connect(self._show_report)
        self.scoring.refused.connect(self._refuse)
        self.scoring.failed.connect(self._on_failed)
        self.scoring.progressed.connect(self._on_progress)
        self.newest = self.scoring.newest
        self.report: Report | None = None
        self._key = Key(self.bar.kind_id)
        self._order: list[Scored] = []
        self._chosen, self._group = "", ""
        self._started = False
        themes.changed.connect(self.update)

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """No scenario changes what was measured, or the physics that is scored."""
        del outcome, bands, baseline

    def showEvent(self, event: QShowEvent) -> None:
        """Score the first kind when the tab is first seen."""
        super().showEvent(event)
        if not self._started:
            self._ask_again()

    def ask(self, key: Key) -> None:
        """Show the scores of ``key``: at once if they are known, else when they are computed."""
        self._started, self._key = True, key
        self.notice.say("")
        known = self.scoring.ask(key)
        if known is not None:
            self._show_report(key, known)
        else:
            self._show_empty(self._waiting(), "It takes some seconds; everything else goes on.")

    def score_file(self, path: Path) -> None:
        """Score the records of a file, of the kind that is shown."""
        self.ask(Key(self.bar.kind_id, records=path))

    # What the user does

    def _ask_again(self) -> None:
        self.ask(Key(self.bar.kind_id, how=self.bar.how))

    def _cancel(self) -> None:
        self.scoring.cancel()
        self._show_empty("Scoring was cancelled", "“Score again” starts it anew.")

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, f"Score my own {self.bar.kind_id}", "", "Comma-separated values (*.csv)"
        )
        if name:
            self.score_file(Path(name))

    def _export(self) -> None:
        if self.report is not None:
            save_csv(self, made.residual_rows(self.report), f"residuals-{self.report.kind}")

    def _open_source(self) -> None:
        if self._address():
            QDesktopServices.openUrl(QUrl(self._address()))

    def _address(self) -> str:
        """The page of the chosen record; a file of the user's may name anything else."""
        row = self._chosen_row()
        return row.url if row is not None and row.url.startswith(("https://", "http://")) else ""

    def _on_grouping(self, _: str) -> None:
        self._group = ""
        self._show_marks()

    def _on_group(self, place: int) -> None:
        names = list(made.markers(self.report, self.grouping.option)) if self.report else []
        if 0 <= place < len(names):
            name = names[place]
            self._group = "" if name == self._group else name
            row = self._chosen_row()
            if row is not None and self._group not in ("", row.groups.get(self.grouping.option)):
                self._chosen = ""  # it steps back with its group
            self._show_marks()

    def _on_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._on_residual(index.row())

    def _on_residual(self, place: int) -> None:
        if 0 <= place < len(self._order):
            self._choose(self._order[place].id, follow=False)

    def _choose_dot(self, index: int) -> None:
        self._choose(self.report.scored[index].id if self.report and index >= 0 else "")

    def _choose(self, record: str, *, follow: bool = True) -> None:
        if record != self._chosen:
            self._chosen = record
            self._show_marks(follow=follow)

    def _chosen_row(self) -> Scored | None:
        rows = self.report.scored if self.report else ()
        return next((row for row in rows if row.id == self._chosen), None)

    # What is shown

    def _waiting(self) -> str:
        key = self._key
        if key.records is not None:
            return f"Scoring {key.records.name} …"
        if key.how not in ("", "search"):
            return f"Leaving out each {key.how} and predicting it …"
        return f"Scoring the shipped {key.kind} …"

    def _on_progress(self, done: int, rows: int) -> None:
        share = words.percent(done / rows, 2)
        self._show_empty(self._waiting(), f"{share} done; everything else goes on.")

    def _show_empty(self, what: str, act: str) -> None:
        self.report, self._order, self._chosen = None, [], ""
        self.plot.caption = ""
        self.plot.empty = (what, act)
        self.plot.show_dots((), "")
        self.bar.figures.show_figures(())
        for table in (self.groups, self.residuals, self.skipped):
            table.show_lines(())
        self.residual_side.set_title("Residuals")
        self.skipped_side.set_title("Skipped")
        self.detail.say("")
        self._show_state()

    def _refuse(self, key: Key, message: str) -> None:
        """Say what is wrong with a file and keep to the shipped records."""
        name = key.records.name if key.records else key.kind
        self._ask_again()
        self.notice.say(f"{name} was not scored. {message}")
        self._arrange()

    def _on_failed(self, message: str) -> None:
        self._show_empty("The records could not be scored", message)

    def _show_report(self, key: Key, report: Report) -> None:
        self.report, self._order = report, report.worst
        self._chosen, self._group = "", ""
        names = list(report.grouped())
        first = next((n for n in (self.grouping.option, *FIRST_GROUPINGS) if n in names), "")
        self.grouping.set_options(names, first or (names[0] if names else ""))
        self.bar.figures.show_figures(made.figures(report))
        self.skipped.show_lines(made.skipped_lines(report))
        self.skipped_side.set_title("Skipped", f"{len(report.skipped)} rows, by reason")
        self.plot.caption = made.reading(report, key.records)
        self.plot.empty = None
        if not report.scored:
            why = report.skipped[0].why if report.skipped else "it has no rows"
            self.plot.empty = ("No record could be scored", why[:1].upper() + why[1:])
            self.view.choose(1)
        self._show_marks()
        self._show_state()

    def _show_marks(self, *, follow: bool = True) -> None:
        """Dots and tables as group and record are chosen."""
        report = self.report
        if report is None:
            return
        grouping = self.grouping.option
        current = next((i for i, r in enumerate(report.scored) if r.id == self._chosen), -1)
        dots = made.dots(report, grouping)
        self.plot.show_dots(dots, made.unit_of(report), current=current, group=self._group)
        self.groups.show_lines(made.group_lines(report, grouping, self._group), follow=follow)
        rows = [r for r in report.worst if self._group in ("", r.groups.get(grouping, ""))]
        self._order = rows
        self.residuals.show_lines(made.residual_lines(rows, self._chosen), follow=follow)
        where = f"{len(rows)} of {self._group}" if self._group else f"{len(rows)} records"
        self.residual_side.set_title("Residuals", f"{where}, the largest error first", where)
        chosen = self._chosen_row()
        if chosen is None:
            self.detail.say("Choose a record here or in the plot: why it is off, plan and source.")
        else:
            self.detail.say(made.explanation(chosen), made.head(chosen))
        self._arrange()

    def _show_state(self) -> None:
        self.bar.show_state(
            busy=self.newest.busy, scored=self.report is not None,
            own=self._key.records is not None,
        )  # fmt: skip
        self.grouping.setEnabled(self.report is not None)
        self._arrange()

    # Where it stands

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        del event
        QPainter(self).fillRect(self.rect(), themes.color(themes.current().s1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, _index: int = 0) -> None:
        width, height = self.width(), self.height()
        top = self.bar.place(width, low=height < TALL)
        self.bar.setGeometry(0, 0, width, top)
        needed = self.notice.needed(width)
        self.notice.setGeometry(0, top, width, needed)
        self.notice.setVisible(needed > 0)
        top += needed
        skipped = self.view.index == 1
        self.residual_side.setVisible(not skipped)
        self.skipped_side.setVisible(skipped)
        self.group_side.reserved = self.grouping.sizeHint().width() - 8
        for side in (self.residual_side, self.skipped_side):
            side.reserved = self.view.sizeHint().width() - 8
        boxes = (self._tall if height >= TALL else self._low)(width, top, height - top)
        self.group_side.setGeometry(*boxes[0])
        self.residual_side.setGeometry(*boxes[1])
        self.skipped_side.setGeometry(*boxes[1])
        for line in self._lines:
            line.raise_()
        _over(self.grouping, boxes[0])
        _over(self.view, boxes[1])

    def _tall(self, width: int, top: int, rest: int) -> tuple[tuple[int, int, int, int], ...]:
        """The plot at the left; groups, residuals and the chosen record one above the other."""
        left = min(round(width * 0.56), width - 420)
        side = width - left
        high = min(self.groups.lines.rowCount() + 2, max(rest * 2 // 5 // ROW, 3)) * ROW
        linked = bool(self._address())
        detail = 0
        if self.view.index == 0:
            detail = min(self.detail.needed(side) + (28 if linked else 0), rest // 2)
        detail += (rest - high - detail) % ROW  # whole rows above it
        foot = top + rest
        self.detail.setGeometry(left, foot - detail, side, detail)
        self.detail.setVisible(detail > 0)
        size = self.link.sizeHint()
        self.link.setGeometry(left + 16, foot - 28, size.width(), 24)
        self.link.setVisible(linked and detail > 0)
        self.link.raise_()
        self.plot.setGeometry(0, top, left, rest)
        self._lines[0].setGeometry(left, top, 1, rest)
        self._lines[1].hide()
        return (left, top, side, high), (left, top + high, side, rest - high - detail)

    def _low(self, width: int, top: int, rest: int) -> tuple[tuple[int, int, int, int], ...]:
        """Plot, groups and residuals side by side; tooltips tell about a record."""
        left, middle = round(width * 0.36), max(round(width * 0.28), 300)
        self.detail.hide()
        self.link.hide()
        self.plot.setGeometry(0, top, left, rest)
        for line, x in zip(self._lines, (left, left + middle), strict=True):
            line.setGeometry(x, top, 1, rest)
            line.show()
        at = left + middle
        return (left, top, middle, rest), (at, top, width - at, rest)


def _over(control: QWidget, box: tuple[int, int, int, int]) -> None:
    """Put a control at the right of a title row."""
    size = control.sizeHint()
    y = box[1] + 2 if isinstance(control, MenuChoice) else box[1]  # on the line of the title
    control.setGeometry(box[0] + box[2] - size.width() - 4, y, size.width(), ROW)
    control.raise_()
