"""Suunto's JSON: the log of a device, its samples and events on one list.

Everything is in SI units: heart rate and cadence in hertz, angles in radians, temperature in
kelvin. An ``Activity`` event begins each leg.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Leg, Pause
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.instants import instant, is_plausible, parse_instant
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
from backstride.readers.points import MAX_POINTS, Points
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sampled import Series, last_distance_m, merged, numbers, stream_from
from backstride.readers.summary import beats, metres, seconds, steps_per_minute
from backstride.readers.suunto_sports import suunto_sport
from backstride.readers.track_leg import settle

FORMAT: Final = "suunto_export"

_PER_MINUTE: Final = 60.0
_KELVIN_C: Final = -273.15
_COLUMNS: Final[dict[str, tuple[str, float]]] = {
    "Latitude": ("latitude_deg", math.degrees(1.0)),
    "Longitude": ("longitude_deg", math.degrees(1.0)),
    "Altitude": ("altitude_m", 1.0),
    "Distance": ("distance_m", 1.0),
    "Speed": ("speed_mps", 1.0),
    "HR": ("heart_rate_bpm", _PER_MINUTE),
    "Cadence": ("cadence", _PER_MINUTE),
    "Power": ("power_w", 1.0),
    "Temperature": ("temperature_c", 1.0),
}


def is_suunto_export(head: bytes) -> bool:
    """Tell the log by its outermost name.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return head_has(head, r'^\{\s*"DeviceLog"\s*:\s*\{')


def read_suunto_export(data: bytes) -> Reading:
    """Read the log of one recording.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        One activity with a leg for each ``Activity`` event. Beat intervals are not read.
    """
    document = read_json(data)
    log = mapping(mapping(document.root).get("DeviceLog"))
    header = mapping(log.get("Header"))
    begin_s, offset_s = parse_instant(text_of(header.get("DateTime")))
    samples = _timed(objects(log.get("Samples"))[:MAX_POINTS])
    spans = _spans(samples, begin_s, header)
    if not spans:
        reason = Problem("suunto_export.no_start", "", {}, Severity.REFUSED)
        return Reading(Outcome.FAILED, FORMAT, (), (*document.problems, reason))
    windows = [
        window
        for entry in objects(log.get("Windows"))
        if (window := mapping(entry.get("Window"))).get("Type") == "Activity"
    ]
    if len(windows) != len(spans):
        windows = [header] if len(spans) == 1 else [{} for _ in spans]
    found = [_leg(span, window) for span, window in zip(spans, windows, strict=True)]
    activity = Activity(
        tuple(leg for leg, _ in found),
        device=text_of(mapping(log.get("Device")).get("Name"))[:120],
        utc_offset_s=offset_s,
        problems=tuple(problem for _, problems in found for problem in problems),
    )
    partial = bool(document.problems)
    return Reading(Outcome.ACTIVITIES, FORMAT, (activity,), document.problems, partial)


@dataclass(frozen=True, slots=True)
class _Sample:
    time_s: float
    values: dict[str, Json]

    def events(self, name: str) -> list[dict[str, Json]]:
        """Return what the events of this name say."""
        rows = objects(self.values.get("Events"))
        return [mapping(row[name]) for row in rows if name in row]


@dataclass(frozen=True, slots=True)
class _Span:
    """Samples of one leg."""

    kind: int | None
    start_s: float
    end_s: float
    samples: list[_Sample]


def _timed(rows: list[dict[str, Json]]) -> list[_Sample]:
    found = []
    for row in rows:
        time_s, _ = parse_instant(text_of(row.get("TimeISO8601")))
        if is_plausible(time_s):
            found.append(_Sample(time_s, row))
    return found


