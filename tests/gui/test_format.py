"""What the screen writes, and that what it writes can be typed back."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui import format as fmt
from model.errors import InputError


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (7.24e19, "FLOP/s", ("72.4", "EFLOP/s")),
        (2.71e8, "W", ("271", "MW")),
        (1.06e10, "USD", ("10.6", "G$")),
        (9.996e8, "W", ("1.00", "GW")),
        (5e6, "kg", ("5.00", "kt")),
        (300.0, "kg", ("300", "kg")),
        (1500.0, "MW", ("1.50", "GW")),
        (0.0, "W", ("0", "W")),
        (12.0, "d", ("12.0", "d")),
        (0.398, "", ("0.398", "")),
    ],
)
def test_quantities_have_three_digits_and_a_prefix(value, unit, expected):
    assert fmt.quantity(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [(72.44, "72.4"), (129826.0, "130,000"), (-0.0521, "−0.0521"), (99.96, "100"), (0, "0")],
)
def test_numbers_have_three_significant_digits(value, text):
    assert fmt.number(value) == text


def test_what_is_not_a_number_is_still_shown():
    assert fmt.number(math.inf) == "∞"
    assert fmt.number(math.nan) == "–"
    assert fmt.duration(math.inf) == "never"


def test_words_for_dates_and_changes():
    assert fmt.long_date(date(2025, 2, 5)) == "5 Feb 2025"
    assert fmt.short_date(date(2025, 2, 5)) == "5 Feb"
    assert fmt.change(-23.2, "date") == "23 d sooner"
    assert fmt.change(133, "d") == "133 d later"
    assert fmt.change(0.2, "date") == "same day"
    assert fmt.change(36.5, "EFLOP/s") == "+36.5"
    assert fmt.change(-0.41, "G$") == "−0.410"
    assert fmt.duration(278) == "278 d"
    assert fmt.duration(500) == "16 months"
    assert fmt.count(129826.2) == "129,826"
    assert fmt.power_of_ten(3.5e26) == "3.5 × 10²⁶"
    assert fmt.span(61.8, 80.8) == "61.8–80.8"
    assert fmt.percent(0.398) == "39.8\u2009%"


@pytest.mark.parametrize(
    ("value", "text"), [(1e5, "100k"), (1e6, "1M"), (1e26, "10²⁶"), (1.5e3, "1.5k"), (0.05, "0.05")]
)
def test_ticks_are_short(value, text):
    assert fmt.tick(value) == text


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("150k", "GPU", 150_000),
        ("1.5e5", "GPU", 150_000),
        ("100,000", "GPU", 100_000),
        ("100 000 GPUs", "GPU", 100_000),
        ("2m", "GPU", 2e6),
        ("150 MW", "MW", 150),
        ("150 mw", "MW", 150),
        ("1.2 GW", "MW", 1200),
        ("655 kWh", "MWh", 0.655),
        ("3.5 × 10^26", "FLOP", 3.5e26),
        ("3.5 × 10²⁶ FLOP", "FLOP", 3.5e26),
        ("3.5x10^26", "FLOP", 3.5e26),
        ("10^26", "FLOP", 1e26),
        ("2 M tokens", "tokens", 2e6),
        ("80 %", "", 0.8),
        ("2 weeks", "d", 14),
        ("6 months", "years", 0.5),
        ("60 $/MWh", "$/kWh", 0.06),
        ("0.5 h", "min", 30),
        ("−3", "d", -3),
        (".5", "", 0.5),
        ("0.47 per 1k GPU-d", "per 1k GPU-d", 0.47),
    ],
)
def test_numbers_are_read_as_people_type_them(text, unit, value):
    assert fmt.parse_number(text, unit, "key") == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["", "abc", "1,5", "1 2", "3 apples", "1.2.3", "1e999", "5e", "-"])
def test_what_is_not_a_number_is_refused_by_name(text):
    with pytest.raises(InputError) as caught:
        fmt.parse_number(text, "GPU", "shipments.0.count")
    assert caught.value.key == "shipments.0.count"
    assert caught.value.value == text
    assert caught.value.limit
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ["2024-09-02", "2 Sep 2024", "2 September 2024", "Sep 2, 2024", "2.9.2024", "2024/9/2"]
)
def test_dates_are_read_as_people_type_them(text):
    assert fmt.parse_date(text, "key") == date(2024, 9, 2)


@pytest.mark.parametrize("text", ["9/2/2024", "30 Feb 2024", "soon", "", "2 Sep 1999", "2024"])
def test_what_is_not_a_date_is_refused_by_name(text):
    with pytest.raises(InputError) as caught:
        fmt.parse_date(text, "sites.0.start")
    assert caught.value.key == "sites.0.start"
    assert "2 Sep 2024" in caught.value.hint


@given(
    st.floats(min_value=-1e30, max_value=1e30, allow_subnormal=False).filter(
        lambda x: x == 0 or abs(x) > 1e-12
    )
)
def test_an_entry_reads_back_exactly(value):
    assert fmt.parse_number(fmt.entry(value), "", "key") == value


@given(st.integers(min_value=0, max_value=10**12))
def test_a_count_reads_back_exactly(value):
    assert fmt.parse_number(fmt.count(value), "GPU", "key") == value


@given(st.floats(min_value=1e-3, max_value=1e9))
def test_a_prefixed_power_reads_back_to_three_digits(megawatts):
    text, unit = fmt.quantity(megawatts * 1e6, "W")
    if unit != "W":
        assert fmt.parse_number(f"{text} {unit}", "MW", "key") == pytest.approx(megawatts, rel=6e-3)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31)))
def test_a_date_reads_back(when):
    assert fmt.parse_date(fmt.long_date(when), "key") == when
    assert fmt.parse_date(when.isoformat(), "key") == when


@given(st.floats(min_value=1e-5, max_value=1e14))
def test_three_digits_are_within_half_a_unit_of_the_third(value):
    shown = float(fmt.number(value).replace(",", ""))
    assert shown == pytest.approx(value, rel=5.01e-3)


@given(st.text(max_size=20))
def test_no_text_raises_anything_but_an_input_error(text):
    for parse in (lambda: fmt.parse_number(text, "MW", "k"), lambda: fmt.parse_date(text, "k")):
        try:
            parse()
        except InputError:
            continue


@pytest.mark.parametrize(
    ("unit", "hint"),
    [
        ("GPU", "Write 150k or 1.5e5."),
        ("MW", "Write 150 or 0.15 GW."),
        ("MWh", "Write 150 or 0.15 GWh."),
        ("d", "Write 14 or 2 weeks."),
        ("", "Write 0.8 or 80 %."),
    ],
)
def test_the_hint_fits_the_field(unit, hint):
    with pytest.raises(InputError) as refused:
        fmt.parse_number("much", unit, "key")
    assert refused.value.hint == hint
