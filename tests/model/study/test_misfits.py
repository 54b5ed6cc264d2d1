"""What is known about records that are missed."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import pytest

from model.errors import DataError
from model.study.validate import KINDS, validate
from model.study.validation import runs
from model.study.validation.misfits import causes
from model.study.validation.score import score
from model.study.validation.table import read, shipped


@pytest.mark.parametrize("kind", KINDS)
def test_every_known_misfit_is_a_shipped_record_and_its_cause_is_told(kind):
    ids = {row.id for row in read(shipped(kind), ())}
    known = causes(kind)
    assert known
    assert set(known) <= ids
    assert all(text.count("Next: ") == 1 for text in known.values())


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("sites", 10.0), ("builds", 10.0), ("energy", 8.0), ("goodput", 5.0), ("memory", 11.0)],
)
def test_every_record_missed_by_more_has_a_cause(kind, limit):
    missed = [row for row in validate(kind).scored if abs(row.error_pct) > limit]
    assert missed
    assert [row.id for row in missed if not row.why] == []


def test_a_cause_is_told_of_shipped_records_only(tmp_path):
    with shipped("runs").open(newline="") as stream:
        rows = list(csv.reader(stream))
    mine = tmp_path / "mine.csv"
    with mine.open("w", newline="") as stream:
        csv.writer(stream).writerows([rows[0], *(row for row in rows if row[0] == "MBRIDGE-021")])
    (own,) = validate("runs", mine).scored
    assert own.why == ""
    assert own.remark.startswith("Routing forced to balance")
    assert own.url.startswith("https://")


def test_a_misfit_without_a_cause_is_a_defect_of_ours(tmp_path, monkeypatch):
    folder = tmp_path / "validation"
    folder.mkdir()
    (folder / "misfits.toml").write_text('[[runs]]\nrecords = ["A"]\nwhy = "Because."\n')
    monkeypatch.setattr(
        "model.study.validation.misfits.catalog", lambda: SimpleNamespace(root=tmp_path)
    )
    with pytest.raises(DataError, match="next"):
        causes.__wrapped__("runs")


def test_a_report_of_shipped_runs_carries_the_cause_and_tells_its_progress():
    rows = [row for row in read(shipped("runs"), ()) if row.id in ("MBRIDGE-021", "MBRIDGE-005")]
    heard: list[tuple[int, int]] = []

    report = score(
        "runs", rows, runs.predict, told=lambda *at: heard.append(at), causes=causes("runs")
    )
    by_id = {row.id: row for row in report.scored}
    assert by_id["MBRIDGE-021"].why.startswith("This release is known to be slow")
    assert by_id["MBRIDGE-005"].why == ""
    assert heard == [(0, 2), (1, 2)]
    (told_json,) = [r for r in report.json()["residuals"] if r["id"] == "MBRIDGE-021"]
    assert told_json["why"] == by_id["MBRIDGE-021"].why


def test_cross_validation_tells_how_far_it_is_and_ends_when_nobody_waits():
    heard: list[tuple[int, int]] = []
    found = validate(
        cross="model", wanted=lambda: len(heard) < 30, told=lambda *at: heard.append(at)
    )
    assert found.scored == ()
    assert [done for done, _ in heard] == list(range(30))
    assert {steps for _, steps in heard} == {3 * len(read(shipped("runs"), ()))}
