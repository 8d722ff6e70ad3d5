"""Polar Personal Trainer's XML: exercises of a calendar, samples as lists with commas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Lap, Leg, Sport
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Array
from backstride.readers.durations import clock_s
from backstride.readers.instants import instant, is_plausible, parse_instant
from backstride.readers.json_text import number
from backstride.readers.limits import MIB
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sampled import last_distance_m, points_of, sport_or_speed, stream_from
from backstride.readers.sniff import xml_root
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.summary import beats, metres, seconds
from backstride.readers.track_leg import settle
from backstride.readers.xml_events import XmlLimits, read_events

FORMAT: Final = "polar_xml"

_LIMITS: Final = XmlLimits(max_text=MIB)
"""A list of samples is one text: a marathon of four hours at one a second has 60,000 letters."""

_MAX_EXERCISES: Final = 20_000
_SAMPLES: Final[dict[str, tuple[str, float]]] = {
    "HEARTRATE": ("heart_rate_bpm", 1.0),
    "SPEED": ("speed_mps", 1 / 3.6),
    "ALTITUDE": ("altitude_m", 1.0),
    "RUN_CADENCE": ("run_cadence", 1.0),
    "CADENCE": ("cadence", 1.0),
    "DISTANCE": ("distance_m", 1.0),
    "POWER": ("power_w", 1.0),
    "TEMPERATURE": ("temperature_c", 1.0),
}
_TEXTS: Final = {
    ("exercise", "time"): "time",
    ("exercise", "sport"): "sport",
    ("exercise", "name"): "name",
    ("result", "distance"): "distance",
    ("result", "duration"): "duration",
    ("result", "recording-rate"): "rate",
}
_LAP_TEXTS: Final = frozenset({"duration", "distance"})


def is_polar_xml(head: bytes) -> bool:
    """Tell the calendar by its root element.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return xml_root(head) == "polar-exercise-data"


@dataclass(slots=True)
class _Exercise:
    texts: dict[str, str] = field(default_factory=dict)
    heart: str = ""
    laps: list[dict[str, str]] = field(default_factory=list)
    samples: dict[str, str] = field(default_factory=dict)


class _Sink:
    """Takes the events of a calendar."""

    def __init__(self) -> None:
        self.exercises: list[_Exercise] = []
        self._stack: list[str] = []
        self._sample_type = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        self._stack.append(name)
        if name == "exercise" and len(self.exercises) < _MAX_EXERCISES:
            self.exercises.append(_Exercise())
        elif name == "lap" and self.exercises:
            self.exercises[-1].laps.append({})
        elif name == "sample":
            self._sample_type = ""

    def end(self, name: str, text: str) -> None:
        """Take the end of an element."""
        if self._stack:
            self._stack.pop()
        if not text or not self.exercises or not self._stack:
            return
        exercise, parent = self.exercises[-1], self._stack[-1]
        if (parent, name) in _TEXTS:
            exercise.texts.setdefault(_TEXTS[parent, name], text)
        elif parent == "lap" and name in _LAP_TEXTS and exercise.laps:
            exercise.laps[-1][name] = text
        elif parent == "sample" and name == "type":
            self._sample_type = text
        elif parent == "sample" and name == "values":
            exercise.samples.setdefault(self._sample_type, text)
        elif name == "average" and self._stack[-2:] == ["result", "heart-rate"]:
            exercise.heart = text


def read_polar_xml(data: bytes) -> Reading:
    """Read a calendar of exercises.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        One activity an exercise; its start is on the runner's clock, since the file has no zone.
        `Outcome.NOT_AN_ACTIVITY` for a calendar of targets and fitness tests only.
    """
    sink = _Sink()
    problems = read_events(data, sink, _LIMITS)
    activities = []
    refused = []
    for index, exercise in enumerate(sink.exercises, start=1):
        found = _activity(exercise)
        if found is None:
            told = {"text": exercise.texts.get("time", "")[:40]}
            where = f"exercise {index}"
            refused.append(Problem("row.date_unreadable", where, dict(told), Severity.LOST))
        else:
            activities.append(found)
    partial = bool(refused) or any(one.severity in _LOSING for one in problems)
    if activities:
        return Reading(
            Outcome.ACTIVITIES, FORMAT, tuple(activities), (*problems, *refused), partial
        )
    if partial:
        told_last = sorted((*problems, *refused), key=lambda one: one.severity in _LOSING)
        return Reading(Outcome.FAILED, FORMAT, (), tuple(told_last))
    none = Problem("polar_xml.no_exercise", "", {}, Severity.REFUSED)
    return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*problems, none))


_LOSING: Final = frozenset({Severity.LOST, Severity.REFUSED})


def _activity(exercise: _Exercise) -> Activity | None:
    start_s, _ = parse_instant(exercise.texts.get("time", ""))
    if not is_plausible(start_s):
        return None
    columns = _columns(exercise.samples)
    n_point = max((values.size for values in columns.values()), default=0)
    rate_s = number(exercise.texts.get("rate")) or 1.0
    recording = settle(points_of(start_s + rate_s * np.arange(n_point, dtype=np.float64), columns))
    sport = sport_or_speed(_sport_said(exercise, columns), recording)
    timer_s = seconds(clock_s(exercise.texts.get("duration", "")))
    stream = None
    problems: tuple[Problem, ...] = (Problem("readers.summary_only", "", {}),)
    if recording is not None:
        start_s, stream, problems = stream_from(recording, sport, start_s)
    stated_m = metres(number(exercise.texts.get("distance")))
    leg = Leg(
        sport=sport,
        start=instant(start_s),
        sub_sport=sub_sport_of(exercise.texts.get("sport", "")),
        elapsed_s=timer_s if recording is None else recording.elapsed_s,
        timer_s=timer_s,
        distance_m=last_distance_m(recording) if stated_m is None and recording else stated_m,
        stream=stream,
        laps=_laps(exercise, start_s),
        mean_heart_rate_bpm=beats(number(exercise.heart)),
    )
    return Activity((leg,), problems=problems, start_is_local=True)


def _sport_said(exercise: _Exercise, columns: dict[str, Array]) -> Sport | None:
    """Sport by its own element, by a sensor on the foot, else by a plain word in the name."""
    said = sport_of(exercise.texts.get("sport", ""))
    if said is not None or "run_cadence" in columns:
        return said or Sport.RUNNING
    named = sport_of(exercise.texts.get("name", ""))
    return None if named is Sport.OTHER else named


def _columns(samples: dict[str, str]) -> dict[str, Array]:
    """Values by channel; a stray comma makes one more, empty value, at the end or within."""
    found = {}
    for kind, text in samples.items():
        if kind in _SAMPLES:
            column, scale = _SAMPLES[kind]
            cells = [number(cell.strip()) for cell in text.rstrip(", \r\n\t").split(",")]
            found[column] = scale * np.array([np.nan if v is None else v for v in cells])
    longest = max((values.size for values in found.values()), default=0)
    return {
        column: np.concatenate([values, np.full(longest - values.size, np.nan)])
        for column, values in found.items()
    }


def _laps(exercise: _Exercise, start_s: float) -> tuple[Lap, ...]:
    laps, begin_s = [], start_s
    for row in exercise.laps:
        length_s = clock_s(row.get("duration", ""))
        if length_s is None:
            return ()
        distance_m = metres(number(row.get("distance")))
        laps.append(Lap(instant(begin_s), timer_s=length_s, distance_m=distance_m))
        begin_s += length_s
    return tuple(laps)
