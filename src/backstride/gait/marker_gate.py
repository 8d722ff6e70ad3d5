"""The quality gate of joint places: one plane, no flips, few gaps, the right way up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.form_recording import Motion
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.gait.sensor_rules import rate_hz_of

Array = NDArray[np.float64]

SIDES: Final = ("r", "l")

_ALIASES: Final = {
    "neck": ("neck", "c7"),
    "hip": ("hip", "midhip", "pelvis", "sacrum"),
    "rshoulder": ("rshoulder", "rightshoulder"),
    "lshoulder": ("lshoulder", "leftshoulder"),
    **{
        f"{side}{joint}": (f"{side}{joint}", f"{word}{joint}", f"{joint}{side}")
        for side, word in (("r", "right"), ("l", "left"))
        for joint in ("hip", "knee", "ankle", "heel", "bigtoe")
    },
}
"""Names of joints in BODY_25, HALPE_26, COCO and MediaPipe, in small letters without blanks."""

_NEEDED: Final = ("rhip", "rknee", "rankle", "lhip", "lknee", "lankle")

_MOST_GAPS: Final = 0.3
_BRIDGED_S: Final = 0.1
"""Share of frames without a joint that is borne [1], and longest gap that is filled [s] (own
choice)."""

_WIDEST: Final = 0.5
"""Distance between the hips over the length of the trunk, in the picture: filmed from the side it
is small, from the front about 0.6 [1] (own choice)."""

_MOST_GROWTH: Final = 0.15
"""Change of the runner's size in the picture: more means not along the plane [1] (own choice)."""

_MOST_FLIPS: Final = 0.05
"""Share of frames in which left and right change places that is borne [1] (own choice)."""

_LEAST_HZ: Final = 20.0
"""Frames per second that are needed [Hz] (own choice: four frames a contact)."""


@dataclass(frozen=True, slots=True)
class Joints:
    """Joint places that passed, in one plane.

    Parameters
    ----------
    rate_hz : float
        Frames per second. [Hz]
    ahead, up : dict of str to array (n_frame,)
        Places along the way and upwards, in the file's unit; NaN where a joint is not seen.
    problems : tuple of Problem
        What was repaired, and why it did not pass.
    """

    rate_hz: float
    ahead: dict[str, Array]
    up: dict[str, Array]
    problems: tuple[Problem, ...]


def pass_gate(motion: Motion) -> Joints:
    """Look whether joint places can tell of form, and turn them the usual way.

    Parameters
    ----------
    motion : Motion
        Places.

    Returns
    -------
    Joints
        Along the way and upwards; with a refusing problem where they cannot be used.
    """
    rate_hz = rate_hz_of(motion.time_s)
    found = {name: motion.columns[key] for name, key in _named(motion).items()}
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        params: dict[str, Parameter] = {"joints": ", ".join(missing)}
        return _refused(rate_hz, Problem("form.joints_missing", "", params, Severity.REFUSED))
    if rate_hz < _LEAST_HZ:
        params = {"rate_hz": round(rate_hz, 1), "least_hz": _LEAST_HZ}
        return _refused(rate_hz, Problem("form.rate_low", "", params, Severity.REFUSED))
    flat, unit_ok = _plane(found)
    problems = list(_gaps(flat))
    longest = max(round(_BRIDGED_S * rate_hz), 1)
    filled = {
        name: np.column_stack([_bridged(axis, longest) for axis in places.T])
        for name, places in flat.items()
    }
    filled, flips = _unflipped(filled)
    problems += flips
    upright, turned = _right_way_up(filled)
    problems += turned
    if unit_ok:
        problems += _side_view(upright)
    forward, facing = _facing(upright)
    problems += facing
    ahead = {name: forward * places[:, 0] for name, places in upright.items()}
    up = {name: places[:, 1] for name, places in upright.items()}
    return Joints(rate_hz, ahead, up, tuple(problems))


def leg_length(joints: Joints) -> float:
    """Return thigh and shank together, in the file's unit: medians over frames and sides."""
    lengths = []
    for side in SIDES:
        for above, below in (("hip", "knee"), ("knee", "ankle")):
            gap = np.hypot(
                joints.ahead[side + above] - joints.ahead[side + below],
                joints.up[side + above] - joints.up[side + below],
            )
            lengths.append(float(np.nanpercentile(gap, 75.0)))
    return sum(lengths) / 2.0


