"""Steps of both feet, and which of the movement was walking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.locomotion import typical_cadence_spm, walking_cadence_spm
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.runner import Runner
from backstride.gait.clock import Clock
from backstride.gait.limits import (
    CADENCE_SPM,
    DOUBLED_ABOVE,
    HEIGHT_BY_SEX_M,
    MOVING_MPS,
    REFERENCE_HEIGHT_M,
    STRIDES_BELOW,
    WALK_RUN_MPS,
    WALK_RUN_SPM,
)
from backstride.gait.walking import find_walking

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_ENOUGH_SHARE = 0.2
"""Share of running time with a cadence from which the runner's own level is believed [1]."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Movement, walking and cadence along a leg.

    Parameters
    ----------
    moving, walking, unsure : array of bool (n_sample,)
        Where the runner moved, where that was walking, and where it may have been the other.
    speed_mps : array (n_sample,)
        Speed, with the leg's own running speed where only steps show movement. [m/s]
    measured_spm : array (n_sample,)
        Cadence of the device, NaN where none. [1/min]
    cadence_spm : array (n_sample,)
        The same, filled wherever the runner moved. [1/min]
    ratio : float
        The runner's cadence over the typical one at the same speed. [1]
    measured : bool
        True where `ratio` rests on the device.
    imputed : array of bool (n_sample,)
        Where steps show movement and speed does not.
    imputed_share : float
        Share of moving time whose speed only the steps vouch for. [1]
    problems : tuple of Problem
        What was repaired.
    """

    moving: Mask
    walking: Mask
    unsure: Mask
    speed_mps: Array
    measured_spm: Array
    cadence_spm: Array
    ratio: float
    measured: bool
    imputed: Mask
    imputed_share: float
    problems: tuple[Problem, ...] = ()


def height_ratio(runner: Runner) -> float:
    """Cadence of a runner of this height over the typical one.

    Legs of different length swing alike when time scales with the root of length, so cadence
    falls with the root of height (dynamic similarity; derived, grade D).

    Parameters
    ----------
    runner : Runner
        Height is used, else sex.

    Returns
    -------
    float
        Ratio; 1 where neither is known. [1]
    """
    height = runner.height_m or HEIGHT_BY_SEX_M.get(runner.sex or "", REFERENCE_HEIGHT_M)
    return float(np.sqrt(REFERENCE_HEIGHT_M / np.clip(height, 1.2, 2.3)))


def measure_rhythm(
    cadence_spm: Array | None,
    speed_mps: Array,
    clock: Clock,
    runner: Runner,
    *,
    contact_ms: Array | None = None,
    called_run: bool = True,
) -> Rhythm:
    """Find movement, walking and cadence.

    Parameters
    ----------
    cadence_spm : array (n_sample,) or None
        Steps per minute of both feet as the device gives them. [1/min]
    speed_mps : array (n_sample,)
        Speed, NaN where unknown. [m/s]
    clock : Clock
        Time grid.
    runner : Runner
        Height or sex gives the cadence where the device gave none.
    contact_ms : array (n_sample,) or None
        Contact time as the device gives it, which shows a flight. [ms]
    called_run : bool
        True where the recording calls itself a run.

    Returns
    -------
    Rhythm
        Movement needs speed, or the steps of running where speed is missing or stands still.
    """
    measured, problems = _clean(cadence_spm, speed_mps)
    stepping = np.where(np.isfinite(measured), measured, 0.0) >= WALK_RUN_SPM
    by_speed = np.where(np.isfinite(speed_mps), speed_mps, 0.0) >= MOVING_MPS
    moving = (by_speed | stepping) & (clock.duration_s > 0.0)
    imputed = moving & ~by_speed
    speed = _impute(speed_mps, imputed, by_speed & stepping)
    read = find_walking(measured, speed, clock, contact_ms=contact_ms, called_run=called_run)
    walking, unsure = (moving & ~imputed & mask for mask in (read.walking, read.unsure))
    ratio, known = _ratio(measured, speed, moving & ~walking, clock)
    if not known:
        ratio = height_ratio(runner)
    modelled = np.where(walking, walking_cadence_spm(speed), ratio * typical_cadence_spm(speed))
    filled = np.where(np.isfinite(measured), measured, modelled)
    moving_s = float(clock.duration_s[moving].sum())
    return Rhythm(
        moving=moving,
        walking=walking,
        unsure=unsure,
        speed_mps=np.where(moving, speed, np.where(np.isfinite(speed_mps), 0.0, np.nan)),
        measured_spm=np.where(moving, measured, np.nan),
        cadence_spm=np.where(moving, filled, np.nan),
        ratio=ratio,
        measured=known,
        imputed=imputed,
        imputed_share=float(clock.duration_s[imputed].sum()) / moving_s if moving_s else 0.0,
        problems=problems,
    )


def _clean(cadence: Array | None, speed: Array) -> tuple[Array, tuple[Problem, ...]]:
    """Keep what can be steps of both feet; strides of one foot are doubled and said."""
    if cadence is None:
        return np.full(speed.size, np.nan), ()
    values = np.where(np.isfinite(cadence), cadence, 0.0)
    running = (values > 0.0) & (np.where(np.isfinite(speed), speed, 0.0) > WALK_RUN_MPS)
    factor: float = 1.0
    problems: tuple[Problem, ...] = ()
    if running.any():
        share = float(np.median(values[running] / typical_cadence_spm(speed[running])))
        factor, problems = _foot_factor(share, float(np.median(values[running])))
    values = factor * values
    lowest, highest = CADENCE_SPM
    return np.where((values >= lowest) & (values <= highest), values, np.nan), problems


def _foot_factor(share: float, median_spm: float) -> tuple[float, tuple[Problem, ...]]:
    if share < STRIDES_BELOW:
        factor, code = 2.0, "gait.cadence_in_strides"
    elif share > DOUBLED_ABOVE:
        factor, code = 0.5, "gait.cadence_doubled"
    else:
        return 1.0, ()
    params: dict[str, Parameter] = {
        "found_spm": round(median_spm),
        "used_spm": round(factor * median_spm),
    }
    return factor, (Problem(code, "cadence_spm", params, Severity.REPAIRED),)


def _impute(speed: Array, imputed: Mask, sure: Mask) -> Array:
    known = np.isfinite(speed) & sure
    if not imputed.any() or not known.any():
        return np.where(np.isfinite(speed), speed, 0.0)
    usual = float(np.median(speed[known]))
    return np.where(imputed, usual, np.where(np.isfinite(speed), speed, 0.0))


def _ratio(measured: Array, speed: Array, running: Mask, clock: Clock) -> tuple[float, bool]:
    known = running & np.isfinite(measured)
    weight = clock.duration_s
    total = float(weight[running].sum())
    covered = float(weight[known].sum())
    if total <= 0.0 or covered < _ENOUGH_SHARE * total:
        return 1.0, False
    steps = float((weight * np.where(known, measured, 0.0)).sum())
    typical = float((weight * np.where(known, typical_cadence_spm(speed), 0.0)).sum())
    return steps / typical, True
