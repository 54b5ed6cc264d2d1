"""The real window off screen, driven by real events: for screenshots, measuring and self-tests."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from types import TracebackType

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.app import Session
from gui.levers.marks import INSET
from gui.levers.rail import Rail
from gui.sampling import STAGES
from gui.settings import Settings
from gui.start import session_for
from model import files

PATIENCE_S = 60.0
"""Longest wait for anything."""


class Stage:
    """A session whose window is shown at a given size, and the hand that drives it.

    Parameters
    ----------
    session : filled and shown
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.failures: list[str] = []
        """what slots raised, and what was logged as an error"""

    @property
    def app(self) -> QApplication:
        """The application."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("there is no application")
        return app

    def rail(self) -> Rail:
        """The slider of the first lever that is shown: the count of the first shipment."""
        rails: list[Rail] = self.session.levers.findChildren(Rail)
        for rail in rails:
            if rail.isVisible() and rail.isEnabled() and not rail.locked:
                return rail
        raise RuntimeError("no lever has a slider")

    def press(self, rail: Rail) -> None:
        """Take the handle of ``rail``."""
        self._mouse(rail, QEvent.Type.MouseButtonPress, rail.handle_x())

    def drag(self, rail: Rail, share: float) -> None:
        """Move the handle that was taken to ``share`` (0 to 1) of the rail; paints nothing yet."""
        x = INSET + share * (rail.width() - 2 * INSET)
        self._mouse(rail, QEvent.Type.MouseMove, x)

    def release(self, rail: Rail) -> None:
        """Let the handle go."""
        self._mouse(rail, QEvent.Type.MouseButtonRelease, rail.handle_x())

    def wait_for(self, done: Callable[[], bool], what: str) -> None:
        """Process events until ``done``; raises RuntimeError after a minute."""
        until = perf_counter() + PATIENCE_S
        while not done():
            if perf_counter() > until:
                raise RuntimeError(f"waited in vain for {what}")
            self.app.processEvents()

    def wait_for_ensemble(self) -> None:
        """Wait until the bands are those of the full ensemble of the present scenario."""
        engine = self.session.engine
        engine.settle()

        def complete() -> bool:
            return engine.bands is not None and engine.bands.rows >= STAGES[-1]

        self.wait_for(complete, "the ensemble")

    @property
    def tabs(self) -> tuple[str, ...]:
        """Names of the lower tabs."""
        return self.session.window.tabs.names

    def show_tab(self, name: str, *, maximised: bool = False) -> None:
        """Go to a tab and wait until what it computes in the background is there."""
        tabs = self.session.window.tabs
        tabs.choose(name)
        if maximised:
            tabs.set_state("maximised")
        self.app.processEvents()
        newest = getattr(tabs.panel(name), "newest", None)
        self.wait_for(lambda: newest is None or not newest.busy, f"the tab {name}")

    def _mouse(self, rail: Rail, kind: QEvent.Type, x: float) -> None:
        moving, up = kind == QEvent.Type.MouseMove, kind == QEvent.Type.MouseButtonRelease
        button = Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if up else Qt.MouseButton.LeftButton
        at = QPointF(x, rail.height() / 2)
        event = QMouseEvent(
            kind, at, rail.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(rail, event)


@contextmanager
def stage(name: str, size: tuple[int, int], theme_name: str = "light") -> Iterator[Stage]:
    """Open the window on the preset or file ``name``, and close it properly at the end.

    Raises InputError if there is no such scenario. The user's settings are neither read nor
    written.
    """
    prepare()
    files.open_scenario(name)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise RuntimeError("another kind of application is running")
    theme.set_theme(theme_name)
    theme.apply(app)
    folder = Path(tempfile.mkdtemp(prefix="clusterwright-"))
    session = session_for(name, Settings(folder / "window.ini"))
    stage_ = Stage(session)
    before = sys.excepthook
    sys.excepthook = _recorder(stage_.failures)
    log = _Log(stage_.failures)
    logging.getLogger().addHandler(log)
    session.engine.failed.connect(stage_.failures.append)
    try:
        session.window.resize(*size)
        session.window.show()
        session.fill()
        session.window.hints.hide()
        stage_.wait_for(lambda: session.engine.outcome is not None, "the first answer")
        app.processEvents()
        yield stage_
    finally:
        # A window with plots that is still open when the interpreter ends takes it down.
        session.window.may_close = None
        session.shut_down()
        session.window.close()
        session.window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        app.processEvents()
        sys.excepthook = before
        logging.getLogger().removeHandler(log)
        shutil.rmtree(folder, ignore_errors=True)


def prepare() -> None:
    """Choose the off-screen platform, unless the environment names another."""
    from gui.__main__ import prepare_qt

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.name == "posix" and not any(os.environ.get(k) for k in ("LC_ALL", "LC_CTYPE", "LANG")):
        os.environ["LC_ALL"] = "C.UTF-8"  # what Qt would switch to, with a complaint
    prepare_qt()


class _Log(logging.Handler):
    """Keeps errors that were logged: a plot that can't be painted, a worker that failed."""

    def __init__(self, failures: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._failures = failures

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record, and show it."""
        error = record.exc_info[1] if record.exc_info else None
        self._failures.append(record.getMessage() + (f": {error!r}" if error else ""))
        print(self.format(record), file=sys.stderr)


def _recorder(failures: list[str]) -> Callable[..., None]:
    """An excepthook: PySide calls it for what a slot raises, and goes on."""

    def record(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        told = f"{kind.__name__}: {error}"
        if told not in failures:  # once, not at every frame
            failures.append(told)
            traceback.print_exception(kind, error, at)

    return record
