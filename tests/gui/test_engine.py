from __future__ import annotations

import threading

import msgspec
import pytest

from gui.engine import Engine
from model.errors import InputError
from model.scenario import Belief, Beliefs
from tests.gui.conftest import answer_to, bands_of, quick_sampler, small_scenario


@pytest.fixture
def make_engine(qapp):
    made = []

    def make(evaluate=answer_to, sampler=quick_sampler):
        made.append(Engine(evaluate, sampler))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def test_a_burst_of_a_thousand_requests_is_one_recompute(make_engine, qtbot):
    engine = make_engine()
    with qtbot.waitSignal(engine.answered) as answered:
        for count in range(1000):
            engine.request(small_scenario(count=count))
    assert engine.recomputes == 1
    assert answered.args[0].scenario.shipments[1].count == 999


def test_the_ensemble_follows_on_release_in_stages(make_engine, qtbot):
    engine = make_engine()
    rows = []
    engine.answered.connect(lambda _, bands: rows.append(bands and bands.rows))
    engine.request(small_scenario())
    engine.settle()
    qtbot.waitUntil(lambda: rows[-1:] == [4096])
    assert rows == [None, 256, 4096]
    assert engine.recomputes == 1


def test_the_ensemble_follows_after_a_pause_without_a_release(make_engine, qtbot):
    engine = make_engine()
    engine.request(small_scenario())
    qtbot.waitUntil(lambda: engine.bands is not None, timeout=3000)


def test_bands_are_carried_along_while_dragging(make_engine, qtbot):
    engine = make_engine()
    engine.request(small_scenario())
    engine.settle()
    qtbot.waitUntil(lambda: engine.bands is not None and engine.bands.rows == 4096)
    before = engine.bands
    with qtbot.waitSignal(engine.answered) as answered:
        engine.request(small_scenario(count=120_000))
    now = answered.args[1]
    assert now.usable[0].max() > before.usable[0].max()


def test_a_stale_ensemble_is_dropped(make_engine, qtbot):
    started, go_on = threading.Event(), threading.Event()

    def sampler(scenario, seed):
        if scenario.title == "old":
            started.set()
            go_on.wait(5)
        yield 1.0, bands_of(answer_to(scenario), 1 if scenario.title == "old" else 2)

    engine = make_engine(sampler=sampler)
    rows = []
    engine.answered.connect(lambda _, bands: rows.append(bands and bands.rows))
    engine.request(small_scenario("old"))
    engine.settle()
    qtbot.waitUntil(started.is_set)
    engine.request(small_scenario("new"))
    engine.settle()
    go_on.set()
    qtbot.waitUntil(lambda: rows[-1:] == [2])
    assert 1 not in rows


def test_escape_stops_the_ensemble_until_the_next_edit(make_engine, qtbot):
    go_on = threading.Event()

    def sampler(scenario, seed):
        yield 0.1, None
        go_on.wait(5)
        yield 1.0, bands_of(answer_to(scenario), 9)

    engine = make_engine(sampler=sampler)
    shares = []
    engine.computing.connect(shares.append)
    engine.request(small_scenario())
    engine.settle()
    qtbot.waitUntil(lambda: shares == [0.1])
    engine.cancel()
    go_on.set()
    engine.settle()
    qtbot.wait(50)
    assert shares == [0.1, 1.0]
    assert engine.bands is None
    engine.request(small_scenario())
    engine.settle()
    qtbot.waitUntil(lambda: engine.bands is not None)


def test_an_error_of_the_model_keeps_the_last_good_answer(make_engine, qtbot, caplog):
    def evaluate(scenario):
        if scenario.title == "input":
            raise InputError("workload.flop", 0, "above 0", "Raise it.")
        if scenario.title == "bug":
            raise ZeroDivisionError("division by zero")
        return answer_to(scenario)

    engine = make_engine(evaluate)
    with qtbot.waitSignal(engine.answered):
        engine.request(small_scenario())
    good = engine.outcome
    for title, said in (("input", "workload.flop"), ("bug", "ZeroDivisionError")):
        with qtbot.waitSignal(engine.failed) as failed:
            engine.request(small_scenario(title))
        assert said in failed.args[0]
        assert engine.outcome is good
    assert "Traceback" in caplog.text


def test_an_error_in_the_worker_is_reported(make_engine, qtbot, caplog):
    def sampler(scenario, seed):
        raise MemoryError("no room")
        yield

    engine = make_engine(sampler=sampler)
    with qtbot.waitSignal(engine.failed) as failed:
        engine.request(small_scenario())
        engine.settle()
    assert "no room" in failed.args[0]


def test_the_baseline_follows_the_beliefs_and_nothing_else(make_engine, qtbot):
    engine = make_engine()
    with qtbot.waitSignal(engine.answered):
        engine.request(small_scenario())
    engine.set_baseline(small_scenario())
    pinned = engine.baseline
    with qtbot.waitSignal(engine.answered):
        engine.request(small_scenario(count=5))
    assert engine.baseline is pinned
    believing = msgspec.structs.replace(
        small_scenario(count=5), beliefs=Beliefs(install_rate=Belief(300, 600, 900))
    )
    with qtbot.waitSignal(engine.answered):
        engine.request(believing)
    assert engine.baseline.scenario.beliefs == believing.beliefs
    assert engine.baseline.scenario.shipments == small_scenario().shipments
    engine.set_baseline(None)
    assert engine.baseline is None
