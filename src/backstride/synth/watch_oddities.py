"""Odd files of Polar's and Suunto's exports: made look-alikes of what real ones hold.

None is a copy: each is an invented run of known length with one known peculiarity.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np

START: Final = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
OFFSET_S: Final = 3600
N_SECOND: Final = 120
SPEED_MPS: Final = 3.0
HEART_BPM: Final = 145
STRIDES_PM: Final = 82
LATITUDE: Final = 48.0
LONGITUDE: Final = 11.5
DEGREES_A_SECOND: Final = SPEED_MPS / 111_195.0


def _local(second: float) -> str:
    moment = START + timedelta(seconds=OFFSET_S + second)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def dump(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, indent=1).encode()


def _polar(*, route_late_s: float = 0.0) -> dict[str, Any]:
    """Return a Polar session on the runner's clock, its route on that clock or later."""
    exercise = {
        "startTime": _local(0),
        "stopTime": _local(N_SECOND),
        "timezoneOffset": OFFSET_S // 60,
        "duration": f"PT{N_SECOND}.000S",
        "distance": SPEED_MPS * N_SECOND,
        "sport": "RUNNING",
        "heartRate": {"min": 90, "avg": HEART_BPM, "max": 160},
        "cadence": {"avg": STRIDES_PM, "max": 100},
        "autoLaps": [{"splitTime": "PT60S", "duration": "PT60S", "distance": 180.0}],
        "samples": {
            "heartRate": [
                {"dateTime": _local(second), "value": HEART_BPM} for second in range(N_SECOND)
            ],
            "speed": [
                {"dateTime": _local(second), "value": 3.6 * SPEED_MPS} for second in range(N_SECOND)
            ],
            "recordedRoute": [
                {
                    "dateTime": _local(second + route_late_s),
                    "latitude": LATITUDE + second * DEGREES_A_SECOND,
                    "longitude": LONGITUDE,
                    "altitude": 500.0,
                }
                for second in range(N_SECOND)
            ],
        },
    }
    return {
        "exportVersion": "1.3",
        "name": "Laufen",
        "startTime": _local(0),
        "stopTime": _local(N_SECOND + 1226),
        "timeZoneOffset": OFFSET_S // 60,
        "exercises": [exercise],
    }


def _polar_changed(change: Callable[[dict[str, Any]], None]) -> bytes:
    session = _polar()
    change(session)
    return dump(session)


def _without_offset(session: dict[str, Any]) -> None:
    del session["timeZoneOffset"]
    del session["exercises"][0]["timezoneOffset"]


def _two_exercises(session: dict[str, Any]) -> None:
    second = copy.deepcopy(session["exercises"][0])
    second |= {"sport": "CYCLING", "startTime": _local(300), "stopTime": _local(420)}
    del second["samples"]
    session["exercises"].insert(0, second)


def _without_samples(session: dict[str, Any]) -> None:
    del session["exercises"][0]["samples"]


def _with_nulls(session: dict[str, Any]) -> None:
    samples = session["exercises"][0]["samples"]
    samples["heartRate"][3] = {"dateTime": _local(3)}
    samples["heartRate"][4]["value"] = None
    samples["speed"][5]["value"] = "NaN"


def _polar_xml(*, stray: str = "", samples: bool = True) -> bytes:
    lists = {
        "HEARTRATE": ",".join([str(HEART_BPM)] * N_SECOND),
        "SPEED": ",".join([f"{3.6 * SPEED_MPS}"] * N_SECOND) + stray,
        "RUN_CADENCE": ",".join([str(STRIDES_PM)] * N_SECOND),
    }
    body = "".join(
        f"<sample><type>{kind}</type><values>{values}</values></sample>"
        for kind, values in lists.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<polar-exercise-data xmlns="http://www.polarpersonaltrainer.com" version="1.0">'
        '<calendar-items count="1"><exercise><created>2026-03-09 10:00:00.0</created>'
        f"<time>{_local(0)[:19].replace('T', ' ')}.0</time><name>Freies</name><result>"
        f"<distance>{SPEED_MPS * N_SECOND}</distance><duration>00:02:00</duration>"
        f"<heart-rate><average>{HEART_BPM}</average></heart-rate>"
        "<recording-rate>1</recording-rate><laps><lap index='0'><duration>00:01:00.5</duration>"
        "<distance>180.0</distance></lap></laps>"
        f"{'<samples>' + body + '</samples>' if samples else ''}</result></exercise>"
        "</calendar-items></polar-exercise-data>"
    ).encode()


