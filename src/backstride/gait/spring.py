"""The spring that a runner's leg behaves like, from the timing of a step on the level."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import Final

import numpy as np

from backstride.domain.errors import OutOfRange
from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.runner import Runner
from backstride.domain.units import GRAVITY_MPS2

_LEG_OVER_HEIGHT: Final = 0.53
"""Leg length over body height [1] (Winter 1979, as Morin et al. 2005 use it)."""

_LEVEL: Final = 0.02
"""Steepest grade that counts as level [1] (own choice; the model does not hold on slopes,
PMC10368467)."""

_ENOUGH_S: Final = 120.0
"""Least time on the level from which stiffness is told [s] (own choice)."""

_MODEL_SD: Final = 0.04
"""Relative error of the model against force plates [1] (bias 0.7 to 6.9 %, Morin et al. 2005)."""

_Z95: Final = 1.6449
"""Standard normal quantile of 95 % [1]."""


@dataclass(frozen=True, slots=True)
class Spring:
    """The spring-mass model of one running step.

    Parameters
    ----------
    peak_force_bw : float
        Peak vertical force of the sine model. [body weights]
    sink_m : float
        Fall of the centre of mass during contact. [m]
    vertical_stiffness_knpm, leg_stiffness_knpm : float
        Peak force over the fall, and over the shortening of the leg. [kN/m]
    """

    peak_force_bw: float
    sink_m: float
    vertical_stiffness_knpm: float
    leg_stiffness_knpm: float


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


def level_stiffness(gait: Gait, runner: Runner) -> tuple[Range | None, Range | None]:
    """Vertical and leg stiffness of a leg's level running.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    runner : Runner
        Mass and height are needed.

    Returns
    -------
    tuple of Range or None
        Vertical and leg stiffness of the mean level step; None where mass, height or measured
        contact is not there, or less than two minutes were level. [kN/m]
    """
    mass, height = runner.mass_kg, runner.height_m
    if mass is None or height is None or not gait.contact_measured or not gait.cadence_measured:
        return None, None
    level = gait.running & (np.abs(gait.grade) <= _LEVEL) & np.isfinite(gait.contact_ms)
    seconds = np.where(level, gait.duration_s, 0.0)
    if float(seconds.sum()) < _ENOUGH_S:
        return None, None
    speed = float(np.average(gait.speed_mps[level], weights=seconds[level]))
    step_s = 60.0 / float(np.average(gait.cadence_spm[level], weights=seconds[level]))
    contact_s = float(np.average(gait.contact_ms[level], weights=seconds[level])) / 1000.0
    wide = 1.0 + _Z95 * gait.contact_sd
    found = []
    for contact in (contact_s * wide, contact_s, contact_s / wide):
        try:
            found.append(
                leg_spring(
                    mass_kg=mass,
                    height_m=height,
                    speed_mps=speed,
                    step_s=step_s,
                    contact_s=min(contact, 0.999 * step_s),
                )
            )
        except OutOfRange:
            return None, None
    vertical = [spring.vertical_stiffness_knpm for spring in found]
    leg = [spring.leg_stiffness_knpm for spring in found]
    return _with_model_error(*vertical), _with_model_error(*leg)


def _with_model_error(low: float, middle: float, high: float) -> Range:
    model = _Z95 * _MODEL_SD * middle
    return Range(
        middle - float(np.hypot(middle - low, model)),
        middle,
        middle + float(np.hypot(high - middle, model)),
    )
