"""Corrections: what the runner says of a run, applied to what was recorded.

Every correction is a value of its own and stays beside the recording: taking one back gives the
recording as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import log
from typing import Final, TypeAlias

import numpy as np

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.errors import OutOfRange
from backstride.domain.stream import Stream
from backstride.recording.cropping import crop

_LARGEST_FACTOR: Final = 10.0
"""A distance further off than this was typed in another unit. Own choice."""

_NO_WAY_M: Final = 1e-3
"""Shorter is no distance at all [m]."""


@dataclass(frozen=True, slots=True)
class SetSport:
    """Another sport: the watch was set wrong."""

    sport: Sport
    sub_sport: str | None = None


@dataclass(frozen=True, slots=True)
class SetDistance:
    """Another distance [m], for example of a treadmill; samples are stretched alike."""

    distance_m: float


@dataclass(frozen=True, slots=True)
class SetDuration:
    """Another time in motion [s], for a run known only by its totals."""

    moving_s: float


@dataclass(frozen=True, slots=True)
class SetStart:
    """Another start: the watch's clock was wrong. All instants move alike."""

    start: datetime


@dataclass(frozen=True, slots=True)
class Crop:
    """Only what lies between two instants: the watch ran on in the car."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Split:
    """Cut in two; the second part becomes a run of its own.

    Parameters
    ----------
    at : datetime
        Aware UTC instant.
    second_id : str
        Id of the second part: random, and the same after every rebuild.
    """

    at: datetime
    second_id: str


@dataclass(frozen=True, slots=True)
class Delete:
    """No run of the runner's: forget it until it is restored."""


OneRun: TypeAlias = SetSport | SetDistance | SetDuration | SetStart | Crop
"""Changes that leave one run."""

Change: TypeAlias = OneRun | Split | Delete


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of one recorded activity.

    Parameters
    ----------
    runs : mapping of str to Activity
        Runs by id: one, more where it was split, none where it was deleted.
    refused : tuple of OutOfRange
        Why corrections could not be made: nothing would be left, or there are no samples to cut.
    """

    runs: Mapping[str, Activity]
    refused: tuple[OutOfRange, ...] = ()


def correct(recorded: Activity, run_id: str, changes: Sequence[tuple[str, Change]]) -> Corrected:
    """Apply corrections in order; one that cannot be made is passed over and told.

    Parameters
    ----------
    recorded : Activity
        As the devices say.
    run_id : str
        Id of the run.
    changes : sequence of (str, change)
        The run each one speaks of: the run itself, another recording of it, or a second part.
    """
    runs: dict[str, Activity] = {run_id: recorded}
    refused: list[OutOfRange] = []
    seconds = {change.second_id for _, change in changes if isinstance(change, Split)}
    for meant, change in changes:
        target = meant if meant in seconds else run_id
        if target not in runs:
            continue
        try:
            runs |= _changed(runs[target], target, change)
        except OutOfRange as why:
            refused.append(why)
        if isinstance(change, Delete):
            del runs[target]
    return Corrected(runs, tuple(refused))


def _changed(activity: Activity, run_id: str, change: Change) -> dict[str, Activity]:
    if isinstance(change, Delete):
        return {}
    if isinstance(change, Split):
        first, second = _split(activity, change.at)
        return {run_id: first, change.second_id: second}
    return {run_id: apply(activity, change)}


def apply(activity: Activity, change: OneRun) -> Activity:
    """Apply one correction that leaves one run.

    Raises
    ------
    OutOfRange
        Where it cannot be made.
    """
    if isinstance(change, Crop):
        return crop(activity, change.start, change.end)
    if isinstance(change, SetStart):
        return activity.moved(change.start - activity.start)
    if isinstance(change, SetSport):
        return replace(activity, legs=tuple(_with_sport(leg, change) for leg in activity.legs))
    if len(activity.legs) != 1:
        raise OutOfRange("recording.several_legs", n_leg=len(activity.legs))
    (leg,) = activity.legs
    if isinstance(change, SetDuration):
        if leg.stream is not None and leg.stream.n_sample > 1:
            raise OutOfRange("recording.duration_is_measured", n_sample=leg.stream.n_sample)
        took_s = change.moving_s
        timed = replace(leg, moving_s=took_s, timer_s=took_s, elapsed_s=took_s)
        return replace(activity, legs=(timed,))
    return replace(activity, legs=(_with_distance(leg, change.distance_m),))


def _split(activity: Activity, at: datetime) -> tuple[Activity, Activity]:
    end = max(leg.end for leg in activity.legs)
    return crop(activity, activity.start, at), crop(activity, at, end)


def _with_sport(leg: Leg, change: SetSport) -> Leg:
    sub_sport = leg.sub_sport if change.sub_sport is None else change.sub_sport
    if change.sub_sport is None and leg.sport is not change.sport:
        sub_sport = ""  # the finer word of another sport
    return replace(leg, sport=change.sport, sub_sport=sub_sport)


def _with_distance(leg: Leg, distance_m: float) -> Leg:
    """Return a leg of another length: every step was longer or shorter by the same share.

    Where the samples and the total disagree, the runner's word is nearer to the one that was right,
    so the smaller stretch is it.
    """
    known = [found for found in (leg.distance_m, _way_m(leg.stream)) if found]
    if leg.stream is None or not known:
        return replace(leg, distance_m=distance_m)
    found_m = min(known, key=lambda found: abs(log(max(distance_m, _NO_WAY_M) / found)))
    factor = distance_m / found_m
    if not 1.0 / _LARGEST_FACTOR <= factor <= _LARGEST_FACTOR:
        raise OutOfRange("recording.distance_far_off", found_m=found_m, expected_m=distance_m)
    laps = tuple(
        replace(lap, distance_m=None if lap.distance_m is None else lap.distance_m * factor)
        for lap in leg.laps
    )
    return replace(leg, distance_m=distance_m, stream=_stretched(leg.stream, factor), laps=laps)


def _way_m(stream: Stream | None) -> float | None:
    """Way along the recorded distance of the samples. [m]."""
    values = None if stream is None else stream.values("distance_m")
    if values is None or not np.isfinite(values).any():
        return None
    known = values[np.isfinite(values)]
    return max(float(known[-1] - known[0]), 0.0)


def _stretched(stream: Stream, factor: float) -> Stream:
    by = {
        "distance_m": factor,
        "speed_mps": factor,
        "step_length_mm": factor,
        "vertical_ratio_percent": 1.0 / factor,  # oscillation over step length
    }
    channels = {
        name: replace(channel, values=channel.values * by[name]) if name in by else channel
        for name, channel in stream.channels.items()
    }
    return Stream(stream.time_s, channels)
