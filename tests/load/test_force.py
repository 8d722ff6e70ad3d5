"""Forces against the evidence notes and against measured ground forces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies.force_curves import cut_steps, drifting_curve
from studies.peak_force import all_cases, fit_share, left_out, level_curves, rows_of

from backstride.domain.errors import OutOfRange
from backstride.load.force import peak_force_bw, peak_of_stance_bw


def test_a_step_without_flight_has_no_model() -> None:
    with pytest.raises(OutOfRange):
        peak_force_bw(np.array([0.36, 0.36]), np.array([0.2, 0.36]))


def test_without_impact_and_threshold_the_peak_is_twice_the_mean() -> None:
    """A raised cosine is twice as high as its mean."""
    found = peak_of_stance_bw(1.4, impact_share=0.0, threshold_bw=0.0)

    assert float(found) == pytest.approx(2.8)


def test_the_model_brings_back_the_peak_of_a_step_drawn_by_its_own_waveform() -> None:
    """Contact of a drawn raised cosine, cut at 0.1 body weights, gives its peak again."""
    time_s = np.linspace(0.0, 0.27, 20_001)
    force = 0.5 * 2.5 * (1.0 - np.cos(2.0 * np.pi * time_s / 0.27))
    step_s = float(np.trapezoid(force, time_s))
    seen_s = float(np.ptp(time_s[force > 0.1]))

    found = peak_of_stance_bw(step_s / seen_s, impact_share=0.0, threshold_bw=0.1)

    assert float(found) == pytest.approx(2.5, rel=1e-3)


@given(
    stance=st.floats(1.05, 2.5),
    more=st.floats(0.01, 0.5),
    threshold=st.floats(0.0, 0.1),
    share=st.floats(0.0, 0.2),
)
def test_a_shorter_contact_or_a_higher_threshold_never_hides_force(
    stance: float, more: float, threshold: float, share: float
) -> None:
    def peak(stance_bw: float, threshold_bw: float) -> float:
        return float(peak_of_stance_bw(stance_bw, impact_share=share, threshold_bw=threshold_bw))

    assert peak(stance + more, threshold) > peak(stance, threshold) > stance
    assert peak(stance, threshold + 0.02) < peak(stance, threshold)


def test_a_descent_is_never_softer_than_the_level_and_a_climb_no_harder() -> None:
    slope = np.array([-9.0, -5.0, 0.0, 5.0, 9.0])

    found = peak_force_bw(0.36, 0.25, speed_mps=4.0, slope_deg=slope)

    assert found[0] > found[2]
    assert np.all(np.diff(found[2:]) < 0.0)


def test_a_light_runners_force_plate_sees_less_of_a_step() -> None:
    light, usual, heavy = (
        float(peak_force_bw(0.36, 0.24, mass_kg=mass)) for mass in (50.0, 58.0, 90.0)
    )

    assert light < usual < heavy
    assert usual == pytest.approx(float(peak_force_bw(0.36, 0.24)), rel=0.001)
    told = float(peak_force_bw(0.36, 0.24, threshold_bw=0.1, mass_kg=50.0))
    assert told == float(peak_force_bw(0.36, 0.24, threshold_bw=0.1))


def test_a_threshold_by_mass_brings_runners_nearer_to_the_model(shared_data: Path) -> None:
    cases = {case.name: case for case in all_cases(shared_data / "biomech")}

    for reading in ("sensor", "plate"):
        by_mass = cases[f"22 runners, 3.8 to 5.4 m/s: the same, {reading}, threshold by mass"]
        word = "sensor's" if reading == "sensor" else "force plate's"
        plain = cases[f"22 runners, 3.8 to 5.4 m/s: two-mass, {word} step time"]
        assert by_mass.error < plain.error


def test_one_model_meets_fast_runners_and_one_runner_over_slopes(shared_data: Path) -> None:
    """22 runners (Alcantara et al. 2021) and one over slopes (Alcantara et al. 2022)."""
    cases = {case.name: case for case in all_cases(shared_data / "biomech")}
    wanted = [case for case in cases.values() if case.wanted]

    assert len(wanted) == 6
    assert {case.measured.size for case in wanted} == {51, 19, 4}
    for case in wanted:
        assert abs(case.bias) <= 3.0, case.name
        assert case.error <= 5.0, case.name


def test_the_sine_model_fails_on_fast_runners_as_published_tables_say(shared_data: Path) -> None:
    cases = {case.name: case for case in all_cases(shared_data / "biomech")}

    fast = cases["22 runners, 3.8 to 5.4 m/s: sine model"]
    slopes = cases["one runner, -10 to +10 degrees: sine model"]

    assert (fast.bias, fast.error) == pytest.approx((-9.96, 9.96), abs=0.005)
    assert (slopes.bias, slopes.error) == pytest.approx((1.06, 4.02), abs=0.005)


def test_the_one_fitted_number_hardly_depends_on_who_is_left_out(shared_data: Path) -> None:
    rows = rows_of(shared_data / "biomech" / "sacrum-imu-grf-subjects-first-60pct.csv")

    shares, by_sensor, by_plate = left_out(rows)

    assert fit_share(rows) == pytest.approx(0.081, abs=0.001)
    assert np.ptp(shares) < 0.006
    for apart in (by_sensor, by_plate):
        assert abs(apart.mean()) < 0.03
        assert np.abs(apart).mean() < 0.05


def test_contact_seen_at_a_higher_threshold_shortens_as_the_model_says(shared_data: Path) -> None:
    """Curves of two runners who had no part in the fit, cut at 0.035 and at 0.1 body weights."""
    for curve in level_curves(shared_data / "biomech"):
        low, high = cut_steps(curve, 0.035), cut_steps(curve, 0.1)
        measured = high.contact_s / low.contact_s
        modelled = (1.0 - 2.0 / np.pi * np.arcsin(np.sqrt(0.1 / low.peak_bw))) / (
            1.0 - 2.0 / np.pi * np.arcsin(np.sqrt(0.035 / low.peak_bw))
        )
        assert measured == pytest.approx(modelled, abs=0.03)


def test_a_third_runner_who_had_no_part_in_anything_is_met(shared_data: Path) -> None:
    """A run at 2.5 m/s of Fukuchi et al. 2017 whose drift is taken out by its own mean force."""
    cut = cut_steps(drifting_curve(shared_data / "biomech"), 0.035)

    assert cut.closure == pytest.approx(1.0, abs=0.01)
    assert float(peak_force_bw(cut.step_s, cut.contact_s)) == pytest.approx(cut.peak_bw, rel=0.03)
