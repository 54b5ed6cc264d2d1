"""One event, one date: headline, timeline, Moves tab, command line, and what a click leads to."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date

import numpy as np
import pytest

from gui import format as words
from gui.plots.timeline_words import date_or_never
from model.cli import main
from model.units import date_of, midnight_from, whole_day

NAMES = ("tesla-to-x", "colossus-100k", "meta-24k", "abilene")


def told(name: str) -> dict:
    """What the command line says."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert main(["run", name, "--samples", "1", "--json"]) == 0
    return json.loads(stream.getvalue())


@pytest.mark.parametrize("name", NAMES)
def test_each_event_has_one_date_on_the_screen_and_on_the_command_line(open_real, qtbot, name):
    session = open_real(name)
    session.window.tabs.choose("moves")
    panel = session.window.tabs.panel("moves")
    qtbot.waitUntil(lambda: panel._asked is not None and not panel.newest.busy, timeout=20_000)
    report, outcome = told(name), session.engine.outcome

    card = next(each for each in session.headlines.cards if each.name == "full_load")
    full = report["headline"]["full_load"]["value"]
    assert card.value == ("Never" if full is None else words.long_date(date.fromisoformat(full)))
    if full is not None:
        day = (date.fromisoformat(full) - outcome.epoch).days
        assert card.unit == f"day {day:,}"

    timeline = {bar.task.id: bar for bar in session.board.timeline.bars}
    finishes = {each["id"]: each["date"] for each in report["milestones"]}
    for id, bar in timeline.items():
        shown = date_or_never(bar.finish, session.board.timeline.epoch)
        said = finishes[id]
        assert shown == ("never" if said is None else words.long_date(date.fromisoformat(said)))

    columns = [column.title for column in panel.dates.lines.columns]
    lines = [dict(zip(columns, line.cells, strict=True)) for line in panel.dates.lines.lines]
    racked = sorted(words.long_date(date.fromisoformat(finishes[id]))
                    for id in finishes if "rack." in id and finishes[id])  # fmt: skip
    assert sorted(line["Racked"] for line in lines if line["Racked"] != "never") == racked
    if full is not None:
        online = [words.parse_date(line["Online"], "online") for line in lines]
        assert max(online) == date.fromisoformat(full)


def test_the_supply_that_full_load_waits_for_has_the_date_of_full_load(open_real):
    session = open_real("tesla-to-x")
    grid = session.board.timeline.bar_of("tesla.supply.0")
    assert session.board.timeline.date(grid.finish) == date(2024, 10, 8)
    card = next(each for each in session.headlines.cards if each.name == "full_load")
    assert (card.value, card.unit) == ("8 Oct 2024", "day 342")


def test_a_click_on_a_date_leads_to_it_and_one_on_the_mean_draw_to_all_online(open_real):
    session = open_real("tesla-to-x")
    outcome = session.engine.outcome
    session.headlines.explain_requested.emit("full_load")
    assert date_of(session.board.cursor, outcome.epoch) == date(2024, 10, 8)
    session.headlines.explain_requested.emit("facility_mean_mw")
    online = np.interp(session.board.cursor, outcome.days[0], outcome.online[0])
    assert online == outcome.headline("gpus")


@pytest.mark.parametrize(
    ("moment", "day", "after"),
    [(122.364, 122, 123), (342.873, 342, 343), (122.0, 122, 122), (121.99999999, 122, 122),
     (0.0, 0, 0), (-0.5, -1, 0)],
)  # fmt: skip
def test_a_moment_belongs_to_the_day_in_which_it_lies(moment, day, after):
    epoch = date(2024, 5, 3)
    assert (whole_day(moment), midnight_from(moment)) == (day, after)
    assert (date_of(moment, epoch) - epoch).days == day


def test_what_never_comes_has_no_day():
    assert whole_day(np.inf) == midnight_from(np.inf) == np.inf
