"""Forces of a step from its timing."""

from __future__ import annotations

from math import pi
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import OutOfRange
from backstride.domain.units import GRAVITY_MPS2
from backstride.load.priors import (
    DOWNHILL_PER_DEGREE,
    IMPACT_PEAK_BW,
    IMPACT_SHARE,
    IMPACT_SPEED_MPS,
    PLATE_THRESHOLD_BW,
    PLATE_THRESHOLD_N,
    STEEPEST_MEASURED_DEG,
)

Array = NDArray[np.float64]

_N_STEP: Final = 4
"""Rounds of the fixed point between peak and unseen contact (error below 1e-5)."""


def peak_force_bw(
    step_s: float | Array,
    contact_s: float | Array,
    *,
    threshold_bw: float | None = None,
    speed_mps: float | Array = 0.0,
    slope_deg: float | Array = 0.0,
    mass_kg: float | Array | None = None,
) -> Array:
    """Peak vertical force of a running step, by the two-mass model.

    Parameters
    ----------
    step_s, contact_s : float or array
        Time from one footfall to the next, and of contact. [s]
    threshold_bw : float, optional
        Force above which contact was counted; that of a force plate where not told. [body weights]
    speed_mps : float or array
        Running speed, only for the impact peak of a descent. [m/s]
    slope_deg : float or array
        Slope, negative down; the force is the one across it. [degrees]
    mass_kg : float or array, optional
        Body mass: a force plate's threshold is the larger a share of a light runner. [kg]

    Returns
    -------
    array
        The larger of the active and, on a descent, the impact peak. [body weights]

    Raises
    ------
    OutOfRange
        Where there is no flight.

    References
    ----------
    Clark, Ryan & Weyand 2017, J Exp Biol 220:247; Gottschall & Kram 2005, J Biomech 38:445.
    """
    step, contact = np.asarray(step_s, dtype=np.float64), np.asarray(contact_s, dtype=np.float64)
    if not np.all((contact > 0.0) & (contact < step)):
        raise OutOfRange("contact_time", contact_s=float(np.max(contact)), step_s=float(step.min()))
    slope = np.asarray(slope_deg, dtype=np.float64)
    harder = 1.0 + DOWNHILL_PER_DEGREE.mean * np.clip(-slope, 0.0, STEEPEST_MEASURED_DEG)
    stance = step * np.cos(np.radians(slope)) / contact
    threshold: float | Array = PLATE_THRESHOLD_BW if threshold_bw is None else threshold_bw
    if threshold_bw is None and mass_kg is not None:
        threshold = PLATE_THRESHOLD_N / (np.asarray(mass_kg, dtype=np.float64) * GRAVITY_MPS2)
    active = peak_of_stance_bw(
        stance, impact_share=IMPACT_SHARE.mean * harder, threshold_bw=threshold
    )
    level, growth = IMPACT_PEAK_BW
    impact = (level + growth * (np.asarray(speed_mps) - IMPACT_SPEED_MPS)) * harder
    return np.where(slope < 0.0, np.maximum(active, impact), active)


def peak_of_stance_bw(
    stance_bw: float | Array,
    *,
    impact_share: float | Array = IMPACT_SHARE.mean,
    threshold_bw: float | Array = PLATE_THRESHOLD_BW,
) -> Array:
    """Active peak of the vertical force from its mean over contact.

    Contact bears a step's impulse, body weight times step time. The part of it that does not
    stop the shank comes as one raised cosine, whose peak is twice its mean; below the threshold
    its two ends go unseen, so that true contact is longer than measured.

    Parameters
    ----------
    stance_bw : float or array
        Step time over measured contact time. [body weights]
    impact_share : float or array
        Share of the impulse that stops the shank and foot. [1]
    threshold_bw : float or array
        Force above which contact was counted. [body weights]

    Returns
    -------
    array
        Peak. [body weights]
    """
    whole = 2.0 * (1.0 - np.asarray(impact_share)) * np.asarray(stance_bw, dtype=np.float64)
    peak = np.maximum(whole, 4.0 * threshold_bw)
    for _ in range(_N_STEP):
        unseen = 2.0 / pi * np.arcsin(np.sqrt(threshold_bw / peak))
        peak = np.maximum(whole * (1.0 - unseen), 4.0 * threshold_bw)
    return np.asarray(peak)