def middle_of(joints: Joints, name: str) -> tuple[Array, Array]:
    """Return the middle of the hips or shoulders, along the way and upwards, (n_frame,) each."""
    single = {"hip": "hip", "shoulder": "neck"}[name]
    if single in joints.ahead:
        return joints.ahead[single], joints.up[single]
    right, left = f"r{name}", f"l{name}"
    ahead = 0.5 * (joints.ahead[right] + joints.ahead[left])
    return ahead, 0.5 * (joints.up[right] + joints.up[left])


def _named(motion: Motion) -> dict[str, str]:
    """Find each joint's column by any of its names."""
    found = {}
    for name, others in _ALIASES.items():
        key = next((other for other in others if other in motion.columns), None)
        if key is not None:
            found[name] = key
    return found


def _plane(found: dict[str, Array]) -> tuple[dict[str, Array], bool]:
    """Return places in the plane of running, and whether that plane is the picture's.

    Places with a depth are turned about the upward axis, so that hips move, or feet swing, along
    the first axis.
    """
    depth = np.concatenate([places[:, 2] for places in found.values()])
    height = np.concatenate([places[:, 1] for places in found.values()])
    if not np.nanstd(depth) > 0.02 * np.nanstd(height):
        return {name: places[:, :2] for name, places in found.items()}, True
    swing = np.concatenate([(found[f"{s}ankle"] - found[f"{s}hip"])[:, [0, 2]] for s in SIDES])
    swing = swing[np.isfinite(swing).all(axis=1)]
    _, _, axes = np.linalg.svd(swing - swing.mean(axis=0), full_matrices=False)
    along = axes[0]
    return {
        name: np.column_stack([places[:, [0, 2]] @ along, places[:, 1]])
        for name, places in found.items()
    }, False


def _gaps(found: dict[str, Array]) -> list[Problem]:
    shares = {name: float((~np.isfinite(p).all(axis=1)).mean()) for name, p in found.items()}
    worst = max((name for name in _NEEDED), key=lambda name: shares[name])
    if shares[worst] <= 0.02:
        return []
    severity = Severity.REFUSED if shares[worst] > _MOST_GAPS else Severity.NOTE
    params: dict[str, Parameter] = {"share_percent": round(100.0 * shares[worst])}
    return [Problem("form.gaps", worst, params, severity)]


def _bridged(values: Array, longest: int) -> Array:
    """Fill short gaps from their ends."""
    known = np.flatnonzero(np.isfinite(values))
    if known.size < 2 or known.size == values.size:
        return values
    filled = np.interp(np.arange(values.size), known, values[known], left=np.nan, right=np.nan)
    before = known[np.maximum(np.searchsorted(known, np.arange(values.size), "right") - 1, 0)]
    after = known[np.minimum(np.searchsorted(known, np.arange(values.size)), known.size - 1)]
    return np.where(after - before - 1 <= longest, filled, values)


def _unflipped(found: dict[str, Array]) -> tuple[dict[str, Array], list[Problem]]:
    """Change left and right back in frames where the legs changed places."""
    pairs = [(f"r{joint}", f"l{joint}") for joint in ("knee", "ankle", "heel", "bigtoe")]
    pairs = [(right, left) for right, left in pairs if right in found and left in found]
    right, left = found["rankle"].copy(), found["lankle"].copy()
    swapped = np.zeros(right.shape[0], dtype=np.bool_)
    now = False
    for frame in range(2, right.shape[0]):
        ahead_r = 2.0 * right[frame - 1] - right[frame - 2]
        ahead_l = 2.0 * left[frame - 1] - left[frame - 2]
        seen_r, seen_l = (left, right) if now else (right, left)
        here_r, here_l = seen_r[frame].copy(), seen_l[frame].copy()
        stay = np.hypot(*(here_r - ahead_r)) + np.hypot(*(here_l - ahead_l))
        change = np.hypot(*(here_l - ahead_r)) + np.hypot(*(here_r - ahead_l))
        if np.isfinite(stay) and np.isfinite(change) and change < 0.5 * stay:
            now = not now
            here_r, here_l = here_l, here_r
        swapped[frame] = now
        right[frame], left[frame] = here_r, here_l
    n_flip = int(np.abs(np.diff(swapped.astype(np.int8))).sum())
    if n_flip == 0:
        return found, []
    fixed = dict(found)
    for one, other in pairs:
        fixed[one] = np.where(swapped[:, None], found[other], found[one])
        fixed[other] = np.where(swapped[:, None], found[one], found[other])
    share = n_flip / right.shape[0]
    severity = Severity.REFUSED if share > _MOST_FLIPS else Severity.REPAIRED
    params: dict[str, Parameter] = {"n_flip": n_flip, "share_percent": round(100.0 * share, 1)}
    return fixed, [Problem("form.flips", "", params, severity)]


