"""A leg known only by its totals: one long sample with a wide range."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from backstride.domain.activity import Leg, Sport
from backstride.domain.gait import Gait
from backstride.domain.locomotion import typical_cadence_spm, walking_cadence_spm
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.runner import Runner
from backstride.gait.cadence import height_ratio
from backstride.gait.contact import measure_contact
from backstride.gait.figures import describe
from backstride.gait.limits import (
    CADENCE_SPM,
    DISTANCE_SD,
    GAIT_VERSION,
    SLOWEST_LEG_MPS,
    TOTALS_SD,
    UNSURE_MPS,
    WALK_RUN_MPS,
    WALK_RUN_SPM,
    fastest_leg_mps,
)
from backstride.gait.timed import gait_from_time

ON_FOOT: Final = frozenset({Sport.RUNNING, Sport.WALKING, Sport.HIKING})
"""Sports that have steps."""


def other_sport(leg: Leg) -> Gait:
    """Describe a leg without steps: only its time in motion.

    Parameters
    ----------
    leg : Leg
        A ride, a swim, or anything else.

    Returns
    -------
    Gait
        No samples, `Gait.known` False, and no problem: nothing is wrong with it.
    """
    gait = _unknown(leg, ())
    return replace(gait, summary=replace(gait.summary, moving_s=leg_seconds(leg)))


def leg_seconds(leg: Leg) -> float | None:
    """Time of a leg in motion, else with the timer on, else from start to end.

    Parameters
    ----------
    leg : Leg
        Any leg.

    Returns
    -------
    float or None
        Time; None where the file says none. [s]
    """
    for seconds in (leg.moving_s, leg.timer_s, leg.elapsed_s):
        if seconds is not None and np.isfinite(seconds) and seconds > 0.0:
            return float(seconds)
    return None


def leg_speed_mps(leg: Leg) -> float | None:
    """Mean speed of a leg from its totals.

    Parameters
    ----------
    leg : Leg
        Any leg.

    Returns
    -------
    float or None
        Mean speed; None without distance or time, or where no runner is that slow or fast.
        [m/s]
    """
    seconds = leg_seconds(leg)
    if seconds is None or leg.distance_m is None or not np.isfinite(leg.distance_m):
        return None
    speed = float(leg.distance_m) / seconds
    return speed if SLOWEST_LEG_MPS <= speed <= fastest_leg_mps(seconds) else None


def gait_from_totals(leg: Leg, runner: Runner, *, problems: tuple[Problem, ...] = ()) -> Gait:
    """Describe a leg by its totals alone.

    Parameters
    ----------
    leg : Leg
        Distance and a time are needed.
    runner : Runner
        Height and sex help where there is no cadence.
    problems : tuple of Problem
        What was found before.

    Returns
    -------
    Gait
        One sample, or none with `Gait.known` False.
    """
    speed, seconds = leg_speed_mps(leg), leg_seconds(leg)
    if speed is None or seconds is None:
        timed = gait_from_time(leg, runner, problems=problems)
        return timed or _unknown(leg, (*problems, _why_unknown(leg)))
    cadence, measured = _mean_cadence(leg, speed)
    walking = _mostly_walking(leg, speed, cadence)
    unsure = leg.sport is Sport.RUNNING and UNSURE_MPS[0] <= speed < WALK_RUN_MPS
    modelled = float(walking_cadence_spm(speed) if walking else typical_cadence_spm(speed))
    ratio = height_ratio(runner)
    if measured and not walking:
        ratio = cadence / modelled
    steps = np.array([cadence if measured else (1.0 if walking else ratio) * modelled])
    weight = np.array([0.0 if walking else seconds])
    contact = measure_contact(None, steps, np.array([speed]), weight)
    known = Problem("gait.totals_only", "", {}, Severity.NOTE)
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
        walking=np.array([walking]),
        contact_source="" if walking else contact.source,
        cadence_source="native" if measured else "derived:speed",
        speed_source="derived:totals",
        cadence_ratio=float(ratio),
        cadence_measured=measured,
        contact_sd=contact.relative_sd,
        steps_sd=TOTALS_SD,
        speed_sd=TOTALS_SD + DISTANCE_SD,
        distance_m=speed * seconds,
        ascent_m=leg.ascent_m,
        descent_m=leg.descent_m,
        version=GAIT_VERSION,
        problems=(*problems, known),
        unsure=np.array([unsure]),
    )
    return describe(gait, leg.stream, steps if measured else np.full(1, np.nan))


def _mostly_walking(leg: Leg, speed: float, cadence: float) -> bool:
    """Tell a walk by name or pace; a slow run may hold long pauses and stays a run."""
    if leg.sport in {Sport.WALKING, Sport.HIKING}:
        return True
    return speed < WALK_RUN_MPS and 0.0 < cadence < WALK_RUN_SPM


def _mean_cadence(leg: Leg, speed: float) -> tuple[float, bool]:
    """Mean cadence of both feet and True, or 0 and False."""
    lowest, highest = CADENCE_SPM
    found = leg.mean_cadence_spm
    if found is None and leg.stream is not None:
        values = leg.stream.values("cadence_spm")
        if values is not None:
            good = values[np.isfinite(values) & (values >= lowest) & (values <= highest)]
            found = float(np.mean(good)) if good.size else None
    if found is None or not np.isfinite(found) or not lowest <= found <= highest:
        return 0.0, False
    longest_step_m = 60.0 * speed / found
    return float(found), longest_step_m < 2.2


def _why_unknown(leg: Leg) -> Problem:
    if leg.distance_m is None or not np.isfinite(leg.distance_m) or leg.distance_m <= 0.0:
        return Problem("gait.no_distance", "", {}, Severity.LOST)
    seconds = leg_seconds(leg)
    if seconds is None:
        return Problem("gait.no_duration", "", {}, Severity.LOST)
    params: dict[str, Parameter] = {
        "distance_m": round(float(leg.distance_m)),
        "duration_s": round(seconds),
    }
    return Problem("gait.totals_implausible", "", params, Severity.LOST)


def _unknown(leg: Leg, problems: tuple[Problem, ...]) -> Gait:
    nothing = np.zeros(0)
    nowhere = np.zeros(0, dtype=np.bool_)
    gait = Gait(
        sport=leg.sport,
        start=leg.start,
        time_s=nothing,
        duration_s=nothing,
        speed_mps=nothing,
        cadence_spm=nothing,
        contact_ms=nothing,
        grade=nothing,
        moving=nowhere,
        walking=nowhere,
        ascent_m=leg.ascent_m,
        descent_m=leg.descent_m,
        known=False,
        version=GAIT_VERSION,
        problems=problems,
    )
    return describe(gait, leg.stream, nothing)
