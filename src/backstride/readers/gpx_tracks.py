"""What the tags of a GPX document say: tracks, their points, totals beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from backstride.readers.points import PointGatherer, Tally

_POINT_FIELDS: Final[dict[str, str]] = {
    "ele": "altitude_m",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "cad": "cadence",
    "cadence": "cadence",
    "runcadence": "run_cadence",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "temperature": "temperature_c",
    "speed": "speed_mps",
    "distance": "distance_m",
    "power": "power_w",
    "watts": "power_w",
    "powerinwatts": "power_w",
}
"""Lower-case local names at any depth below a point: Garmin's TrackPointExtension 1 and 2 under
any prefix, Cluetrust's gpxdata (Suunto), Garmin's PowerExtension, bare elements of phone apps."""

_TOTAL_FIELDS: Final[dict[str, str]] = {
    "distance": "distance_m",
    "moving_time": "moving_s",
    "movingtime": "moving_s",
    "elapsed_time": "elapsed_s",
    "timertime": "timer_s",
    "average_hr": "mean_heart_rate_bpm",
    "ascent": "ascent_m",
    "descent": "descent_m",
}
"""Totals under ``extensions`` of the document or of a track (Garmin's TrackStatsExtension)."""


_LARGEST_TOTAL: Final = 1.0e7
"""10,000 km or 115 days: larger totals are not believed. [m or s]"""


@dataclass(slots=True)
class TrackFound:
    """One ``trk`` element.

    Parameters
    ----------
    gatherer : PointGatherer
        Its points.
    name, type : str
        Its texts.
    totals : dict of str to float
        Keys of the leg's totals.
    """

    gatherer: PointGatherer
    name: str = ""
    type: str = ""
    totals: dict[str, float] = field(default_factory=dict)


class GpxSink:
    """Takes the events of a GPX document."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.tracks: list[TrackFound] = []
        self.totals: dict[str, float] = {}
        self.creator = ""
        self.start_text = ""
        self.metadata_time_text = ""
        self.n_route = 0
        self.root = ""
        self._stack: list[str] = []
        self._in_point = False
        self._track: TrackFound | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        self._stack.append(name)
        if name == "trkpt":
            self._begin_point(attributes)
        elif self._in_point:
            return
        elif name == "trkseg" and self._track:
            self._track.gatherer.begin_segment()
        elif name == "trk":
            self._track = TrackFound(PointGatherer(self.tally))
            self.tracks.append(self._track)
        elif name == "rte":
            self.n_route += 1
        elif len(self._stack) == 1:
            self.root = name
            self.creator = attributes.get("creator", "").strip()

    def end(self, name: str, text: str) -> None:
        """Take the end of an element."""
        if self._stack:
            self._stack.pop()
        if name == "trkpt":
            self._end_point()
        elif self._in_point:
            self._put(name, text)
        elif name == "trk":
            self._track = None
        elif text:
            self._put_text(name, text)

    def _begin_point(self, attributes: dict[str, str]) -> None:
        if self._track is None:
            self._track = TrackFound(PointGatherer(self.tally))
            self.tracks.append(self._track)
        self._in_point = True
        gatherer = self._track.gatherer
        gatherer.begin_point()
        gatherer.put("latitude_deg", attributes.get("lat", ""))
        gatherer.put("longitude_deg", attributes.get("lon", ""))

    def _put(self, name: str, text: str) -> None:
        if self._track is None or not text:
            return
        if name == "time" and self._stack[-1:] == ["trkpt"]:
            self._track.gatherer.put_time(text)
            return
        field_name = _POINT_FIELDS.get(name) or _POINT_FIELDS.get(name.lower())
        if field_name:
            self._track.gatherer.put(field_name, text)

    def _end_point(self) -> None:
        if self._track and self._in_point:
            self._track.gatherer.end_point()
        self._in_point = False

    def _put_text(self, name: str, text: str) -> None:
        parent = self._stack[-1] if self._stack else ""
        if "extensions" in self._stack:
            self._put_total(name.lower(), text)
        elif parent == "trk" and self._track:
            if name == "name":
                self._track.name = text
            elif name == "type":
                self._track.type = text
        elif name == "time" and parent in {"metadata", "gpx"}:
            self.metadata_time_text = self.metadata_time_text or text

    def _put_total(self, name: str, text: str) -> None:
        totals = self._track.totals if self._track else self.totals
        if name == "start_time":
            self.start_text = self.start_text or text
        elif name in _TOTAL_FIELDS and self._is_direct_total():
            value = self.tally.number(text)
            if 0.0 <= value <= _LARGEST_TOTAL:
                totals.setdefault(_TOTAL_FIELDS[name], value)

    def _is_direct_total(self) -> bool:
        """Laps within the extensions (gpxdata) have names alike and are no totals."""
        return "lap" not in self._stack
