"""A scenario of the real catalogue, a record of what a panel emits, and a hand that drives it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.levers.panel import LeverPanel
from model.scenario import Belief, Beliefs, Scenario, Shipment, Site, Supply, Workload

LEFT = Qt.MouseButton.LeftButton
START = date(2024, 5, 3)


def scenario(**changes: object) -> Scenario:
    given = {
        "shipments": (
            Shipment("h100_sxm", 100_000, date(2024, 7, 3), "memphis", 60.0),
            Shipment("h200_sxm", 50_000, date(2024, 11, 4), "memphis"),
        ),
        "sites": (
            Site(
                "memphis",
                "memphis",
                "retrofit",
                START,
                "liquid_chillers_towers",
                "spectrum_x",
                supply=(
                    Supply("grid", 50.0, date(2024, 8, 1)),
                    Supply("turbines", 250.0, date(2024, 7, 1), date(2025, 4, 1)),
                    Supply("battery", 150.0, date(2024, 11, 7), mwh=655.0),
                ),
            ),
        ),
        "workload": Workload("grok-3", 3.5e26, 1.6e7, 8192),
        "beliefs": Beliefs(install_rate=Belief(300, 1100, 1670)),
        **changes,
    }
    return Scenario(schema=1, title="Test", **given)


class Heard:
    """What a panel emitted, in order."""

    def __init__(self, panel: LeverPanel) -> None:
        self.log: list[tuple[object, ...]] = []
        panel.edited.connect(self._edited)
        panel.released.connect(self._released)
        panel.shipment_add.connect(self._add)
        panel.shipment_duplicate.connect(self._duplicate)
        panel.shipment_remove.connect(self._remove)
        panel.shipment_move.connect(self._move)
        panel.shipment_redirect.connect(self._redirect)
        panel.redirection_remove.connect(self._take_back)
        panel.supply_add.connect(self._supply_add)
        panel.supply_remove.connect(self._supply_remove)
        panel.help_requested.connect(self._help)

    @property
    def edits(self) -> list[tuple[object, ...]]:
        return [entry[1:] for entry in self.log if entry[0] == "edited"]

    @property
    def releases(self) -> int:
        return sum(entry[0] == "released" for entry in self.log)

    def _edited(self, path: str, value: object) -> None:
        self.log.append(("edited", path, value))

    def _released(self) -> None:
        self.log.append(("released",))

    def _add(self) -> None:
        self.log.append(("add",))

    def _duplicate(self, index: int) -> None:
        self.log.append(("duplicate", index))

    def _remove(self, index: int) -> None:
        self.log.append(("remove", index))

    def _move(self, source: int, target: int) -> None:
        self.log.append(("move", source, target))

    def _redirect(self, *asked: object) -> None:
        self.log.append(("redirect", *asked))

    def _take_back(self, index: int) -> None:
        self.log.append(("take_back", index))

    def _supply_add(self, site: int) -> None:
        self.log.append(("supply_add", site))

    def _supply_remove(self, site: int, index: int) -> None:
        self.log.append(("supply_remove", site, index))

    def _help(self, path: str) -> None:
        self.log.append(("help", path))


def type_into(qtbot, field, text, key=Qt.Key.Key_Return):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, key)


def wheel(widget, delta=120):
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(centre.toPoint())),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drag(qtbot, rail, by, modifier=Qt.KeyboardModifier.NoModifier):
    start = QPoint(round(rail.handle_x()), 7)
    qtbot.mousePress(rail, LEFT, modifier, start)
    for share in (0.25, 0.5, 0.75, 1.0):
        qtbot.mouseMove(rail, start + QPoint(round(by * share), 0))
    qtbot.mouseRelease(rail, LEFT, modifier, start + QPoint(by, 0))
