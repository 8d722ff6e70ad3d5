"""Form from joint and segment angles: cadence and trunk lean; landing is not in them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.form_recording import FormFound, Motion
from backstride.domain.interval import Range
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.gait.sensor_rules import (
    FORM_VERSION,
    about,
    is_refused,
    length_s_of,
    rate_hz_of,
    spread,
)

Array = NDArray[np.float64]

_KNEES: Final = (("rightknee", "kneeangler", "kneer"), ("leftknee", "kneeanglel", "kneel"))
"""Names of the knee's angle in Sports2D and OpenSim, right and left."""

_ANGLE_SD: Final = 5.0
"""Error of an angle from a picture, common to a clip [degrees] (own choice, as `joint_places`)."""

_CADENCE_SD: Final = 0.02
"""Relative error of cadence [1] (own choice)."""

_LEAP_DEG: Final = 60.0
"""A knee that bends more from one frame to the next was flipped or lost [degrees] (own choice: at
most 1000 degrees a second in running, and 20 frames a second)."""

_MOST_LEAPS: Final = 0.05
_MOST_GAPS: Final = 0.3
"""Share of frames with a leap, or without an angle, that is borne [1] (own choice)."""

_STRIDE_HZ: Final = (0.8, 2.2)
"""Strides per second looked for [Hz]: 96 to 264 steps per minute."""

_FEWEST_STRIDES: Final = 2.0
_LEAST_HZ: Final = 20.0
_SWING_DEG: Final = 40.0
"""Fewest strides, frames per second [Hz] and bend of the knee [degrees] of running (own choice:
walking bends by about 60, running by 70 and more, from below)."""


def form_of_angles(motion: Motion) -> FormFound:
    """Find cadence and trunk lean in angles over time.

    Parameters
    ----------
    motion : Motion
        Angles in degrees.

    Returns
    -------
    FormFound
        Contact and overstride cannot be told from angles alone; a file of places tells them.
    """
    rate_hz, length_s = rate_hz_of(motion.time_s), length_s_of(motion.time_s)
    problems = motion.problems
    if is_refused(problems):
        return FormFound(motion.kind, length_s, rate_hz, problems=problems, version=FORM_VERSION)
    knees = [_first(motion, names) for names in _KNEES]
    there = [knee for knee in knees if knee is not None]
    problems = (*problems, *_gate(there, rate_hz))
    stride_hz = None if is_refused(problems) else _stride_hz(there, rate_hz)
    if not is_refused(problems) and (stride_hz is None or stride_hz * length_s < _FEWEST_STRIDES):
        params: dict[str, Parameter] = {"n_step": 0, "fewest": round(2 * _FEWEST_STRIDES)}
        problems = (*problems, Problem("form.few_steps", "", params, Severity.REFUSED))
    if stride_hz is None or is_refused(problems):
        return FormFound(motion.kind, length_s, rate_hz, problems=problems, version=FORM_VERSION)
    values = {"cadence_spm": spread(120.0 * stride_hz, _CADENCE_SD)}
    lean = _lean(motion)
    if lean is None:
        problems = (*problems, Problem("form.no_trunk", "", {}))
    else:
        values["trunk_lean_deg"] = lean
    n_step = int(2.0 * stride_hz * length_s)
    return FormFound(motion.kind, length_s, rate_hz, n_step, values, problems, FORM_VERSION)


def _first(motion: Motion, names: tuple[str, ...]) -> Array | None:
    key = next((name for name in names if name in motion.columns), None)
    return None if key is None else motion.columns[key]


def _gate(knees: list[Array], rate_hz: float) -> list[Problem]:
    params: dict[str, Parameter]
    if not knees:
        return [Problem("form.knees_missing", "", {}, Severity.REFUSED)]
    if rate_hz < _LEAST_HZ:
        params = {"rate_hz": round(rate_hz, 1), "least_hz": _LEAST_HZ}
        return [Problem("form.rate_low", "", params, Severity.REFUSED)]
    found: list[Problem] = []
    missing = max(float((~np.isfinite(knee)).mean()) for knee in knees)
    if missing > 0.02:
        severity = Severity.REFUSED if missing > _MOST_GAPS else Severity.NOTE
        params = {"share_percent": round(100.0 * missing)}
        found.append(Problem("form.gaps", "", params, severity))
    if missing <= _MOST_GAPS:
        found += _flips(knees)
    return found


def _flips(knees: list[Array]) -> list[Problem]:
    leaps = [np.abs(np.diff(knee[np.isfinite(knee)])) > _LEAP_DEG for knee in knees]
    n_leap = sum(int(one.sum()) for one in leaps)
    if n_leap == 0:
        return []
    share = n_leap / max(sum(one.size for one in leaps), 1)
    params: dict[str, Parameter] = {"n_flip": n_leap, "share_percent": round(100.0 * share, 1)}
    severity = Severity.REFUSED if share > _MOST_LEAPS else Severity.NOTE
    return [Problem("form.flips", "", params, severity)]


def _stride_hz(knees: list[Array], rate_hz: float) -> float | None:
    """Strides per second by the bending of the knees; None where they do not bend as in running."""
    found = []
    for knee in knees:
        known = np.flatnonzero(np.isfinite(knee))
        angle = np.interp(np.arange(knee.size), known, knee[known])
        if np.percentile(angle, 95.0) - np.percentile(angle, 5.0) < _SWING_DEG:
            continue
        n_pad = 16 * angle.size
        power = np.abs(np.fft.rfft((angle - angle.mean()) * np.hanning(angle.size), n_pad))
        frequency = np.fft.rfftfreq(n_pad, 1.0 / rate_hz)
        inside = (frequency >= _STRIDE_HZ[0]) & (frequency <= _STRIDE_HZ[1])
        if inside.any():
            found.append(float(frequency[inside][np.argmax(power[inside])]))
    return float(np.mean(found)) if found else None


def _lean(motion: Motion) -> Range | None:
    """Forward lean of the trunk: Sports2D counts from the horizontal, OpenSim from upright."""
    trunk = motion.columns.get("trunk")
    if trunk is not None:
        lean = 90.0 - np.mod(trunk, 180.0)
    elif "pelvistilt" in motion.columns:
        lean = -motion.columns["pelvistilt"] - motion.columns.get("lumbarextension", 0.0)
    else:
        return None
    middle = float(np.nanmedian(lean))
    return about(middle, _ANGLE_SD) if np.isfinite(middle) and abs(middle) < 45.0 else None
