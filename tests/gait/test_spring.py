"""Stiffness of leg and body against the evidence notes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstride.domain.errors import OutOfRange
from backstride.domain.runner import Runner
from backstride.gait.spring import leg_spring, level_stiffness, sine_peak_force_bw
from backstride.gait.summarise import summarise_leg
from tests.gait.made_legs import steady

RUNNER = Runner(mass_kg=70.0, height_m=1.75)


def test_the_reference_runner_has_the_stiffness_of_the_evidence_notes() -> None:
    """Evidence notes, section 6.3: 70 kg, 1.75 m, 3.0 m/s, 165 steps a minute, 229 ms."""
    spring = leg_spring(mass_kg=70, height_m=1.75, speed_mps=3.0, step_s=60 / 165, contact_s=0.229)

    assert spring.peak_force_bw == pytest.approx(2.49, abs=0.005)
    assert 100 * spring.sink_m == pytest.approx(6.6, abs=0.05)
    assert spring.vertical_stiffness_knpm == pytest.approx(26.0, abs=0.1)
    assert spring.leg_stiffness_knpm == pytest.approx(13.0, abs=0.1)


@pytest.mark.parametrize(("contact_s", "force_bw"), [(0.237, 2.41), (0.229, 2.49), (0.215, 2.65)])
def test_the_sine_model_follows_the_table_of_the_evidence_notes(
    contact_s: float, force_bw: float
) -> None:
    assert sine_peak_force_bw(60 / 165, contact_s) == pytest.approx(force_bw, abs=0.015)


def test_the_sine_model_needs_a_flight_and_a_leg_long_enough() -> None:
    with pytest.raises(OutOfRange):
        sine_peak_force_bw(0.36, 0.36)
    with pytest.raises(OutOfRange):
        leg_spring(mass_kg=70, height_m=1.2, speed_mps=8.0, step_s=0.4, contact_s=0.2)


def test_a_level_run_shows_the_stiffness_of_its_mean_step_with_a_range() -> None:
    gait = summarise_leg(steady(speed_mps=3.0, cadence_spm=165, contact_ms=229), RUNNER)

    vertical, leg = gait.summary.vertical_stiffness_knpm, gait.summary.leg_stiffness_knpm

    assert vertical is not None
    assert leg is not None
    assert vertical.q50 == pytest.approx(26.0, abs=0.1)
    assert leg.q50 == pytest.approx(13.0, abs=0.1)
    assert vertical.q05 < 0.92 * vertical.q50
    assert vertical.q95 > 1.1 * vertical.q50


def test_without_mass_measured_contact_or_level_ground_there_is_no_stiffness() -> None:
    level = steady(speed_mps=3.0, cadence_spm=165, contact_ms=229)
    assert level.stream is not None
    hill = steady(
        speed_mps=3.0, cadence_spm=165, contact_ms=229, altitude_m=0.15 * level.stream.time_s
    )

    for leg, runner in (
        (level, Runner(height_m=1.75)),
        (steady(speed_mps=3.0, cadence_spm=165), RUNNER),
        (replace(hill, distance_m=5400.0), RUNNER),
    ):
        found = level_stiffness(summarise_leg(leg, runner), runner)
        assert found == (None, None)


def test_vertical_ratio_is_oscillation_over_step_length() -> None:
    leg = steady(speed_mps=3.0, cadence_spm=165, vertical_oscillation_mm=88.0)

    found = summarise_leg(leg, RUNNER).summary.vertical_ratio_percent

    assert found == pytest.approx(100.0 * 88.0 / (60_000 * 3.0 / 165), rel=1e-3)
    assert np.isfinite(found)
