"""Journey 6: redirect Tesla's H100 to X, hand the January and June orders back, read who gains."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from gui.start import session_for
from model.study.moves import balance
from tests.gui.conftest import bury
from tests.gui.levers.hands import LEFT, type_into

pytestmark = pytest.mark.qt_log_ignore("does not support")  # popups on the off-screen platform


@pytest.fixture
def real(open_real):
    return open_real("tesla-to-x")


def choose(row, text) -> None:
    """Open the menu of a row with the keyboard's menu key and trigger one of its entries."""
    row.open_menu(row.mapToGlobal(row.rect().center()))
    menu = row._menu
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text() == text)
    assert action.isEnabled()
    menu.close()
    action.trigger()


def redirect(qtbot, session, index, *, count, on):
    block = session.levers.fleet.blocks[index]
    choose(block.row, "Redirect to another site…")
    popup = block._asking
    assert popup.isVisible()
    popup.on.setFocus()
    popup.on.setText(on)
    type_into(qtbot, popup.count, count)
    QApplication.processEvents()


def remove_all(qtbot, session):
    while session.document.scenario.moves:
        rail = session.levers.fleet.moves.blocks[0].row.rail
        rail.setFocus()
        qtbot.keyClick(rail, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()


def settled(qtbot, session):
    session.window.tabs.choose("moves")
    panel = session.window.tabs.panel("moves")
    qtbot.waitUntil(
        lambda: panel._asked is session.document.scenario and not panel.newest.busy, timeout=20_000
    )
    return panel


def test_the_swap_is_made_by_hand_and_read(real, qtbot):
    shipped = real.document.scenario
    remove_all(qtbot, real)
    assert real.levers.fleet.moves.isHidden()
    panel = settled(qtbot, real)
    assert panel.chart.empty[0] == "Nothing is redirected"
    assert not panel.site_side.isVisible()
    redirect(qtbot, real, 0, count="12k", on="2023-12-15")
    redirect(qtbot, real, 1, count="6,000", on="2023-12-15")
    redirect(qtbot, real, 2, count="6000", on="15 Dec 2023")
    moves = real.document.scenario.moves
    assert [(m.order, m.count, m.site, m.on) for m in moves] == [
        (m.order, m.count, m.site, m.on) for m in shipped.moves
    ]
    panel = settled(qtbot, real)
    assert panel.site_side.title.startswith("X gains ")
    assert panel.site_side.title.endswith(" GPU-days; tesla loses none.")
    assert "Tesla could not have powered the 12,000 H100 that it gave" in panel.why.text
    x, tesla = panel.sites.lines.lines
    found = balance(real.document.scenario)
    titles = [column.title for column in panel.sites.lines.columns]
    cells = [dict(zip(titles, line.cells, strict=True)) for line in (x, tesla)]
    assert (cells[0]["Site"], cells[0]["k GPU-days"]) == ("x", "3,080")
    assert cells[0]["gain, k"] == "+1,010"
    assert cells[0]["Difference"] == f"{-found.sites[0].delay_days:.0f} d sooner"
    assert cells[1]["gain, k"] == "no change"
    assert cells[1]["All online"] == "8 Oct 2024"
    short = next(each.short_mw for each in found.given if each.site == "tesla")
    assert tesla.cells[-2:] == (f"{short:.1f}", "MW")
    assert short > 10
    assert real.window.messages.isHidden(), real.window.messages.text
    assert not panel.grab().isNull()


def test_a_move_is_edited_at_its_row_and_undone(real, qtbot):
    block = real.levers.fleet.moves.blocks[0]
    assert block.row.label == "H100 to x"
    before = settled(qtbot, real).site_side.title
    type_into(qtbot, block.row.field, "5k")
    assert real.document.scenario.moves[0].count == 5_000
    order = real.levers.fleet.blocks[0].row
    assert order.caption == "tesla-december: 5,000 of 12,000 redirected"
    assert settled(qtbot, real).site_side.title != before
    type_into(qtbot, block.row.field, "13k")
    assert real.document.scenario.moves[0].count == 5_000
    assert "12,000" in block.row.message
    real.actions["undo"].trigger()
    assert settled(qtbot, real).site_side.title == before
    qtbot.mouseClick(block.row.when, LEFT)
    block._popup.field.setText("1 Dec 2023")
    qtbot.keyClick(block._popup.field, Qt.Key.Key_Return)
    assert real.document.scenario.moves[0].on == date(2023, 12, 1)


def test_the_popup_says_what_it_cannot_take(real, qtbot):
    remove_all(qtbot, real)
    redirect(qtbot, real, 0, count="12,001", on="2023-12-15")
    popup = real.levers.fleet.blocks[0]._asking
    assert popup.isVisible()
    assert popup.problem.text() == (
        "12,001 is not allowed: order tesla-december has 12,000 of its 12,000 left to redirect. "
        "Redirect at most 12,000."
    )
    type_into(qtbot, popup.count, "0")
    assert popup.problem.text() == "0 is below 1. Nearest allowed: 1."
    popup.count.clear()
    qtbot.keyClick(popup.count, Qt.Key.Key_Return)
    assert popup.problem.text().startswith("Allowed is 1 to 1,000,000 GPU.")
    assert popup.count.property("refused")
    popup.on.setText("2024-02-01")
    type_into(qtbot, popup.count, "12k")
    assert "tesla from 2024-01-08" in popup.problem.text()
    assert popup.on.property("refused")
    assert not popup.count.property("refused")
    popup.on.setText("2023-12-31")
    type_into(qtbot, popup.transit, "400")
    assert popup.problem.text() == "400 is above 365 d. Nearest allowed: 365."
    popup.transit.setText("3 weeks")
    qtbot.mouseClick(popup.button, LEFT)
    assert real.document.scenario.moves[0].transit_days == 21
    assert real.document.undo_text == "Redirect 12,000 H100 to x"


def test_nothing_is_left_to_redirect_of_what_is_gone(real):
    row = real.levers.fleet.blocks[0].row
    assert row.caption == "tesla-december: all redirected"
    text, _, able = row.offers[0]
    assert (text, able) == ("Redirect to another site…", False)


def test_with_one_site_no_other_is_offered(themed, settings, qtbot):
    session = session_for("colossus-100k", settings)
    session.window.show()
    session.fill()
    assert session.levers.fleet.blocks[0].row.offers == ()
    assert settled(qtbot, session).chart.empty[0] == "There is one site"
    bury(session)


def test_a_link_joins_the_sites_or_says_that_a_second_campus_hurts(real, qtbot):
    assert real.levers.link.isVisibleTo(real.levers)
    assert real.levers.link.header.summary == "not joined"
    assert "nothing joins the sites" in settled(qtbot, real).job.text
    type_into(qtbot, real.levers.row("link.km").field, "1,300")
    type_into(qtbot, real.levers.row("link.gbit_s").field, "800 Gbit/s")
    panel = settled(qtbot, real)
    assert "on a link of 800 Gbit/s over 1,300 km a second campus hurts" in panel.job.text
    alone = real.engine.outcome.headline("usable_flops")
    type_into(qtbot, real.levers.row("link.gbit_s").field, "200 Tbit/s")
    panel = settled(qtbot, real)
    assert panel.job.text.startswith("One job over x and tesla, joined by 200 Tbit/s")
    assert real.engine.outcome.headline("usable_flops") > alone
    assert real.window.messages.isHidden(), real.window.messages.text


def test_the_swap_is_made_from_an_empty_scenario(open_real, qtbot):
    real = open_real("blank")
    levers, document = real.levers, real.document
    panel = settled(qtbot, real)
    assert panel.offer.isVisible()
    qtbot.mouseClick(panel.offer, LEFT)
    for site, name in enumerate(("x", "tesla")):
        type_into(qtbot, levers.row(f"sites.{site}.id").field, name)
    for index, count in enumerate(("12k", "6k", "6k")):
        qtbot.mouseClick(levers.fleet.add, LEFT)
        type_into(qtbot, levers.row(f"shipments.{index}.count").field, count)
    levers.fleet.blocks[0].toggle_details()
    combo = levers.row("shipments.0.site").combo
    combo.setCurrentIndex(combo.findData("tesla"))
    combo.activated.emit(combo.currentIndex())
    type_into(qtbot, levers.row("shipments.0.id").field, "december")
    for index, count in enumerate(("12k", "6k", "6k")):
        redirect(qtbot, real, index, count=count, on="2027-01-10")
    found = [(move.order, move.count, move.site) for move in document.scenario.moves]
    assert found == [
        ("december", 12_000, "x"),
        ("order-1", 6_000, "tesla"),
        ("order-2", 6_000, "tesla"),
    ]
    panel = settled(qtbot, real)
    assert panel.offer.isHidden()
    assert len(panel.sites.lines.lines) == 2
    captions = [block.row.caption for block in levers.fleet.moves.blocks]
    assert captions[0].startswith("of december, due ")
    assert len(set(captions)) == 3
    assert real.window.messages.isHidden(), real.window.messages.text
