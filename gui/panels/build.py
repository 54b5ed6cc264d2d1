"""The Build tab: the network of construction tasks as a table that is edited in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui import icons, wording
from gui import theme as themes
from gui.panels.answer import AnswerPanel
from gui.panels.build_lines import CHOICES, task_rows
from gui.panels.build_table import TaskTable
from gui.panels.calm import Calm
from gui.panels.menu_choice import MenuChoice
from gui.plots.chart import EDGE, Ink
from model.catalog import catalog
from model.errors import InputError
from model.network import names
from model.outcome import Outcome
from model.parse import parse_date, parse_number
from model.study.bands import Bands

BAR = 28


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
        self._title, self._caption, self._error = "", "", ""
        self.table = TaskTable("Construction tasks", self)
        self.table.typed.connect(self._on_typed)
        self.table.removal.connect(self._remove)
        self.table.message.connect(self._say)
        self.table.selectionModel().currentChanged.connect(self._enable)
        self.sites = MenuChoice("Site", "site ", self)
        self.sites.chosen.connect(self._on_site)
        self.fields = self._button(
            "more", "All fields", "Set any field of the chosen task, with or without a column"
        )
        self.add = self._button(
            "plus", "Add task", "Add a task of this site's own, or put one back"
        )
        self.remove = self._button("close", "Take out", "Take the chosen task out (Delete)")
        self.reset = self._button("reset", "Reset task", "Put the chosen task back to the template")
        self.reset_all = self._button("reset", "Reset all", "Put every task back to the template")
        self.buttons = (self.reset_all, self.reset, self.remove, self.fields, self.add)
        self.fields.clicked.connect(self._open_fields)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self._awaiting = ""
        self._free = 0
        self._calm = Calm(self)
        self._calm.due.connect(self._refresh)
        themes.changed.connect(self._restyle)
        self._restyle()

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
            value = _value(field, text, path)
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
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

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
        menu = self.table.fields_menu(self.fields)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.fields.mapToGlobal(QPoint(0, self.fields.height())))

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
        self.sites.setVisible(len(sites) > 1)
        self.table.setVisible(bool(sites))
        for each in self.buttons:
            each.setVisible(bool(sites) and not self._error)
        if not sites:
            self._title, self._caption = "No site to build yet", "Add a site at the left."
            self.update()
            return
        site = sites[self.site]
        self.sites.set_options(self._ids, site.id)
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
        self._title = catalog().templates[site.build].name
        self._caption = ", ".join(said) + "; bold: changed here"
        self.table.setAccessibleName(f"Construction tasks of {site.id}")
        self._enable()
        self._place()
        self.update()

    def _enable(self) -> None:
        site = self._outcome.scenario.sites[self.site] if self._ids and self._outcome else None
        chosen = self.table.chosen
        edits = site.tasks if site is not None else {}
        self.fields.setEnabled(chosen is not None)
        self.remove.setEnabled(chosen is not None)
        self.reset.setEnabled(chosen is not None and not chosen.own and chosen.id in edits)
        self.reset_all.setEnabled(bool(edits))

    def _say(self, message: str) -> None:
        self._error = message
        self.setToolTip(message)
        for button in self.buttons:
            button.setVisible(not message)  # the reason needs the room, and a cell is being edited
        self._place()
        self.table.setAccessibleDescription(message or "F2 or typing edits a cell")
        self.update()

    def _button(self, icon: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(icon)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(icons.SIZE, icons.SIZE))
        button.setAutoRaise(True)
        button.setFont(themes.font(11))
        return button

    def _restyle(self) -> None:
        for button in self.buttons:
            button.setIcon(icons.icon(button.objectName(), themes.current()))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons at the right of the title row, the table beneath."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = self.width() - 8
        self._free = x
        for button in (*self.buttons, self.sites):
            if button.isHidden():
                continue
            size = button.sizeHint()
            x -= size.width() + 4
            button.setGeometry(x, (BAR - 24) // 2, size.width(), 24)
            self._free = x
        self.table.setGeometry(8, BAR, self.width() - 16, self.height() - BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and title row: the build and what was changed, or what was refused and why."""
        del event
        painter = QPainter(self)
        ink, theme = Ink(painter, themes.current()), themes.current()
        painter.fillRect(self.rect(), themes.color(theme.s1))
        room = QRectF(EDGE, 4, self._free - EDGE - 8, 20)
        if self._error:
            icons.paint(painter, "warning", QRectF(EDGE, 6, 16, 16), theme.red)
            ink.text(room.adjusted(22, 0, 0, 0), self._error, theme.t1, px=12)
        else:
            ink.text(room, self._title, theme.t1, px=12, bold=True)
            used = ink.width(self._title, 12, True) + 8
            if room.width() - used > 24:
                ink.text(room.adjusted(used, 0, 0, 0), self._caption, theme.t3)
        painter.end()


def _value(field: str, text: str, path: str) -> object:
    """What a typed ``text`` stands for; raises InputError."""
    text = text.strip()
    if field in ("after", "ordered", "not_before") and text.lower() in ("", "none"):
        return ""  # for none, whatever the template has
    if field == "after":
        return text
    if not text:  # as the template has it
        return None
    if field in ("low", "mode", "high"):
        return parse_number(text, "d", path)
    if field in ("ordered", "not_before"):
        return parse_date(text, path)
    if field == "size_exponent":
        return parse_number(text, "", path)
    if field in CHOICES:
        named = {words: value for value, words in CHOICES[field].items()}
        return named.get(text.lower(), text.lower())
    return text
