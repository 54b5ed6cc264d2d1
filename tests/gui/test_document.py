from __future__ import annotations

import gc
from datetime import date

import pytest

from gui.document import Document
from gui.steps import Step
from model.moves import redirected
from tests.gui.conftest import small_scenario


@pytest.fixture
def document(qapp) -> Document:
    return Document(small_scenario(), preset="small")


def test_a_drag_is_one_step_and_its_label_names_the_field_and_both_values(document):
    for count in range(20_500, 50_500, 500):
        assert document.edit("shipments.1.count", count)
    document.end_step()
    assert document.stack.count() == 1
    assert document.undo_text == "H200 count, 20,000 to 50,000"
    document.stack.undo()
    assert document.scenario == small_scenario()
    document.stack.redo()
    assert document.scenario.shipments[1].count == 50_000


def test_a_drag_keeps_one_step_in_memory_however_long_it_is(document):
    for count in range(1, 500):
        document.edit("shipments.1.count", count)
    gc.collect()
    kept = [each for each in gc.get_objects() if type(each) is Step]
    assert sum(each._document is document for each in kept) == 1


def test_undo_in_the_middle_of_a_drag_takes_nothing_else_back(document):
    document.edit("shipments.0.count", 111)
    document.end_step()
    document.edit("shipments.1.count", 30_000)
    document.edit("shipments.1.count", 20_000)
    document.stack.undo()
    document.end_step()
    assert document.scenario.shipments[0].count == 111


def test_edits_after_a_release_or_of_another_field_are_steps_of_their_own(document):
    document.edit("shipments.1.count", 30_000)
    document.edit("shipments.0.count", 90_000)
    document.edit("shipments.0.count", 80_000)
    document.end_step()
    document.edit("shipments.0.count", 70_000)
    assert document.stack.count() == 3


def test_a_drag_back_to_its_start_leaves_no_step(document):
    document.edit("shipments.1.count", 30_000)
    document.edit("shipments.1.count", 20_000)
    document.end_step()
    assert document.stack.count() == 0
    assert not document.dirty


def test_a_refused_value_changes_nothing_and_says_why(document, qtbot):
    with qtbot.waitSignal(document.refused) as refused:
        assert not document.edit("shipments.1.count", 2_000_000)
    path, message = refused.args
    assert path == "shipments.1.count"
    assert message == "2,000,000 is above 1,000,000. Nearest allowed: 1,000,000."
    assert document.scenario == small_scenario()
    assert document.stack.count() == 0


@pytest.mark.parametrize(
    ("path", "value", "label"),
    [
        ("workload.flop", 1e27, "Training compute, 3.5 × 10²⁶ to 1.0 × 10²⁷ FLOP"),
        ("shipments.0.arrives", date(2024, 9, 2), "H100 arrives, 3 Jul 2024 to 2 Sep 2024"),
        ("sites.0.supply.1.mw", 270.0, "Turbines, 250 to 270 MW"),
        ("shipments.1.accelerator", "h100_sxm", "H200 type, H200 to H100"),
    ],
)
def test_labels_say_what_the_user_sees(document, path, value, label):
    document.edit(path, value)
    assert document.undo_text == label


def test_undo_is_unlimited(document):
    for number in range(500):
        document.edit("shipments.1.count", 30_000 + number)
        document.end_step()
    assert document.stack.count() == 500
    for _ in range(500):
        document.stack.undo()
    assert document.scenario == small_scenario()


def test_the_list_of_shipments_is_edited_in_undoable_steps(document):
    document.add_shipment()
    assert document.scenario.shipments[2].arrives == date(2024, 12, 4)
    document.duplicate_shipment(0)
    assert document.scenario.shipments[1] == document.scenario.shipments[0]
    document.move_shipment(0, 3)
    document.remove_shipment(0)
    assert [each.count for each in document.scenario.shipments] == [20_000, 20_000, 100_000]
    assert document.undo_text == "Remove 100,000 H100"
    for _ in range(4):
        document.stack.undo()
    assert document.scenario == small_scenario()


