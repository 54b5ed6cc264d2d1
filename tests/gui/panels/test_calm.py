"""Tables follow a drag at a pace that can be read."""

from __future__ import annotations

from gui.panels.calm import Calm


def test_the_first_comes_at_once_and_the_last_is_never_lost(qtbot):
    calm, seen = Calm(), []
    asked = 0
    calm.due.connect(lambda: seen.append(asked))
    for asked in range(1, 11):  # noqa: B007 - read by the slot
        calm.ask()
    assert seen == [1]
    qtbot.waitUntil(lambda: seen == [1, 10])
    qtbot.wait(200)
    assert seen == [1, 10]


def test_what_rests_is_refreshed_without_waiting(qtbot):
    calm, seen = Calm(), []
    calm.due.connect(lambda: seen.append(1))
    calm.ask()
    calm.ask()
    calm.now()
    assert len(seen) == 2
