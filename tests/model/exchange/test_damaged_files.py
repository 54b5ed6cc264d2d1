"""Files that were damaged or written by hand: read, or refused with one line that says where."""

from __future__ import annotations

import encodings
import pkgutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import InputError
from model.exchange import load_network, network_bytes
from model.files import preset
from model.scenario import Scenario

PLANT = Path(__file__).parent / "plant.xml"
OPEN = b'<Project xmlns="http://schemas.microsoft.com/project">\n'
TASK = b"<Tasks>\n<Task><UID>1</UID><Name>A</Name>%s</Task></Tasks></Project>"
AFTER = (
    b"<Tasks>\n<Task><UID>1</UID><Name>A</Name></Task><Task><UID>2</UID><Name>B</Name>"
    b"<PredecessorLink><PredecessorUID>1</PredecessorUID>%s</PredecessorLink></Task></Tasks>"
    b"</Project>"
)
WORDS = [b"", b"0", b"-1", b"nan", b"inf", b"1e308", b"9" * 30, b"\xff", b"\x00", b"\r", b'"',
         b"<", b"9999-12-31", b"0001-01-01", b"PT1H", b"&#0;", b",", "²".encode(), b"SS:a-9d",
         b"\xef\xbb\xbf", b"<a>", b"</Task>", b"1", b"2"]  # fmt: skip


@cache
def scenario() -> Scenario:
    return preset("colossus-100k")


@cache
def whole(kind: str) -> bytes:
    return PLANT.read_bytes() if kind == "plant" else network_bytes(kind, scenario(), 0)


def refusal(path: Path, data: bytes) -> str:
    """What is said about ``data``; empty if it is read. Nothing but an InputError may come out."""
    path.write_bytes(data)
    try:
        load_network(path, scenario(), 0)
    except InputError as error:
        return str(error)
    return ""


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A valid file of which some stretches became other bytes, or the texts of some elements."""
    kind = draw(st.sampled_from([".csv", ".xml", "plant"]))
    data = whole(kind)
    for _ in range(draw(st.integers(1, 4))):
        new = draw(st.sampled_from(WORDS) | st.binary(max_size=6))
        if draw(st.booleans()) and kind != ".csv":
            start = data.find(b">", draw(st.integers(0, len(data)))) + 1
            end = max(data.find(b"<", start), start)
        elif draw(st.booleans()):
            start = data.find(b",", draw(st.integers(0, len(data)))) + 1
            end = max(data.find(b",", start), start)
        else:
            start = draw(st.integers(0, len(data)))
            end = start + draw(st.integers(0, 40))
        data = data[:start] + new + data[end:]
    return kind, data


@settings(max_examples=400, deadline=None)
@given(damaged())
def test_a_damaged_file_is_read_or_refused_in_one_line(tmp_path_factory, file):
    kind, data = file
    path = tmp_path_factory.mktemp("damaged") / f"a.{'csv' if kind == '.csv' else 'xml'}"
    told = refusal(path, data)
    assert "\n" not in told
    assert not told or told.startswith(path.name)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of unicode_escape, asked for all bytes
def test_encodings_of_python_are_read_or_refused(tmp_path):
    body = whole(".xml").split(b"?>", 1)[1]
    names = [module.name for module in pkgutil.iter_modules(encodings.__path__)]
    assert len(names) > 100
    for name in [*names, "foo"]:
        head = f'<?xml version="1.0" encoding="{name}"?>'.encode()
        told = refusal(tmp_path / "a.xml", head + body)
        assert not told or "a.xml" in told
    told = refusal(tmp_path / "a.xml", b'<?xml version="1.0" encoding="shift_jis"?>' + body)
    assert "encoding: 'shift_jis' is not allowed" in told
    assert "Save it as UTF-8" in told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (TASK % b"<OutlineLevel>inf</OutlineLevel>", "line 3, OutlineLevel: 'inf'"),
        (TASK % b"<OutlineLevel>nan</OutlineLevel>", "line 3, OutlineLevel: 'nan'"),
        (b"<MinutesPerDay>nan</MinutesPerDay></Project>", "line 2, MinutesPerDay: 'nan'"),
        (AFTER % b"<LinkLag>nan</LinkLag>", "line 3, LinkLag: 'nan'"),
        (AFTER % b"<LinkLag>1e300</LinkLag>", "at most 3,650 d"),
        (
            TASK % b"<ConstraintType>4</ConstraintType><ConstraintDate>1984-01-01</ConstraintDate>",
            "line 3, ConstraintDate: '1984-01-01' is not allowed; dates go from 2000-01-01",
        ),
    ],
)
def test_xml_numbers_and_dates_beyond_all_bounds_are_refused_with_their_line(tmp_path, data, told):
    assert told in refusal(tmp_path / "a.xml", OPEN + data)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,mode_d\na,nan\n", "line 2, mode_d: 'nan'"),
        ("id,mode_d,mode_d\na,4,5\n", "line 1: 'mode_d' is not allowed; each column once"),
        ("id,mode_d,not_before\na,4,9999-12-31\n", "line 2, not_before: '9999-12-31'"),
        ('id,mode_d\n"a', "unexpected end of data"),
        ('"id,mode_d', "unexpected end of data"),
    ],
)
def test_csv_beyond_all_bounds_is_refused_with_its_line(tmp_path, text, told):
    assert told in refusal(tmp_path / "a.csv", text.encode())


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_csv_is_read_with_the_line_ends_of_any_system(tmp_path, end):
    path = tmp_path / "a.csv"
    path.write_bytes(end.join(["id,mode_d,after", "pit,4,", "wall,5,pit", ""]).encode())
    found = load_network(path, scenario(), 0).tasks
    assert found["pit"].mode == 4
    assert found["wall"].after == ("pit",)


def test_texts_that_xml_cannot_carry_are_written_without_them(tmp_path):
    from model import paths

    named = paths.replaced(scenario(), "sites.0.tasks.permits.label", "Per\x0bmits\x01")
    path = tmp_path / "a.xml"
    path.write_bytes(network_bytes(".xml", named, 0))
    assert load_network(path, named, 0).tasks.get("permits") is None, "it is called as usual again"
