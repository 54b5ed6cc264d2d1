"""Networks as CSV and as MS-Project XML: round trips, a file of a real scheduler's form, errors."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import paths
from model.errors import InputError
from model.evaluate import evaluate
from model.exchange import load_network, network_bytes, save_network
from model.exchange.mspdi_read import read
from model.files import preset
from model.network import network_of
from model.records import TaskRecord
from model.scenario import Scenario, TaskEdit

PLANT = Path(__file__).parent / "plant.xml"
NS = "{http://schemas.microsoft.com/project}"
EDITS = {
    "electrical": TaskEdit(mode=90.0, low=33.25, after=("structure", "SS:permits+4.5d")),
    "yard": TaskEdit(
        label='Yard, "north" & <east>', low=1.5, mode=7, high=9, after=(), stage="site", note="ours"
    ),
    "cooling": TaskEdit(after=("structure+14d", "chillers"), not_before=date(2024, 8, 1)),
    "switchgear": TaskEdit(ordered=date(2023, 2, 3)),
    "chillers": TaskEdit(ordered=False),
    "cdus": TaskEdit(drop=True),
    "commissioning": TaskEdit(kind="utility", size_exponent=0.125),
    "structure": TaskEdit(size_exponent=0.0),
    "fence": TaskEdit(
        label="Fence",
        low=1,
        mode=2,
        high=3,
        after=(),
        stage="hall",
        kind="permit",
        size_exponent=1 / 3,
    ),
    "gate": TaskEdit(low=0, mode=0, high=0, label="Gate", after=("yard",), stage="site"),
    "permits": TaskEdit(label="Permits of the county"),
}


@pytest.fixture(scope="module")
def edited() -> Scenario:
    return paths.replaced(preset("colossus-100k"), "sites.0.tasks", EDITS)


@pytest.mark.parametrize("name", ["network.csv", "network.xml"])
@pytest.mark.parametrize("key", ["colossus-100k", "greenfield-100k", "edited"])
def test_what_is_written_is_read_back_the_same(tmp_path, edited, name, key):
    scenario = edited if key == "edited" else preset(key)
    path = tmp_path / name
    save_network(path, scenario, 0)
    found = load_network(path, scenario, 0)
    assert found.tasks == scenario.sites[0].tasks
    again = paths.replaced(scenario, "sites.0.tasks", found.tasks)
    was, now = (
        {task.id: task for task in network_of(each.sites[0]).tasks} for each in (scenario, again)
    )
    assert now == was
    assert found.notes == ()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0.01, 1000), min_size=3, max_size=3),
    st.sampled_from(["FS", "SS"]),
    st.integers(-200, 200),
)
def test_any_duration_and_lag_survives_xml(days, kind, quarter_days):
    low, mode, high = sorted(days)
    lag = f"{quarter_days / 4:+g}d" if quarter_days else ""
    after = (f"{'SS:' if kind == 'SS' else ''}permits{lag}",)
    scenario = paths.replaced(
        preset("colossus-100k"),
        "sites.0.tasks",
        {"yard": TaskEdit(low=low, mode=mode, high=high, after=after)},
    )
    tasks, _ = read(network_bytes(".xml", scenario, 0), "x.xml", "retrofit")
    yard = next(task for task in tasks if task.id == "yard")
    assert (yard.low, yard.mode, yard.high, yard.after) == (low, mode, high, after)


def test_the_document_is_what_schedulers_read(edited):
    root = ET.fromstring(network_bytes(".xml", edited, 0))
    assert root.tag == f"{NS}Project"
    tasks = {t.findtext(f"{NS}Name"): t for t in root.iter(f"{NS}Task")}
    electrical = tasks["Electrical fit-out"]
    links = {
        link.findtext(f"{NS}PredecessorUID"): link
        for link in electrical.iter(f"{NS}PredecessorLink")
    }
    permits = links[tasks["Permits of the county"].findtext(f"{NS}UID")]
    assert permits.findtext(f"{NS}Type") == "3"
    assert permits.findtext(f"{NS}LinkLag") == str(round(4.5 * 8 * 60 * 10))
    assert tasks["Gate"].findtext(f"{NS}Milestone") == "1"
    assert tasks[edited.title].findtext(f"{NS}Summary") == "1"


def plant() -> dict[str, TaskRecord]:
    tasks, _ = read(PLANT.read_bytes(), "plant.xml", "retrofit")
    return {task.id: task for task in tasks}


def test_a_schedulers_file_working_days_become_calendar_days():
    tasks = plant()
    assert tasks["slab_roof"].mode == 14.0, "ten working days, five to a week"
    assert tasks["delivery"].mode == 10.0, "its own calendar works every day"
    assert tasks["curing"].mode == 3.0, "72 elapsed hours"
    assert tasks["shell_done"].mode == 0.0
    assert tasks["slab_roof"].label == "Slab & roof"


def test_a_schedulers_file_summaries_are_taken_apart_and_inactive_tasks_left_out():
    tasks = plant()
    assert set(tasks) == {
        "slab_roof", "walls", "shell_done", "electrical", "curing", "delivery",
    }  # fmt: skip
    assert tasks["shell_done"].after == ("slab_roof", "walls")
    assert tasks["electrical"].after == ("shell_done",)
    assert tasks["curing"].after == ("shell_done",)
    assert tasks["curing"].not_before == date(2024, 7, 1)


def test_a_schedulers_file_links_of_all_kinds():
    tasks = plant()
    assert tasks["walls"].after == ("SS:slab_roof+7d",), "five working days of lag"
    # Finish to finish and one elapsed day: it starts its own 10 days before that.
    assert tasks["delivery"].after == ("electrical-9d", "slab_roof+7d")


def test_a_schedulers_file_says_what_it_changed():
    _, notes = read(PLANT.read_bytes(), "plant.xml", "retrofit")
    said = " ".join(notes).replace("Inactive", "inactive")
    for part in (
        "5 to a week of seven",
        "Finish-finish",
        "no ranges",
        "inactive or external tasks were left out: 'Fence'",
    ):
        assert part in said


def test_a_schedulers_file_replaces_the_network_of_a_site():
    base = preset("colossus-100k")
    found = load_network(PLANT, base, 0)
    new = paths.replaced(base, "sites.0.tasks", found.tasks)
    assert {task.id for task in network_of(new.sites[0]).tasks} == set(plant())


@pytest.mark.parametrize("name", ["network.csv", "network.xml"])
def test_a_file_that_gives_no_kind_and_size_keeps_those_of_the_template(tmp_path, name):
    base = preset("colossus-100k")
    text = network_bytes(name[-4:], base, 0).decode()
    path = tmp_path / name
    if name.endswith(".csv"):
        rows = list(csv.DictReader(text.splitlines()))
        out = [",".join(f'"{row[column]}"' for column in ("id", "label", "low_d", "mode_d",
               "high_d", "after", "stage")) for row in rows]  # fmt: skip
        path.write_text("\n".join(["id,label,low_d,mode_d,high_d,after,stage", *out]))
    else:
        path.write_text(text.replace("Clusterwright kind", "x").replace("Size exponent", "y"))
    found = load_network(path, base, 0)
    assert not any(edit.kind or edit.size_exponent is not None for edit in found.tasks.values())


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("<Value>permit</Value>", "<Value>permits</Value>", "Clusterwright kind: 'permits'"),
        ("<Value>0.3</Value>", "<Value>large</Value>", "Size exponent: 'large'"),
        ("<Value>0.3</Value>", "<Value>-1</Value>", "allowed is 0 to 1"),
    ],
)
def test_a_kind_or_a_size_that_is_not_allowed_is_refused_in_xml(tmp_path, was, now, told):
    base = preset("colossus-100k")
    text = network_bytes(".xml", base, 0).decode()
    assert was in text
    path = tmp_path / "bad.xml"
    path.write_text(text.replace(was, now, 1))
    with pytest.raises(InputError) as caught:
        load_network(path, base, 0)
    assert told in str(caught.value)


def test_an_imported_network_has_the_order_dates_of_its_file_and_no_others(tmp_path):
    base = preset("colossus-100k")
    path = tmp_path / "mine.csv"
    path.write_text("id,mode_d,after\nswitchgear,406,\ncommissioning,28,switchgear\n")
    new = paths.replaced(base, "sites.0.tasks", load_network(path, base, 0).tasks)
    assert paths.get(new, "sites.0.tasks.switchgear.ordered") is None
    start = next(t.start.item() for t in evaluate(new).tasks if t.id == "switchgear")
    assert start == 0.0, "when work begins, as nothing else is said"
    save_network(tmp_path / "again.xml", new, 0)
    assert load_network(tmp_path / "again.xml", new, 0).tasks == new.sites[0].tasks


def test_a_file_with_an_order_date_and_links_says_which_holds(tmp_path):
    base = preset("colossus-100k")
    path = tmp_path / "mine.csv"
    path.write_text("id,mode_d,after,ordered\npit,5,,\npump,40,pit,2024-04-01\n")
    found = load_network(path, base, 0)
    assert found.notes == ("pump: their order dates hold, not what the file has them wait for.",)
    new = paths.replaced(base, "sites.0.tasks", found.tasks)
    start = next(t.start.item() for t in evaluate(new).tasks if t.id == "pump")
    assert start == (date(2024, 4, 1) - base.epoch).days


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Project xmlns="http://schemas.microsoft.com/project"/>'
OPEN = b'<Project xmlns="http://schemas.microsoft.com/project">\n'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (BOMB, "a document type or an entity is not read"),
        (b"<Project>", "line 1: '' is not allowed; it is not well-formed XML"),
        (b"<Plan/>", "the root is Project"),
        (b'<Project xmlns="http://example.org/other"/>', "the root is Project"),
        (OPEN + b"<Tasks><Task><UID>x</UID></Task></Tasks></Project>", "line 2, UID: 'x'"),
        (
            OPEN + b"<Tasks>\n<Task><UID>1</UID><Duration>8h</Duration></Task></Tasks></Project>",
            "line 3, Duration: '8h'",
        ),
        (
            OPEN + b"<Tasks><Task><UID>1</UID><Name>A</Name><PredecessorLink>\n"
            b"<PredecessorUID>7</PredecessorUID></PredecessorLink></Task></Tasks></Project>",
            "line 3, PredecessorUID: '7'",
        ),
        (
            OPEN + b"<Tasks><Task><UID>1</UID></Task><Task><UID>2</UID><PredecessorLink>"
            b"<PredecessorUID>1</PredecessorUID><Type>9</Type></PredecessorLink></Task></Tasks>"
            b"</Project>",
            "Type: '9'",
        ),
        (OPEN + b"<MinutesPerDay>0</MinutesPerDay></Project>", "more than 0"),
        (OPEN + b"<a>" * 70 + b"</a>" * 70 + b"</Project>", "at most 64 levels"),
        (OPEN + b"</Project>", "it has no tasks"),
    ],
)
def test_broken_xml_is_refused_with_its_line_and_element(tmp_path, data, told):
    path = tmp_path / "bad.xml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        load_network(path, preset("colossus-100k"), 0)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,mode_d\na,1\n", "line 1: 'name'"),
        ("id,label\na,b\n", "column mode_d is needed"),
        ("id,mode_d\na,soon\n", "line 2, mode_d: 'soon'"),
        ("id,mode_d\na,1\na,2\n", "each id once"),
        ("id,mode_d\n,2\n", "line 2, id"),
        ("id,mode_d,stage\na,1,room\n", "line 2, stage: 'room'"),
        ("id,mode_d,kind\na,1,orders\n", "line 2, kind: 'orders'"),
        ("id,mode_d,kind\na,1,orders\n", "allowed are work, permit, order, utility. Did you"),
        ("id,mode_d,size_exponent\na,1,small\n", "line 2, size_exponent: 'small'"),
        (
            "id,mode_d,size_exponent\na,1,2\n",
            "a.size_exponent: 2.0 is not allowed; allowed is 0 to 1",
        ),
        ("id,mode_d\na,-1\n", "allowed is 0 to 3,650 d"),
        ("id,mode_d,ordered\na,1,soon\n", "line 2, ordered: 'soon'"),
        ("id,mode_d,after\na,1,b*\n", "line 2, after"),
        ("id,mode_d,after\na,1,b\n", "the tasks here are"),
        ("id,mode_d,after\na,1,b\nb,1,a\n", "in a circle"),
        ("id,mode_d\na,1,2\n", "2 cells a line"),
        ("id,mode_d,low_d\na,1,5\n", "low <= mode <= high"),
        ("id,mode_d\n", "it has no tasks"),
    ],
)
def test_broken_csv_is_refused_with_its_line_and_column(tmp_path, text, told):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        load_network(path, preset("colossus-100k"), 0)
    assert told in str(caught.value)


def test_csv_of_a_spreadsheet_with_semicolons_and_a_mark_is_read(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes("\ufeffmode_d;id;after\n12;pit;\n8,5;wall;pit\n".replace(",", ".").encode())
    found = load_network(path, preset("colossus-100k"), 0)
    assert found.tasks["pit"] == TaskEdit(label="pit", low=12, mode=12, high=12, after=(),
                                          stage="site")  # fmt: skip
    assert found.tasks["wall"].after == ("pit",)


@pytest.mark.parametrize("name", ["mine.mpp", "there-is-none.xml"])
def test_other_files_are_refused(tmp_path, name):
    with pytest.raises(InputError, match=r"ends in \.csv or \.xml|can't be read"):
        load_network(tmp_path / name, preset("colossus-100k"), 0)
