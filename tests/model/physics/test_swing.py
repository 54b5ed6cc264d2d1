"""Swings: areas on paper, and limits that no input may break."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.physics.swing import Wave, battery, once

amplitudes = st.floats(0.0, 1e9)
periods = st.floats(0.1, 1e4)
parts = st.floats(0.01, 0.99)
limits = st.floats(1e3, 1e9)


def wave_of(amplitude: float, period: float, part: float) -> Wave:
    return Wave(amplitude, period, part * period)


def test_a_square_wave_of_80_mw_at_1_hz_needs_20_mj() -> None:
    wave = Wave(80e6, 1.0, 0.5)
    assert wave.frequency == 1.0
    assert wave.flat_store == pytest.approx(20e6)  # dP / (4 f)
    assert wave.ramp(0.1) == pytest.approx(800e6)
    assert wave.store(1e3) == wave.flat_store, "a slow grid sees it flat"


def test_a_single_edge_needs_the_triangle_beside_the_ramp() -> None:
    assert once(100e6, 3600.0).store(1e6) == pytest.approx(100e6**2 / 2e6)


@pytest.mark.parametrize("low", [0.05, 9.95])
def test_a_change_lasts_no_longer_than_what_it_changes_to(low: float) -> None:
    """80 MW within 0.05 s, though what makes it takes a tenth."""
    assert Wave(80e6, 10.0, low).ramp(0.1) == pytest.approx(1600e6)


@pytest.mark.parametrize(("low", "waste"), [(2.0, 12e6), (8.0, 48e6)])
def test_a_floor_leaves_what_the_ramp_makes_of_the_shorter_time(low: float, waste: float) -> None:
    """In 2 of 10 s 10 MW/s allow 20 of the 80 MW; 60 are filled up for 2 s, or for 8."""
    wave = Wave(80e6, 10.0, low)
    assert wave.allowed(10e6) == pytest.approx(20e6)
    assert wave.floor_waste(10e6) == pytest.approx(waste)


@given(amplitudes, periods, parts, limits)
def test_the_flat_store_is_what_a_meter_would_integrate(
    amplitude: float, period: float, part: float, limit: float
) -> None:
    wave = wave_of(amplitude, period, part)
    time = (np.arange(20_000) + 0.5) / 20_000 * period
    load = np.where(time < wave.low, 0.0, amplitude)
    level = np.cumsum(load - load.mean()) * period / 20_000
    assert np.ptp(level) == pytest.approx(wave.flat_store, rel=2e-2, abs=1e-6)
    assert wave.store(limit) <= wave.flat_store * (1 + 1e-12)


@given(amplitudes, periods, parts, limits, limits)
def test_a_stricter_limit_never_asks_for_less(
    amplitude: float, period: float, part: float, one: float, other: float
) -> None:
    wave, (strict, loose) = wave_of(amplitude, period, part), sorted((one, other))
    assert wave.store(strict) >= wave.store(loose)
    assert wave.floor_waste(strict) >= wave.floor_waste(loose)
    needs = [battery((wave,), (wave.store(limit),), 2.0)[1] for limit in (strict, loose)]
    assert needs[0] >= needs[1]


@given(amplitudes, periods, parts, limits)
def test_a_floor_wastes_no_more_than_it_fills(
    amplitude: float, period: float, part: float, limit: float
) -> None:
    wave = wave_of(amplitude, period, part)
    assert 0.0 <= wave.floor_waste(limit) <= amplitude * wave.share * (1 + 1e-12)
    if amplitude <= wave.allowed(limit):
        assert wave.floor_waste(limit) == 0.0


def test_a_battery_of_two_hours_gives_no_more_power_than_it_has() -> None:
    waves = (Wave(80e6, 1.0, 0.5), once(100e6, 300.0))
    watts, joule = battery(waves, [wave.store(333e3) for wave in waves], 2.0)
    assert (watts, joule) == (100e6, 100e6 * 7200.0)
    assert battery(waves, (20e6, 9e11), 2.0) == (100e6, 9e11)
    assert battery((Wave(0.0, 1.0, 0.5),), (0.0,), 2.0) == (0.0, 0.0)
    held = battery((Wave(200e6, 1.0, 0.5), once(100e6, 300.0)), (0.0, 1e6), 2.0)
    assert held == (100e6, 100e6 * 7200.0), "what needs no store needs no power"
