"""Days off of a year, and what a working week does to a site."""

from datetime import date

import pytest

from model.catalog import catalog
from model.chain import week
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.paths import replaced
from model.units import FIRST_DATE, LAST_DATE


def shut(name: str, year: int) -> list[tuple[date, date]]:
    return list(week.days_off(catalog().calendars[name], year))


def test_holidays_fall_where_the_almanac_has_them() -> None:
    assert [first for first, _ in shut("five_day", 2024)] == [
        date(2024, 1, 1), date(2024, 5, 27), date(2024, 7, 4), date(2024, 9, 2),
        date(2024, 11, 28), date(2024, 12, 25),
    ]  # fmt: skip
    assert date(2026, 11, 26) in [first for first, _ in shut("five_day", 2026)]


@pytest.mark.parametrize("start", [FIRST_DATE, LAST_DATE])
def test_a_site_may_begin_on_any_date_that_is_allowed(start: date) -> None:
    base = replaced(preset("colossus-100k"), "sites.0.calendar", "five_day_winter")
    outcome = evaluate(replaced(base, "sites.0.start", start))
    ready = next(task for task in outcome.tasks if task.id == "commissioning")
    assert 0 < ready.finish[0, 0] < 400


def test_the_winter_shutdown_ends_in_the_new_year() -> None:
    assert (date(2024, 12, 20), date(2025, 1, 10)) in shut("five_day_winter", 2024)


def test_a_week_of_five_days_works_68_of_a_hundred_days() -> None:
    template = catalog().template("greenfield")
    share = week.working_share(template, "five_day")
    work = [task.kind == "work" for task in template.tasks]
    # 261 weekdays of a year less about five and a half holidays that fall on one.
    assert share[0, work] == pytest.approx(255.2 / 365.25, rel=0.005)
    assert (share[0, [not each for each in work]] == 1.0).all(), "others wait on every day"
    assert (week.working_share(template, "published") == 1.0).all()
    assert week.clocks(template, "published", date(2024, 1, 1)) == ()


@pytest.fixture(scope="module")
def weeks() -> dict[str, Outcome]:
    usual = replaced(preset("colossus-100k"), "sites.0.pace", 0.0)
    return {
        name: evaluate(replaced(usual, "sites.0.calendar", name)) for name in catalog().calendars
    }


def ready(outcome: Outcome) -> float:
    return float(next(t for t in outcome.tasks if t.id == "commissioning").finish[0, 0])


def test_the_ordinary_week_takes_what_is_published(weeks: dict[str, Outcome]) -> None:
    # Durations are whole weeks and more: weekends at either end move the date by some days.
    assert ready(weeks["five_day"]) == pytest.approx(ready(weeks["published"]), abs=7)


def test_more_days_a_week_finish_sooner_and_cost_more(weeks: dict[str, Outcome]) -> None:
    order = ("seven_day", "six_day", "five_day")
    days = [ready(weeks[name]) for name in order]
    cost = [weeks[name].capex["building"].item() for name in order]
    assert days == sorted(days)
    assert cost == sorted(cost, reverse=True)
    assert len(set(cost)) == 3


def test_a_shutdown_that_the_works_pass_delays_them(weeks: dict[str, Outcome]) -> None:
    late = replaced(weeks["published"].scenario, "sites.0.start", date(2024, 10, 1))
    five, winter = (
        ready(evaluate(replaced(late, "sites.0.calendar", name)))
        for name in ("five_day", "five_day_winter")
    )
    assert 10 <= winter - five <= 25


def test_a_critical_task_has_no_slack_in_any_week(weeks: dict[str, Outcome]) -> None:
    for outcome in weeks.values():
        work = [task for task in outcome.tasks if task.kind == "work"]
        assert any(task.critical for task in work)
        for task in work:
            assert task.critical == (float(task.slack[0, 0]) < 0.5)