def _spans(samples: list[_Sample], begin_s: float, header: dict[str, Json]) -> list[_Span]:
    """Cut the samples at the events that name a sport."""
    starts = [
        (sample.time_s, _kind(event))
        for sample in samples
        for event in sample.events("Activity")[:1]
    ]
    if not starts:
        first_s = begin_s if is_plausible(begin_s) else min((s.time_s for s in samples), default=0)
        starts = [(first_s, _kind(header))] if is_plausible(first_s) else []
    if not starts:
        return []
    end_s = _end_s(samples, starts, header)
    cuts = [*starts, (end_s, None)]
    spans = []
    for index, ((start_s, kind), (stop_s, _)) in enumerate(pairwise(cuts)):
        last = index == len(starts) - 1
        inside = [
            sample
            for sample in samples
            if start_s <= sample.time_s and (sample.time_s < stop_s or last)
        ]
        spans.append(_Span(kind, start_s, max(start_s, stop_s), inside))
    return sorted(spans, key=lambda span: span.start_s)


def _end_s(
    samples: list[_Sample], starts: list[tuple[float, int | None]], header: dict[str, Json]
) -> float:
    """When the recording was stopped: its last lap event, else what its header says [s]."""
    stops = [
        sample.time_s
        for sample in samples
        for event in sample.events("Lap")
        if event.get("Type") == "Stop"
    ]
    stated_s, _ = parse_instant(text_of(header.get("TimeISO8601")))
    known = stops or [stated_s if is_plausible(stated_s) else starts[-1][0]]
    return max(known)


def _kind(event: dict[str, Json]) -> int | None:
    value = number(event.get("ActivityType"))
    return None if value is None or not 0 <= value < 1000 else int(value)


def _leg(span: _Span, window: dict[str, Json]) -> tuple[Leg, tuple[Problem, ...]]:
    sport, sub_sport = suunto_sport(span.kind)
    recording = settle(_points(span))
    start_s, stream = span.start_s, None
    problems: tuple[Problem, ...] = (Problem("readers.summary_only", "", {}),)
    if recording is not None:
        start_s, stream, problems = stream_from(recording, sport, start_s)
    stated_m = metres(number(window.get("Distance")))
    leg = Leg(
        sport=sport,
        start=instant(start_s),
        sub_sport=sub_sport,
        elapsed_s=seconds(round(max(0.0, span.end_s - start_s), 3)),
        timer_s=seconds(number(window.get("Duration"))),
        distance_m=last_distance_m(recording) if stated_m is None and recording else stated_m,
        ascent_m=metres(number(window.get("Ascent"))),
        descent_m=metres(number(window.get("Descent"))),
        stream=stream,
        pauses=_pauses(span, start_s),
        mean_cadence_spm=steps_per_minute(_mean(window, "Cadence"), sport),
        mean_heart_rate_bpm=beats(_mean(window, "HR")),
    )
    return leg, problems


def _mean(window: dict[str, Json], name: str) -> float | None:
    """Mean of a window in events per minute; the file holds hertz [1/min]."""
    hertz = number(mapping(next(iter(elements(window.get(name))), None)).get("Avg"))
    return None if hertz is None else _PER_MINUTE * hertz


def _points(span: _Span) -> Points:
    series = {}
    for name, (column, scale) in _COLUMNS.items():
        rows = [sample for sample in span.samples if sample.values.get(name) is not None]
        values = numbers([row.values[name] for row in rows], scale=scale)
        if np.isfinite(values).any():
            time_s = np.array([row.time_s for row in rows])
            series[column] = Series(time_s, _shifted(column, values))
    return merged(series)


def _shifted(column: str, values: Array) -> Array:
    """Bring kelvin to degrees Celsius, and distance to the start of the leg."""
    if column == "temperature_c":
        return values + _KELVIN_C
    if column == "distance_m":
        return np.asarray(values - np.nanmin(values))
    return values


def _pauses(span: _Span, start_s: float) -> tuple[Pause, ...]:
    pauses: list[Pause] = []
    began_s: float | None = None
    for sample in span.samples:
        for event in sample.events("Pause"):
            at_s = max(0.0, round(sample.time_s - start_s, 3))
            if event.get("State") is True and began_s is None:
                began_s = at_s
            elif event.get("State") is False and began_s is not None:
                pauses.append(Pause(began_s, max(began_s, at_s)))
                began_s = None
    return tuple(pauses)
