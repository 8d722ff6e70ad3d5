"""Speed of each sample: the device's own, else from the way travelled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Stream
from backstride.gait.clock import Clock, fill_between
from backstride.gait.limits import SPRINT_MPS
from backstride.gait.way import BY_DISTANCE, Way, measure_way

Array = NDArray[np.float64]

_MOST = 0.5
"""Share of the time a speed channel must cover to be used at all [1] (own choice)."""

_SCALE = (0.8, 1.25)
"""A speed channel is scaled to the recorded distance within these factors and set aside beyond
them [1] (own choice: foot pods and old watches are off by up to a fifth)."""

_DOUBTFUL = 0.05
"""A distance that leaps or is silent for more of the time does not overrule a speed channel [1]
(own choice)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Speed along a leg.

    Parameters
    ----------
    speed_mps : array (n_sample,)
        Speed, NaN where nothing tells it. [m/s]
    source : str
        ``native``, ``derived:distance``, ``derived:position``; empty where there is none.
    problems : tuple of Problem
        What was set aside.
    """

    speed_mps: Array
    source: str
    problems: tuple[Problem, ...] = ()


def measure_pace(stream: Stream, clock: Clock) -> Pace:
    """Find the speed of each sample.

    Parameters
    ----------
    stream : Stream
        ``speed_mps`` gives the shape, ``distance_m`` the total; where one is missing the other
        gives both; where both are, ``latitude_deg`` and ``longitude_deg``.
    clock : Clock
        Time grid of the same samples.

    Returns
    -------
    Pace
        Speeds above any runner's are set aside and said so.
    """
    way = measure_way(stream, clock)
    leaps = _leap_problem(way)
    native = stream.values("speed_mps")
    if native is None:
        speed, source = (None, "") if way is None else (way.speed_mps, way.source)
        return _settle(speed, source, clock, leaps)
    clean, absurd_s = _without_absurd(native, clock)
    problems = (*leaps, *_absurd_problem(absurd_s))
    own = stream.channels["speed_mps"].source
    if way is None:
        return _settle(clean, own, clock, problems)
    if not _covers(clean, clock):
        return _settle(_first(way.speed_mps, clean), way.source, clock, problems)
    factor = _scale(clean, way, clock)
    if not _SCALE[0] <= factor <= _SCALE[1]:
        problems = (*problems, _disagreement(clean, way, clock))
        if way.doubtful_share <= _DOUBTFUL and not way.n_leap:
            return _settle(way.speed_mps, way.source, clock, problems)
        factor = 1.0
    return _settle(_first(factor * clean, way.speed_mps), own, clock, problems)


def _settle(
    speed: Array | None, source: str, clock: Clock, problems: tuple[Problem, ...] = ()
) -> Pace:
    if speed is None or not np.isfinite(speed).any():
        return Pace(np.full(clock.time_s.size, np.nan), "", problems)
    return Pace(fill_between(clock.active_s, speed, clock.longest_s), source, problems)


def _first(preferred: Array, other: Array) -> Array:
    return np.where(np.isfinite(preferred), preferred, other)


def _without_absurd(speed: Array, clock: Clock) -> tuple[Array, float]:
    """Keep speeds that can be, and tell for how long they could not."""
    absurd = ~np.isnan(speed) & ((speed > SPRINT_MPS) | (speed < 0.0))
    clean = np.where(absurd | np.isnan(speed), np.nan, speed)
    return clean, float(clock.duration_s[absurd].sum())


def _leap_problem(way: Way | None) -> tuple[Problem, ...]:
    if way is None or way.n_leap == 0:
        return ()
    params: dict[str, Parameter] = {"n_leap": way.n_leap}
    return (Problem("gait.distance_leaps", way.source, params, Severity.REPAIRED),)


def _absurd_problem(seconds: float) -> tuple[Problem, ...]:
    if seconds <= 0.0:
        return ()
    params: dict[str, Parameter] = {"duration_s": round(seconds), "limit_mps": SPRINT_MPS}
    return (Problem("gait.speed_absurd", "", params, Severity.REPAIRED),)


def _disagreement(speed: Array, way: Way, clock: Clock) -> Problem:
    params: dict[str, Parameter] = {
        "speed_m": round(_covered_m(speed, clock)),
        "distance_m": round(way.total_m),
    }
    return Problem("gait.speed_and_distance_disagree", "", params, Severity.REPAIRED)


def _covers(speed: Array, clock: Clock) -> bool:
    total = float(clock.duration_s.sum())
    return total > 0.0 and float(clock.duration_s[np.isfinite(speed)].sum()) >= _MOST * total


def _covered_m(speed: Array, clock: Clock) -> float:
    return float(np.sum(np.where(np.isfinite(speed), speed, 0.0) * clock.duration_s))


def _scale(speed: Array, way: Way, clock: Clock) -> float:
    """Factor that makes the channel agree with the recorded distance. [1]."""
    if way.source != BY_DISTANCE:
        return 1.0
    both = np.isfinite(speed) & np.isfinite(way.speed_mps)
    covered = float(np.sum(speed[both] * clock.duration_s[both]))
    travelled = float(np.sum(way.speed_mps[both] * clock.duration_s[both]))
    return travelled / covered if covered > 0.0 else np.inf
