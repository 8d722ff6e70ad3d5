"""TCX: activities of laps of tracks of points, with Garmin's extensions, to activities.

Every ``Activity`` element is an activity of its own, save those of one ``MultiSportSession``,
which are the legs of one. Totals are the sums of the laps, as the device counted them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Lap, Leg, Pause, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array, Stream
from backstride.readers.cadence import cadence_factor
from backstride.readers.instants import instant
from backstride.readers.points import Points
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sniff import xml_root
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.tcx_activities import ActivityFound, LapFound, TcxSink
from backstride.readers.track_leg import Recording, pauses_of, settle, stream_of
from backstride.readers.xml_events import read_events

FORMAT: Final = "tcx"

_HALF_HOUR_S: Final = 1800.0
_OFFSET_SLACK_S: Final = 60.0
_TOTALS_SLACK_S: Final = 5.0


def is_tcx(head: bytes) -> bool:
    """Tell TCX by its root element.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return xml_root(head).lower() == "trainingcenterdatabase"


def read_tcx(data: bytes) -> Reading:
    """Read a TCX file.

    Parameters
    ----------
    data : bytes
        The whole file, unpacked.

    Returns
    -------
    Reading
        One activity for each ``Activity`` element outside a session and one for each session;
        `Outcome.NOT_AN_ACTIVITY` for courses and workout plans; `Outcome.FAILED` where nothing
        could be parsed.
    """
    sink = TcxSink()
    xml_problems = read_events(data, sink)
    problems = (*xml_problems, *sink.tally.problems())
    partial = any(found.severity in _LOSING for found in xml_problems)
    activities = _activities(sink)
    if activities:
        return Reading(Outcome.ACTIVITIES, FORMAT, activities, problems, partial)
    if partial:
        ordered = sorted(problems, key=lambda found: found.severity in _LOSING)
        return Reading(Outcome.FAILED, FORMAT, (), tuple(ordered))
    return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*problems, _why_none(sink)))


_LOSING: Final = frozenset({Severity.LOST, Severity.REFUSED})


def _why_none(sink: TcxSink) -> Problem:
    if sink.n_course:
        return Problem("tcx.course", "", {"n": sink.n_course}, Severity.REFUSED)
    if sink.n_workout:
        return Problem("tcx.workout_plan", "", {"n": sink.n_workout}, Severity.REFUSED)
    return Problem("tcx.no_activity", "", {}, Severity.REFUSED)


@dataclass(frozen=True, slots=True)
class _LegFound:
    leg: Leg
    problems: tuple[Problem, ...]
    utc_offset_s: int | None
    device: str


def _activities(sink: TcxSink) -> tuple[Activity, ...]:
    activities = []
    for session, group in groupby(sink.activities, key=lambda found: found.session):
        legs = [leg for found in group if (leg := _leg(found)) is not None]
        if session:
            activities.append(_activity(sorted(legs, key=lambda found: found.leg.start)))
        else:
            activities += [_activity([leg]) for leg in legs]
    return tuple(activity for activity in activities if activity is not None)


def _activity(legs: list[_LegFound]) -> Activity | None:
    if not legs:
        return None
    offsets = {found.utc_offset_s for found in legs}
    return Activity(
        tuple(found.leg for found in legs),
        device=next((found.device for found in legs if found.device), ""),
        utc_offset_s=offsets.pop() if len(offsets) == 1 else None,
        problems=tuple(problem for found in legs for problem in found.problems),
    )


def _leg(found: ActivityFound) -> _LegFound | None:
    recording = settle(_rebased(found))
    start_s = _start_s(found, recording)
    if start_s is None:
        return None
    sport = sport_of(found.sport) or Sport.OTHER
    totals = _Totals(found.laps)
    problems = [] if recording is None else [*recording.problems]
    problems += _disagreements(found, recording, totals)
    stream: Stream | None = None
    pauses: tuple[Pause, ...] = ()
    if recording is not None:
        stream, cadence_problems = stream_of(recording, sport)
        problems += cadence_problems
        pauses = _pauses(found, recording)
    leg = Leg(
        sport=sport,
        start=instant(start_s),
        sub_sport=sub_sport_of(found.sport),
        elapsed_s=recording.elapsed_s if recording else totals.elapsed_s(),
        timer_s=totals.sum("timer_s"),
        distance_m=_distance_m(totals, recording),
        stream=stream,
        laps=_laps(found),
        pauses=pauses,
        mean_cadence_spm=_mean_cadence_spm(totals, sport),
        mean_heart_rate_bpm=totals.mean("mean_heart_rate_bpm"),
    )
    return _LegFound(leg, tuple(problems), found.gatherer.utc_offset_s, found.device)


def _start_s(found: ActivityFound, recording: Recording | None) -> float | None:
    if recording is not None:
        return recording.start_unix_s
    starts = [lap.start_s for lap in found.laps if math.isfinite(lap.start_s)]
    return min(starts) if starts else None


