"""The Site tab: what is drawn is what the model says, at any cursor, size and theme."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from gui import theme
from gui.panels.site_diagram import SiteDiagramPanel
from gui.plots.chart import text_width
from gui.plots.oneline import WITH_FACTS, Words
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.paths import replaced
from model.scenario import Supply
from model.study.oneline import one_line

OUTCOMES = {name: evaluate(preset(name)) for name in ("colossus-200k", "tesla-to-x", "blank")}
SIZES = ((991, 176), (1263, 176), (991, 128), (1263, 824))


def shown(qtbot, outcome: Outcome, size: tuple[int, int] = (991, 176)) -> SiteDiagramPanel:
    panel = SiteDiagramPanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.setVisible(True)
    panel.show(outcome, None, None)
    return panel


def words_of(panel: SiteDiagramPanel) -> list[str]:
    return [text.text for text in panel.plot.texts]


@pytest.fixture
def panel(qtbot) -> SiteDiagramPanel:
    made = shown(qtbot, OUTCOMES["colossus-200k"])
    made.set_cursor(260.0)
    return made


def test_every_arrow_carries_its_megawatts(panel):
    line = one_line(OUTCOMES["colossus-200k"], 0, 260.0)
    assert panel.plot.title == "Memphis, Tennessee, 18 Jan 2025"
    found = words_of(panel)
    for arrow in line.arrows:
        if (arrow.source, arrow.target) == ("switchyard", "battery"):
            continue
        assert f"{panel.plot.number(arrow.watts)} MW" in found, arrow
        if arrow.lost > 1:
            assert f"{panel.plot.number(arrow.lost)} MW lost" in found, arrow
    assert "of 50.0 MW" in found
    assert f"{line.pue:.3f}" in found


def test_widths_are_to_scale(panel):
    bands = {(band.source, band.target): band.box[3] for band in panel.plot.bands}
    line = panel.line
    whole = bands["switchyard", "low_voltage"]
    for arrow in line.arrows:
        share = arrow.watts / line.node("switchyard").watts
        if (arrow.source, arrow.target) in bands and share * whole > 1:
            assert bands[arrow.source, arrow.target] == pytest.approx(share * whole)


def test_the_cursor_moves_it(panel):
    before = words_of(panel)
    panel.set_cursor(100.0)
    assert panel.plot.title.endswith("11 Aug 2024")
    assert words_of(panel) != before
    assert panel.line.dry_c[1] > 25, "August in Memphis"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("day", [0.0, 100.0, 260.0, 5000.0])
def test_no_text_is_cut_and_none_stands_on_another(qtbot, size, day):
    for outcome in (OUTCOMES["colossus-200k"], busy()):
        panel = shown(qtbot, outcome, size)
        panel.set_cursor(day)
        texts = panel.plot.texts
        assert texts
        for text in texts:
            assert text_width(text.text, 11, text.bold) <= text.width + 0.5, text
            assert text.x >= 0, text
            assert text.x + text.width <= size[0], text
            assert text.y + 14 <= size[1] + 1, text
        for index, one in enumerate(texts):
            for other in texts[:index]:
                assert not overlap(one, other), (one.text, other.text)


def overlap(one: Words, other: Words) -> bool:
    apart_x = one.x + one.width <= other.x + 0.5 or other.x + other.width <= one.x + 0.5
    return not apart_x and abs(one.y - other.y) < 11


_BUSY: list[Outcome] = []


def busy() -> Outcome:
    """Everything at once: short in summer, a battery at work, turbines, calls."""
    if not _BUSY:
        scenario = replaced(preset("meta-24k"), "workload.flop", 1e27)
        scenario = replaced(scenario, "sites.0.response_mw", 5.0)
        load = evaluate(scenario).headline("facility_mean_mw")
        steps = (
            Supply("grid", load * 0.7),
            Supply("turbines", load * 0.4, units=8, spare=1),
            Supply("battery", 20.0, mwh=80.0),
        )
        _BUSY.append(evaluate(replaced(scenario, "sites.0.supply", steps)))
    return _BUSY[0]


def test_a_battery_at_work_and_calls_are_told(qtbot):
    outcome = busy()
    site = outcome.sites[0]
    panel = shown(qtbot, outcome)
    panel.set_cursor(float(outcome.days[0, site.battery[0].argmax()]))
    charge = next(band for band in panel.plot.bands if band.target == "battery")
    assert charge.back
    assert any(text.startswith("charging ") for text in words_of(panel))


def test_a_shortage_stands_first_and_in_red(qtbot):
    outcome = OUTCOMES["tesla-to-x"]
    panel = shown(qtbot, outcome)
    index = [site.site for site in outcome.sites].index("tesla")
    panel.choice.choose(index)
    worst = int(outcome.sites[index].short[0].argmax())
    panel.set_cursor(float(outcome.days[0, worst]))
    name, value, alarming = panel.plot.facts[0]
    assert (name, alarming) == ("Short", True)
    assert panel.plot.number(outcome.sites[index].short[0, worst]) in value
    assert next(text for text in panel.plot.texts if text.text == "Short").colour == "red"
    assert "are short" in panel.plot.accessibleDescription()


def test_several_sites_are_a_choice_that_stays(qtbot):
    outcome = OUTCOMES["tesla-to-x"]
    panel = shown(qtbot, outcome)
    assert panel.choice.options == ("x", "tesla")
    panel.choice.choose(1)
    assert panel.plot.title.startswith("Giga Texas, Austin")
    panel.show(evaluate(replaced(outcome.scenario, "shipments.0.count", 13_000)), None, None)
    assert panel.plot.title.startswith("Giga Texas, Austin"), "the choice stays"
    panel.show(OUTCOMES["colossus-200k"], None, None)
    assert panel.choice is None
    assert panel.plot.title.startswith("Memphis")


def test_nothing_shipped_says_so(qtbot):
    panel = shown(qtbot, OUTCOMES["blank"])
    panel.set_cursor(10.0)
    assert panel.plot.empty == (
        "Nothing is shipped here",
        "Add a shipment under Fleet, or open the Colossus scenario.",
    )


def test_the_table_is_the_diagram(panel):
    header, rows = panel.plot.rows()
    assert header == ("From", "To", "Sets out [W]", "Lost [W]", "Arrives [W]")
    assert len(rows) == len(panel.line.arrows)
    for row in rows:
        assert float(row[2]) - float(row[3]) == pytest.approx(float(row[4]))
    assert ("Grid", "Switchyard") in [tuple(row[:2]) for row in rows]


def test_a_tip_names_arrow_and_loss(panel):
    band = next(b for b in panel.plot.bands if b.target == "low_voltage")
    x, y, width, height = band.box
    tip = panel.plot.tip(QPointF(x + width / 2, y + height / 2))
    arrow = next(a for a in panel.line.arrows if a.target == "low_voltage")
    sent = panel.plot.number(arrow.watts)
    assert tip.startswith(f"Switchyard to Low voltage: {sent} MW, of which ")
    assert arrow.lost / arrow.watts == pytest.approx(0.01, abs=0.002)
    assert "(1.0" in tip
    assert panel.plot.tip(QPointF(2, 2)) == ""


def test_the_sentence_balances_in_words(panel):
    said = panel.plot.accessibleDescription()
    found = re.fullmatch(
        r"Memphis, Tennessee, 18 Jan 2025: grid ([\d.]+), turbines ([\d.]+) MW feed racks and "
        r"cooling with ([\d.]+) MW; ([\d.]+) MW are lost\.",
        said,
    )
    assert found, said
    grid, turbines, fed, lost = (float(number) for number in found.groups())
    assert grid + turbines == pytest.approx(fed + lost, abs=1.1)


def test_a_narrow_window_leaves_the_facts_out(qtbot):
    panel = shown(qtbot, OUTCOMES["colossus-200k"], (WITH_FACTS - 10, 176))
    assert "Wanted" not in words_of(panel)
    assert any(band.target == "cooling" for band in panel.plot.bands)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_it_is_painted_in_both_themes(panel, name):
    theme.set_theme(name)
    try:
        image: QImage = panel.plot.grab().toImage()
        colours = theme.current()
        band = next(b for b in panel.plot.bands if b.target == "cooling")
        x, y, width, height = band.box
        at = image.pixelColor(round(x + width / 2), round(y + height / 2))
        assert at.name().upper() == colours.power["cooling"]
        bar = panel.plot.bars[0]
        at = image.pixelColor(round(bar[0]) + 1, round(bar[1] + bar[2] / 2))
        assert at.name().upper() == colours.t1
    finally:
        theme.set_theme(None)


def test_dates_before_and_after_the_calendar_are_shown(panel):
    panel.set_cursor(-100.0)
    assert panel.plot.title.endswith("24 Jan 2024")
