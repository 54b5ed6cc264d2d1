"""Where a value that was not taken is told: at its lever, in its cell, or in the message bar."""

from __future__ import annotations

from typing import Any

from gui.window import MainWindow

TOPIC = "edit"
"""What messages about edits are about, see MessageBar."""


def show_refusal(window: MainWindow, levers: Any, path: str, message: str) -> None:
    """Say why the edit of ``path`` was refused."""
    build: Any = window.tabs.panel("build")
    if ".tasks" in path:
        if build is None or not build.refuse(path, message):
            window.messages.say(message, TOPIC)
    elif path.rsplit(".", 1)[-1].isdigit() or path.count(".") == 0 or path.endswith("supply"):
        window.messages.say(message, TOPIC)
    else:
        levers.refuse(path, message)
