"""What the tags of a TCX document say: activities, laps, tracks, trackpoints."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from backstride.readers.points import PointGatherer, Tally

_POINT_FIELDS: Final[dict[str, str]] = {
    "LatitudeDegrees": "latitude_deg",
    "LongitudeDegrees": "longitude_deg",
    "AltitudeMeters": "altitude_m",
    "DistanceMeters": "distance_m",
    "HeartRateBpm": "heart_rate_bpm",
    "Cadence": "cadence",
    "RunCadence": "run_cadence",
    "Speed": "speed_mps",
    "Watts": "power_w",
    "Temperature": "temperature_c",
}
"""Local names at any depth below a Trackpoint: schema TrainingCenterDatabase v2 and
ActivityExtension v2, under ``ns3:`` or any other prefix or none."""

_LAP_FIELDS: Final[dict[str, str]] = {
    "TotalTimeSeconds": "timer_s",
    "DistanceMeters": "distance_m",
    "AverageHeartRateBpm": "mean_heart_rate_bpm",
    "Cadence": "mean_cadence",
    "AvgRunCadence": "mean_run_cadence",
}
_LARGEST_TOTAL: Final = 1.0e7


@dataclass(slots=True)
class LapFound:
    """One ``Lap`` element.

    Parameters
    ----------
    start_s : float
        Its StartTime in seconds since 1970, NaN where missing. [s]
    totals : dict of str to float
        What it says of itself.
    """

    start_s: float = math.nan
    totals: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class ActivityFound:
    """One ``Activity`` element.

    Parameters
    ----------
    sport : str
        Its Sport attribute.
    gatherer : PointGatherer
        Its points; each Track is a segment.
    session : int
        Number of the MultiSportSession it belongs to, 0 for none.
    laps : list of LapFound
        In the order of the file.
    segment_lap : dict of int to int
        Lap in which each segment lies.
    device : str
        Name of the Creator.
    id_s : float
        Its Id as seconds since 1970, NaN where it is none. [s]
    """

    sport: str
    gatherer: PointGatherer
    session: int = 0
    laps: list[LapFound] = field(default_factory=list)
    segment_lap: dict[int, int] = field(default_factory=dict)
    device: str = ""
    id_s: float = math.nan


class TcxSink:
    """Takes the events of a TCX document."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.activities: list[ActivityFound] = []
        self.n_course = 0
        self.n_workout = 0
        self._stack: list[str] = []
        self._activity: ActivityFound | None = None
        self._lap: LapFound | None = None
        self._in_point = False
        self._session = 0
        self._in_session = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        self._stack.append(name)
        if self._in_point:
            return
        if name == "Trackpoint" and self._activity:
            self._in_point = True
            self._activity.gatherer.begin_point()
        elif name == "Track" and self._activity:
            self._begin_track(self._activity)
        elif name == "Lap" and self._activity:
            self._lap = LapFound(self._instant(attributes.get("StartTime", "")))
            self._activity.laps.append(self._lap)
        elif name in _OUTER:
            self._start_outer(name, attributes)

    def end(self, name: str, text: str) -> None:
        """Take the end of an element."""
        if self._stack:
            self._stack.pop()
        if self._activity is None:
            self._in_session = self._in_session and name != "MultiSportSession"
        elif self._in_point:
            self._end_in_point(self._activity, name, text)
        elif name == "Activity":
            self._activity = None
        elif name == "Lap":
            self._lap = None
        elif text:
            self._put_text(self._activity, name, text)

    def _start_outer(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Activity":
            session = self._session if self._in_session else 0
            sport = attributes.get("Sport", "")
            self._activity = ActivityFound(sport, PointGatherer(self.tally), session)
            self._lap = None
            self.activities.append(self._activity)
        elif name == "MultiSportSession":
            self._session += 1
            self._in_session = True
        elif name == "Course":
            self.n_course += 1
        elif name == "Workout":
            self.n_workout += 1

    def _begin_track(self, activity: ActivityFound) -> None:
        activity.gatherer.begin_segment()
        activity.segment_lap[activity.gatherer.segment_number] = len(activity.laps)

    def _end_in_point(self, activity: ActivityFound, name: str, text: str) -> None:
        if name == "Trackpoint":
            self._in_point = False
            activity.gatherer.end_point()
        elif name == "Time":
            activity.gatherer.put_time(text)
        elif text:
            field_name = _POINT_FIELDS.get(self._parent_of_value(name))
            if field_name:
                activity.gatherer.put(field_name, text)

    def _parent_of_value(self, name: str) -> str:
        """Return the element that a ``Value`` is the value of, else the name itself."""
        return self._stack[-1] if name == "Value" and self._stack else name

    def _put_text(self, activity: ActivityFound, name: str, text: str) -> None:
        parent = self._stack[-1] if self._stack else ""
        if name == "Id" and parent == "Activity":
            activity.id_s = self._instant(text)
        elif name == "Name" and parent == "Creator":
            activity.device = text.strip()[:120]
        elif self._lap is not None:
            self._put_total(self._lap, self._parent_of_value(name), text)

    def _put_total(self, lap: LapFound, name: str, text: str) -> None:
        field_name = _LAP_FIELDS.get(name)
        if field_name is None:
            return
        value = self.tally.number(text)
        if 0.0 <= value <= _LARGEST_TOTAL:
            lap.totals.setdefault(field_name, value)

    def _instant(self, text: str) -> float:
        return self.tally.time(text)[0] if text else math.nan


_OUTER: Final = frozenset({"Activity", "MultiSportSession", "Course", "Workout"})