def test_power_sources_are_added_and_removed(document):
    document.add_supply(0)
    assert document.scenario.sites[0].supply[2].source == "grid"
    document.remove_supply(0, 1)
    assert [each.source for each in document.scenario.sites[0].supply] == ["grid", "grid"]
    assert document.undo_text == "Remove turbines 250 MW"


def test_redirecting_part_of_a_shipment_is_a_move_of_its_order(document):
    assert document.redirect_shipment(0, "b", 12_000)
    scenario = document.scenario
    assert scenario.shipments[0].id == scenario.moves[0].order == "order-1"
    assert (scenario.moves[0].count, scenario.moves[0].site) == (12_000, "b")
    assert scenario.moves[0].on == date(2024, 6, 19), "14 days before it was due"
    assert [(each.count, each.site) for each in redirected(scenario).shipments] == [
        (88_000, "a"),
        (12_000, "b"),
        (20_000, "a"),
    ]
    assert scenario.total_count == 120_000
    assert document.undo_text == "Redirect 12,000 H100 to b"
    assert document.stack.count() == 1


def test_redirecting_again_takes_what_is_left(document):
    assert document.redirect_shipment(0, "b", 12_000)
    assert document.redirect_shipment(0, "b")
    assert [move.count for move in document.scenario.moves] == [12_000, 88_000]
    assert not document.redirect_shipment(0, "b")


def test_a_move_is_edited_and_taken_back(document):
    document.redirect_shipment(1, "b")
    assert document.edit("moves.0.count", 5_000)
    assert document.undo_text == "Move to b, redirected, 20,000 to 5,000"
    assert not document.edit("moves.0.count", 20_001)
    assert document.remove_redirection(0)
    assert document.undo_text == "Take back 5,000 H200 from b"
    assert document.scenario.moves == ()


def test_an_order_leaves_with_its_moves_and_a_copy_has_none(document):
    document.redirect_shipment(1, "b")
    assert document.duplicate_shipment(1)
    assert [each.id for each in document.scenario.shipments] == ["", "order-1", ""]
    assert document.remove_shipment(1)
    assert document.scenario.moves == ()


@pytest.mark.parametrize(("site", "count"), [("nowhere", 5), ("b", 0), ("b", 999_999)])
def test_an_impossible_redirection_is_refused(document, qtbot, site, count):
    with qtbot.waitSignal(document.refused):
        assert not document.redirect_shipment(0, site, count)
    assert document.scenario == small_scenario()


def test_dirty_is_what_differs_from_the_file(document, tmp_path):
    assert not document.dirty
    document.edit("shipments.1.count", 30_000)
    assert document.dirty
    document.mark_saved(tmp_path / "mine.toml")
    assert not document.dirty
    assert document.file_name == "mine.toml"
    document.stack.undo()
    assert document.dirty, "undoing past the save differs from the file"
    assert document.file_name == "mine.toml"


def test_opening_drops_the_steps_and_changes_what_resets_refer_to(document, qtbot):
    document.edit("shipments.1.count", 30_000)
    other = small_scenario("Other", 40_000)
    with qtbot.waitSignals([document.opened, document.changed]):
        document.open(other)
    assert document.stack.count() == 0
    assert document.origin.opened == other
    document.edit("shipments.1.count", 1)
    document.reset_all()
    assert document.scenario == other


def test_switching_to_a_preset_is_a_step_that_undo_takes_back(document):
    document.edit("shipments.1.count", 30_000)
    mine = document.scenario
    document.switch(small_scenario("Other"), preset="other")
    assert document.file_name == "other.toml"
    assert not document.dirty
    document.stack.undo()
    assert document.scenario == mine
    assert document.origin.preset == "small"
    assert document.dirty


def test_the_baseline_is_pinned_and_let_go(document, qtbot):
    with qtbot.waitSignal(document.baseline_changed):
        document.pin()
    document.edit("shipments.1.count", 30_000)
    assert document.baseline == small_scenario()
    document.unpin()
    assert document.baseline is None


def test_revert_is_a_step(document):
    document.edit("shipments.1.count", 30_000)
    document.end_step()
    document.restore(document.origin.saved)
    assert not document.dirty
    document.stack.undo()
    assert document.scenario.shipments[1].count == 30_000
