"""Forces of a step from its timing, and the spring the runner's leg behaves like."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

from backstride.domain.errors import OutOfRange
from backstride.domain.units import GRAVITY_MPS2

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


def peak_force_bw(step_s: float, contact_s: float) -> float:
    """Peak vertical force of a running step by the sine model.

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
    peak_bw = peak_force_bw(step_s, contact_s)
    peak_n = peak_bw * mass_kg * GRAVITY_MPS2
    sink = peak_n * contact_s**2 / (mass_kg * pi**2) - GRAVITY_MPS2 * contact_s**2 / 8.0
    leg_m = _LEG_OVER_HEIGHT * height_m
    half_way_m = speed_mps * contact_s / 2.0
    if half_way_m >= leg_m:
        raise OutOfRange("contact_way", half_way_m=half_way_m, leg_m=leg_m)
    shortening = leg_m - sqrt(leg_m**2 - half_way_m**2) + sink
    return Spring(peak_bw, sink, peak_n / sink / 1000.0, peak_n / shortening / 1000.0)
