"""A run of which only its time is known: the usual easy pace, with a wide range."""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.domain.activity import Leg, Sport
from backstride.domain.gait import Gait
from backstride.domain.locomotion import EASY_SPEED, typical_cadence_spm
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.runner import Runner
from backstride.gait.cadence import height_ratio
from backstride.gait.clock import measure_clock
from backstride.gait.contact import measure_contact
from backstride.gait.figures import describe
from backstride.gait.limits import GAIT_VERSION, WALK_RUN_SPM

_SHORTEST_S: Final = 60.0
"""A run without distance that is shorter is a slip of the finger [s] (own choice)."""

_LONGEST_S: Final = 6.0 * 3600.0
"""One that is longer may be a watch left on [s] (own choice)."""

_WITHIN_SD: Final = 0.1
"""By how much runs of one runner differ from the usual easy pace [1] (own choice: 95 runs of one
runner, 0.06)."""

_TOLD_SD: Final = 0.03
"""Relative error of a pace that the runner told [1] (own choice)."""

_STEPS_SD: Final = 0.15
"""Relative error of the steps: standing and walking cannot be seen [1] (own choice)."""


def gait_from_time(leg: Leg, runner: Runner, *, problems: tuple[Problem, ...] = ()) -> Gait | None:
    """Describe a run by its time alone, as with a heart-rate strap on a belt.

    Load grows with time far more than with pace, so that the pace need not be known well.

    Parameters
    ----------
    leg : Leg
        A leg without distance.
    runner : Runner
        The told easy pace is used, else that of a runner of whom nothing is known.
    problems : tuple of Problem
        What was found before.

    Returns
    -------
    Gait or None
        One sample with a wide range and `Gait.distance_m` 0; None for other sports, where a
        distance is there, and where samples show neither a heart nor steps.
    """
    if leg.sport is not Sport.RUNNING or (leg.distance_m is not None and leg.distance_m > 0.0):
        return None
    seconds, cadence = _time_and_steps(leg)
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        return None
    speed, speed_sd = _usual_speed(runner)
    ratio = height_ratio(runner)
    typical = float(typical_cadence_spm(speed))
    measured = cadence is not None
    if cadence is not None:
        ratio = cadence / typical
    steps = np.array([ratio * typical])
    contact = measure_contact(None, steps, np.array([speed]), np.array([seconds]))
    params: dict[str, Parameter] = {"duration_s": round(seconds), "speed_mps": round(speed, 2)}
    assumed = Problem("gait.distance_assumed", "", params, Severity.REPAIRED)
    gait = Gait(
        sport=leg.sport,
        start=leg.start,
        time_s=np.zeros(1),
        duration_s=np.array([seconds]),
        speed_mps=np.array([speed]),
        cadence_spm=steps,
        contact_ms=contact.contact_ms,
        grade=np.zeros(1),
        moving=np.ones(1, dtype=np.bool_),
        walking=np.zeros(1, dtype=np.bool_),
        contact_source=contact.source,
        cadence_source="native" if measured else "derived:speed",
        speed_source="derived:usual_pace",
        cadence_ratio=float(ratio),
        cadence_measured=measured,
        contact_sd=contact.relative_sd,
        steps_sd=_STEPS_SD,
        speed_sd=speed_sd,
        ascent_m=leg.ascent_m,
        descent_m=leg.descent_m,
        version=GAIT_VERSION,
        problems=(*problems, assumed),
    )
    return describe(gait, None, steps if measured else np.full(1, np.nan))


def _time_and_steps(leg: Leg) -> tuple[float, float | None]:
    """Time in motion [s], and the mean cadence of running where one was measured. [1/min]."""
    seconds = next(
        (
            float(found)
            for found in (leg.moving_s, leg.timer_s, leg.elapsed_s)
            if found is not None and np.isfinite(found) and found > 0.0
        ),
        0.0,
    )
    stream = leg.stream
    if stream is None or stream.n_sample < 2:
        return seconds, None
    clock = measure_clock(stream.time_s, leg.pauses)
    seconds = seconds or float(clock.duration_s.sum())
    cadence = stream.values("cadence_spm")
    if cadence is not None and np.isfinite(cadence).any():
        ran = np.where(np.isfinite(cadence), cadence, 0.0) >= WALK_RUN_SPM
        ran_s = float(clock.duration_s[ran].sum())
        mean = float(np.dot(cadence[ran], clock.duration_s[ran])) / ran_s if ran_s else None
        return min(ran_s, seconds), mean
    heart = stream.values("heart_rate_bpm")
    alive = heart is not None and bool(np.any(np.isfinite(heart) & (heart > 0.0)))
    return (seconds if alive else 0.0), None


def _usual_speed(runner: Runner) -> tuple[float, float]:
    """Speed to assume [m/s], and its relative error [1]."""
    pace = runner.easy_pace_s_per_km
    if pace is not None and 120.0 <= pace <= 1200.0:
        return 1000.0 / pace, float(np.hypot(_TOLD_SD, _WITHIN_SD))
    return EASY_SPEED.mean, float(np.hypot(EASY_SPEED.sd / EASY_SPEED.mean, _WITHIN_SD))
