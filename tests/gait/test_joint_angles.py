"""Form from joint angles as Sports2D and OpenSim write them."""

from __future__ import annotations

import numpy as np
import pytest

from backstride.domain.form_recording import FormFound, FormKind
from backstride.domain.problem import Severity
from backstride.gait.joint_angles import form_of_angles
from backstride.readers.motion_table import read_motion
from backstride.synth.form_oddities import as_mot, oddities
from backstride.synth.made_stride import Stride, joint_places, knee_angles


def refusals(found: FormFound) -> list[str]:
    return [p.code for p in found.problems if p.severity is Severity.REFUSED]


@pytest.mark.parametrize("name", ["form-sports2d.mot", "form-opensim.mot"])
def test_both_makers_files_tell_cadence_and_lean(name: str) -> None:
    found = form_of_angles(read_motion(oddities()[name]))

    assert found.kind is FormKind.ANGLES
    assert found.problems == ()
    assert found.values["cadence_spm"].q50 == pytest.approx(170.0, rel=0.02)
    assert found.values["trunk_lean_deg"].q50 == pytest.approx(8.0, abs=0.5)


def test_angles_alone_tell_nothing_of_landing() -> None:
    found = form_of_angles(read_motion(oddities()["form-sports2d.mot"]))

    assert set(found.values) == {"cadence_spm", "trunk_lean_deg"}


def test_a_file_without_a_trunk_says_so() -> None:
    time, places = joint_places(Stride())
    bend = knee_angles(places)

    found = form_of_angles(read_motion(as_mot(time, {"right knee": bend["R"]})))

    assert found.passed
    assert [problem.code for problem in found.problems] == ["form.no_trunk"]


def test_a_file_without_knees_is_refused() -> None:
    time = np.arange(0.0, 4.0, 1.0 / 60.0)

    found = form_of_angles(read_motion(as_mot(time, {"trunk": np.full(time.size, 85.0)})))

    assert refusals(found) == ["form.knees_missing"]


def test_standing_still_is_no_running() -> None:
    time = np.arange(0.0, 4.0, 1.0 / 60.0)

    found = form_of_angles(read_motion(as_mot(time, {"right knee": np.full(time.size, 5.0)})))

    assert refusals(found) == ["form.few_steps"]


def test_knees_that_leap_are_refused() -> None:
    time, places = joint_places(Stride())
    bend = knee_angles(places)["R"]
    leaps = np.where(np.arange(time.size) % 12 < 6, bend, bend - 120.0)

    found = form_of_angles(read_motion(as_mot(time, {"right knee": leaps})))

    assert refusals(found) == ["form.flips"]
