"""Form from joint places: steps, cadence, contact, oscillation, trunk lean, overstride."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from backstride.domain.form_recording import FormFound, Motion
from backstride.domain.interval import Range
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.runner import Runner
from backstride.gait.marker_gate import SIDES, Joints, leg_length, middle_of, pass_gate
from backstride.gait.sensor_rules import (
    FORM_VERSION,
    about,
    is_refused,
    length_s_of,
    rate_hz_of,
    spread,
)

Array = NDArray[np.float64]

_FILTER_HZ: Final = 8.0
"""Low-pass filter of joint places [Hz] (own choice: four times the rate of strides and room)."""

_LOW: Final = 0.1
"""Height of the foot over its lowest, in leg lengths, below which it may be on the ground [1] (own
choice)."""

_STEADY: Final = 0.5
"""Speed of a foot on the ground back under the body, over its usual one, from which it counts [1]
(own choice: before landing it is still turning)."""

_FLOOR_ROUNDS: Final = 4
"""Rounds of fitting the ground to the lower half of the feet's heights (own choice)."""

_SHORTEST_S: Final = 0.1
"""Shorter contacts are errors [s] (sprinting about 0.1)."""

_FEWEST_STEPS: Final = 4
"""Fewest steps that are judged (own choice: a clip of two seconds)."""

_LEG_OVER_HEIGHT: Final = 0.491
"""Thigh and shank over body height [1] (Winter 1979: 0.245 and 0.246)."""

_ANGLE_SD: Final = 5.0
"""Error of angles from a picture, common to a clip [degrees] (own choice: markerless systems differ
from marker-based ones by 3 to 9 degrees, recalled)."""

_CADENCE_SD: Final = 0.02
_CONTACT_SD: Final = 0.2
_OSCILLATION_SD: Final = 0.15
_OVERSTRIDE_SD: Final = 0.05
"""Relative errors [1], of overstride in leg lengths (own choice); a frame's length is added."""

_TO_MM: Final = {"m": 1000.0, "cm": 10.0, "mm": 1.0}


def form_of_places(motion: Motion, runner: Runner) -> FormFound:
    """Find form in joint places, behind the quality gate.

    Parameters
    ----------
    motion : Motion
        Places of joints.
    runner : Runner
        Height gives a scale where places are in pixels.

    Returns
    -------
    FormFound
        Values with ranges; none where the gate refuses. A foot is taken to be on the ground where
        it is low and goes backwards under the body: contact is then the weakest of the values.
    """
    rate_hz, length_s = rate_hz_of(motion.time_s), length_s_of(motion.time_s)
    problems = motion.problems
    if is_refused(problems):
        return FormFound(motion.kind, length_s, rate_hz, problems=problems, version=FORM_VERSION)
    joints = pass_gate(motion)
    problems = (*problems, *joints.problems)
    contacts: list[tuple[str, int, int]] = []
    if not is_refused(problems):
        joints = _smoothed(joints)
        contacts = _contacts(joints)
        if len(contacts) < _FEWEST_STEPS:
            params: dict[str, Parameter] = {"n_step": len(contacts), "fewest": _FEWEST_STEPS}
            problems = (*problems, Problem("form.few_steps", "", params, Severity.REFUSED))
    if is_refused(problems):
        return FormFound(motion.kind, length_s, rate_hz, problems=problems, version=FORM_VERSION)
    values = {**_timing(contacts, rate_hz), **_angles(joints, contacts)}
    values |= _oscillation(joints, motion.unit, runner)
    n_step = len(contacts)
    return FormFound(motion.kind, length_s, rate_hz, n_step, values, problems, FORM_VERSION)


def _smoothed(joints: Joints) -> Joints:
    """Low-pass every joint where it is seen throughout or in one long stretch."""
    if joints.rate_hz <= 2.5 * _FILTER_HZ:
        return joints
    sos = butter(2, _FILTER_HZ, fs=joints.rate_hz, output="sos")

    def calm(values: Array) -> Array:
        known = np.flatnonzero(np.isfinite(values))
        if known.size < 16:
            return values
        filled = np.interp(np.arange(values.size), known, values[known])
        smooth = np.asarray(sosfiltfilt(sos, filled), dtype=np.float64)
        return np.where(np.isfinite(values), smooth, np.nan)

    return Joints(
        joints.rate_hz,
        {name: calm(values) for name, values in joints.ahead.items()},
        {name: calm(values) for name, values in joints.up.items()},
        joints.problems,
    )


def _contacts(joints: Joints) -> list[tuple[str, int, int]]:
    """Side, first and last frame of every whole contact, in order of time."""
    leg = leg_length(joints)
    hip = middle_of(joints, "hip")[0]
    lowest = {side: _lowest(joints, side) for side in SIDES}
    floor = _floor(np.stack([lowest[side] for side in SIDES]))
    found: list[tuple[str, int, int]] = []
    for side in SIDES:
        height = (lowest[side] - floor) / leg
        back = -np.gradient(joints.ahead[f"{side}ankle"] - hip)
        low = (height < _LOW) & (back > 0.0)
        down = low & (back > _STEADY * float(np.median(back[low]))) if low.any() else low
        edges = np.diff(np.concatenate(([0], down.astype(np.int8), [0])))
        for start, end in zip(np.flatnonzero(edges > 0), np.flatnonzero(edges < 0), strict=True):
            whole = start > 0 and end < down.size
            if whole and (end - start) / joints.rate_hz >= _SHORTEST_S:
                found.append((side, int(start), int(end)))
    return sorted(found, key=lambda one: one[1])


