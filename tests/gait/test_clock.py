"""The time grid: rhythms, pauses and gaps."""

from __future__ import annotations

import numpy as np
import pytest

from backstride.domain.activity import Pause
from backstride.gait.clock import fill_between, measure_clock, window_mean


def test_every_second_counts_once_at_one_sample_a_second() -> None:
    clock = measure_clock(np.arange(0.0, 101.0), ())

    assert clock.duration_s.sum() == pytest.approx(100.0)
    assert clock.duration_s[1:-1] == pytest.approx(np.ones(99))


def test_an_irregular_rhythm_counts_the_same_time() -> None:
    time_s = np.array([0.0, 1.0, 4.0, 11.0, 12.0, 20.0])

    assert measure_clock(time_s, ()).duration_s.sum() == pytest.approx(20.0)


def test_a_pause_does_not_count() -> None:
    time_s = np.concatenate((np.arange(0.0, 61.0), np.arange(300.0, 361.0)))

    clock = measure_clock(time_s, (Pause(60.0, 300.0),))

    assert clock.duration_s.sum() == pytest.approx(120.0)
    assert clock.gap_s == 0.0


def test_a_pause_inside_which_the_device_went_on_writing_does_not_count() -> None:
    clock = measure_clock(np.arange(0.0, 101.0), (Pause(20.0, 50.0),))

    assert clock.duration_s.sum() == pytest.approx(70.0)
    assert clock.duration_s[30] == 0.0


def test_overlapping_pauses_count_once() -> None:
    pauses = (Pause(20.0, 50.0), Pause(40.0, 60.0), Pause(20.0, 30.0))

    assert measure_clock(np.arange(0.0, 101.0), pauses).duration_s.sum() == pytest.approx(60.0)


def test_a_gap_that_no_pause_explains_does_not_count_and_is_told() -> None:
    time_s = np.concatenate((np.arange(0.0, 61.0), np.arange(1_728_000.0, 1_728_061.0)))

    clock = measure_clock(time_s, ())

    assert clock.duration_s.sum() == pytest.approx(120.0)
    assert clock.gap_s == pytest.approx(1_727_940.0)


def test_a_slow_rhythm_is_not_taken_for_gaps() -> None:
    clock = measure_clock(np.arange(0.0, 2000.0, 20.0), ())

    assert clock.gap_s == 0.0


def test_repeated_timestamps_stand_for_no_time() -> None:
    clock = measure_clock(np.repeat(np.arange(0.0, 11.0), 3), ())

    assert clock.duration_s.sum() == pytest.approx(10.0)
    assert np.isfinite(clock.active_s).all()


def test_the_mean_of_a_window_does_not_depend_on_the_rhythm() -> None:
    fine, coarse = np.arange(0.0, 301.0), np.arange(0.0, 301.0, 5.0)

    smooth_fine = window_mean(fine, np.sin(fine / 40.0), 15.0)
    smooth_coarse = window_mean(coarse, np.sin(coarse / 40.0), 15.0)

    assert smooth_coarse == pytest.approx(smooth_fine[::5], abs=0.01)


def test_short_holes_are_filled_and_long_ones_stay() -> None:
    active = np.arange(0.0, 100.0)
    values = np.where((active > 10) & (active < 14), np.nan, active)
    values[40:95] = np.nan

    filled = fill_between(active, values, 30.0)

    assert filled[12] == pytest.approx(12.0)
    assert np.isnan(filled[60])
    assert filled[95] == 95.0
