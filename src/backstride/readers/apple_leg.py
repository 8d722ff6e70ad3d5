"""A leg out of an Apple Health workout: its totals, its pauses, and its samples."""

from __future__ import annotations

from typing import Final

import numpy as np

from backstride.domain.activity import Leg, Pause, Sport
from backstride.domain.problem import Problem
from backstride.domain.stream import Channel, Stream
from backstride.readers.apple_series import Records
from backstride.readers.apple_times import unix_seconds
from backstride.readers.apple_units import embedded_quantity, quantity
from backstride.readers.apple_workout import Part, WorkoutFound
from backstride.readers.instants import instant, is_plausible
from backstride.readers.sampled import Series, last_distance_m, merged, stream_from
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.summary import beats, metres, seconds
from backstride.readers.track_leg import Recording, settle

_ON_FOOT: Final = frozenset({Sport.RUNNING, Sport.WALKING, Sport.HIKING})
_DISTANCES: Final[dict[str, Sport]] = {
    "DistanceWalkingRunning": Sport.RUNNING,
    "DistanceCycling": Sport.CYCLING,
    "DistanceSwimming": Sport.SWIMMING,
    "DistanceRowing": Sport.ROWING,
    "DistancePaddleSports": Sport.ROWING,
    "DistanceCrossCountrySkiing": Sport.OTHER,
    "DistanceDownhillSnowSports": Sport.OTHER,
    "DistanceSkatingSports": Sport.OTHER,
    "DistanceWheelchair": Sport.OTHER,
}
"""Totals of distance, and the sport of an activity within a multisport workout that has one."""

_PAUSES: Final = {"Pause": "Resume", "MotionPaused": "MotionResumed"}
_SLACK_S: Final = 1.0
"""Dates of the file have whole seconds. [s]"""


def leg_of(found: WorkoutFound, part: Part, records: Records) -> tuple[Leg, tuple[Problem, ...]]:
    """Build one leg.

    Parameters
    ----------
    found : WorkoutFound
        The workout.
    part : Part
        The whole of it, or one of its activities.
    records : Records
        Samples of the whole workout.

    Returns
    -------
    leg : Leg
        Without samples where there are fewer than two.
    problems : tuple of Problem
        What was found.
    """
    is_whole = part is found.whole
    start_s, end_s = span_of(part)
    if not is_plausible(start_s):
        start_s, end_s = span_of(found.whole)
    sport, sub_sport = _sport(found.whole) if is_whole else (_sport_by_way(part), "")
    recording = settle(merged(_within(records, start_s, end_s)))
    stream: Stream | None = None
    begin_s = start_s
    problems: tuple[Problem, ...] = (Problem("readers.summary_only", "", {}),)
    if recording is not None and recording.points.n_point > 1:
        begin_s, stream, problems = _stream(recording, sport, records, start_s)
    timer_s = _timer_s(part)
    distance_m = _distance_m(part)
    leg = Leg(
        sport=sport,
        start=instant(begin_s),
        sub_sport=sub_sport,
        elapsed_s=_elapsed_s(end_s - start_s, timer_s),
        timer_s=timer_s,
        distance_m=last_distance_m(recording) if distance_m is None and recording else distance_m,
        ascent_m=_metadata_m(part, "HKElevationAscended"),
        descent_m=_metadata_m(part, "HKElevationDescended"),
        stream=stream,
        pauses=_pauses(found, begin_s, end_s),
        mean_cadence_spm=_mean_cadence_spm(part, sport, timer_s),
        mean_heart_rate_bpm=beats(_statistic(part, "HeartRate", "average", "1/min")),
    )
    return leg, problems


def span_of(part: Part) -> tuple[float, float]:
    """Return start and end in seconds since 1970, NaN where unknown [s]."""
    dates = [part.attributes.get(name, "").encode() for name in ("startDate", "endDate")]
    start_s, end_s = unix_seconds(dates).tolist()
    return start_s, end_s


def _sport(whole: Part) -> tuple[Sport, str]:
    word = whole.attributes.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")
    if "wheelchair" in word.lower():
        return Sport.OTHER, "wheelchair"
    sport = sport_of(word) or Sport.OTHER
    indoors = whole.metadata.get("HKIndoorWorkout", "").strip() == "1"
    if indoors and sport in _ON_FOOT:
        return sport, "treadmill"
    return sport, "indoor" if indoors else sub_sport_of(word)


def _sport_by_way(part: Part) -> Sport:
    """Sport of an activity within a workout, by the distance it counted."""
    ways = [sport for kind, sport in _DISTANCES.items() if kind in part.statistics]
    return ways[0] if len(ways) == 1 else Sport.TRANSITION if not ways else Sport.UNKNOWN


