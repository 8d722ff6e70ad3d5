"""Locomotion: the few lines of running mechanics that form and load must agree on."""

from __future__ import annotations

from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from backstride.domain.prior import Prior

Array = NDArray[np.float64]

FORCE_INTERCEPT: Final = Prior(
    1.03,
    0.08,
    "body weights",
    "14 runs with watches, straps and pods (pods by `FOOT_POD_OVER_PLATE`), 22 collegiate runners "
    "(Alcantara et al. 2021) and 2 others on force treadmills; study contact_estimates. Athletes "
    "of Weyand et al. 2005 (J Exp Biol 208:2625): 1.24 to 1.27",
    "C",
)
"""Stance-average vertical force at zero speed, the intercept of the force line, of a runner whose
usual speed is `USUAL_SPEED_MPS`."""

USUAL_SPEED_MPS: Final = 3.0
"""Usual speed at which `FORCE_INTERCEPT` holds [m/s]."""

INTERCEPT_GROWTH: Final = 0.13
"""Growth of the intercept from slower to faster runners [body weights per m/s] (same study: 0.13;
0.12 by devices alone, which then meet the 24 runners on force plates within 0.02)."""

USUAL_LIMITS_MPS: Final = (1.8, 5.0)
"""Usual speeds beyond which the intercept is held [m/s]."""

FORCE_SLOPE: Final = Prior(
    0.105, 0.015, "body weights per m/s", "Weyand et al. 2005, J Exp Biol 208:2625", "C"
)
"""Growth of the stance-average vertical force with speed."""

CADENCE_LEVEL: Final = Prior(
    169.6,
    10.0,
    "steps/min",
    "mean of freely chosen step rates at 3 m/s 169.6 (SD 7 between runners); SD widened because "
    "inexperienced runners were near 160 at 2.9 m/s (van Oeveren et al. 2017, PLoS One "
    "12:e0184273)",
    "C",
)
"""Cadence of a runner of average height at 3 m/s."""

CADENCE_SLOPE: Final = Prior(
    8.0,
    3.0,
    "steps/min per m/s",
    "169 at 2.68 to 178 at 3.83 m/s (Leacox et al. 2025): 7.8; 154 at 2.4 to 160 at 2.9 m/s "
    "(van Oeveren et al. 2017): 12; 9.9 within runners at 3.8 to 5.4 m/s (Alcantara et al. 2021)",
    "C",
)
"""Growth of cadence with speed."""

CADENCE_SPEED_MPS: Final = 3.0
"""Speed at which `CADENCE_LEVEL` holds [m/s]."""

CADENCE_LIMITS_MPS: Final = (1.5, 6.5)
"""The cadence line is held constant beyond these speeds [m/s]."""

WALK_CADENCE_SPM: Final = 117.0
"""Cadence of walking at a freely chosen pace [1/min] (mean of 23 men, SD 9.3, PMC10851523)."""

WALK_SPEED_MPS: Final = 1.4
"""Freely chosen walking speed [m/s] (common adult value; recalled)."""


EASY_SPEED: Final = Prior(
    2.78,
    0.36,
    "m/s",
    "10 km/h, the speed of Rodacki et al. 2024; freely chosen 2.6 m/s in inexperienced (van "
    "Oeveren et al. 2017) and 3.25 m/s in endurance runners (García-Pinillos et al. 2019)",
    "C",
)
"""Easy speed of a runner of whom nothing is known."""

FOOT_POD_OVER_PLATE: Final = Prior(
    0.948,
    0.05,
    "1",
    "foot pod 5.2 % short of high-speed video (García-Pinillos et al. 2019, PLoS One 14:e0222872)",
    "C",
)
"""Contact time of a foot pod over that of a force plate."""

_FOOT_POD_FIELDS: Final = ("ground time",)
"""Developer fields that hold a foot pod's contact time."""


_EDGE: Final = 1.645
"""Standard deviations to the edge of a 90 % range [1]."""

