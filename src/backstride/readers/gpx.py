"""GPX: tracks of points, with whatever extensions the exporter wrote, to activities.

One ``trk`` is one recording. Its ``trkseg`` pieces are the same recording with pauses between
them. A track that begins within 30 minutes after another ended, without overlapping it, is a
further piece of it where the sport is the same and a further leg where it differs; any other
track is an activity of its own (overlapping ones are two recordings, which the import settles as
duplicates).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.gpx_tracks import GpxSink, TrackFound
from backstride.readers.instants import instant, is_plausible, parse_instant
from backstride.readers.points import Points
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sniff import xml_root
from backstride.readers.sports import sport_by_speed, sport_of, sub_sport_of
from backstride.readers.track_leg import Recording, pauses_of, settle, stream_of
from backstride.readers.xml_events import read_events

FORMAT: Final = "gpx"

_JOIN_WITHIN_S: Final = 1800.0
"""Longest break after which a further track still belongs to the same outing. [s]"""

_TELL_DIFFERENCE: Final = 0.1
"""The file's own distance is told where it differs by more than this share."""


def is_gpx(head: bytes) -> bool:
    """Tell GPX by its root element.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return xml_root(head).lower() == "gpx"


def read_gpx(data: bytes) -> Reading:
    """Read a GPX file.

    Parameters
    ----------
    data : bytes
        The whole file, unpacked.

    Returns
    -------
    Reading
        One activity for each separate recording; `Outcome.NOT_AN_ACTIVITY` for a planned route
        (points without times) and for files without a track; `Outcome.FAILED` where nothing could
        be parsed. A track without points is an activity where the file gives its totals.
    """
    sink = GpxSink()
    xml_problems = read_events(data, sink)
    problems = (*xml_problems, *sink.tally.problems())
    partial = any(found.severity in _LOSING for found in xml_problems)
    activities = tuple(_activities(sink))
    if activities:
        return Reading(Outcome.ACTIVITIES, FORMAT, activities, problems, partial)
    if partial:
        return Reading(Outcome.FAILED, FORMAT, (), _with_reason_last(problems))
    return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*problems, _why_none(sink)))


_LOSING: Final = frozenset({Severity.LOST, Severity.REFUSED})


def _with_reason_last(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda found: found.severity in _LOSING))


def _why_none(sink: GpxSink) -> Problem:
    """Say what a file without a recording is."""
    n_point = sum(track.gatherer.n_point for track in sink.tracks)
    if n_point:
        return Problem("gpx.planned_route", "", {"n_point": n_point}, Severity.REFUSED)
    if sink.n_route:
        return Problem("gpx.route_only", "", {"n_route": sink.n_route}, Severity.REFUSED)
    if sink.tracks:
        params: dict[str, Parameter] = {"type": sink.tracks[0].type[:40]}
        return Problem("gpx.empty_track", "", params, Severity.REFUSED)
    return Problem("gpx.no_track", "", {}, Severity.REFUSED)


@dataclass(frozen=True, slots=True)
class _Part:
    """One track or several joined ones, with what the file says about its sport."""

    track: TrackFound
    points: Points
    recording: Recording
    sport: Sport | None


def _activities(sink: GpxSink) -> list[Activity]:
    parts = _parts(sink)
    if not parts:
        return _without_points(sink)
    groups: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: part.recording.start_unix_s):
        if groups and _belongs(groups[-1][-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    only = len(groups) == 1
    return [_activity(sink, group, only=only) for group in groups]


def _parts(sink: GpxSink) -> list[_Part]:
    parts = []
    for track in sink.tracks:
        points = track.gatherer.points()
        recording = settle(points)
        if recording is not None:
            parts.append(_Part(track, points, recording, _sport_said(track)))
    return parts


def _sport_said(track: TrackFound) -> Sport | None:
    """Sport by the type, else by a plain word in the track's name."""
    said = sport_of(track.type)
    if said is not None:
        return said
    named = sport_of(track.name)
    return None if named is Sport.OTHER else named


def _belongs(before: _Part, after: _Part) -> bool:
    break_s = after.recording.start_unix_s - before.recording.end_unix_s
    return 0.0 <= break_s <= _JOIN_WITHIN_S


