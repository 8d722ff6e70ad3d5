"""One leg from samples to form: the door of this floor."""

from __future__ import annotations

from math import hypot

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Leg, Sport
from backstride.domain.gait import Gait
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.runner import Runner
from backstride.domain.stream import Stream
from backstride.gait.agreement import compare_with_total
from backstride.gait.cadence import Rhythm, measure_rhythm
from backstride.gait.clock import Clock, measure_clock
from backstride.gait.contact import Contact, measure_contact
from backstride.gait.figures import describe
from backstride.gait.limits import (
    CADENCE_DEVICE_SD,
    DISTANCE_SD,
    GAIT_VERSION,
    fastest_leg_mps,
)
from backstride.gait.pace import Pace, measure_pace
from backstride.gait.slope import Slope, measure_slope
from backstride.gait.totals import (
    ON_FOOT,
    gait_from_totals,
    leg_seconds,
    leg_speed_mps,
    other_sport,
)

Array = NDArray[np.float64]

_TOO_LITTLE = 0.2
"""Samples that cover less of the file's own distance than this give way to its totals [1]."""

_WHOLE = 0.98
"""Samples that hold this share of way or time are the whole leg [1] (own choice)."""

_POSITIONS = ("latitude_deg", "longitude_deg")
_INDOOR = ("treadmill", "indoor", "virtual")


def summarise_leg(leg: Leg, runner: Runner) -> Gait:
    """Find how the runner moved along one leg.

    Parameters
    ----------
    leg : Leg
        Samples, or only totals.
    runner : Runner
        Height and sex help where the device gave no cadence.

    Returns
    -------
    Gait
        Per-sample form and its summary; `Gait.known` is False, with a problem that says why,
        where neither samples nor totals tell how far the runner went. Other sports have no
        form: only their time in motion is told.
    """
    stream = leg.stream
    if leg.sport not in ON_FOOT:
        return other_sport(leg)
    if stream is None or stream.n_sample < 2:
        return gait_from_totals(leg, runner)
    clock = measure_clock(stream.time_s, leg.pauses)
    pace = measure_pace(_without_drift(leg, stream), clock)
    if not pace.source:
        return gait_from_totals(leg, runner, problems=pace.problems)
    rhythm = measure_rhythm(
        stream.values("cadence_spm"),
        pace.speed_mps,
        clock,
        runner,
        contact_ms=stream.values("contact_ms"),
        called_run=leg.sport is Sport.RUNNING,
    )
    seen = rhythm.moving & ~rhythm.imputed
    distance_m = float((rhythm.speed_mps * clock.duration_s)[seen].sum())
    if distance_m <= 0.0 or _covered(leg, clock, rhythm, distance_m) < _TOO_LITTLE:
        return gait_from_totals(leg, runner, problems=pace.problems)
    if not _credible_mean(distance_m, clock, rhythm):
        problem = Problem("gait.pace_implausible", "", {}, Severity.REPAIRED)
        return gait_from_totals(leg, runner, problems=(*pace.problems, problem))
    slope = measure_slope(_altitude(leg, stream), rhythm.speed_mps, clock)
    weight = np.where(rhythm.moving & ~rhythm.walking, clock.duration_s, 0.0)
    contact = measure_contact(stream, rhythm.cadence_spm, rhythm.speed_mps, weight)
    gait = _assemble(leg, clock, (pace, rhythm, slope, contact), distance_m=distance_m)
    return describe(gait, stream, rhythm.measured_spm, runner=runner)


