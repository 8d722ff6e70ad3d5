"""Forces of a step from its timing, and the spring the runner's leg behaves like."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
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
    STEEPEST_MEASURED_DEG,
)

Array = NDArray[np.float64]

_N_STEP: Final = 4
"""Rounds of the fixed point between peak and unseen contact (error below 1e-5)."""

_LEG_OVER_HEIGHT = 0.53
"""Leg length over body height [1] (Winter 1979, as Morin et al. 2005 use it)."""


@dataclass(frozen=True, slots=True)
class Spring:
    """The spring-mass model of one running step.

    Parameters
    ----------
    peak_force_bw : float
        Peak vertical force. [body weights]
    sink_m : float
        Fall of the centre of mass during contact. [m]
    vertical_stiffness_knpm, leg_stiffness_knpm : float
        Peak force over the fall, and over the shortening of the leg. [kN/m]
    """

    peak_force_bw: float
    sink_m: float
    vertical_stiffness_knpm: float
    leg_stiffness_knpm: float


def peak_force_bw(
    step_s: float | Array,
    contact_s: float | Array,
    *,
    threshold_bw: float = PLATE_THRESHOLD_BW,
    speed_mps: float | Array = 0.0,
    slope_deg: float | Array = 0.0,
) -> Array:
    """Peak vertical force of a running step, by the two-mass model.

    Parameters
    ----------
    step_s, contact_s : float or array
        Time from one footfall to the next, and of contact. [s]
    threshold_bw : float
        Force above which contact was counted. [body weights]
    speed_mps : float or array
        Running speed, only for the impact peak of a descent. [m/s]
    slope_deg : float or array
        Slope, negative down; the force is the one across it. [degrees]

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
    active = peak_of_stance_bw(
        stance, impact_share=IMPACT_SHARE.mean * harder, threshold_bw=threshold_bw
    )
    level, growth = IMPACT_PEAK_BW
    impact = (level + growth * (np.asarray(speed_mps) - IMPACT_SPEED_MPS)) * harder
    return np.where(slope < 0.0, np.maximum(active, impact), active)


def peak_of_stance_bw(
    stance_bw: float | Array,
    *,
    impact_share: float | Array = IMPACT_SHARE.mean,
    threshold_bw: float = PLATE_THRESHOLD_BW,
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
    threshold_bw : float
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


def sine_peak_force_bw(step_s: float, contact_s: float) -> float:
    """Peak vertical force of a running step by the sine model, which stiffness rests on.

    Parameters
    ----------
    step_s : float
        Time from one footfall to the next, flight and contact together. [s]
    contact_s : float
        Ground contact time, shorter than the step. [s]

    Returns
    -------
    float
        ``pi/2 * (flight / contact + 1)``. [body weights]

    Raises
    ------
    OutOfRange
        Where there is no flight: the model is one of running, on level ground.

    References
    ----------
    Morin et al. 2005, J Appl Biomech 21:167-180.
    """
    if not 0.0 < contact_s < step_s:
        raise OutOfRange("contact_time", contact_s=contact_s, step_s=step_s)
    return pi / 2.0 * ((step_s - contact_s) / contact_s + 1.0)


def leg_spring(
    *, mass_kg: float, height_m: float, speed_mps: float, step_s: float, contact_s: float
) -> Spring:
    """Stiffness of leg and body from one step's timing.

    Parameters
    ----------
    mass_kg, height_m : float
        Body mass [kg] and height [m].
    speed_mps : float
        Running speed. [m/s]
    step_s, contact_s : float
        Step time and contact time. [s]

    Returns
    -------
    Spring
        Within 1 to 7 % of a force plate on level ground (Morin et al. 2005); not for slopes.

    Raises
    ------
    OutOfRange
        Where there is no flight, or the step is longer than the leg allows.
    """
    peak_bw = sine_peak_force_bw(step_s, contact_s)
    peak_n = peak_bw * mass_kg * GRAVITY_MPS2
    sink = peak_n * contact_s**2 / (mass_kg * pi**2) - GRAVITY_MPS2 * contact_s**2 / 8.0
    leg_m = _LEG_OVER_HEIGHT * height_m
    half_way_m = speed_mps * contact_s / 2.0
    if half_way_m >= leg_m:
        raise OutOfRange("contact_way", half_way_m=half_way_m, leg_m=leg_m)
    shortening = leg_m - sqrt(leg_m**2 - half_way_m**2) + sink
    return Spring(peak_bw, sink, peak_n / sink / 1000.0, peak_n / shortening / 1000.0)
