"""Polar Flow's account export: training sessions as JSON, on the runner's clock."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Lap, Leg, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.durations import iso_s
from backstride.readers.instants import instant, is_plausible, parse_instant
from backstride.readers.json_text import (
    Json,
    head_has,
    mapping,
    number,
    objects,
    read_json,
    text_of,
)
from backstride.readers.points import MAX_POINTS
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sampled import (
    Series,
    last_distance_m,
    merged,
    numbers,
    sport_or_speed,
    stream_from,
)
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.summary import beats, metres, seconds, steps_per_minute
from backstride.readers.track_leg import Recording, settle

FORMAT: Final = "polar_export"

_SERIES: Final[dict[str, tuple[str, float]]] = {
    "heartRate": ("heart_rate_bpm", 1.0),
    "altitude": ("altitude_m", 1.0),
    "distance": ("distance_m", 1.0),
    "speed": ("speed_mps", 1 / 3.6),
    "cadence": ("cadence", 1.0),
    "power": ("power_w", 1.0),
    "temperature": ("temperature_c", 1.0),
}
"""Names and units of the file: speed in km/h, cadence of a run in strides."""

_ROUTE: Final = {"latitude": "latitude_deg", "longitude": "longitude_deg", "altitude": "altitude_m"}
_APART_S: Final = 600.0
"""A route that lies this far outside of the exercise is on a wrong clock [s]."""


def is_polar_export(head: bytes) -> bool:
    """Tell a file of the export by its version.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return head_has(head, r'^\{\s*"exportVersion"\s*:')


def read_polar_export(data: bytes) -> Reading:
    """Read one training session.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        One activity with a leg for each exercise; `Outcome.NOT_AN_ACTIVITY` for the other files
        of the export. Where the file gives no offset the start stays local.
    """
    document = read_json(data)
    if document.root is None:
        return Reading(Outcome.FAILED, FORMAT, (), document.problems)
    session = mapping(document.root)
    exercises = objects(session.get("exercises"))
    if not exercises:
        other = Problem("polar_export.no_training", "", {}, Severity.REFUSED)
        return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*document.problems, other))
    found = [leg for exercise in exercises if (leg := _leg(exercise)) is not None]
    if not found:
        reason = Problem("polar_export.no_start", "", {}, Severity.REFUSED)
        return Reading(Outcome.FAILED, FORMAT, (), (*document.problems, reason))
    legs = sorted((one.leg for one in found), key=lambda leg: leg.start)
    offset_s = _offset_s(session, exercises[0])
    activity = Activity(
        legs=tuple(legs),
        device=text_of(session.get("deviceId"))[:120],
        problems=tuple(problem for one in found for problem in one.problems),
        start_is_local=True,
    )
    if offset_s is not None:
        activity = _at_offset(activity, offset_s)
    return Reading(
        Outcome.ACTIVITIES, FORMAT, (activity,), document.problems, bool(document.problems)
    )


def _at_offset(activity: Activity, offset_s: int) -> Activity:
    placed = activity.placed(offset_s)
    return Activity(placed.legs, placed.device, offset_s, placed.problems)


def _offset_s(*objects_: dict[str, Json]) -> int | None:
    """Offset from UTC, written in minutes under two spellings [s]."""
    for one in objects_:
        for name in ("timeZoneOffset", "timezoneOffset"):
            minutes = number(one.get(name))
            if minutes is not None and abs(minutes) <= 14 * 60:
                return round(minutes * 60)
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    leg: Leg
    problems: tuple[Problem, ...]


def _leg(exercise: dict[str, Json]) -> _Found | None:
    start_s, stop_s = (_clock_s(exercise.get(name)) for name in ("startTime", "stopTime"))
    series, moved = _series(mapping(exercise.get("samples")), start_s, stop_s)
    points = merged(series)
    recording = settle(points) if points.n_point <= MAX_POINTS else None
    if not is_plausible(start_s):
        if recording is None:
            return None
        start_s = math.nan
    word = text_of(exercise.get("sport"))
    sport = sport_or_speed(sport_of(word), recording)
    stream = None
    found: tuple[Problem, ...] = (Problem("readers.summary_only", "", {}),)
    if recording is not None:
        start_s, stream, found = stream_from(recording, sport, start_s)
    leg = Leg(
        sport=sport,
        start=instant(start_s),
        sub_sport=sub_sport_of(word),
        elapsed_s=_elapsed_s(start_s, stop_s, recording),
        timer_s=seconds(iso_s(text_of(exercise.get("duration")))),
        distance_m=_distance_m(exercise, recording),
        ascent_m=metres(number(exercise.get("ascent"))),
        descent_m=metres(number(exercise.get("descent"))),
        stream=stream,
        laps=_laps(exercise, start_s),
        mean_cadence_spm=_mean_cadence_spm(exercise, sport),
        mean_heart_rate_bpm=beats(number(mapping(exercise.get("heartRate")).get("avg"))),
    )
    return _Found(leg, (*moved, *found))