def _assemble(
    leg: Leg,
    clock: Clock,
    parts: tuple[Pace, Rhythm, Slope, Contact],
    *,
    distance_m: float,
) -> Gait:
    pace, rhythm, slope, contact = parts
    covered = _covered(leg, clock, rhythm, distance_m)
    total = compare_with_total(distance_m, _expected_distance_m(leg), covered=covered)
    problems = (
        *pace.problems,
        *rhythm.problems,
        *slope.problems,
        *contact.problems,
        *_coverage_problems(clock, rhythm),
        *total.problems,
    )
    counted = CADENCE_DEVICE_SD if rhythm.measured else DISTANCE_SD
    return Gait(
        sport=leg.sport,
        start=leg.start,
        time_s=clock.time_s,
        duration_s=clock.duration_s,
        speed_mps=rhythm.speed_mps,
        cadence_spm=rhythm.cadence_spm,
        contact_ms=contact.contact_ms,
        grade=slope.grade,
        moving=rhythm.moving,
        walking=rhythm.walking,
        unsure=total.unsure(rhythm, called_run=leg.sport is Sport.RUNNING),
        contact_source=contact.source,
        cadence_source="native" if rhythm.measured else "derived:speed",
        speed_source=pace.source,
        force_offset_bw=contact.offset_bw,
        cadence_ratio=rhythm.ratio,
        cadence_measured=rhythm.measured,
        contact_measured=contact.offset_bw is not None,
        contact_sd=contact.relative_sd,
        steps_sd=hypot(counted, 0.5 * rhythm.imputed_share, total.steps_sd),
        speed_sd=hypot(DISTANCE_SD, total.speed_sd),
        distance_m=distance_m,
        covered=covered,
        ascent_m=leg.ascent_m if leg.ascent_m is not None else slope.ascent_m,
        descent_m=leg.descent_m if leg.descent_m is not None else slope.descent_m,
        version=GAIT_VERSION,
        problems=problems,
    )


def _expected_distance_m(leg: Leg) -> float | None:
    """Total of the file, where it is one that legs can cover in its time [m]."""
    return leg.distance_m if leg_speed_mps(leg) is not None else None


def _covered(leg: Leg, clock: Clock, rhythm: Rhythm, distance_m: float) -> float:
    """Share of the leg that its samples tell of.

    By the file's totals both way and time must be missing to believe less; without totals, time
    in which the samples hold neither speed nor steps is missing.
    """
    seconds, expected = leg_seconds(leg), _expected_distance_m(leg)
    recorded = max(float(clock.duration_s.sum()), 1e-9)
    told = recorded - _unknown_s(clock, rhythm)
    if expected is None or seconds is None:
        return told / recorded
    way = distance_m / expected
    return min(way, 1.0) if way < _WHOLE and told / seconds < _WHOLE else 1.0


def _unknown_s(clock: Clock, rhythm: Rhythm) -> float:
    """Time with neither speed nor the steps of running. [s]."""
    return float(clock.duration_s[~rhythm.moving & ~np.isfinite(rhythm.speed_mps)].sum())


def _credible_mean(distance_m: float, clock: Clock, rhythm: Rhythm) -> bool:
    moving_s = float(clock.duration_s[rhythm.moving].sum())
    return moving_s < 60.0 or distance_m <= fastest_leg_mps(moving_s) * moving_s


def _without_drift(leg: Leg, stream: Stream) -> Stream:
    """Leave out positions on a belt: under a roof they wander, and their way is no distance."""
    if "treadmill" not in leg.sub_sport.lower():
        return stream
    kept = {name: one for name, one in stream.channels.items() if name not in _POSITIONS}
    return Stream(stream.time_s, kept)


def _altitude(leg: Leg, stream: Stream) -> Array | None:
    """Altitude, unless the way went nowhere (a belt has no slope that a barometer sees)."""
    if any(word in leg.sub_sport.lower() for word in _INDOOR):
        return None
    return stream.values("altitude_m")


def _coverage_problems(clock: Clock, rhythm: Rhythm) -> tuple[Problem, ...]:
    found: list[Problem] = []
    params: dict[str, Parameter]
    moving_s = float(clock.duration_s[rhythm.moving].sum())
    if clock.gap_s > 0.05 * max(moving_s, 1.0):
        params = {"duration_s": round(clock.gap_s), "limit_s": round(clock.longest_s)}
        found.append(Problem("gait.recording_gap", "", params))
    unknown_s = _unknown_s(clock, rhythm)
    if unknown_s > 0.02 * max(moving_s, 1.0):
        params = {"duration_s": round(unknown_s)}
        found.append(Problem("gait.speed_unknown", "", params, Severity.LOST))
    if rhythm.imputed_share > 0.05:
        params = {"share_percent": round(100.0 * rhythm.imputed_share)}
        found.append(Problem("gait.speed_from_steps", "", params))
    unsure_share = float(clock.duration_s[rhythm.unsure].sum()) / max(moving_s, 1.0)
    if unsure_share > 0.05:
        params = {"share_percent": round(100.0 * unsure_share)}
        found.append(Problem("gait.walk_or_run", "", params))
    return tuple(found)
