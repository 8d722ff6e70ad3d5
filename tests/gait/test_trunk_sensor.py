"""Form from an accelerometer on the trunk: beside a force plate, and behind its quality gate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies.form_sensors import plate_forms, sacral_forms

from backstride.domain.form_recording import Acceleration, FormFound, FormKind
from backstride.domain.problem import Severity
from backstride.domain.units import GRAVITY_MPS2
from backstride.gait.trunk_sensor import form_of_trunk
from backstride.synth.made_stride import Stride, sacral_force_g


def seen_by(time: np.ndarray, force: np.ndarray, *, tilt_deg: float = 20.0) -> Acceleration:
    """What a tilted sensor records."""
    tilt = np.radians(tilt_deg)
    axes = (force * np.sin(tilt), np.zeros(force.size), force * np.cos(tilt))
    return Acceleration(time, np.column_stack(axes))


def found_in(stride: Stride, *, tilt_deg: float = 20.0, **how: float) -> FormFound:
    return form_of_trunk(
        seen_by(*sacral_force_g(stride, **how), tilt_deg=tilt_deg), FormKind.SACRUM
    )


def codes(found: FormFound) -> set[str]:
    return {problem.code for problem in found.problems}


def test_a_sacral_sensor_agrees_with_a_force_plate(shared_data: Path) -> None:
    """One runner on a force treadmill, 19 conditions (Alcantara et al. 2022)."""
    sensor = [found for _, found in sacral_forms(shared_data / "biomech")]
    plate = plate_forms(shared_data / "biomech")

    def apart(name: str) -> np.ndarray:
        pairs = zip(sensor, plate, strict=True)
        return np.array([found.values[name].q50 - truth[name] for found, truth in pairs])

    assert np.abs(apart("cadence_spm")).max() < 4.0
    assert abs(apart("contact_ms").mean()) < 10.0
    assert apart("contact_ms").std() < 20.0
    assert abs(apart("vertical_oscillation_mm").mean()) < 8.0
    inside = [
        found.values["contact_ms"].q05 <= truth["contact_ms"] <= found.values["contact_ms"].q95
        for found, truth in zip(sensor, plate, strict=True)
    ]
    assert np.mean(inside) >= 0.85


@settings(max_examples=30, deadline=None)
@given(
    cadence=st.floats(140.0, 220.0),
    tilt=st.floats(-80.0, 80.0),
    rate=st.sampled_from([50.0, 100.0, 128.0, 400.0]),
)
def test_steps_are_counted_however_the_sensor_sat_and_however_fast_it_wrote(
    cadence: float, tilt: float, rate: float
) -> None:
    stride = Stride(cadence_spm=cadence, contact_ms=0.6 * 60_000.0 / cadence)

    found = found_in(stride, tilt_deg=tilt, rate_hz=rate)

    assert found.passed
    assert found.values["cadence_spm"].q50 == pytest.approx(cadence, rel=0.01)


def test_the_trunk_rises_and_falls_as_its_force_says() -> None:
    stride = Stride(cadence_spm=165.0, contact_ms=250.0)
    time, force = sacral_force_g(stride, rate_hz=2000.0, noise_g=0.0)
    one = time < 60.0 / 165.0
    speed = np.cumsum(GRAVITY_MPS2 * (force[one] - 1.0)) / 2000.0
    height = np.cumsum(speed - speed.mean()) / 2000.0
    truth_mm = 1000.0 * np.ptp(height)

    found = found_in(stride)

    assert found.values["vertical_oscillation_mm"].q50 == pytest.approx(truth_mm, rel=0.08)


def test_a_wrong_gain_does_not_matter() -> None:
    time, force = sacral_force_g(Stride())
    right, wrong = (
        form_of_trunk(seen_by(time, gain * force), FormKind.SACRUM) for gain in (1.0, 1.2)
    )

    assert wrong.values["contact_ms"].q50 == pytest.approx(right.values["contact_ms"].q50)


def test_a_lumbar_sensor_has_the_wider_range() -> None:
    recording = seen_by(*sacral_force_g(Stride()))
    widths = {
        kind: form_of_trunk(recording, kind).values["contact_ms"]
        for kind in (FormKind.SACRUM, FormKind.LUMBAR)
    }

    assert widths[FormKind.LUMBAR].q95 > widths[FormKind.SACRUM].q95


def test_walking_has_steps_and_no_contact_time() -> None:
    time = np.arange(0.0, 20.0, 0.01)
    found = form_of_trunk(
        seen_by(time, 1.0 + 0.3 * np.sin(2.0 * np.pi * 1.9 * time)), FormKind.SACRUM
    )

    assert found.values["cadence_spm"].q50 == pytest.approx(114.0, rel=0.02)
    assert "contact_ms" not in found.values
    assert "form.no_flight" in codes(found)


def test_a_slow_sensor_counts_steps_and_leaves_contact_out() -> None:
    found = found_in(Stride(), rate_hz=25.0, length_s=20.0)

    assert found.values["cadence_spm"].q50 == pytest.approx(170.0, rel=0.02)
    assert "contact_ms" not in found.values
    assert "form.rate_low_for_contact" in codes(found)


@pytest.mark.parametrize("rate", [5.0, 12.0])
def test_too_slow_a_sensor_is_refused(rate: float) -> None:
    found = found_in(Stride(), rate_hz=rate, length_s=30.0)

    assert not found.passed
    assert found.values == {}
    assert "form.rate_low" in codes(found)


def test_standing_and_shaking_are_no_running() -> None:
    time = np.arange(0.0, 20.0, 0.01)
    noise = np.random.default_rng(1).normal(0.0, 0.5, time.size)

    for force in (np.ones(time.size), 1.0 + noise):
        found = form_of_trunk(seen_by(time, force), FormKind.SACRUM)
        assert not found.passed
        assert found.values == {}


def test_steps_across_a_gap_do_not_become_one_long_step() -> None:
    time, force = sacral_force_g(Stride(), length_s=20.0)
    late = time + np.where(time > 10.0, 0.9, 0.0)

    found = form_of_trunk(seen_by(late, force), FormKind.SACRUM)

    assert found.values["cadence_spm"].q50 == pytest.approx(170.0, rel=0.01)
    assert "form.gaps" in codes(found)


def test_mostly_gaps_are_refused() -> None:
    time, force = sacral_force_g(Stride(), length_s=20.0)
    force = np.where(np.mod(time, 4.0) < 2.0, np.nan, force)

    found = form_of_trunk(seen_by(time, force), FormKind.SACRUM)

    assert [p.code for p in found.problems if p.severity is Severity.REFUSED] == ["form.gaps"]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_recording_gives_a_sound_finding(data: st.DataObject) -> None:
    n = data.draw(st.integers(0, 60))
    anything = st.floats(-1e6, 1e6) | st.sampled_from([float("nan"), 0.0, 1.0])
    steps = data.draw(st.lists(st.floats(0.0, 5.0), min_size=n, max_size=n))
    rows = data.draw(st.lists(st.tuples(*[anything] * 3), min_size=n, max_size=n))
    recording = Acceleration(np.cumsum(steps), np.array(rows, dtype=np.float64).reshape(n, 3))

    found = form_of_trunk(recording, FormKind.LUMBAR)

    assert found.passed == bool(found.values)
    for value in found.values.values():
        assert 0.0 <= value.q05 <= value.q50 <= value.q95