def _lowest(joints: Joints, side: str) -> Array:
    """Height of the lowest of heel, toe and ankle, each from its own lowest; (n_frame,)."""
    parts = [name for name in (f"{side}heel", f"{side}bigtoe", f"{side}ankle") if name in joints.up]
    rows = np.stack([joints.up[part] - np.nanpercentile(joints.up[part], 5.0) for part in parts])
    seen = np.isfinite(rows).any(axis=0)
    found = np.full(rows.shape[1], np.nan)
    found[seen] = np.nanmin(rows[:, seen], axis=0)
    return found


def _floor(lowest: Array) -> Array:
    """Ground under the runner, a straight line in time: cameras are seldom level; (n_frame,)."""
    frame = np.tile(np.arange(lowest.shape[1], dtype=np.float64), lowest.shape[0])
    height = lowest.ravel()
    kept = np.isfinite(height)
    line = np.zeros(2)
    for _ in range(_FLOOR_ROUNDS):
        if kept.sum() < 8:
            break
        line = np.polyfit(frame[kept], height[kept], 1)
        kept &= height <= np.polyval(line, frame)
    return np.asarray(np.polyval(line, np.arange(lowest.shape[1])), dtype=np.float64)


def _timing(contacts: list[tuple[str, int, int]], rate_hz: float) -> dict[str, Range]:
    """Cadence from onsets of the same foot, and contact."""
    strides = [
        later - first
        for side in SIDES
        for first, later in _neighbours([start for s, start, _ in contacts if s == side])
    ]
    values: dict[str, Range] = {}
    if strides:
        shortest = float(min(strides))
        n_stride = sum(round(one / shortest) for one in strides)  # a step not seen makes two of one
        stride_s = sum(strides) / n_stride / rate_hz
        frame = 1.0 / (rate_hz * stride_s * n_stride)
        values["cadence_spm"] = spread(120.0 / stride_s, float(np.hypot(_CADENCE_SD, frame)))
    contact_s = float(np.median([end - start for _, start, end in contacts])) / rate_hz
    sd = float(np.hypot(_CONTACT_SD, 1.0 / (rate_hz * contact_s)))
    contact = spread(contact_s, sd)
    values["contact_ms"] = Range(*(1000.0 * x for x in (contact.q05, contact.q50, contact.q95)))
    return values


def _neighbours(starts: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(starts))


def _angles(joints: Joints, contacts: list[tuple[str, int, int]]) -> dict[str, Range]:
    """Trunk lean over the clip, and shank, foot and knee at landing."""
    values: dict[str, Range] = {}
    hip_x, hip_y = middle_of(joints, "hip")
    if "neck" in joints.ahead or {"rshoulder", "lshoulder"} <= joints.ahead.keys():
        top_x, top_y = middle_of(joints, "shoulder")
        lean = np.degrees(np.arctan2(top_x - hip_x, top_y - hip_y))
        values["trunk_lean_deg"] = about(float(np.nanmean(lean)), _ANGLE_SD)
    leg = leg_length(joints)
    shanks, reaches, knees = [], [], []
    for side, start, _ in contacts:
        knee = np.array([joints.ahead[f"{side}knee"][start], joints.up[f"{side}knee"][start]])
        ankle = np.array([joints.ahead[f"{side}ankle"][start], joints.up[f"{side}ankle"][start]])
        hip = np.array([joints.ahead[f"{side}hip"][start], joints.up[f"{side}hip"][start]])
        shanks.append(np.degrees(np.arctan2(ankle[0] - knee[0], knee[1] - ankle[1])))
        reaches.append((ankle[0] - hip_x[start]) / leg)
        thigh, shank = hip - knee, ankle - knee
        cosine = thigh @ shank / (np.linalg.norm(thigh) * np.linalg.norm(shank))
        knees.append(180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
    for name, found, sd in (
        ("overstride_deg", shanks, _ANGLE_SD),
        ("knee_at_contact_deg", knees, _ANGLE_SD),
        ("overstride_percent", [100.0 * one for one in reaches], 100.0 * _OVERSTRIDE_SD),
    ):
        if np.isfinite(found).any():
            values[name] = about(float(np.nanmedian(found)), sd)
    return values


def _oscillation(joints: Joints, unit: str, runner: Runner) -> dict[str, Range]:
    """Rise and fall of the hips, where there is a scale."""
    scale, sd = _TO_MM.get(unit), _OSCILLATION_SD
    if scale is None and runner.height_m is not None:
        scale = 1000.0 * _LEG_OVER_HEIGHT * runner.height_m / leg_length(joints)
        sd = float(np.hypot(sd, 0.05))
    height = middle_of(joints, "hip")[1]
    known = np.flatnonzero(np.isfinite(height))
    if scale is None or known.size < joints.rate_hz:
        return {}
    flat = height[known] - np.polyval(np.polyfit(known, height[known], 1), known)
    rise_mm = scale * float(2.0 * np.sqrt(2.0) * np.std(flat))
    return {"vertical_oscillation_mm": spread(rise_mm, sd)}
