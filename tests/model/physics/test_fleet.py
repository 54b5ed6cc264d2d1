import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import fleet

W = np.array([1000.0, 1000.0])


def lots_of(counts: list[float], halls: int, phase_w: float) -> fleet.Lots:
    shares = fleet.hall_shares(sum(counts) * 1000.0, phase_w / halls, phase_w)
    return fleet.cut(np.array(counts), W[: len(counts)], shares, phase_w)


def test_lots_are_cut_at_shipments_and_walls() -> None:
    lots = lots_of([60.0, 40.0], 4, 100_000.0)
    assert lots.count.tolist() == [25.0, 25.0, 10.0, 15.0, 25.0]
    assert lots.hall.tolist() == [0, 1, 2, 2, 3]
    assert lots.shipment.tolist() == [0, 0, 0, 1, 1]
    assert np.allclose(lots.share_after, [25 / 60, 50 / 60, 1, 15 / 40, 1])


def test_last_hall_is_as_small_as_what_is_left() -> None:
    assert np.allclose(fleet.hall_shares(90.0, 25.0, 100.0), [0.25, 0.25, 0.25, 0.15])
    assert fleet.hall_shares(0.0, 25.0, 100.0).tolist() == [0.25]


def rack(ready: list[float], arrive: float, over: float, rate: float = 1.0) -> fleet.Racking:
    lots = lots_of([100.0], 4, 100_000.0)
    return fleet.rack(
        lots, np.array([[arrive]]), np.array([over]), np.array([ready]), np.array([[rate]])
    )


def test_crews_alone_take_count_over_rate() -> None:
    found = rack([0, 0, 0, 0], 10.0, 0.0)
    assert found.start[0, 0] == 10.0
    assert found.finish[0, -1] == 110.0


def test_a_late_hall_stops_the_crews() -> None:
    found = rack([0, 0, 70.0, 70.0], 0.0, 0.0)
    assert found.finish[0].tolist() == [25.0, 50.0, 95.0, 120.0]


def test_racking_never_overtakes_delivery() -> None:
    found = rack([0, 0, 0, 0], 0.0, 200.0)
    assert np.isclose(found.finish[0, -1], 200.0)


@given(
    st.lists(st.integers(1, 5000), min_size=2, max_size=2),
    st.integers(1, 8),
    st.floats(1, 500),
    st.floats(0, 60),
    st.floats(0, 90),
)
def test_counts_are_conserved_and_earlier_delivery_never_delays(
    counts: list[int], halls: int, rate: float, sooner: float, over: float
) -> None:
    lots = lots_of([float(count) for count in counts], halls, 2_000_000.0)
    assert np.isclose(lots.count.sum(), sum(counts))
    assert np.allclose(np.bincount(lots.shipment, lots.count), counts)
    ready = np.arange(lots.hall.max() + 1.0)[np.newaxis, :] * 9
    arrive, deliver = np.array([[70.0, 95.0]]), np.array([over, over])
    late = fleet.rack(lots, arrive, deliver, ready, np.array([[rate]]))
    early = fleet.rack(lots, arrive - sooner, deliver, ready, np.array([[rate]]))
    assert (early.finish <= late.finish + 1e-9).all()
    assert (late.start[:, 1:] >= late.finish[:, :-1] - 1e-6).all(), "one lot after another"


def test_latest_start_leaves_just_enough_time() -> None:
    lots = lots_of([100.0], 4, 100_000.0)
    latest = fleet.latest_start(lots, np.array([[200.0]]), np.array([[1.0]]))
    assert latest.tolist() == [[100.0, 125.0, 150.0, 175.0]]
