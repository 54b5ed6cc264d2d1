"""The days of each order, on paper: crews take them one after the other, 1,000 a day."""

from model.scenario import Supply
from model.study.milestones import milestones
from tests import paper


def test_a_shipment_is_racked_when_it_and_those_before_it_are() -> None:
    """3,000 of day 31 stand on day 34; 2,000 of day 33 follow them and end on day 36."""
    orders = (
        paper.shipment(2_000, 33, ordered=paper.on(3), allocated=paper.on(5), shipped=paper.on(30)),
        paper.shipment(3_000, 31),
    )
    second, first = milestones(paper.scenario(shipments=orders))
    assert (first.count, first.arrives, first.racked) == (3_000, paper.on(31), paper.on(34))
    assert first.powered == paper.on(34)
    assert (second.count, second.arrives, second.racked) == (2_000, paper.on(33), paper.on(36))
    assert second.powered == paper.on(36)
    assert (second.ordered, second.allocated, second.shipped) == (
        paper.on(3), paper.on(5), paper.on(30),
    )  # fmt: skip
    assert (first.ordered, first.allocated, first.shipped) == (None, None, None)


def test_what_is_racked_without_power_is_powered_with_it() -> None:
    site = paper.site("a", Supply("grid", 50.0, paper.on(90)))
    (found,) = milestones(paper.scenario(site, shipments=(paper.shipment(3_000),)))
    assert found.racked == paper.on(34)
    # It comes in the course of that day, for a step takes a day to energise.
    assert paper.on(90) <= found.powered <= paper.on(91)
