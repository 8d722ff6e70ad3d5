"""Streams of Strava's interface, as tools save them: one JSON array a channel."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Leg
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.instants import is_plausible, parse_instant
from backstride.readers.json_text import (
    Json,
    elements,
    head_has,
    mapping,
    number,
    objects,
    read_json,
    text_of,
)
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sampled import last_distance_m, numbers, points_of, sport_or_speed
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.track_leg import settle, stream_of

FORMAT: Final = "strava_streams"

_COLUMNS: Final = {
    "altitude": "altitude_m",
    "distance": "distance_m",
    "velocity_smooth": "speed_mps",
    "heartrate": "heart_rate_bpm",
    "cadence": "cadence",
    "watts": "power_w",
    "temp": "temperature_c",
}
"""Streams in the units of the interface: metres, m/s, beats, strides, watts, degrees Celsius."""

_NAMES: Final = "time|latlng|moving|grade_smooth|" + "|".join(_COLUMNS)
_PARTS: Final = "data|type|series_type|original_size|resolution"


def is_strava_streams(head: bytes) -> bool:
    """Tell the streams by their names; the file may be an object or an array of them.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    named = rf'^\{{\s*"(?:{_NAMES})"\s*:\s*(?:\[|\{{\s*"(?:{_PARTS})")'
    listed = rf'^\[\s*\{{\s*"type"\s*:\s*"(?:{_NAMES})"'
    dated = r'^\{[^\[]{0,4000}"streams"\s*:\s*[\[{]'
    return head_has(head, f"{named}|{listed}|{dated}") and not head_has(head, '"DeviceLog"')


def read_strava_streams(data: bytes) -> Reading:
    """Read the streams of one activity.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        `Outcome.FAILED` where the file does not tell when it was: the interface gives the start
        with the activity and not with its streams, and a run without a day has no place.
    """
    document = read_json(data)
    root = mapping(document.root)
    columns = _streams(root.get("streams", document.root))
    time_s = columns.pop("time", np.empty(0))
    if document.root is None or not time_s.size:
        reason = Problem("strava_streams.no_time", "", {}, Severity.REFUSED)
        return Reading(Outcome.FAILED, FORMAT, (), (*document.problems, reason))
    start_s = _start_s(root)
    if not is_plausible(start_s):
        return Reading(Outcome.FAILED, FORMAT, (), (*document.problems, _no_start(time_s, columns)))
    return _reading(root, start_s + time_s, columns, document.problems)


def _streams(value: Json) -> dict[str, Array]:
    """Numbers by channel, all as long as the time; positions as two channels."""
    named = mapping(value) or {text_of(one.get("type")): one for one in objects(value)}
    raw = {name: elements(mapping(one).get("data", one)) for name, one in named.items()}
    n_point = len(raw.get("time", []))
    found = {"time": numbers(raw.get("time", []))}
    for name, column in _COLUMNS.items():
        if n_point and len(raw.get(name, [])) == n_point:
            found[column] = numbers(raw[name])
    positions = [elements(pair) for pair in raw.get("latlng", [])]
    if n_point and len(positions) == n_point:
        pairs = [pair if len(pair) == 2 else [None, None] for pair in positions]
        found["latitude_deg"] = numbers([pair[0] for pair in pairs])
        found["longitude_deg"] = numbers([pair[1] for pair in pairs])
    return found


def _start_s(root: dict[str, Json]) -> float:
    for name in ("start_date", "startDate", "start_time"):
        start_s, _ = parse_instant(text_of(root.get(name)))
        if is_plausible(start_s):
            return start_s
    return math.nan


def _no_start(time_s: Array, columns: dict[str, Array]) -> Problem:
    far = columns.get("distance_m", np.zeros(1))
    params: dict[str, Parameter] = {
        "n_sample": int(time_s.size),
        "minutes": float(np.nanmax(time_s, initial=0.0)) / 60.0,
        "km": float(np.nanmax(far, initial=0.0)) / 1000.0,
    }
    return Problem("strava_streams.no_start", "", params, Severity.REFUSED)


def _reading(
    root: dict[str, Json],
    unix_s: Array,
    columns: dict[str, Array],
    problems: tuple[Problem, ...],
) -> Reading:
    recording = settle(points_of(unix_s, columns))
    if recording is None:
        reason = Problem("strava_streams.no_time", "", {}, Severity.REFUSED)
        return Reading(Outcome.FAILED, FORMAT, (), (*problems, reason))
    word = text_of(root.get("sport_type")) or text_of(root.get("type"))
    sport = sport_or_speed(sport_of(word), recording)
    stream, found = stream_of(recording, sport)
    leg = Leg(
        sport=sport,
        start=recording.start,
        sub_sport=sub_sport_of(word),
        elapsed_s=recording.elapsed_s,
        moving_s=number(root.get("moving_time")),
        distance_m=last_distance_m(recording),
        stream=stream,
    )
    activity = Activity((leg,), problems=(*recording.problems, *found))
    partial = bool(problems)
    return Reading(Outcome.ACTIVITIES, FORMAT, (activity,), problems, partial)
