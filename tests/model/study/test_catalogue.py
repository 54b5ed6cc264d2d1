"""How long each workload takes is what the screen would show if it were chosen."""

from __future__ import annotations

import msgspec
import pytest

from model.catalog import catalog
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.study.catalogue import WorkloadDays, chosen, days_per_workload


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return evaluate(preset("meta-24k"))


@pytest.fixture(scope="module")
def rows(outcome: Outcome) -> tuple[WorkloadDays, ...]:
    return days_per_workload(outcome)


def test_every_workload_is_there_once_smallest_first(rows):
    assert {row.id for row in rows} == set(catalog().workloads)
    flops = [row.flop for row in rows]
    assert flops == sorted(flops)


def test_the_own_run_is_the_outcomes(outcome, rows):
    own = [row for row in rows if row.own]
    assert [row.id for row in own] == [outcome.scenario.workload.model]
    assert own[0].finish == outcome.run_finish[0, 0]
    assert own[0].flop == outcome.scenario.workload.flop


def test_a_line_is_the_evaluation_of_that_workload(outcome, rows):
    line = next(row for row in rows if not row.own and row.days < float("inf"))
    again = evaluate(chosen(outcome.scenario, catalog().workloads[line.id]))
    assert line.finish == again.run_finish[0, 0]
    assert line.mfu == again.training.plan.mfu


def test_nothing_is_computed_once_it_is_not_wanted(outcome):
    assert days_per_workload(outcome, lambda: False) == ()


def test_without_accelerators_nothing_ever_finishes(outcome):
    scenario = outcome.scenario
    none = tuple(msgspec.structs.replace(s, count=0) for s in scenario.shipments)
    empty = evaluate(msgspec.structs.replace(scenario, shipments=none))
    assert all(row.days == float("inf") for row in days_per_workload(empty))