def _right_way_up(found: dict[str, Array]) -> tuple[dict[str, Array], list[Problem]]:
    """Turn pictures whose rows are counted from above."""
    feet = np.nanmedian(np.concatenate([found["rankle"][:, 1], found["lankle"][:, 1]]))
    hips = np.nanmedian(np.concatenate([found["rhip"][:, 1], found["lhip"][:, 1]]))
    if not feet > hips:
        return found, []
    turned = {name: places * np.array([1.0, -1.0]) for name, places in found.items()}
    return turned, [Problem("form.upside_down", "", {}, Severity.REPAIRED)]


def _side_view(found: dict[str, Array]) -> list[Problem]:
    """Look whether the picture was taken from the side, along the plane of running."""
    problems: list[Problem] = []
    params: dict[str, Parameter]
    hips = 0.5 * (found["rhip"] + found["lhip"])
    thigh = np.hypot(*(found["rhip"] - found["rknee"]).T)
    width = float(np.nanmedian(np.abs(found["rhip"][:, 0] - found["lhip"][:, 0])))
    size = float(np.nanpercentile(thigh, 75.0))
    if "neck" in found:
        size = float(np.nanmedian(np.hypot(*(found["neck"] - hips).T)))
    if width > _WIDEST * size:
        params = {"share_percent": round(100.0 * width / size)}
        problems.append(Problem("form.not_from_side", "", params, Severity.REFUSED))
    tall = np.hypot(*(found.get("neck", found["rhip"]) - hips).T) if "neck" in found else thigh
    known = np.flatnonzero(np.isfinite(tall))
    if known.size >= 10:
        slope = np.polyfit(known / known[-1], tall[known], 1)[0]
        growth = abs(float(slope)) / float(np.median(tall[known]))
        if growth > _MOST_GROWTH:
            params = {"share_percent": round(100.0 * growth)}
            problems.append(Problem("form.out_of_plane", "", params, Severity.REFUSED))
    return problems


def _facing(found: dict[str, Array]) -> tuple[float, list[Problem]]:
    """Tell which way the runner faces: +1 along the first axis, by feet and by travel."""
    votes = []
    for side in SIDES:
        if f"{side}heel" in found and f"{side}bigtoe" in found:
            foot = found[f"{side}bigtoe"][:, 0] - found[f"{side}heel"][:, 0]
            votes.append(float(np.sign(np.nanmedian(foot))))
        bend = found[f"{side}knee"] - 0.5 * (found[f"{side}hip"] + found[f"{side}ankle"])
        votes.append(float(np.sign(np.nanmean(bend[:, 0]))))
    facing = 1.0 if sum(votes) >= 0.0 else -1.0
    if abs(sum(votes)) <= 0.5 * len(votes):
        return facing, [Problem("form.facing_unsure", "", {}, Severity.REFUSED)]
    hips = found["rhip"][:, 0]
    known = hips[np.isfinite(hips)]
    travel = float(known[-1] - known[0])
    reach = float(np.nanstd(found["rankle"][:, 0] - hips))
    if abs(travel) > 4.0 * reach and np.sign(travel) != facing:
        return facing, [Problem("form.facing_unsure", "", {}, Severity.REFUSED)]
    return facing, []


def _refused(rate_hz: float, problem: Problem) -> Joints:
    return Joints(rate_hz, {}, {}, (problem,))
