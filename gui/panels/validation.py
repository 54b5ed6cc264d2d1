"""The Validation tab: how far predictions lie from measured records, record by record."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from gui import theme as themes
from gui.panels import validation_lines as made
from gui.panels.background import Newest, Wanted
from gui.panels.figures import Figures, Passage
from gui.panels.menu_choice import MenuChoice
from gui.panels.side import Choice, Divider, Titled
from gui.panels.table import Table
from gui.plots.scatter import Scatter
from gui.plots.take import save_csv
from model.errors import InputError
from model.outcome import Outcome
from model.study.bands import Bands
from model.study.validate import KINDS, validate
from model.study.validation.score import Report, Scored

BAR = 32
LAYOUTS = ("layout as published", "layout searched")
FIRST_GROUPINGS = ("accelerator", "family")
"""What is chosen at first, where a kind has it."""
TALL = 300
"""Height [px] from which tables stand beside the plot one above the other."""

Key = tuple[str, bool, Path | None]
Answer = tuple[Key, Report | InputError]


class ValidationPanel(QWidget):
    """Plot, groups and residuals of one kind of record; scored once, in the background."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("validation")
        self.kind = Choice("Kind of record", [k.capitalize() for k in KINDS], self)
        self.kind.chosen.connect(self._on_kind)
        self.layouts = MenuChoice("How the layout of a run is known", parent=self)
        self.layouts.set_options(LAYOUTS, LAYOUTS[0])
        self.layouts.chosen.connect(self._on_kind)
        self.own = QPushButton("Score my own file…", self)
        self.own.setToolTip("A CSV file with the columns of the shipped records of this kind")
        self.own.clicked.connect(self._ask_file)
        self.shipped = QPushButton("Back to shipped records", self)
        self.shipped.clicked.connect(self._on_kind)
        self.export = QPushButton("Export residuals…", self)
        self.export.setToolTip("Every record with measured, predicted, range, plan and source, CSV")
        self.export.clicked.connect(self._export)
        self.figures = Figures("validation-figures", self)
        self.notice = Passage("validation-notice", "red", self)
        self.plot = Scatter("predicted-measured", self)
        self.plot.chosen.connect(self._choose_dot)
        self.groups = Table("Errors by group", made.GROUP_COLUMNS, self)
        self.groups.clicked.connect(self._on_group)
        self.groups.activated.connect(self._on_group)
        self.group_side = Titled("Groups", self.groups, self)
        self.grouping = MenuChoice("Group by", "by ", self)
        self.grouping.chosen.connect(self._on_grouping)
        self.residuals = Table("Residuals", made.RESIDUAL_COLUMNS, self)
        self.residuals.clicked.connect(self._on_residual)
        self.residuals.selectionModel().currentRowChanged.connect(self._on_residual)
        self.residual_side = Titled("Residuals", self.residuals, self)
        self.skipped = Table("Skipped rows", made.SKIPPED_COLUMNS, self)
        self.skipped_side = Titled("Skipped", self.skipped, self)
        self.view = Choice("Rows", ("Scored", "Skipped"), self)
        self.view.chosen.connect(self._arrange)
        self.detail = Passage("validation-detail", parent=self)
        self._lines = (Divider(self), Divider(self))
        self.newest = Newest(self, pause_ms=0)
        self.newest.done.connect(self._on_done)
        self.newest.failed.connect(self._on_failed)
        self.report: Report | None = None
        self._key: Key = (KINDS[0], False, None)
        self._known: dict[Key, Report] = {}
        self._order: list[Scored] = []
        self._chosen, self._group = "", ""
        themes.changed.connect(self.update)

    def show(
        self,
        outcome: Outcome | None = None,
        bands: Bands | None = None,
        baseline: Outcome | None = None,
    ) -> None:
        """Become visible. No scenario changes what was measured, or the physics that is scored."""
        del bands, baseline
        if outcome is None:
            super().show()

    def showEvent(self, event: QShowEvent) -> None:
        """Score the first kind when the tab is first seen."""
        super().showEvent(event)
        if self.report is None and not self.newest.busy and not self.notice.text:
            self.ask(KINDS[self.kind.index])

    def ask(self, kind: str, records: Path | None = None) -> None:
        """Show the scores of ``kind``: at once if they are known, else when they are computed."""
        search = kind == "runs" and self.layouts.option == LAYOUTS[1]
        self._key = (kind, search, records)
        self.notice.say("")
        if self._key in self._known:
            self.newest.stop()
            self._show_report(self._known[self._key])
            return
        self.newest.ask(partial(_score, self._key))
        self._show_waiting()

    def score_file(self, path: Path) -> None:
        """Score the records of a file, of the kind that is shown."""
        self.ask(KINDS[self.kind.index], path)

    # What the user does

    def _on_kind(self, _: object = None) -> None:
        self.ask(KINDS[self.kind.index])

    def _ask_file(self) -> None:
        kind = KINDS[self.kind.index]
        name, _ = QFileDialog.getOpenFileName(
            self, f"Score my own {kind}", "", "Comma-separated values (*.csv)"
        )
        if name:
            self.score_file(Path(name))

    def _export(self) -> None:
        if self.report is not None:
            save_csv(self, made.residual_rows(self.report), f"residuals-{self.report.kind}")

    def _on_grouping(self, _: str) -> None:
        self._group = ""
        self._show_marks()

    def _on_group(self, index: QModelIndex) -> None:
        names = list(made.markers(self.report, self.grouping.option)) if self.report else []
        if 0 <= index.row() < len(names):
            name = names[index.row()]
            self._group = "" if name == self._group else name
            self._show_marks()

    def _on_residual(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if 0 <= index.row() < len(self._order):
            self._choose(self._order[index.row()].id, follow=False)

    def _choose_dot(self, index: int) -> None:
        self._choose(self.report.scored[index].id if self.report and index >= 0 else "")

    def _choose(self, record: str, *, follow: bool = True) -> None:
        if record != self._chosen:
            self._chosen = record
            self._show_marks(follow=follow)

    # What is shown

    def _show_waiting(self) -> None:
        kind, _, records = self._key
        what = f"Scoring {records.name}" if records else f"Scoring the shipped {kind}"
        self.report, self._order = None, []
        self._show_empty(f"{what} …", "It takes some seconds; everything else goes on.")

    def _show_empty(self, what: str, act: str) -> None:
        self.plot.title, self.plot.caption = "Predicted against measured", ""
        self.plot.empty = (what, act)
        self.plot.show_dots((), "")
        self.figures.show_figures(())
        for table in (self.groups, self.residuals, self.skipped):
            table.show_lines(())
        self.residual_side.set_title("Residuals")
        self.skipped_side.set_title("Skipped")
        self.detail.say("")
        self._enable()

    def _on_done(self, answer: Answer) -> None:
        key, found = answer
        if isinstance(found, InputError):
            self._refuse(key, found)
            return
        if key[2] is None:  # a file of one's own may change
            self._known[key] = found
        self._show_report(found)

    def _refuse(self, key: Key, error: InputError) -> None:
        """Say what is wrong with a file and keep to the shipped records."""
        name = key[2].name if key[2] else key[0]
        self.ask(key[0])
        self.notice.say(f"{name} was not scored. {error}", "")
        self._arrange()

    def _on_failed(self, message: str) -> None:
        self._show_empty("The records could not be scored", message)

    def _show_report(self, report: Report) -> None:
        self.report, self._order = report, report.worst
        self._chosen, self._group = "", ""
        names = list(report.grouped())
        first = next((n for n in (self.grouping.option, *FIRST_GROUPINGS) if n in names), "")
        self.grouping.set_options(names, first or (names[0] if names else ""))
        self.figures.show_figures(made.figures(report))
        self.skipped.show_lines(made.skipped_lines(report))
        self.skipped_side.set_title("Skipped", f"{len(report.skipped)} rows, by reason")
        records = self._key[2]
        self.plot.title = f"{report.kind.capitalize()}: predicted against measured"
        self.plot.caption = records.name if records else "dashed: ±10 %"
        self.plot.empty = None
        if not report.scored:
            why = report.skipped[0].why if report.skipped else "it has no rows"
            self.plot.empty = ("No record could be scored", why[:1].upper() + why[1:])
            self.view.choose(1)
        self._show_marks()
        self._enable()
        self._arrange()

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
        self.residual_side.set_title("Residuals", f"{where}, the largest error first")
        chosen = report.scored[current] if current >= 0 else None
        if chosen is None:
            self.detail.say("Choose a record here or in the plot: its plan, notes and source.")
        else:
            self.detail.say(made.explanation(chosen), made.head(chosen))
        self._arrange()

    def _enable(self) -> None:
        self.export.setEnabled(self.report is not None)
        self.grouping.setEnabled(self.report is not None)

    # Where it stands

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the row of controls."""
        del event
        QPainter(self).fillRect(self.rect(), themes.color(themes.current().s1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, _index: int = 0) -> None:
        width, height = self.width(), self.height()
        top = self._arrange_bar(width)
        rest = height - top
        skipped = self.view.index == 1
        self.residual_side.setVisible(not skipped)
        self.skipped_side.setVisible(skipped)
        if rest >= TALL:
            left = min(round(width * 0.56), width - 420)
            high = min(24 * (self.groups.lines.rowCount() + 2) + 8, rest * 2 // 5)
            detail = self.detail.needed(width - left) if not skipped else 0
            boxes = ((left, top, width - left, high),
                     (left, top + high, width - left, rest - high - detail))  # fmt: skip
            self.detail.setGeometry(left, height - detail, width - left, detail)
            self.detail.setVisible(detail > 0)
            self._lines[1].hide()
        else:
            left, middle = round(width * 0.36), max(round(width * 0.29), 320)
            boxes = ((left, top, middle, rest), (left + middle, top, width - left - middle, rest))
            self.detail.hide()
            self._lines[1].setGeometry(left + middle, top, 1, rest)
            self._lines[1].show()
        self.plot.setGeometry(0, top, left, rest)
        self._lines[0].setGeometry(left, top, 1, rest)
        self.group_side.setGeometry(*boxes[0])
        self.residual_side.setGeometry(*boxes[1])
        self.skipped_side.setGeometry(*boxes[1])
        for line in self._lines:
            line.raise_()
        self._over(self.grouping, boxes[0])
        self._over(self.view, boxes[1])

    def _over(self, control: QWidget, box: tuple[int, int, int, int]) -> None:
        """Put a control at the right of a title row."""
        size = control.sizeHint()
        control.setGeometry(box[0] + box[2] - size.width() - 4, box[1], size.width(), 24)
        control.raise_()

    def _arrange_bar(self, width: int) -> int:
        """Kinds at the left, figures, buttons at the right; returns where the rest begins."""
        size = self.kind.sizeHint()
        self.kind.setGeometry(8, 4, size.width(), size.height())
        at = 8 + size.width()
        self.layouts.setVisible(self._key[0] == "runs" and self._key[2] is None)
        if not self.layouts.isHidden():
            size = self.layouts.sizeHint()
            self.layouts.setGeometry(at, 4, size.width(), 24)
            at += size.width()
        self.shipped.setVisible(self._key[2] is not None)
        right = width - 8
        for button in (self.export, self.own, self.shipped):
            if button.isHidden():
                continue
            size = button.sizeHint()
            right -= size.width()
            button.setGeometry(right, 4, size.width(), 24)
            right -= 6
        top = BAR
        if at + self.figures.needed() <= right:
            self.figures.setGeometry(at, 0, right - at, BAR)
        else:
            self.figures.setGeometry(0, BAR, width, 24)
            top += 24
        needed = self.notice.needed(width)
        self.notice.setGeometry(0, top, width, needed)
        self.notice.setVisible(needed > 0)
        return top + needed


def _score(key: Key, wanted: Wanted) -> Answer:
    """In the worker: a file that can't be read is an answer, not a failure."""
    kind, search, records = key
    try:
        return key, validate(kind, records, search=search, wanted=wanted)
    except InputError as error:
        return key, error
