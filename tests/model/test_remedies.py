"""What a remedy promises is what the edit brings: each is made in the scenario and run again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from model.catalog import catalog
from model.chain.timeline import thousands
from model.evaluate import evaluate
from model.files import preset
from model.moves import date_paths, redirected
from model.outcome import Binding, Outcome
from model.paths import get, inserted, replaced
from model.samples import SEED, draw
from model.scenario import Belief, Scenario, Shipment, Supply

PRESETS = tuple(catalog().presets)
DATE = r"(\d+ \w+ \d+)"
SOONER = r"(?:(\d+) days|a day) earlier"
LOT = r"([\d.,]+k?) (\w[\w ]*?)"


def day(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()


def days(text: str | None) -> int:
    return int(text) if text else 1


def number(text: str) -> float:
    return float(text.replace(",", ""))


def edit_of(scenario: Scenario, binding: Binding) -> Scenario:
    """``scenario`` with what the sentence names really done."""
    said = binding.remedy
    site = next(i for i, each in enumerate(scenario.sites) if each.id == binding.site)
    if found := re.match(rf"\+([\d.,e+]+) MW from {DATE} ", said):
        step = Supply("grid", number(found[1]), day(found[2]))
        return inserted(scenario, f"sites.{site}.supply", 0, step)
    if found := re.match(r"\+([\d.,]+) GPUs a day ", said):
        rate = float(draw(scenario, 1, SEED)["install_rate"][0, 0]) + number(found[1])
        for part in ("high", "mode", "low"):
            scenario = replaced(scenario, f"beliefs.install_rate.{part}", rate)
        return scenario
    if found := re.match(r"\+([\d.,]+) racks a day ", said):
        path = f"sites.{site}.racks_a_day"
        return replaced(scenario, path, get(scenario, path) + number(found[1]))
    if found := re.match(rf"Work begun on {DATE}, 7 days earlier, ", said):
        assert day(found[1]) == scenario.sites[site].start - timedelta(days=7)
        return replaced(scenario, f"sites.{site}.start", day(found[1]))
    if found := re.match(rf"(?:Delivering|Redirecting) {LOT} on {DATE}, {SOONER}, ", said):
        when = day(found[3])
        paths = [path for path in dict.fromkeys(paths_at(scenario, binding.site))
                 if get(scenario, path) == when + timedelta(days=days(found[4]))]  # fmt: skip
        ours = [path for path in paths if f"{found[1]} {found[2]}" in names_at(scenario, path)]
        return best_of(scenario, [[(path, when)] for path in ours])
    if found := re.match(rf"All deliveries {SOONER} ", said):
        for path in dict.fromkeys(paths_at(scenario, binding.site)):
            sooner = get(scenario, path) - timedelta(days=days(found[1]))
            scenario = replaced(scenario, path, sooner)
        return scenario
    if found := re.match(rf"(Racking|Powering) {LOT} from {DATE} on, 7 days earlier, ", said):
        field = {"Racking": "rack_from", "Powering": "power_from"}[found[1]]
        before = day(found[4]) + timedelta(days=7)
        ours = [f"shipments.{i}.{field}" for i, each in enumerate(scenario.shipments)
                if getattr(each, field) == before and each.site == binding.site]  # fmt: skip
        return best_of(scenario, [[(path, day(found[4]))] for path in ours])
    assert said.startswith("All set days 7 days earlier "), said
    for i, shipment in enumerate(scenario.shipments):
        for field in ("rack_from", "power_from"):
            if (when := getattr(shipment, field)) is not None and shipment.site == binding.site:
                path = f"shipments.{i}.{field}"
                scenario = replaced(scenario, path, when - timedelta(days=7))
    return scenario


def best_of(scenario: Scenario, edits: list[list[tuple[str, date]]]) -> Scenario:
    """Two orders of one type on one day have one name: the one that helps is meant."""
    assert edits
    made = []
    for edit in edits:
        one = scenario
        for path, when in edit:
            one = replaced(one, path, when)
        made.append(one)
    return min(made, key=lambda one: evaluate(one).headline("full_load"))


def paths_at(scenario: Scenario, site: str) -> Iterator[str]:
    there = redirected(scenario).shipments
    for path, shipment in zip(date_paths(scenario), there, strict=True):
        if shipment.site == site and shipment.count:
            yield path


def names_at(scenario: Scenario, path: str) -> set[str]:
    """What shipments are called whose day of arrival ``path`` is."""
    there = redirected(scenario).shipments
    return {
        f"{thousands(each.count)} {catalog().accelerators[each.accelerator].short}"
        for other, each in zip(date_paths(scenario), there, strict=True)
        if other == path
    }


def full_load(outcome: Outcome, site: str) -> float:
    """Of one site, in days that do not move with the epoch."""
    power = next(each for each in outcome.sites if each.site == site)
    used = [each for each in outcome.sites if each.installed.any()]
    if len(used) == 1:
        assert power.full_load[0, 0] == outcome.headline("full_load")
    return float(power.full_load[0, 0]) + outcome.epoch.toordinal()


def online(outcome: Outcome, site: str, on: np.ndarray) -> np.ndarray:
    power = next(each for each in outcome.sites if each.site == site)
    return np.interp(on, outcome.days[0] + outcome.epoch.toordinal(), power.online[0])


def check(scenario: Scenario) -> int:
    """Every sentence of ``scenario`` comes true; how many there are."""
    before = evaluate(scenario)
    told = {each.remedy: each for each in before.binding if each.remedy}
    for said, binding in told.items():
        after = evaluate(edit_of(scenario, binding))
        then, now = (full_load(each, binding.site) for each in (before, after))
        if found := re.search(rf"would bring full load(?: of \w+)? on {DATE}\.$", said):
            assert not np.isfinite(then)
            assert now == pytest.approx(day(found[1]).toordinal() + 0.5, abs=0.5 + 1e-3), said
        elif found := re.search(rf"(?:([\d,]+) days|a day) forward, to {DATE}\.$", said):
            gained = number(found[1]) if found[1] else 1.0
            assert then - now == pytest.approx(gained, abs=0.5 + 1e-3), said
            assert now == pytest.approx(day(found[2]).toordinal() + 0.5, abs=0.5 + 1e-3), said
        else:
            words = rf"would give back ([\d.,]+)( million)? GPU-days(?: at \w+)? by {DATE}\.$"
            found = re.search(words, said)
            assert found, said
            gained = number(found[1]) * (1e6 if found[2] else 1.0)
            step = float(before.days[0, 1] - before.days[0, 0])
            on = before.days[0] + before.epoch.toordinal()
            more = online(after, binding.site, on) - online(before, binding.site, on)
            assert more.sum() * step == pytest.approx(gained, rel=0.06, abs=2), said
            last = on[np.flatnonzero(more > 1e-3)[-1]]
            assert last == pytest.approx(day(found[3]).toordinal(), abs=step), said
    return len(told)


@pytest.mark.parametrize("name", PRESETS)
def test_what_a_preset_is_told_comes_true(name: str) -> None:
    told = check(preset(name))
    assert told or name in ("blank",)


def test_sentences_of_several_sites_name_them() -> None:
    outcome = evaluate(preset("tesla-to-x"))
    used = {site.site for site in outcome.sites if site.installed.any()}
    assert len(used) > 1
    for each in outcome.binding:
        if each.constraint != "none":
            assert re.search(rf" at {each.site} binds? from ", each.why), each.why
        if each.remedy:
            assert re.search(rf" (?:of|at) {each.site}\b", each.remedy), each.remedy
    for each in evaluate(preset("colossus-200k")).binding:
        assert "memphis" not in each.why + each.remedy


def test_one_delivery_is_named_and_it_is_the_one_that_helps() -> None:
    """Moving the first of three deliveries of Colossus changes nothing."""
    outcome = evaluate(preset("colossus-200k"))
    said = next(each.remedy for each in outcome.binding if each.constraint == "delivery")
    assert said.startswith("Delivering 50k H200 on 28 Oct 2024, 7 days earlier, brings full load ")


def test_deliveries_that_help_together_alone_are_told_as_all() -> None:
    lot = Shipment("h100_sxm", 300, date(2024, 9, 1), "memphis")
    scenario = replaced(preset("colossus-100k"), "shipments", (lot, lot))
    said = {each.remedy for each in evaluate(scenario).binding if each.constraint == "delivery"}
    assert any(text.startswith("All deliveries 7 days earlier bring ") for text in said)
    assert check(scenario)


def test_a_planned_step_slips_as_others_do() -> None:
    """The remedy of 17 Feb 2028 promised twice what the step brings once it slips."""
    scenario = preset("greenfield-100k")
    assert any("give back" in each.remedy for each in evaluate(scenario).binding)
    for slip in (0.0, 60.0):
        late = scenario
        for part in ("high", "mode", "low"):
            late = replaced(late, f"beliefs.power_slip.{part}", slip)
        assert check(late)


@pytest.mark.parametrize("name", ["colossus-200k", "meta-24k", "tesla-to-x"])
def test_where_the_racks_placed_limit_they_are_what_more_is_wished_of(name: str) -> None:
    scenario = replaced(preset(name), "sites.0.racks_a_day", 4.0)
    said = [each.remedy for each in evaluate(scenario).binding if each.constraint == "racking"]
    if name != "tesla-to-x":
        assert any("racks a day" in text for text in said)
    assert check(scenario)


def test_shortages_that_come_back_are_counted_to_the_end() -> None:
    """Colossus with H100 at 300k: what a step gives back is not that of one interval alone."""
    scenario = replaced(preset("colossus-200k"), "shipments.0.count", 300_000)
    assert check(scenario)


DAYS = st.integers(0, 240)
LOTS = st.builds(
    lambda count, kind, on, over, packed, dark: Shipment(
        kind, count, date(2024, 6, 1) + timedelta(days=on), "memphis", float(over),
        rack_from=date(2024, 7, 1) + timedelta(days=packed) if packed else None,
        power_from=date(2024, 8, 1) + timedelta(days=dark) if dark else None,
        shipped=date(2024, 5, 28) + timedelta(days=on),
    ),
    st.integers(1_000, 120_000), st.sampled_from(("h100_sxm", "h200_sxm")), DAYS,
    st.integers(0, 60), st.sampled_from((0, 0, 0, 120)), st.sampled_from((0, 0, 0, 90)),
)  # fmt: skip
STEPS = st.builds(
    lambda source, mw, on, over, hours: Supply(
        source, mw, date(2024, 4, 1) + timedelta(days=on),
        by=date(2024, 4, 1) + timedelta(days=on + over),
        mwh=mw * hours if source == "battery" else 0.0,
    ),
    st.sampled_from(("grid", "grid", "turbines", "battery")), st.floats(1, 250), DAYS,
    st.integers(0, 90), st.floats(0, 6),
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink one takes minutes
)  # fmt: skip
@given(
    st.lists(LOTS, min_size=1, max_size=4), st.lists(STEPS, min_size=1, max_size=5),
    st.floats(0, 60), st.floats(3, 60), st.sampled_from(("memphis", "abilene")),
)  # fmt: skip
@example([Shipment("h100_sxm", 50_000, date(2024, 7, 1), "memphis")],
         [Supply("grid", 70.0, date(2024, 8, 1))], 20.0, 53.0, "memphis")  # fmt: skip
def test_what_any_scenario_is_told_comes_true(
    lots: list[Shipment], steps: list[Supply], slip: float, racks: float, place: str
) -> None:
    scenario = replaced(preset("colossus-200k"), "shipments", tuple(lots))
    scenario = replaced(scenario, "sites.0.supply", tuple(steps))
    scenario = replaced(scenario, "sites.0.racks_a_day", racks)
    if place in catalog().sites:
        scenario = replaced(scenario, "sites.0.place", place)
    beliefs = {"power_slip": Belief(slip, slip, slip), "delivery_slip": Belief(0.0, 5.0, 9.0)}
    for name, belief in beliefs.items():
        for part in ("high", "mode", "low"):
            scenario = replaced(scenario, f"beliefs.{name}.{part}", getattr(belief, part))
    check(scenario)


def test_bars_of_several_sites_name_theirs_and_no_two_have_one_name() -> None:
    for name in PRESETS:
        labels = [task.label for task in evaluate(preset(name)).tasks]
        assert len(labels) == len(set(labels)), name
    swap = evaluate(preset("tesla-to-x"))
    for task in swap.tasks:
        assert not task.site or task.label.endswith(f", {task.site}")
    alone = evaluate(preset("abilene"))
    assert [task.label for task in alone.tasks if task.kind == "rack"] == [
        "Rack 50.4k GB200 (1 of 2)",
        "Rack 50.4k GB200 (2 of 2)",
    ]