def _activity(sink: GpxSink, group: list[_Part], *, only: bool) -> Activity:
    legs: list[Leg] = []
    problems: list[Problem] = []
    joined = _joined(group)
    for part in joined:
        single = only and len(joined) == 1
        totals = part.track.totals | (sink.totals if single else {})
        leg, found = _leg(part, totals)
        legs.append(leg)
        problems += found
    offsets = {part.track.gatherer.utc_offset_s for part in group}
    return Activity(
        tuple(legs),
        device=sink.creator[:120],
        utc_offset_s=offsets.pop() if len(offsets) == 1 else None,
        problems=tuple(problems),
    )


def _joined(group: list[_Part]) -> list[_Part]:
    """Join neighbouring tracks of one sport into one part."""
    joined = [group[0]]
    for part in group[1:]:
        if part.sport == joined[-1].sport:
            points = _concatenated(joined[-1].points, part.points)
            recording = settle(points)
            if recording is not None:
                joined[-1] = replace(joined[-1], points=points, recording=recording)
        else:
            joined.append(part)
    return joined


def _concatenated(first: Points, second: Points) -> Points:
    shift = int(first.segment.max(initial=0)) + 1
    return Points(
        np.concatenate([first.time_s, second.time_s]),
        np.concatenate([first.segment, second.segment + shift]),
        {
            name: np.concatenate([first.columns[name], second.columns[name]])
            for name in first.columns
        },
    )


def _leg(part: _Part, totals: dict[str, float]) -> tuple[Leg, list[Problem]]:
    recording = part.recording
    sport, inferred = _sport(part)
    stream, cadence_problems = stream_of(recording, sport)
    pauses = pauses_of(recording, every_gap=True)
    measured_m = recording.way.total_m
    given_m = totals.get("distance_m")
    problems = [*recording.problems, *inferred, *cadence_problems]
    problems += _distance_differs(measured_m, given_m)
    leg = Leg(
        sport=sport,
        start=recording.start,
        sub_sport=sub_sport_of(part.track.type),
        elapsed_s=recording.elapsed_s,
        timer_s=round(
            recording.elapsed_s - sum(pause.end_s - pause.start_s for pause in pauses), 3
        ),
        moving_s=totals.get("moving_s"),
        distance_m=given_m if measured_m is None else measured_m,
        stream=stream,
        pauses=pauses,
        mean_heart_rate_bpm=totals.get("mean_heart_rate_bpm"),
    )
    return leg, problems


def _sport(part: _Part) -> tuple[Sport, list[Problem]]:
    if part.sport is not None:
        return part.sport, []
    sport = sport_by_speed(part.recording.speed_mps())
    if sport is Sport.UNKNOWN:
        return sport, [Problem("gpx.sport_not_said", "", {})]
    return sport, [Problem("gpx.sport_by_speed", "", {"sport": sport.value})]


def _distance_differs(measured_m: float | None, given_m: float | None) -> list[Problem]:
    if not measured_m or not given_m or abs(measured_m / given_m - 1.0) <= _TELL_DIFFERENCE:
        return []
    params: dict[str, Parameter] = {"points_m": measured_m, "file_m": given_m}
    return [Problem("gpx.distance_differs", "", params)]


def _without_points(sink: GpxSink) -> list[Activity]:
    """Build the activity of a file with totals only, as a treadmill run exported without points."""
    if len(sink.tracks) != 1 or sink.tracks[0].gatherer.n_point:
        return []
    track = sink.tracks[0]
    totals = sink.totals | track.totals
    seconds = _start(sink)
    if seconds is None or not (totals.get("distance_m") or totals.get("moving_s")):
        return []
    sport = _sport_said(track) or Sport.UNKNOWN
    leg = Leg(
        sport=sport,
        start=instant(seconds),
        sub_sport=sub_sport_of(track.type),
        elapsed_s=totals.get("elapsed_s"),
        timer_s=totals.get("timer_s"),
        moving_s=totals.get("moving_s"),
        distance_m=totals.get("distance_m"),
        mean_heart_rate_bpm=totals.get("mean_heart_rate_bpm"),
    )
    problem = Problem("gpx.totals_only", "", {})
    return [Activity((leg,), device=sink.creator[:120], problems=(problem,))]


def _start(sink: GpxSink) -> float | None:
    for text in (sink.start_text, sink.metadata_time_text):
        seconds, _ = parse_instant(text)
        if is_plausible(seconds):
            return seconds
    return None
