"""GoldenCheetah's own JSON: tags, and one object a sample."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Leg
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.instants import is_plausible, parse_instant
from backstride.readers.json_text import (
    Json,
    head_has,
    mapping,
    objects,
    read_json,
    text_of,
)
from backstride.readers.points import MAX_POINTS
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sampled import last_distance_m, numbers, points_of, sport_or_speed
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.track_leg import settle, stream_of

FORMAT: Final = "goldencheetah"

_COLUMNS: Final[dict[str, tuple[str, float]]] = {
    "LAT": ("latitude_deg", 1.0),
    "LON": ("longitude_deg", 1.0),
    "ALT": ("altitude_m", 1.0),
    "KM": ("distance_m", 1000.0),
    "KPH": ("speed_mps", 1 / 3.6),
    "HR": ("heart_rate_bpm", 1.0),
    "CAD": ("cadence", 1.0),
    "RCAD": ("run_cadence", 1.0),
    "WATTS": ("power_w", 1.0),
    "TEMP": ("temperature_c", 1.0),
    "RCON": ("contact_ms", 1.0),
    "RVERT": ("vertical_oscillation_mm", 10.0),
}
"""Names and units of the file: km, km/h, strides, ms, and vertical oscillation in cm."""

_ZERO_IS_NOTHING: Final = frozenset({"HR", "RCON", "RVERT"})
_NO_TEMPERATURE_C: Final = -200.0
"""GoldenCheetah writes -255 where it has no temperature [°C]."""


def is_goldencheetah(head: bytes) -> bool:
    """Tell the file by its outermost name.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return head_has(head, r'^\{\s*"RIDE"\s*:\s*\{')


def read_goldencheetah(data: bytes) -> Reading:
    """Read one activity.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        `Outcome.FAILED` without a start. Intervals that the runner marked later are not laps of
        the device and are not read.
    """
    document = read_json(data)
    ride = mapping(mapping(document.root).get("RIDE"))
    start_s = _start_s(text_of(ride.get("STARTTIME")))
    samples = objects(ride.get("SAMPLES"))
    if not is_plausible(start_s):
        told: dict[str, Parameter] = {"text": text_of(ride.get("STARTTIME"))[:40]}
        reason = Problem("row.date_unreadable", "STARTTIME", told, Severity.REFUSED)
        return Reading(Outcome.FAILED, FORMAT, (), (*document.problems, reason))
    recording = settle(points_of(start_s + _column(samples, "SECS"), _columns(samples)))
    if recording is None or len(samples) > MAX_POINTS:
        reason = Problem("json.nothing_in_it", "", {}, Severity.REFUSED)
        return Reading(Outcome.FAILED, FORMAT, (), (*document.problems, reason))
    word = text_of(mapping(ride.get("TAGS")).get("Sport"))
    sport = sport_or_speed(sport_of(word), recording)
    stream, found = stream_of(recording, sport)
    leg = Leg(
        sport=sport,
        start=recording.start,
        sub_sport=sub_sport_of(word),
        elapsed_s=recording.elapsed_s,
        distance_m=last_distance_m(recording),
        stream=stream,
    )
    device = text_of(ride.get("DEVICETYPE"))[:120]
    activity = Activity((leg,), device=device, problems=(*recording.problems, *found))
    return Reading(
        Outcome.ACTIVITIES, FORMAT, (activity,), document.problems, bool(document.problems)
    )


def _start_s(text: str) -> float:
    """Seconds since 1970 of ``2017/04/24 16:18:45 UTC`` [s]."""
    plain = re.sub(r"\s*UTC$", "", text).replace("/", "-")
    return parse_instant(plain)[0]


def _column(samples: list[dict[str, Json]], name: str, scale: float = 1.0) -> Array:
    return numbers([sample.get(name) for sample in samples], scale=scale)


def _columns(samples: list[dict[str, Json]]) -> dict[str, Array]:
    present = set().union(*(sample.keys() for sample in samples))
    columns = {}
    for name, (column, scale) in _COLUMNS.items():
        if name not in present:
            continue
        values = _column(samples, name, scale)
        if name in _ZERO_IS_NOTHING:
            values = np.where(values == 0.0, np.nan, values)
        if name == "TEMP":
            values = np.where(values < _NO_TEMPERATURE_C, np.nan, values)
        columns[column] = values
    if "latitude_deg" in columns and "longitude_deg" in columns:
        nowhere = (columns["latitude_deg"] == 0.0) & (columns["longitude_deg"] == 0.0)
        for name in ("latitude_deg", "longitude_deg"):
            columns[name] = np.where(nowhere, np.nan, columns[name])
    return columns
