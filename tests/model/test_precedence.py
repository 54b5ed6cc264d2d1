"""A link between tasks is read as it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import precedence
from model.errors import InputError
from model.precedence import Link, parse

NAMES = st.from_regex(r"[a-z_][a-z0-9_.]{0,12}(-[a-z][a-z0-9_]{0,4})?", fullmatch=True)
LAGS = st.integers(-3650, 3650).map(float) | st.sampled_from([0.5, 14.25, -7.75, 1e-4])
LINKS = st.builds(Link, NAMES, st.sampled_from(["FS", "SS"]), LAGS)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("structure", Link("structure")),
        ("structure+14d", Link("structure", "FS", 14.0)),
        ("FS:structure-3d", Link("structure", "FS", -3.0)),
        ("SS:structure+30d", Link("structure", "SS", 30.0)),
        (" ss : hall-2.power + 1.5 d ", Link("hall-2.power", "SS", 1.5)),
        ("phase-14d", Link("phase", "FS", -14.0)),
    ],
)
def test_the_forms_that_may_be_written(text: str, link: Link) -> None:
    assert parse(text) == link


@given(LINKS)
def test_what_is_written_is_read_back(link: Link) -> None:
    assert parse(precedence.format(link)) == link


@pytest.mark.parametrize(
    "text", ["", "FF:structure", "structure+14", "structure+14w", "a b", "+3d"]
)
def test_other_forms_are_refused_with_the_form_shown(text: str) -> None:
    with pytest.raises(InputError, match=r"tasks\.3\.after.*SS:"):
        parse(text, "tasks.3.after")


@pytest.mark.parametrize("lag", ["+99999999d", "-3651d", "+999999999999d", f"+{'9' * 400}d"])
def test_a_lag_beyond_ten_years_is_refused_as_it_was_typed(lag: str) -> None:
    with pytest.raises(InputError, match="up to 3,650 days either way") as caught:
        parse(f"permits{lag}", "tasks.3.after")
    assert caught.value.value == f"permits{lag}"
