"""The cards: what they say of an answer, its spread and its change."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt

from gui import theme
from gui.panels.headlines import NARROW, WIDE, Headlines
from model.outcome import Headline, Outcome
from model.study.bands import Bands
from tests.answers import answer

VALUES = {
    "usable_flops": (7.24e19, "FLOP/s"),
    "facility_mean_mw": (271.0, "MW"),
    "full_load": (278.0, "date"),
    "days_to_online": (278.0, "d"),
    "training_finish": (234.0, "date"),
    "capex_usd": (1.06e10, "USD"),
}


def with_headlines(**changes: float) -> Outcome:
    values = {name: (changes.get(name, value), unit) for name, (value, unit) in VALUES.items()}
    made = {
        name: Headline(name, name, unit, np.array([[value]]))
        for name, (value, unit) in values.items()
    }
    return replace(answer(), headlines=made, epoch=date(2024, 5, 3))


def bands() -> Bands:
    days = np.zeros((1, 2))
    spread = {
        "usable_flops": (6.18e19, 7.2e19, 8.08e19),
        "facility_mean_mw": (249.0, 270.0, 297.0),
        "full_load": (254.0, 279.0, 325.0),
        "training_finish": (220.0, 236.0, 261.0),
        "capex_usd": (8.7e9, 1.06e10, 1.31e10),
    }
    return Bands(4096, 7, spread, {}, days, (days, days))


@pytest.fixture
def cards(qtbot, qapp) -> Headlines:
    theme.apply(qapp)
    made = Headlines()
    qtbot.addWidget(made)
    made.resize(1264, 80)
    made.show()
    return made


def said(cards: Headlines) -> dict[str, tuple[str, str, str, str]]:
    return {c.name: (c.value, c.unit, c.span, c.change) for c in cards.cards}


def test_the_five_cards_in_words(cards):
    cards.show(with_headlines(), bands(), None)
    assert said(cards) == {
        "usable_flops": ("72.4", "EFLOP/s", "61.8–80.8", ""),
        "facility_mean_mw": ("271", "MW", "249–297", ""),
        "full_load": ("5 Feb 2025", "day 278", "12 Jan – 24 Mar", ""),
        "training_finish": ("23 Dec 2024", "", "9 Dec – 19 Jan 2025", ""),
        "capex_usd": ("10.6", "G$", "8.70–13.1", ""),
    }


@pytest.mark.parametrize(
    ("value", "low", "high", "span"),
    [
        (160.0, 155.0, 361.0, "5 Oct – 29 Apr 2025"),  # all after 3 May 2024
        (278.0, 240.0, 300.0, "29 Dec 2024 – 27 Feb"),
        (200.0, 250.0, 300.0, "8 Jan – 27 Feb 2025"),
        (200.0, 195.0, 600.0, "Nov 2024 – Dec 2025"),
        (200.0, 195.0, np.inf, "14 Nov – never"),
        (np.inf, 195.0, np.inf, "14 Nov 2024 – never"),
        (200.2, 200.1, 200.9, "19 Nov"),
    ],
)
def test_a_span_has_its_year_where_it_is_not_that_of_the_date(cards, value, low, high, span):
    known = replace(bands(), headlines={"full_load": (low, value, high)})
    cards.show(with_headlines(full_load=value), known, None)
    assert said(cards)["full_load"][2] == span


def test_the_change_of_a_date_is_that_between_the_dates_on_the_screen(cards):
    cards.show(with_headlines(full_load=278.1), None, with_headlines(full_load=276.9))
    assert said(cards)["full_load"][3] == "2 d later"


def test_changes_are_in_the_unit_of_the_value_and_dates_in_words(cards):
    base = with_headlines(
        usable_flops=3.59e19,
        facility_mean_mw=135.0,
        full_load=145.0,
        training_finish=257.0,
        capex_usd=5.3e9,
    )
    cards.show(with_headlines(), bands(), base)
    changes = {name: words[3] for name, words in said(cards).items()}
    assert changes == {
        "usable_flops": "+36.5",
        "facility_mean_mw": "+136",
        "full_load": "133 d later",
        "training_finish": "23 d sooner",
        "capex_usd": "+5.30",
    }


def test_a_baseline_of_another_epoch_is_compared_by_the_calendar(cards):
    base = replace(with_headlines(), epoch=date(2024, 5, 13))
    cards.show(with_headlines(), None, base)
    assert said(cards)["full_load"][3] == "10 d sooner"


def test_what_never_comes_says_so(cards):
    never = with_headlines(training_finish=np.inf)
    cards.show(never, bands(), with_headlines())
    finish = next(card for card in cards.cards if card.name == "training_finish")
    assert finish.value == "Never"
    assert finish.change == "never"
    assert finish.mid is not None
    cards.show(never, None, never)
    assert said(cards)["training_finish"][3] == "no change"
    cards.grab()


def test_marks_lie_in_order_and_the_scale_never_shrinks_in_a_drag(cards):
    cards.show(with_headlines(), bands(), with_headlines(usable_flops=3.59e19))
    card = cards.cards[0]
    assert 0 < card.base < card.low < card.mid < card.high < 1
    before = card.mid
    cards.show(with_headlines(), bands(), None)
    assert cards.cards[0].mid == before
    cards.settle()
    cards.show(with_headlines(), bands(), None)
    assert cards.cards[0].mid != before


def test_a_click_and_a_key_ask_to_explain(qtbot, cards):
    cards.show(with_headlines(), bands(), None)
    with qtbot.waitSignal(cards.explain_requested) as caught:
        qtbot.mouseClick(cards, Qt.MouseButton.LeftButton, pos=QPoint(700, 30))
    assert caught.args == ["full_load"]
    cards.setFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Right)
    with qtbot.waitSignal(cards.explain_requested) as caught:
        qtbot.keyClick(cards, Qt.Key.Key_Return)
    assert caught.args == ["training_finish"]


def test_under_1400_the_cards_are_lower(cards):
    assert cards.height() == WIDE
    cards.resize(992, 80)
    assert cards.height() == NARROW
    assert cards.narrow


def test_the_cards_are_read_aloud(cards):
    cards.show(with_headlines(), bands(), with_headlines(usable_flops=3.59e19))
    text = cards.accessibleDescription()
    assert "72.4 EFLOP/s, P10 to P90 61.8–80.8, +36.5 against the baseline" in text
