"""What is on the screen at the start: a preset, a file, or a message why it could not be read."""

from __future__ import annotations

from pathlib import Path

from gui import wording
from gui.app import Session
from gui.files.messages import TOPIC
from gui.settings import Settings
from gui.window import MainWindow
from model import files
from model.catalog import catalog
from model.errors import InputError

FIRST = "colossus-100k"
"""What is on the screen at the first start, and where the scenario asked for is broken."""


def session_for(name: str, settings: Settings | None, window: MainWindow | None = None) -> Session:
    """A session on the preset or file ``name``.

    A broken file doesn't keep the window away: it opens on a preset and says what is wrong.
    """
    try:
        scenario = files.open_scenario(name)
    except InputError as error:
        session = Session(files.preset(FIRST), preset=FIRST, settings=settings, window=window)
        session.window.messages.say(wording.file_problem(Path(name).name, error), TOPIC)
        return session
    if name in catalog().presets:
        return Session(scenario, preset=name, settings=settings, window=window)
    path = Path(name)
    if settings is not None:
        settings.remember(path)
    return Session(scenario, path=path, settings=settings, window=window)