def _suunto(kinds: tuple[int, ...] = (3,), *, with_events: bool = True) -> dict[str, Any]:
    """Return a Suunto log with one leg for each sport, in SI units."""
    local = timedelta(seconds=OFFSET_S)

    def at(second: float) -> str:
        return (START + local + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%S.000+01:00")

    samples: list[dict[str, Any]] = []
    length = N_SECOND // len(kinds)
    for second in range(N_SECOND):
        if with_events and second % length == 0 and second // length < len(kinds):
            event = {"Activity": {"ActivityType": kinds[second // length]}}
            samples.append({"Events": [event], "TimeISO8601": at(second)})
        if with_events and second in {40, 50}:
            pause = {"ArrayBegin": 0, "Pause": {"State": second == 40}}
            samples.append({"Events": [pause], "TimeISO8601": at(second)})
        place = {
            "Latitude": float(np.radians(LATITUDE + second * DEGREES_A_SECOND)),
            "Longitude": float(np.radians(LONGITUDE)),
            "HR": HEART_BPM / 60.0,
        }
        utc = START + timedelta(seconds=second)
        samples.append(place | {"TimeISO8601": utc.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")})
        values = {
            "Altitude": 500.0,
            "Cadence": STRIDES_PM / 60.0,
            "Distance": SPEED_MPS * second,
            "Speed": SPEED_MPS,
            "Temperature": 293.15,
            "Power": None,
        }
        samples.append(values | {"TimeISO8601": at(second)})
    if with_events:
        samples.append({"Events": [{"Lap": {"Type": "Stop"}}], "TimeISO8601": at(N_SECOND)})
    header = {
        "ActivityType": kinds[0],
        "DateTime": at(0),
        "Distance": SPEED_MPS * N_SECOND,
        "Duration": N_SECOND - 10,
        "TimeISO8601": at(N_SECOND),
    }
    return {"DeviceLog": {"Header": header, "Device": {"Name": "Invented"}, "Samples": samples}}


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "polar.json": lambda: dump(_polar()),
    "polar-route-80-minutes-late.json": lambda: dump(_polar(route_late_s=4827.801)),
    "polar-without-offset.json": lambda: _polar_changed(_without_offset),
    "polar-two-exercises.json": lambda: _polar_changed(_two_exercises),
    "polar-without-samples.json": lambda: _polar_changed(_without_samples),
    "polar-nulls.json": lambda: _polar_changed(_with_nulls),
    "polar-cut-short.json": lambda: dump(_polar())[:9000],
    "polar-account.json": lambda: dump({"exportVersion": "1.3", "userName": "ada"}),
    "polar.xml": _polar_xml,
    "polar-stray-comma.xml": lambda: _polar_xml(stray=","),
    "polar-blank-within.xml": lambda: _polar_xml().replace(b"10.8,10.8", b"10.8,,10.8", 1),
    "polar-without-samples.xml": lambda: _polar_xml(samples=False),
    "polar-cut-short.xml": lambda: _polar_xml()[:900],
    "polar-targets-only.xml": lambda: (
        b"<polar-exercise-data><calendar-items/></polar-exercise-data>"
    ),
    "suunto.json": lambda: dump(_suunto()),
    "suunto-multisport.json": lambda: dump(_suunto((82, 18))),
    "suunto-treadmill.json": lambda: dump(_suunto((93,))),
    "suunto-without-events.json": lambda: dump(_suunto(with_events=False)),
    "suunto-cut-short.json": lambda: dump(_suunto())[:12_000],
}


def oddities() -> dict[str, bytes]:
    """Make every odd file.

    Returns
    -------
    dict of str to bytes
        Content by a name that says what is odd.
    """
    return {name: make() for name, make in _MAKERS.items()}
