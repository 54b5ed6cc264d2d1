"""One site as a cluster of its own, on paper: GPU-days and FLOP up to a day."""

import pytest

from model.study.site_alone import evaluated_alone
from tests import paper

SCENARIO = paper.scenario(
    paper.site("a"), paper.site("b"),
    shipments=(paper.shipment(10_000), paper.shipment(2_000, name="b")),
)  # fmt: skip


def test_gpu_days_and_flop_are_summed_up_to_the_day() -> None:
    """10,000 from day 31 to 41 at 1,000 a day are 50,000 GPU-days, then 10,000 a day."""
    alone = evaluated_alone(SCENARIO, "a")
    assert alone.outcome
    assert alone.summed(paper.on(36))[0] == pytest.approx(5 * 5_000 / 2)
    days, flop = alone.summed(paper.on(61))
    assert days == pytest.approx(50_000 + 20 * 10_000)
    more_days, more_flop = alone.summed(paper.on(71))
    assert more_days - days == pytest.approx(10 * 10_000)
    a_day = alone.outcome.headline("usable_flops") * 86_400
    assert more_flop - flop == pytest.approx(10 * a_day)
    assert flop > 20 * a_day, "what came online before day 41 computes too"


def test_others_do_not_count_and_a_site_without_shipments_has_nothing() -> None:
    alone = evaluated_alone(SCENARIO, "b")
    assert alone.outcome
    assert alone.outcome.headline("gpus") == 2_000
    assert alone.reaches(1_000) == paper.on(32)
    assert alone.reaches(2_000) == paper.on(33)
    nothing = evaluated_alone(paper.scenario(paper.site("a"), paper.site("b")), "b")
    assert nothing.summed(paper.on(400)) == (0.0, 0.0)
    assert nothing.reaches(1) is None