class _Totals:
    """What the laps of one activity say together."""

    def __init__(self, laps: list[LapFound]) -> None:
        self.laps = laps

    def sum(self, name: str) -> float | None:
        """Sum over the laps that have it, None where none has."""
        values = [lap.totals[name] for lap in self.laps if name in lap.totals]
        return round(math.fsum(values), 3) if values else None

    def mean(self, name: str) -> float | None:
        """Mean weighted by the laps' times, zeros left out."""
        pairs = [
            (lap.totals[name], lap.totals.get("timer_s", 1.0))
            for lap in self.laps
            if lap.totals.get(name, 0.0) > 0.0
        ]
        weight = math.fsum(time_s for _, time_s in pairs)
        return math.fsum(value * time_s for value, time_s in pairs) / weight if weight else None

    def elapsed_s(self) -> float | None:
        """From the start of the first to the end of the last lap [s]."""
        ends = [
            lap.start_s + lap.totals["timer_s"]
            for lap in self.laps
            if math.isfinite(lap.start_s) and "timer_s" in lap.totals
        ]
        starts = [lap.start_s for lap in self.laps if math.isfinite(lap.start_s)]
        return round(max(ends) - min(starts), 3) if ends else None


def _rebased(found: ActivityFound) -> Points:
    """Return the points with the distance counted from the start of the leg.

    Some files carry the device's distance of the whole day, others begin anew with each lap.
    """
    points = found.gatherer.points()
    distance_m = points.columns["distance_m"].copy()
    rows = np.flatnonzero(np.isfinite(distance_m))
    if rows.size == 0:
        return points
    known_m = distance_m[rows]
    laps = np.array([found.segment_lap.get(int(n), 0) for n in points.segment[rows]])
    known_m = known_m + _restarts_m(known_m, laps)
    whole_m = _Totals(found.laps).sum("distance_m")
    if whole_m is not None and known_m[0] > max(1000.0, whole_m):
        known_m = known_m - known_m[0]
    distance_m[rows] = known_m
    return Points(points.time_s, points.segment, {**points.columns, "distance_m": distance_m})


def _restarts_m(known_m: Array, laps: Array) -> Array:
    """Distance to add where the count begins anew at the start of a lap, shape of `known_m`."""
    fall_m = -np.diff(known_m, prepend=known_m[:1])
    new_lap = np.diff(laps, prepend=laps[:1]) != 0
    begins_anew = new_lap & (fall_m > 0.5 * np.roll(known_m, 1))
    return np.asarray(np.cumsum(np.where(begins_anew, np.roll(known_m, 1), 0.0)))


def _distance_m(totals: _Totals, recording: Recording | None) -> float | None:
    """Distance of the laps, else the device's last, else along the positions [m]."""
    by_laps = totals.sum("distance_m")
    if by_laps or recording is None:
        return by_laps
    counted = recording.points.columns["distance_m"]
    counted = counted[np.isfinite(counted)]
    if counted.size:
        return float(counted.max())
    along = recording.way.total_m
    return by_laps if along is None else along


def _mean_cadence_spm(totals: _Totals, sport: Sport) -> float | None:
    run, plain = totals.mean("mean_run_cadence"), totals.mean("mean_cadence")
    mean = plain if run is None else run
    if mean is None:
        return None
    return mean * cadence_factor(np.array([mean]), sport, is_run_field=run is not None).factor


def _laps(found: ActivityFound) -> tuple[Lap, ...]:
    return tuple(
        Lap(
            start=instant(lap.start_s),
            timer_s=lap.totals.get("timer_s"),
            distance_m=lap.totals.get("distance_m"),
        )
        for lap in found.laps
        if math.isfinite(lap.start_s)
    )


def _pauses(found: ActivityFound, recording: Recording) -> tuple[Pause, ...]:
    """Every gap between two Tracks of one lap; between two laps only a long one."""
    within_lap = pauses_of(recording, every_gap=True)
    long_ones = set(pauses_of(recording, every_gap=False))
    segment = recording.points.segment
    start_rows = np.searchsorted(recording.time_s, [pause.end_s for pause in within_lap], "left")
    kept = []
    for pause, row in zip(within_lap, start_rows, strict=True):
        here, before = int(segment[row]), int(segment[row - 1])
        same_lap = found.segment_lap.get(here) == found.segment_lap.get(before)
        if same_lap or pause in long_ones:
            kept.append(pause)
    return tuple(kept)


def _disagreements(
    found: ActivityFound, recording: Recording | None, totals: _Totals
) -> list[Problem]:
    problems = []
    timer_s = totals.sum("timer_s")
    if recording is None:
        problems.append(Problem("tcx.no_points", "", {}))
    elif timer_s is not None and timer_s > recording.elapsed_s + _TOTALS_SLACK_S:
        params: dict[str, Parameter] = {"timer_s": timer_s, "span_s": recording.elapsed_s}
        problems.append(Problem("tcx.laps_longer_than_points", "", params))
    offset_h = None if recording is None else _clock_difference_h(found, recording.start_unix_s)
    if offset_h is not None:
        problems.append(Problem("tcx.local_time", "", {"offset_h": offset_h}))
    return problems


def _clock_difference_h(found: ActivityFound, start_s: float) -> float | None:
    """Whole half hours between the Id or lap start and the first point, None where they agree.

    A file that holds two clocks has at least one in local time marked as UTC; which one cannot
    be known from the file, so nothing is moved.
    """
    starts = [found.id_s, *(lap.start_s for lap in found.laps[:1])]
    for stated_s in starts:
        if not math.isfinite(stated_s):
            continue
        difference_s = start_s - stated_s
        halves = round(difference_s / _HALF_HOUR_S)
        off_s = abs(difference_s - halves * _HALF_HOUR_S)
        if halves and abs(halves) <= 28 and off_s <= _OFFSET_SLACK_S:
            return halves / 2.0
    return None
