"""Form from joint places: a made runner of known form, a filmed one, and the quality gate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies.form_sensors import filmed_run

from backstride.domain.form_recording import FormFound, FormKind, Motion
from backstride.domain.problem import Severity
from backstride.domain.runner import Runner
from backstride.gait.joint_places import form_of_places
from backstride.synth.made_stride import Stride, joint_places

NOBODY = Runner()
Places = dict[str, np.ndarray]


def motion_of(time: np.ndarray, places: Places, *, unit: str = "m") -> Motion:
    columns = {
        name.lower(): p if p.shape[1] == 3 else np.column_stack([p, np.zeros(len(p))])
        for name, p in places.items()
    }
    return Motion(FormKind.MARKERS, time, columns, unit)


def found_in(stride: Stride, **how: object) -> FormFound:
    return form_of_places(motion_of(*joint_places(stride, **how)), NOBODY)  # type: ignore[arg-type]


def refusals(found: FormFound) -> list[str]:
    return [p.code for p in found.problems if p.severity is Severity.REFUSED]


@pytest.mark.parametrize("treadmill", [False, True])
@pytest.mark.parametrize("cadence", [155.0, 170.0, 190.0])
def test_a_made_runner_is_found_as_she_runs(cadence: float, treadmill: bool) -> None:
    stride = Stride(cadence_spm=cadence, contact_ms=0.66 * 60_000.0 / cadence)

    found = found_in(stride, treadmill=treadmill, rate_hz=100.0)

    values = found.values
    assert found.problems == ()
    assert values["cadence_spm"].q50 == pytest.approx(cadence, rel=0.02)
    assert values["contact_ms"].q50 == pytest.approx(stride.contact_ms, rel=0.15)
    assert values["trunk_lean_deg"].q50 == pytest.approx(8.0, abs=1.0)
    assert values["vertical_oscillation_mm"].q50 == pytest.approx(80.0, rel=0.1)
    assert values["overstride_percent"].q50 == pytest.approx(25.0, abs=8.0)


def test_landing_further_ahead_shows() -> None:
    near, far = (found_in(Stride(reach=reach)).values for reach in (0.15, 0.35))

    assert far["overstride_percent"].q50 > near["overstride_percent"].q50 + 10.0
    assert far["overstride_deg"].q50 > near["overstride_deg"].q50 + 5.0


@settings(max_examples=15, deadline=None)
@given(lean=st.floats(-5.0, 20.0), mirrored=st.booleans(), slope_deg=st.floats(-2.0, 2.0))
def test_lean_is_forward_whichever_way_the_runner_goes_and_the_camera_stands(
    lean: float, mirrored: bool, slope_deg: float
) -> None:
    time, places = joint_places(Stride(lean_deg=lean), length_s=4.0)
    turn = np.radians(slope_deg)
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    side = np.array([-1.0 if mirrored else 1.0, 1.0])

    found = form_of_places(
        motion_of(time, {name: (p @ turned) * side for name, p in places.items()}), NOBODY
    )

    assert found.values["trunk_lean_deg"].q50 == pytest.approx(lean, abs=3.5)
    assert found.values["cadence_spm"].q50 == pytest.approx(170.0, rel=0.03)


def test_a_picture_counted_from_above_is_turned() -> None:
    time, places = joint_places(Stride())
    picture = {name: 300.0 * p * np.array([1.0, -1.0]) for name, p in places.items()}

    found = form_of_places(motion_of(time, picture, unit="px"), Runner(height_m=1.75))

    assert [problem.code for problem in found.problems] == ["form.upside_down"]
    assert found.values["vertical_oscillation_mm"].q50 == pytest.approx(80.0, rel=0.15)


def test_pixels_without_a_height_have_no_millimetres() -> None:
    time, places = joint_places(Stride())

    found = form_of_places(motion_of(time, places, unit="px"), NOBODY)

    assert found.passed
    assert "vertical_oscillation_mm" not in found.values


def test_a_runner_who_went_another_way_in_space_is_found_the_same() -> None:
    time, places = joint_places(Stride())
    turn = np.radians(35.0)
    space = {
        name: np.column_stack([p[:, 0] * np.cos(turn), p[:, 1], p[:, 0] * np.sin(turn)])
        for name, p in places.items()
    }
    space["RHip"] = space["RHip"] + np.array([0.0, 0.0, 0.1])

    found = form_of_places(motion_of(time, space), NOBODY)

    assert found.values["cadence_spm"].q50 == pytest.approx(170.0, rel=0.02)
    assert found.values["trunk_lean_deg"].q50 == pytest.approx(8.0, abs=2.0)


def test_a_few_flips_are_put_right_and_many_refused() -> None:
    time, places = joint_places(Stride())

    def flipped(frames: np.ndarray) -> FormFound:
        changed = dict(places)
        for joint in ("Knee", "Ankle", "Heel", "BigToe"):
            right, left = places[f"R{joint}"], places[f"L{joint}"]
            changed[f"R{joint}"] = np.where(frames[:, None], left, right)
            changed[f"L{joint}"] = np.where(frames[:, None], right, left)
        return form_of_places(motion_of(time, changed), NOBODY)

    frame = np.arange(time.size)
    few = flipped((frame >= 100) & (frame < 140))
    assert few.passed
    assert [problem.code for problem in few.problems] == ["form.flips"]
    assert few.values["cadence_spm"].q50 == pytest.approx(170.0, rel=0.02)
    many = flipped(np.random.default_rng(2).random(time.size) < 0.4)
    assert refusals(many) == ["form.flips"]


def test_a_view_from_the_front_is_refused() -> None:
    time, places = joint_places(Stride(), treadmill=True)
    places["RHip"] = places["RHip"] + np.array([0.2, 0.0])
    places["LHip"] = places["LHip"] - np.array([0.2, 0.0])

    assert "form.not_from_side" in refusals(form_of_places(motion_of(time, places), NOBODY))


def test_running_towards_the_camera_is_refused() -> None:
    time, places = joint_places(Stride())
    grows = np.linspace(0.8, 1.3, time.size)[:, None]

    found = form_of_places(motion_of(time, {k: p * grows for k, p in places.items()}), NOBODY)

    assert "form.out_of_plane" in refusals(found)


def test_short_gaps_are_bridged_and_long_ones_refused() -> None:
    time, places = joint_places(Stride())
    short, long = dict(places), dict(places)
    short["RAnkle"] = np.where((np.arange(time.size) % 40 < 3)[:, None], np.nan, places["RAnkle"])
    long["RAnkle"] = np.where((time > 3.0)[:, None], np.nan, places["RAnkle"])

    bridged = form_of_places(motion_of(time, short), NOBODY)

    assert bridged.passed
    assert bridged.values["cadence_spm"].q50 == pytest.approx(170.0, rel=0.03)
    assert "form.gaps" in refusals(form_of_places(motion_of(time, long), NOBODY))


def test_legs_without_names_are_told() -> None:
    time, places = joint_places(Stride())
    del places["LKnee"]

    found = form_of_places(motion_of(time, places), NOBODY)

    assert refusals(found) == ["form.joints_missing"]
    assert found.problems[0].params["joints"] == "lknee"


def test_a_filmed_run_has_even_steps(shared_data: Path) -> None:
    """OpenPose joints of a run across the picture, 60 frames; no truth is published with it."""
    found = form_of_places(filmed_run(shared_data), Runner(height_m=1.75))

    assert found.passed
    assert found.n_step == 5
    assert 150.0 < found.values["cadence_spm"].q50 < 190.0
    assert 0.0 < found.values["trunk_lean_deg"].q50 < 15.0


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_places_give_a_sound_finding(data: st.DataObject) -> None:
    time, places = joint_places(Stride(), length_s=2.0)
    hurt = dict(places)
    for name in data.draw(st.lists(st.sampled_from(sorted(places)), max_size=4)):
        factor = data.draw(st.sampled_from([0.0, -1.0, 1e6, float("nan")]))
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, time.size)] * 2)))
        changed = hurt[name].copy()
        changed[first:last] *= factor
        hurt[name] = changed

    found = form_of_places(motion_of(time, hurt), NOBODY)

    for value in found.values.values():
        assert np.isfinite([value.q05, value.q50, value.q95]).all()
        assert value.q05 <= value.q50 <= value.q95
    assert found.passed or not found.values