def _clock_s(value: Json) -> float:
    """Seconds since 1970 on the runner's clock, NaN where there is none [s]."""
    return parse_instant(text_of(value))[0]


def _series(
    samples: dict[str, Json], start_s: float, stop_s: float
) -> tuple[dict[str, Series], tuple[Problem, ...]]:
    """Return samples by channel, the route on the clock of the rest."""
    found = {}
    for name, (column, scale) in _SERIES.items():
        rows = objects(samples.get(name))
        values = numbers([row.get("value") for row in rows], scale=scale)
        if np.isfinite(values).any():
            found[column] = Series(_times(rows), values)
    rows = objects(samples.get("recordedRoute"))
    time_s, moved = _on_the_clock(_times(rows), found, start_s, stop_s)
    for name, column in _ROUTE.items():
        values = numbers([row.get(name) for row in rows])
        if np.isfinite(values).any() and column not in found:
            found[column] = Series(time_s, values)
    return found, moved


def _times(rows: list[dict[str, Json]]) -> Array:
    return np.array([_clock_s(row.get("dateTime")) for row in rows], dtype=float)


def _on_the_clock(
    route_s: Array, others: dict[str, Series], start_s: float, stop_s: float
) -> tuple[Array, tuple[Problem, ...]]:
    """Move a route that lies outside of its exercise to where the other samples begin."""
    if not np.isfinite(route_s).any():
        return route_s, ()
    first_s, last_s = float(np.nanmin(route_s)), float(np.nanmax(route_s))
    begins = [float(np.nanmin(one.time_s)) for one in others.values() if one.time_s.size]
    begin_s = min([begin for begin in begins if math.isfinite(begin)], default=start_s)
    end_s = stop_s if math.isfinite(stop_s) else begin_s + (last_s - first_s)
    inside = first_s <= end_s + _APART_S and last_s >= begin_s - _APART_S
    overlaps = first_s - begin_s <= _APART_S or last_s <= end_s + _APART_S
    if not math.isfinite(begin_s) or (inside and overlaps):
        return route_s, ()
    params: dict[str, Parameter] = {
        "minutes": abs(first_s - begin_s) / 60.0,
        "later": first_s > begin_s,
        "n": int(route_s.size),
    }
    problem = Problem("polar_export.route_moved", "recordedRoute", params, Severity.REPAIRED)
    return route_s - (first_s - begin_s), (problem,)


def _elapsed_s(start_s: float, stop_s: float, recording: Recording | None) -> float | None:
    """Length of the exercise, else of its samples [s]."""
    if stop_s > start_s:
        return seconds(round(stop_s - start_s, 3))
    return None if recording is None else recording.elapsed_s


def _distance_m(exercise: dict[str, Json], recording: Recording | None) -> float | None:
    stated = metres(number(exercise.get("distance")))
    return stated if stated is not None or recording is None else last_distance_m(recording)


def _mean_cadence_spm(exercise: dict[str, Json], sport: Sport) -> float | None:
    return steps_per_minute(number(mapping(exercise.get("cadence")).get("avg")), sport)


def _laps(exercise: dict[str, Json], start_s: float) -> tuple[Lap, ...]:
    """Laps by the runner's button, else the automatic ones."""
    laps = []
    for row in objects(exercise.get("laps")) or objects(exercise.get("autoLaps")):
        length_s, split_s = (iso_s(text_of(row.get(name))) for name in ("duration", "splitTime"))
        if length_s is not None and split_s is not None and math.isfinite(start_s):
            begin = instant(start_s + max(0.0, split_s - length_s))
            laps.append(
                Lap(begin, timer_s=length_s, distance_m=metres(number(row.get("distance"))))
            )
    return tuple(laps)