_STEPS_PER_SPEED: Final = 0.35
"""Error of the counted steps that goes with an error of speed, beside that of the force [1] (own
choice: the level of cadence is taken at the same wrong speed, 5 % per m/s; with 0.35 the range
holds the load by the true speed for speeds of 0.6 to 2.2 times it)."""


def errors_of_doubt(apart: float) -> tuple[float, float]:
    """Errors that put another reading of the speed on the edge of a 90 % range.

    Parameters
    ----------
    apart : float
        Relative difference of the other reading. [1]

    Returns
    -------
    speed_sd, steps_sd : float
        Relative standard deviations. [1]
    """
    return apart / _EDGE, _STEPS_PER_SPEED * apart


@overload
def stance_force_bw(speed_mps: float, intercept: float = ..., slope: float = ...) -> float: ...
@overload
def stance_force_bw(speed_mps: Array, intercept: float = ..., slope: float = ...) -> Array: ...
def stance_force_bw(
    speed_mps: float | Array,
    intercept: float = FORCE_INTERCEPT.mean,
    slope: float = FORCE_SLOPE.mean,
) -> float | Array:
    """Vertical force averaged over the stance of a running step.

    Parameters
    ----------
    speed_mps : float or array
        Running speed. [m/s]
    intercept : float
        Force at zero speed. [body weights]
    slope : float
        Growth with speed. [body weights per m/s]

    Returns
    -------
    float or array
        Step time over contact time, which level steady running makes equal to it.
        [body weights]
    """
    return intercept + slope * speed_mps


def usual_intercept_bw(usual_speed_mps: float) -> float:
    """Intercept of the force line to be expected of a runner.

    Parameters
    ----------
    usual_speed_mps : float
        Speed at which the runner usually runs. [m/s]

    Returns
    -------
    float
        Intercept, `FORCE_INTERCEPT` moved to that speed. [body weights]
    """
    low, high = USUAL_LIMITS_MPS
    within = min(max(usual_speed_mps, low), high)
    return FORCE_INTERCEPT.mean + INTERCEPT_GROWTH * (within - USUAL_SPEED_MPS)


def contact_over_plate(source: str) -> float:
    """Contact time as a source defines it over that of a force plate.

    A chest strap shows no bias against a force plate (Sensors 2025, 25:5407); of watches at the
    wrist nothing is known, so they are taken at their word.

    Parameters
    ----------
    source : str
        `Gait.contact_source`.

    Returns
    -------
    float
        Ratio; 1 for what is not known to differ. [1]
    """
    field = source.removeprefix("developer:").strip().lower()
    return FOOT_POD_OVER_PLATE.mean if field in _FOOT_POD_FIELDS else 1.0


def typical_cadence_spm(speed_mps: float | Array) -> Array:
    """Cadence of running, both feet, for a runner of average height.

    Parameters
    ----------
    speed_mps : float or array
        Running speed. [m/s]

    Returns
    -------
    array
        Cadence, of the shape of `speed_mps`. [1/min]
    """
    low, high = CADENCE_LIMITS_MPS
    within = np.minimum(np.maximum(np.asarray(speed_mps, dtype=np.float64), low), high)
    return np.asarray(CADENCE_LEVEL.mean + CADENCE_SLOPE.mean * (within - CADENCE_SPEED_MPS))


def walking_cadence_spm(speed_mps: float | Array) -> Array:
    """Cadence of walking, both feet.

    Step rate grows with about the square root of speed; at 2 m/s this gives 140, where people
    change from walking to running (Hum Mov Sci 2023, 90:103117).

    Parameters
    ----------
    speed_mps : float or array
        Walking speed. [m/s]

    Returns
    -------
    array
        Cadence, of the shape of `speed_mps`. [1/min]
    """
    speed = np.maximum(np.asarray(speed_mps, dtype=np.float64), 0.0)
    return np.asarray(WALK_CADENCE_SPM * np.sqrt(speed / WALK_SPEED_MPS))
