"""A fleet of several types against the best of its types alone."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.scenario import Shipment

DAY = date(2024, 1, 8)
TYPES = ("a100_sxm_80", "h100_sxm", "h200_sxm", "b200_hgx", "mi300x")


def answer(*fleet: tuple[str, int]) -> Outcome:
    base = preset("tesla-to-x")
    return evaluate(
        msgspec.structs.replace(
            base,
            moves=(),
            sites=base.sites[:1],
            shipments=tuple(Shipment(kind, count, DAY, "x") for kind, count in fleet),
        )
    )


def flops(*fleet: tuple[str, int]) -> tuple[float, str]:
    """Usable FLOP/s at full load; and why so."""
    outcome = answer(*fleet)
    return outcome.headline("usable_flops"), outcome.training.fleet


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(TYPES), st.sampled_from(TYPES), st.integers(256, 30_000), st.floats(0.05, 4.0)
)
@example("b200_hgx", "a100_sxm_80", 8_000, 3.0)
@example("b200_hgx", "h100_sxm", 8_000, 1.5)
@example("h100_sxm", "a100_sxm_80", 27_192, 4.0)
@example("h200_sxm", "a100_sxm_80", 24_969, 3.8)
@example("h100_sxm", "h200_sxm", 26_542, 4.0)
def test_never_worse_than_the_best_type_alone(one, other, count, factor):
    if one == other:
        return
    second = max(round(count * factor), 1)
    both, why = flops((one, count), (other, second))
    best = max(flops((one, count))[0], flops((other, second))[0])
    assert both >= best * (1 - 1e-9)
    assert why


def test_a_type_that_would_hold_the_others_back_is_left_to_other_jobs():
    both, why = flops(("b200_hgx", 24_000), ("a100_sxm_80", 24_000))
    assert why.startswith("The job runs on B200 alone and leaves A100")
    assert both == pytest.approx(flops(("b200_hgx", 24_000))[0], rel=1e-9)


def test_studies_of_the_job_are_about_the_types_that_take_part():
    left = answer(("b200_hgx", 24_000), ("a100_sxm_80", 24_000)).training
    assert (left.asked.lead, left.asked.job.count) == ("b200_hgx", 24_000)
    assert left.plan == answer(("b200_hgx", 24_000)).training.plan
    joint = answer(("h100_sxm", 24_000), ("h200_sxm", 12_000)).training
    assert joint.asked.job.count == 36_000
    assert joint.asked.hardware.memory_bytes == 80e9  # of the two, the least


def test_two_lots_of_one_type_are_one_and_an_empty_lot_changes_nothing():
    whole, why = flops(("h100_sxm", 16_000))
    assert why == ""
    assert flops(("h100_sxm", 8_000), ("h100_sxm", 8_000))[0] == pytest.approx(whole, rel=1e-12)
    assert flops(("h100_sxm", 16_000), ("a100_sxm_80", 0)) == (whole, "")
