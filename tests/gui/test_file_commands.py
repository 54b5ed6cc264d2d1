from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gui import __main__ as program
from gui.files import asking
from gui.start import session_for
from model import files
from tests.gui.conftest import bury, small_scenario


@pytest.fixture(autouse=True)
def answer(monkeypatch):
    """What the user will say to the questions, and which were asked."""
    said = {"unsaved": "cancel", "open": None, "save": None, "asked": []}

    def question(name):
        def ask(*_):
            said["asked"].append(name)
            return said[name]

        return ask

    monkeypatch.setattr(asking, "unsaved", question("unsaved"))
    monkeypatch.setattr(asking, "file_to_open", question("open"))
    monkeypatch.setattr(asking, "file_to_save", question("save"))
    return said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    files.save(small_scenario("Mine"), path)
    return path


def test_a_broken_file_names_the_key_and_the_present_work_stays(session, answer, tmp_path):
    session.document.edit("shipments.1.count", 33_000)
    mine = session.document.scenario
    text = files.dumps(small_scenario()).replace('cooling = "', 'cooling = "no-')
    answer["open"] = tmp_path / "broken.toml"
    answer["open"].write_text(text)
    session.actions["open"].trigger()
    assert "sites.0.cooling" in session.window.messages.text
    assert "broken.toml" in session.window.messages.text
    assert session.document.scenario is mine
    assert session.document.stack.count() == 1
    assert "unsaved" not in answer["asked"], "nobody is asked about work that stays"


@pytest.mark.parametrize("content", ["", "schema = 1\n[[", "\x00", "schema = 99"])
def test_any_rubbish_is_refused_in_words(session, tmp_path, content):
    path = tmp_path / "rubbish.toml"
    path.write_text(content)
    assert not session.files.open_path(path)
    assert not session.window.messages.isHidden()


def test_opening_a_good_file_takes_the_message_away(session, file, tmp_path):
    session.files.open_path(tmp_path / "missing.toml")
    assert not session.window.messages.isHidden()
    assert session.files.open_path(file)
    assert session.window.messages.isHidden()
    assert session.document.title == "Mine"
    assert session.document.stack.count() == 0


def test_save_writes_the_file_and_clears_the_mark(session, file, qtbot):
    session.files.open_path(file)
    session.document.edit("shipments.1.count", 44_000)
    qtbot.waitUntil(lambda: session.toolbar.file.text() == "mine.toml *")
    session.actions["save"].trigger()
    qtbot.waitUntil(lambda: session.toolbar.file.text() == "mine.toml")
    assert files.load(file).shipments[1].count == 44_000
    assert not session.window.isWindowModified()


def test_a_save_that_fails_leaves_the_old_file_whole(session, file, monkeypatch):
    session.files.open_path(file)
    session.document.edit("shipments.1.count", 44_000)
    before = file.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    session.actions["save"].trigger()
    assert file.read_bytes() == before
    assert list(file.parent.glob(".mine*")) == []
    assert "No space left" in session.window.messages.text
    assert session.document.dirty


def test_a_preset_is_saved_under_a_name_that_is_asked_for(session, answer, tmp_path):
    answer["save"] = tmp_path / "first.toml"
    session.actions["save"].trigger()
    assert answer["asked"] == ["save"]
    assert session.document.file_name == "first.toml"
    assert files.load(answer["save"]) == small_scenario()


def test_recent_files_are_listed_newest_first_and_open(session, file, tmp_path):
    other = tmp_path / "other.toml"
    files.save(small_scenario("Other"), other)
    session.files.open_path(file)
    session.files.open_path(other)
    session.files.open_path(file)
    assert session.settings.recent == [file, other]
    session.recent.fill()
    session.recent.actions()[1].trigger()
    assert session.document.title == "Other"
    other.unlink()
    session.recent.fill()
    assert session.recent.actions()[0].text() == "&1 mine.toml"


@pytest.mark.parametrize("choice", ["save", "discard", "cancel"])
def test_closing_asks_about_unsaved_work(session, answer, file, choice):
    session.files.open_path(file)
    session.document.edit("shipments.1.count", 44_000)
    answer["unsaved"] = choice
    closed = session.window.close()
    assert answer["asked"] == ["unsaved"]
    assert closed == (choice != "cancel")
    assert files.load(file).shipments[1].count == (44_000 if choice == "save" else 20_000)


def test_closing_unchanged_work_asks_nothing(session, answer):
    assert session.window.close()
    assert answer["asked"] == []


def test_new_asks_first_and_starts_from_the_blank_scenario(session, answer):
    session.document.edit("shipments.1.count", 44_000)
    session.actions["new"].trigger()
    assert session.document.title == "Small"
    answer["unsaved"] = "discard"
    session.actions["new"].trigger()
    assert session.document.scenario == files.preset("blank")


def test_revert_goes_back_to_the_file_and_undo_back_again(session, file):
    session.files.open_path(file)
    session.document.edit("shipments.1.count", 44_000)
    session.titles.show()
    session.actions["revert"].trigger()
    assert session.document.scenario == files.load(file)
    session.document.stack.undo()
    assert session.document.scenario.shipments[1].count == 44_000


def test_the_window_is_exported_as_a_picture(session, tmp_path):
    assert session.exports.write_picture(tmp_path / "window.png")
    assert (tmp_path / "window.png").read_bytes()[:4] == b"\x89PNG"


def test_headlines_and_series_are_exported(session, answer, tmp_path, qtbot):
    qtbot.waitUntil(lambda: session.engine.outcome is not None)
    answer["save"] = tmp_path / "out.json"
    session.actions["export_headlines"].trigger()
    assert json.loads((tmp_path / "out.json").read_text())["headline"]["gpus"]["value"] == 120_000
    answer["save"] = tmp_path / "out.csv"
    session.actions["export_series"].trigger()
    assert "usable_flops" in (tmp_path / "out.csv").read_text().splitlines()[0]
    assert "out.csv" in session.window.messages.text


def test_an_export_that_fails_says_so(session, tmp_path):
    assert not session.exports.write_picture(tmp_path / "missing" / "window.png")
    assert "was not exported" in session.window.messages.text


@pytest.fixture
def opened(themed, settings):
    """Sessions as the command line opens them, closed and deleted afterwards."""
    made = []

    def open_(name, kept=settings):
        made.append(session_for(name, kept))
        return made[-1]

    yield open_
    for session in made:
        bury(session)


def test_a_scenario_on_the_command_line_is_opened(opened, file, settings):
    session = opened(str(file))
    assert session.document.title == "Mine"
    assert session.document.origin.path == file
    assert settings.recent == [file]
    assert opened("colossus-200k").document.origin.preset == "colossus-200k"


def test_a_broken_file_on_the_command_line_still_opens_the_window(opened, tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("schema = 1\ntitle = 3\n")
    session = opened(str(path), None)
    assert session.document.origin.preset == "colossus-100k"
    assert "broken.toml" in session.window.messages.text


def test_without_a_display_one_line_names_the_headless_commands(monkeypatch, capsys):
    monkeypatch.setattr(program.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert program.main([]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "no display" in said
    assert "run" in said
    assert "screenshot" in said
