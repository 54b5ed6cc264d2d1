"""Start-up: headless commands go to model.cli without Qt, everything else opens the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.app import Session


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    # Without words there is nothing to parse: the window is spared the import of the grammar.
    code = _command(words) if words else None
    if code is not None:
        return code
    if no_display():
        from model.arguments import COMMANDS, QT_COMMANDS

        print(
            "clusterwright: there is no display to open the window on. "
            f"Headless commands: {', '.join((*COMMANDS, *QT_COMMANDS))}.",
            file=sys.stderr,
        )
        return 2
    return open_window(words[0] if words else None)


def _command(words: list[str]) -> int | None:
    """Do the headless command in ``words``; None if they ask for the window."""
    from model import arguments, cli

    if words[0] in arguments.QT_COMMANDS:
        from gui import headless

        return cli.guarded(lambda: headless.main(words))
    if words[0] in arguments.COMMANDS or words[0].startswith("-") or len(words) > 1:
        return cli.main(words)
    problem = arguments.unknown_argument(words[0])
    if problem is not None:
        print(f"clusterwright: {problem}", file=sys.stderr)
        return 2
    return None


def no_display() -> bool:
    """Whether Qt would abort for want of a display."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names)


def prepare_qt() -> None:
    """Say what Qt and pyqtgraph read before they are first used."""
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    # Qt's pool of painting threads loses on few cores: up to half a frame.
    if (os.cpu_count() or 1) <= 4:
        os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")


def open_window(scenario: str | None) -> int:
    """Open the window on a preset, a file, or the first preset; returns when it is closed."""
    # Start-up makes some 60,000 objects that stay. Looking through them for garbage again and
    # again takes a fifteenth of the start, and a part of every full collection ever after.
    gc.disable()
    app, session = _started(scenario)
    gc.freeze()
    gc.enable()
    code = app.exec()
    del session  # it holds the window, which the event loop needs
    return code


def _started(scenario: str | None) -> tuple[QApplication, Session]:
    """The window on the screen: the frame first, then everything in it."""
    prepare_qt()
    from PySide6.QtWidgets import QApplication

    from gui import theme
    from gui.settings import Settings
    from gui.window import MainWindow

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Clusterwright")
    app.setDesktopFileName("clusterwright")
    settings = Settings()
    theme.set_theme(settings.theme)
    theme.apply(app)
    window = MainWindow()
    window.restore_layout(settings.layout)
    window.show()
    app.processEvents()  # the frame is on the screen while numpy and pyqtgraph are imported
    trace = None
    if "CLUSTERWRIGHT_TRACE_START" in os.environ:  # set by `bench`
        from gui.trace import StartTrace

        trace = StartTrace(window)

    from gui.start import FIRST, session_for

    session = session_for(scenario or FIRST, settings, window)
    session.fill()
    if trace is not None:
        trace.watch(session)
    return app, session


if __name__ == "__main__":
    raise SystemExit(main())
