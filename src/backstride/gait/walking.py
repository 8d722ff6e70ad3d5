"""Walking or running: by flight where contact was measured, else by cadence, else by speed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.gait.clock import Clock, window_mean
from backstride.gait.limits import (
    BRISK_WALK_MPS,
    CONTACT_MS,
    FLIGHT_BELOW,
    SURE_RUN,
    SURE_SHARE,
    UNSURE_MPS,
    UNSURE_SPM,
    WALK_RUN_MPS,
    WALK_RUN_SPM,
)

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_CALM_S = 5.0
"""Half width over which speed and flight are calmed before they judge [s] (own choice)."""

_LONGEST_CONTACT = 3.0
"""Contact over step time above this is no contact time at all [1] (a foot pod shows 2 in
walking)."""


@dataclass(frozen=True, slots=True)
class Walking:
    """Where a leg was walked.

    Parameters
    ----------
    walking : array of bool (n_sample,)
        The likelier reading.
    unsure : array of bool (n_sample,)
        Where the other reading is possible too.
    """

    walking: Mask
    unsure: Mask


def find_walking(
    cadence_spm: Array,
    speed_mps: Array,
    clock: Clock,
    *,
    contact_ms: Array | None = None,
    called_run: bool = True,
) -> Walking:
    """Tell walking from running.

    Parameters
    ----------
    cadence_spm : array (n_sample,)
        Steps of both feet, NaN where not measured. [1/min]
    speed_mps : array (n_sample,)
        Speed, 0 where standing. [m/s]
    clock : Clock
        Time grid.
    contact_ms : array (n_sample,) or None
        Contact time as the device gives it; longer than a step in walking. [ms]
    called_run : bool
        True where the recording calls itself a run: then a slow jog is believed.

    Returns
    -------
    Walking
        Movement is not asked for: the caller knows where there was any.
    """
    calm = window_mean(clock.active_s, speed_mps, _CALM_S)
    stepping = np.isfinite(cadence_spm)
    slow_limit = np.where(stepping | ~np.bool_(called_run), WALK_RUN_MPS, BRISK_WALK_MPS)
    slow = calm < slow_limit
    few = np.where(stepping, cadence_spm, 0.0) < WALK_RUN_SPM
    walking = slow & (few | ~stepping)
    unsure = np.zeros(calm.size, dtype=np.bool_)
    if called_run:
        unsure = _unsure(cadence_spm, calm, stepping)
        if not _runs_surely(cadence_spm, calm, clock):
            walking &= ~(unsure & stepping)
    if contact_ms is not None:
        known, flight = _flight(contact_ms, cadence_spm, clock)
        walking = np.where(known, ~flight & few & (calm < UNSURE_MPS[1]), walking)
        unsure &= ~known
    return Walking(np.asarray(walking, dtype=np.bool_), unsure)


def _unsure(cadence: Array, calm: Array, stepping: Mask) -> Mask:
    near = (calm >= UNSURE_MPS[0]) & (calm < UNSURE_MPS[1])
    cadence = np.where(stepping, cadence, UNSURE_SPM[0])
    return near & (cadence >= UNSURE_SPM[0]) & (cadence < UNSURE_SPM[1])


def _runs_surely(cadence: Array, calm: Array, clock: Clock) -> bool:
    """Tell whether the leg holds running that is no walk, beside which the rest can be judged."""
    surely = (np.where(np.isfinite(cadence), cadence, 0.0) >= SURE_RUN[0]) | (calm >= SURE_RUN[1])
    seconds = float(clock.duration_s[surely].sum())
    return seconds >= SURE_SHARE * float(clock.duration_s.sum())


def _flight(contact_ms: Array, cadence: Array, clock: Clock) -> tuple[Mask, Mask]:
    """Where contact was measured around a sample, and where it leaves a flight."""
    share = np.where(np.isfinite(contact_ms), contact_ms, 0.0) * cadence / 60_000.0
    good = np.isfinite(share) & (contact_ms >= CONTACT_MS[0]) & (share < _LONGEST_CONTACT)
    told = window_mean(clock.active_s, good.astype(np.float64), _CALM_S)
    flying = good & (np.where(good, share, 0.0) < FLIGHT_BELOW)
    flown = window_mean(clock.active_s, flying.astype(np.float64), _CALM_S)
    known = told >= 0.5
    return known, flown >= 0.5 * told
