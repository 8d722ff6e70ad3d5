"""The way of an Apple Health workout: a file of positions beside the export, named by it."""

from __future__ import annotations

import re
from array import array
from typing import Final

import numpy as np

from backstride.readers.points import MAX_POINTS, Tally
from backstride.readers.sampled import Series
from backstride.readers.xml_events import read_events

MAX_ROUTES: Final = 200
"""Files of one workout; each pause and each loss of signal may begin a new one."""

_REFERENCE: Final = re.compile(rb'<FileReference\s+path="([^"]{1,400})"')
_BEGIN: Final = re.compile(rb"<gpx[\s>]")
_END: Final = b"</gpx>"
_WRITTEN: Final = re.compile(rb"<metadata>.*?</metadata>", re.DOTALL)
_CHANNELS: Final = {"ele": "altitude_m", "speed": "speed_mps"}


def route_paths(workout: bytes) -> list[str]:
    """Return the paths of the files with positions that a workout names, each once.

    Parameters
    ----------
    workout : bytes
        Its element.
    """
    found = (path.decode("utf-8", errors="replace") for path in _REFERENCE.findall(workout))
    return list(dict.fromkeys(path.lstrip("/") for path in found))[:MAX_ROUTES]


def route_element(data: bytes) -> bytes:
    """Return the positions as they go into a workout's own document, empty where there are none.

    When the file was written is left out, so that every export gives the same.

    Parameters
    ----------
    data : bytes
        The file.
    """
    begin, end = _BEGIN.search(data), data.rfind(_END)
    if begin is None or end < begin.start():
        return b""
    return _WRITTEN.sub(b"", data[begin.start() : end + len(_END)]) + b"\n"


class _Sink:
    """Takes the points of routes, one after another."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.columns = {
            name: array("d")
            for name in ("time", "latitude_deg", "longitude_deg", *_CHANNELS.values())
        }
        self._now: dict[str, float] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "trkpt":
            self._now = {
                "latitude_deg": self.tally.number(attributes.get("lat", "")),
                "longitude_deg": self.tally.number(attributes.get("lon", "")),
            }

    def end(self, name: str, text: str) -> None:
        """Take the end of an element."""
        if name == "time":
            self._now["time"] = self.tally.time(text)[0]
        elif name in _CHANNELS:
            self._now[_CHANNELS[name]] = self.tally.number(text)
        elif name == "trkpt" and len(self.columns["time"]) < MAX_POINTS:
            for column, values in self.columns.items():
                values.append(self._now.get(column, np.nan))


def read_routes(elements: bytes) -> dict[str, Series]:
    """Read the positions of a workout.

    Parameters
    ----------
    elements : bytes
        As `route_element` gives them, one after the other.

    Returns
    -------
    dict of str to Series
        Position, altitude and speed; none where there are no points.
    """
    sink = _Sink()
    read_events(b"<routes>" + elements + b"</routes>", sink)
    time_s = np.array(sink.columns.pop("time"))
    return {
        name: Series(time_s, np.array(values))
        for name, values in sink.columns.items()
        if np.isfinite(values).any()
    }
