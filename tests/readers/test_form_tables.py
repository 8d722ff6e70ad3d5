"""Recordings of form as files: units, clocks, delimiters, blanks, and bytes no one foresaw."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.form_recording import FormKind
from backstride.domain.problem import Severity
from backstride.readers.acceleration_table import Told, read_acceleration
from backstride.readers.motion_table import kind_of_motion, read_motion
from backstride.readers.reading import Outcome
from backstride.readers.registry import read
from backstride.synth.form_oddities import as_trc, oddities
from backstride.synth.made_stride import Stride, joint_places, sacral_force_g
from tests.readers.test_reader_mutations import mutated

TIME, FORCE = sacral_force_g(Stride(), length_s=3.0)


def written(*, header: str, scale: float = 1.0, clock: float = 1.0, cut: str = ",") -> bytes:
    """A level sensor's recording."""
    rows = [
        cut.join(f"{cell:.5f}" for cell in (clock * at, 0.0, 0.0, scale * force))
        for at, force in zip(TIME, FORCE, strict=True)
    ]
    text = "\n".join([header.replace(",", cut), *rows])
    return (text.replace(".", ",") if cut == ";" else text).encode()


@pytest.mark.parametrize(("unit", "scale"), [("g", 1.0), ("m/s2", 9.80665), ("mg", 1000.0)])
def test_the_unit_is_told_by_gravity(unit: str, scale: float) -> None:
    found = read_acceleration(written(header="time,x,y,z", scale=scale))

    assert found.problems == ()
    assert found.force_g[:, 2] == pytest.approx(FORCE, abs=0.001), unit


@pytest.mark.parametrize(("name", "clock"), [("s", 1.0), ("ms", 1e3), ("us", 1e6), ("ns", 1e9)])
def test_the_clock_is_told_by_its_step(name: str, clock: float) -> None:
    found = read_acceleration(written(header=f"timestamp_{name},acc_x,acc_y,acc_z", clock=clock))

    assert found.time_s == pytest.approx(TIME, abs=1e-4)


def test_semicolons_with_decimal_commas_are_read() -> None:
    found = read_acceleration(
        written(header="Time (s),Accel X (g),Accel Y (g),Accel Z (g)", cut=";")
    )

    assert found.force_g[:, 2] == pytest.approx(FORCE, abs=0.001)


def test_other_sensors_beside_the_accelerometer_are_passed_over() -> None:
    header = "time,gyro_x,gyro_y,gyro_z,acc_x,acc_y,acc_z"
    rows = [f"{t:.3f},5,6,7,0,0,{f:.4f}" for t, f in zip(TIME, FORCE, strict=True)]

    found = read_acceleration("\n".join([header, *rows]).encode())

    assert found.force_g[:, 2] == pytest.approx(FORCE, abs=0.001)


def test_instants_with_a_date_are_a_clock_too() -> None:
    rows = [
        f"2026-03-01T07:00:{t:09.6f}+00:00,0,0,{f:.4f}" for t, f in zip(TIME, FORCE, strict=True)
    ]

    found = read_acceleration("\n".join(["time,x,y,z", *rows]).encode())

    assert found.time_s == pytest.approx(TIME, abs=1e-4)


def test_a_recording_without_gravity_needs_the_vertical_and_its_unit() -> None:
    rows = [f"{t:.3f},{9.80665 * (f - 1.0):.4f}" for t, f in zip(TIME, FORCE, strict=True)]
    data = "\n".join(["time,vertical", *rows]).encode()

    assert read_acceleration(data).problems[0].code == "form.scale_unknown"
    found = read_acceleration(data, Told(unit="m/s2", column="vertical"))
    assert [problem.code for problem in found.problems] == ["form.gravity_removed"]
    assert found.force_g[:, 0] == pytest.approx(FORCE, abs=0.001)


def test_a_file_without_a_time_needs_its_rate() -> None:
    data = "\n".join(["x,y,z", *(f"0,0,{f:.4f}" for f in FORCE)]).encode()

    assert read_acceleration(data).problems[0].code == "form.no_time"
    assert read_acceleration(data, Told(rate_hz=100.0)).time_s == pytest.approx(TIME)


def test_rows_out_of_order_are_put_in_order_and_said() -> None:
    lines = written(header="time,x,y,z").decode().splitlines()
    lines[5], lines[9] = lines[9], lines[5]

    found = read_acceleration("\n".join(lines).encode())

    assert [problem.code for problem in found.problems] == ["form.time_odd"]
    assert np.all(np.diff(found.time_s) >= 0.0)
    assert found.force_g[:, 2] == pytest.approx(FORCE, abs=0.001)


def test_places_come_back_as_written_with_blanks_as_unknown() -> None:
    time, places = joint_places(Stride(), length_s=1.0)
    places["RHip"] = np.where((time > 0.5)[:, None], np.nan, places["RHip"])

    found = read_motion(as_trc(time, places, unit="mm"))

    assert (found.kind, found.unit, found.problems) == (FormKind.MARKERS, "mm", ())
    assert found.time_s == pytest.approx(time, abs=1e-5)
    for name, place in places.items():
        assert found.columns[name.lower()][:, :2] == pytest.approx(place, abs=1e-5, nan_ok=True)


def test_an_import_sends_recordings_of_form_to_their_own_door() -> None:
    for name, data in oddities().items():
        reading = read(data)
        assert reading.outcome is Outcome.NOT_AN_ACTIVITY, name
        assert reading.problems[0].code == "registry.form_recording"


def test_a_diary_and_a_list_of_runs_are_no_recordings_of_form() -> None:
    for header in ("date,leg_morning,x", "Activity Type,Date,Time,Distance", "time,value"):
        assert kind_of_motion(header.encode()) is None
        assert read(f"{header}\n1,2,3,4\n".encode()).format != "form_recording"


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6), name=st.sampled_from(sorted(oddities())))
def test_changed_bytes_give_a_sound_recording_or_a_refusal(seed: int, name: str) -> None:
    data = mutated(oddities()[name][:6000], random.Random(seed))

    motion, force = read_motion(data), read_acceleration(data)

    for found, n_sample in ((motion, motion.time_s.size), (force, force.force_g.shape[0])):
        refused = any(problem.severity is Severity.REFUSED for problem in found.problems)
        assert refused or n_sample >= 2
        assert np.isfinite(found.time_s).all()
        assert np.all(np.diff(found.time_s) >= 0.0)