def _within(records: Records, start_s: float, end_s: float) -> dict[str, Series]:
    """Return the samples of one leg, distance counted from its own start."""
    found = {}
    for name, series in records.series.items():
        inside = (series.time_s >= start_s - _SLACK_S) & (series.time_s <= end_s + _SLACK_S)
        if inside.any():
            values = series.values[inside]
            shift = values[0] if name == "distance_m" else 0.0
            found[name] = Series(series.time_s[inside], values - shift)
    return found


def _stream(
    recording: Recording, sport: Sport, records: Records, start_s: float
) -> tuple[float, Stream, tuple[Problem, ...]]:
    begin_s, stream, problems = stream_from(recording, sport, start_s)
    if records.cadence is None or sport not in _ON_FOOT:
        return begin_s, stream, problems
    unix_s = begin_s + stream.time_s
    places = np.searchsorted(unix_s, records.cadence.time_s)
    inside = (places < unix_s.size) & (records.cadence.time_s >= begin_s)
    values = np.full(stream.n_sample, np.nan)
    values[places[inside]] = records.cadence.values[inside]
    if not np.isfinite(values).any():
        return begin_s, stream, problems
    cadence = Channel(values, "1/min", "derived:steps")
    return begin_s, Stream(stream.time_s, {**stream.channels, "cadence_spm": cadence}), problems


def _statistic(part: Part, kind: str, name: str, unit: str) -> float | None:
    """One number of ``WorkoutStatistics`` in its basic unit."""
    attributes = part.statistics.get(kind, {})
    found = quantity(attributes.get(name, ""), attributes.get("unit", ""))
    return found[0] if found is not None and found[1] == unit else None


def _elapsed_s(span_s: float, timer_s: float | None) -> float | None:
    """Length of the leg; never less than its timer says, since dates have whole seconds [s]."""
    if timer_s is not None and span_s < timer_s <= span_s + 2.0 * _SLACK_S:
        return timer_s
    return seconds(span_s) if span_s >= 0.0 else timer_s


def _timer_s(part: Part) -> float | None:
    """Time without pauses [s]."""
    attributes = part.attributes
    found = quantity(attributes.get("duration", ""), attributes.get("durationUnit", "min"))
    return seconds(found[0]) if found is not None and found[1] == "s" else None


def _distance_m(part: Part) -> float | None:
    """Distance by the attribute of old exports, else by the statistics of new ones [m]."""
    attributes = part.attributes
    old = quantity(attributes.get("totalDistance", ""), attributes.get("totalDistanceUnit", ""))
    if old is not None and old[1] == "m":
        return metres(old[0])
    sums = (_statistic(part, kind, "sum", "m") for kind in _DISTANCES)
    return metres(next((found for found in sums if found is not None), None))


def _metadata_m(part: Part, key: str) -> float | None:
    found = embedded_quantity(part.metadata.get(key, ""))
    return metres(found[0]) if found is not None and found[1] == "m" else None


def _mean_cadence_spm(part: Part, sport: Sport, timer_s: float | None) -> float | None:
    """Return steps of both feet over the time without pauses [1/min]."""
    steps = _statistic(part, "StepCount", "sum", "count")
    if not steps or not timer_s or sport not in _ON_FOOT:
        return None
    cadence = 60.0 * steps / timer_s
    return cadence if cadence <= 300.0 else None


def _pauses(found: WorkoutFound, start_s: float, end_s: float) -> tuple[Pause, ...]:
    """Stretches in which the runner or the watch had stopped the timer, joined where they meet."""
    times = unix_seconds([date.encode() for _, date in found.events]).tolist()
    marks = sorted(zip(times, (kind for kind, _ in found.events), strict=True))
    stretches: list[tuple[float, float]] = []
    for begins, ends in _PAUSES.items():
        open_s: float | None = None
        for at_s, kind in marks:
            if kind == begins and open_s is None:
                open_s = at_s
            elif kind == ends and open_s is not None:
                stretches.append((open_s, at_s))
                open_s = None
    pauses: list[Pause] = []
    for begin, end in sorted(stretches):
        first, last = max(begin, start_s) - start_s, min(end, end_s) - start_s
        if not first < last:
            continue
        if pauses and first <= pauses[-1].end_s:
            pauses[-1] = Pause(pauses[-1].start_s, max(pauses[-1].end_s, last))
        else:
            pauses.append(Pause(first, last))
    return tuple(pauses)
