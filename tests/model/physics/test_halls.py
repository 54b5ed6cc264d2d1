import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import halls


def test_lots_are_cut_at_shipments_and_walls() -> None:
    shares = halls.hall_shares(100e3, 25e3, 100e3)
    unit_w = np.array([1000.0, 1000.0])
    lots = halls.cut(np.array([60.0, 40.0]), unit_w, shares, 100e3, np.array([0, 1]))
    assert lots.count.tolist() == [25.0, 25.0, 10.0, 15.0, 25.0]
    assert lots.hall.tolist() == [0, 1, 2, 2, 3]
    assert lots.shipment.tolist() == [0, 0, 0, 1, 1]


def test_halls_are_laid_out_in_the_order_that_is_given() -> None:
    shares = halls.hall_shares(100e3, 50e3, 100e3)
    lots = halls.cut(np.array([10.0, 50.0]), np.array([5e3, 1e3]), shares, 100e3, np.array([1, 0]))
    assert lots.shipment.tolist() == [1, 0]
    assert lots.count.tolist() == [50.0, 10.0]
    assert lots.hall.tolist() == [0, 1]


def test_last_hall_is_as_small_as_what_is_left() -> None:
    assert np.allclose(halls.hall_shares(90.0, 25.0, 100.0), [0.25, 0.25, 0.25, 0.15])
    assert halls.hall_shares(0.0, 25.0, 100.0).tolist() == [0.25]


@given(
    st.lists(st.tuples(st.integers(1, 5000), st.sampled_from([700.0, 1453.0, 2012.0])), min_size=1),
    st.floats(1e5, 2e6),
)
def test_every_accelerator_has_one_place_and_no_hall_is_overfull(
    fleet: list[tuple[int, float]], hall_w: float
) -> None:
    counts, unit_w = (np.array(column, dtype=float) for column in zip(*fleet, strict=True))
    shares = halls.hall_shares(float(counts @ unit_w), hall_w, 2e6)
    lots = halls.cut(counts, unit_w, shares, 2e6, np.argsort(unit_w, kind="stable"))
    assert np.allclose(np.bincount(lots.shipment, lots.count), counts)
    held = np.bincount(lots.hall, lots.count * unit_w[lots.shipment])
    assert np.allclose(held, shares * 2e6)
