"""A small scenario, an answer to it without physics, and parts that only record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QSlider, QVBoxLayout, QWidget

from gui import theme
from gui.app import Session
from gui.parts import Parts
from gui.settings import Settings
from gui.start import session_for
from model.outcome import POWER_PARTS, Headline, Outcome, Training
from model.scenario import Scenario, Shipment, Site, Supply, Workload
from model.study.bands import Bands


def small_scenario(title: str = "Small", count: int = 20_000) -> Scenario:
    day = date(2024, 5, 3)
    return Scenario(
        1,
        title,
        (
            Shipment("h100_sxm", 100_000, date(2024, 7, 3), "a"),
            Shipment("h200_sxm", count, date(2024, 11, 4), "a"),
        ),
        (
            Site(
                "a",
                "memphis",
                "retrofit",
                day,
                "liquid_chillers_towers",
                "spectrum_x",
                supply=(Supply("grid", 150.0, day), Supply("turbines", 250.0, day)),
            ),
            Site("b", "memphis", "retrofit", day, "liquid_chillers_towers", "spectrum_x"),
        ),
        Workload("grok-3", 3.5e26, 1.6e7, 8192),
    )


def answer_to(scenario: Scenario) -> Outcome:
    days = np.linspace(0.0, 400.0, 41).reshape(1, -1)
    total = np.full_like(days, float(scenario.total_count))
    one = np.ones((1, 1))
    return Outcome(
        scenario=scenario,
        epoch=scenario.epoch,
        days=days,
        types=("h100_sxm",),
        peak_installed=total * 1e15,
        peak_powered=total * 1e15,
        usable={"h100_sxm": total * 4e14},
        delivered=total,
        racked=total,
        online=total,
        power=dict.fromkeys(POWER_PARTS, total * 300.0),
        wanted=total * 1500.0,
        supply=dict.fromkeys(("grid", "turbines", "battery"), total * 800.0),
        tasks=(),
        binding=(),
        headlines={"gpus": Headline("gpus", "GPUs", "1", total[:, :1])},
        peak_power={},
        capex={},
        opex={},
        run_cost={},
        run_start=one * 100,
        run_finish=one * 200,
        progress=days / 400,
        training=Training(None, None, ""),
        pools={"h100_sxm": scenario.total_count},
    )


def bands_of(outcome: Outcome, rows: int) -> Bands:
    usable = outcome.usable_total
    return Bands(rows, 7, {}, {}, outcome.days, (usable * 0.9, usable * 1.1))


def quick_sampler(scenario: Scenario, seed: int) -> Iterator[tuple[float, Bands | None]]:
    yield 0.1, bands_of(answer_to(scenario), 256)
    yield 1.0, bands_of(answer_to(scenario), 4096)


class FakeLevers(QWidget):
    edited = Signal(str, object)
    released = Signal()
    shipment_add = Signal()
    shipment_duplicate = Signal(int)
    shipment_remove = Signal(int)
    shipment_move = Signal(int, int)
    shipment_redirect = Signal(int, str, int, object, float)
    redirection_remove = Signal(int)
    site_add = Signal()
    site_duplicate = Signal(int)
    site_remove = Signal(int, str)
    supply_add = Signal(int)
    supply_remove = Signal(int, int)
    help_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 1_000_000)
        self.slider.setPageStep(1000)
        self.slider.valueChanged.connect(self._on_value)
        self.slider.sliderReleased.connect(self.released)
        QVBoxLayout(self).addWidget(self.slider)
        self.shown: list[tuple[Scenario, Scenario]] = []
        self.refusals: list[tuple[str, str]] = []

    def _on_value(self, value: int) -> None:
        self.edited.emit("shipments.1.count", value)

    def show_scenario(self, scenario: Scenario, preset: Scenario, no_effect: object) -> None:
        self.shown.append((scenario, preset))

    def show_remarks(self, remarks: object) -> None:
        self.remarks = remarks

    def reveal(self, path: str) -> None:
        self.revealed = path

    def state(self) -> dict[str, object]:
        return {"folded": ["Money"]}

    def restore(self, state: dict[str, object]) -> None:
        self.restored = state

    def refuse(self, path: str, message: str) -> None:
        self.refusals.append((path, message))


class FakePanel(QWidget):
    explain_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[tuple[Outcome, Bands | None, Outcome | None]] = []
        self.days: list[float] = []

    def show(self, outcome: Outcome, bands: object, baseline: object, **_: object) -> None:
        self.answers.append((outcome, bands, baseline))

    def settle(self) -> None:
        self.settled = True

    def set_cursor(self, day: float) -> None:
        self.days.append(day)


class FakeBoard(FakePanel):
    cursor_moved = Signal(float)
    bar_grabbed = Signal(object, str)
    bar_dragged = Signal(float)
    bar_dropped = Signal(bool)
    bar_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 120.0
        self.settled = 0
        self.zoom_resets = 0

    def set_cursor(self, day: float) -> None:
        self.cursor = day
        self.cursor_moved.emit(day)

    def settle(self) -> None:
        self.settled += 1

    def reset_zoom(self) -> None:
        self.zoom_resets += 1


FAKES = Parts(
    FakeLevers,
    FakePanel,
    FakeBoard,
    {name: (name.capitalize(), FakePanel) for name in ("training", "cost", "rank")},
)


def bury(session: Session) -> None:
    """Close and delete a window now: one that lives on is restyled with every later theme."""
    session.window.may_close = None
    session.shut_down()
    session.window.close()
    session.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def themed(qapp) -> Iterator[None]:
    theme.apply(qapp)
    yield
    theme.set_theme("light")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings" / "window.ini")


@pytest.fixture
def open_real(qtbot, themed, settings) -> Iterator[Callable[..., Session]]:
    """Opens presets in a window with its real parts and the real model."""
    made: list[Session] = []

    def opened(preset: str = "colossus-100k", size: tuple[int, int] = (1600, 1000)) -> Session:
        session = session_for(preset, settings)
        session.window.resize(*size)
        session.window.show()
        qtbot.waitExposed(session.window)
        session.fill()
        QApplication.processEvents()
        made.append(session)
        return session

    yield opened
    for session in made:
        bury(session)


@pytest.fixture
def make_session(qtbot, themed, settings) -> Iterator[Callable[..., Session]]:
    made: list[Session] = []

    def make(scenario: Scenario | None = None, **options: object) -> Session:
        given = {
            "settings": settings,
            "evaluate": answer_to,
            "sampler": quick_sampler,
            "parts": FAKES,
            **options,
        }
        session = Session(scenario or small_scenario(), **given)
        session.window.resize(1600, 1000)
        session.window.show()
        qtbot.waitExposed(session.window)
        session.fill()
        made.append(session)
        return session

    yield make
    for session in made:
        bury(session)


@pytest.fixture
def session(make_session) -> Session:
    return make_session()
