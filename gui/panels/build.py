"""The Build tab: the network of construction tasks as a table that is edited in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui import theme as themes
from gui import wording
from gui.panels.answer import AnswerPanel
from gui.panels.build_head import HEIGHT, BuildHead
from gui.panels.build_lines import task_rows
from gui.panels.build_table import TaskTable
from gui.panels.build_typing import typed_value
from gui.panels.calm import Calm
from model.catalog import catalog
from model.errors import InputError
from model.network import names
from model.outcome import Outcome
from model.study.bands import Bands


class BuildPanel(AnswerPanel):
    """Shows the tasks of one site and asks for edits of them; it keeps no values of its own."""

    edited = Signal(str, object)
    """path and value"""
    ended = Signal()
    """the edit is complete"""
    add_task = Signal(int)
    """site"""
    remove_task = Signal(int, str)
    """site, task id"""
    reset_task = Signal(int, str)
    """site, task id"""
    put_back_task = Signal(int, str)
    """site, id of a task that was taken out"""
    reset_tasks = Signal(int)
    """site"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("build")
        self.site = 0
        self._ids: tuple[str, ...] = ()
        self._outcome: Outcome | None = None
        self._bands: Bands | None = None
        self.table = TaskTable("Construction tasks", self)
        self.table.typed.connect(self._on_typed)
        self.table.removal.connect(self._remove)
        self.table.message.connect(self._say)
        self.table.selectionModel().currentChanged.connect(self._enable)
        self.head = BuildHead(self)
        self.head.sites.chosen.connect(self._on_site)
        self.head.fields.clicked.connect(self._open_fields)
        self.head.add.clicked.connect(self._add)
        self.head.remove.clicked.connect(self._remove)
        self.head.reset.clicked.connect(self._reset)
        self.head.reset_all.clicked.connect(self._reset_all)
        self._awaiting = ""
        self._calm = Calm(self)
        self._calm.due.connect(self._refresh)
        themes.changed.connect(self.update)

    def show_answer(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Show the answer."""
        del baseline
        self._outcome, self._bands = outcome, bands
        self._calm.ask()

    def refuse(self, path: str, message: str) -> bool:
        """Take in why an edit was refused; False if this table did not ask for it."""
        if path != self._awaiting:
            return False
        self.table.refuse(message)
        return True

    def choose_task(self, site: int, id: str) -> None:
        """Go to a task, of whichever site, and give its row the keyboard."""
        self.site = site
        self._refresh()
        self.table.choose(id)
        self.table.setFocus()

    # What the user does

    def _on_typed(self, id: str, field: str, text: str) -> None:
        path = f"sites.{self.site}.tasks.{id}.{field}"
        try:
            value = typed_value(field, text, path)
        except InputError as error:
            self.table.refuse(wording.refusal(error))
            return
        self._awaiting = path
        self.edited.emit(path, value)
        self._awaiting = ""
        self.ended.emit()

    def _on_site(self, name: str) -> None:
        self.site = self._ids.index(name)
        self._refresh()

    def _add(self) -> None:
        """Add a task; where tasks of the template were taken out, offer them first."""
        left_out = self._left_out()
        if not left_out:
            self.add_task.emit(self.site)
            return
        menu = QMenu(self)
        menu.addAction("New task").triggered.connect(partial(self.add_task.emit, self.site))
        menu.addSeparator()
        for id, name in left_out.items():
            back = menu.addAction(f"Put back: {name}")
            back.triggered.connect(partial(self.put_back_task.emit, self.site, id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.head.add.mapToGlobal(QPoint(0, self.head.add.height())))

    def _left_out(self) -> dict[str, str]:
        """Id and name of the tasks of this site that were taken out."""
        if self._outcome is None or not self._ids:
            return {}
        site = self._outcome.scenario.sites[self.site]
        called = names(site)
        return {id: called[id] for id, edit in site.tasks.items() if edit.drop}

    def _remove(self) -> None:
        if self.table.chosen is not None:
            self.remove_task.emit(self.site, self.table.chosen.id)

    def _reset(self) -> None:
        if self.table.chosen is not None:
            self.reset_task.emit(self.site, self.table.chosen.id)

    def _open_fields(self) -> None:
        menu = self.table.fields_menu(self.head.fields)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.head.fields.mapToGlobal(QPoint(0, self.head.fields.height())))

    def _reset_all(self) -> None:
        self.reset_tasks.emit(self.site)

    # What is shown

    def _refresh(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        sites = outcome.scenario.sites
        self._ids = tuple(site.id for site in sites)
        self.site = min(self.site, max(len(sites) - 1, 0))
        self.head.sites.setVisible(len(sites) > 1)
        self.table.setVisible(bool(sites))
        if not sites:
            self.head.show_title("No site to build yet", "Add a site at the left.", editable=False)
            return
        site = sites[self.site]
        self.head.sites.set_options(self._ids, site.id)
        stale = self._bands is None
        self.table.show_rows(task_rows(outcome, self._bands, self.site), stale=stale)
        left_out = len(self._left_out())
        changed = sum(not edit.drop for edit in site.tasks.values())
        count = len(self.table.rows)
        said = [f"{count} task{'s' if count != 1 else ''}"]
        said += [f"{changed} changed or added"] if changed else []
        said += [f"{left_out} left out"] if left_out else []
        nothing = all(s.site != site.id or not s.count for s in outcome.scenario.shipments)
        if nothing:
            said.append("no dates: nothing is shipped here")
        caption = ", ".join(said) + "; bold: changed here"
        self.head.show_title(catalog().templates[site.build].name, caption, editable=True)
        self.table.setAccessibleName(f"Construction tasks of {site.id}")
        self._enable()

    def _enable(self) -> None:
        site = self._outcome.scenario.sites[self.site] if self._ids and self._outcome else None
        chosen = self.table.chosen
        edits = site.tasks if site is not None else {}
        self.head.fields.setEnabled(chosen is not None)
        self.head.remove.setEnabled(chosen is not None)
        self.head.reset.setEnabled(chosen is not None and not chosen.own and chosen.id in edits)
        self.head.reset_all.setEnabled(bool(edits))

    def _say(self, message: str) -> None:
        self.setToolTip(message)
        self.head.show_error(message)
        self.table.setAccessibleDescription(message or "F2 or typing edits a cell")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title row, and the table beneath."""
        super().resizeEvent(event)
        self.head.setGeometry(0, 0, self.width(), HEIGHT)
        self.table.setGeometry(8, HEIGHT, self.width() - 16, self.height() - HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        del event
        QPainter(self).fillRect(self.rect(), themes.color(themes.current().s1))
