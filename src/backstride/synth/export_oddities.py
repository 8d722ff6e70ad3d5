"""Odd files of programs and accounts: made look-alikes of what real ones hold.

None is a copy: each holds invented runs of known length with one known peculiarity.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from backstride.synth.watch_oddities import (
    DEGREES_A_SECOND,
    HEART_BPM,
    LATITUDE,
    LONGITUDE,
    N_SECOND,
    OFFSET_S,
    SPEED_MPS,
    START,
    STRIDES_PM,
    dump,
)


def _goldencheetah(sport: str = "Run ", **more: float) -> bytes:
    samples = [
        {
            "SECS": second,
            "KM": SPEED_MPS * second / 1000.0,
            "KPH": 3.6 * SPEED_MPS,
            "HR": HEART_BPM,
            "LAT": LATITUDE + second * DEGREES_A_SECOND,
            "LON": LONGITUDE,
            **more,
        }
        for second in range(N_SECOND)
    ]
    ride = {
        "STARTTIME": START.strftime("%Y/%m/%d %H:%M:%S UTC "),
        "RECINTSECS": 1,
        "DEVICETYPE": "Invented ",
        "TAGS": {"Sport": sport},
        "SAMPLES": samples,
    }
    return dump({"RIDE": ride})


def _running_page(**changes: object) -> bytes:
    local = START + timedelta(seconds=OFFSET_S)
    entries = [
        {
            "run_id": 2_403_499_781 + n,
            "type": "Run",
            "distance": 5000.0,
            "moving_time": "0:25:00.500000",
            "average_heartrate": 148.0,
            "start_date": (START + timedelta(days=n)).strftime("%Y-%m-%d %H:%M:%S+00:00"),
            "start_date_local": (local + timedelta(days=n)).strftime("%Y-%m-%d %H:%M:%S"),
            "summary_polyline": "ojiG_|xxRV",
        }
        for n in range(4)
    ]
    entries[1] |= changes
    return dump(entries)


def _garmin(**changes: object) -> bytes:
    start_ms = START.timestamp() * 1000.0
    rows = [
        {
            "activityId": 11_984_427_563 + n,
            "name": "Invented",
            "activityType": "treadmill_running",
            "userProfileId": 1,
            "startTimeGmt": start_ms + n * 86_400_000.0,
            "startTimeLocal": start_ms + n * 86_400_000.0 + OFFSET_S * 1000.0,
            "duration": 1_500_000.0,
            "elapsedDuration": 1_560_000.0,
            "movingDuration": 1_490_000.0,
            "distance": 500_000.0,
            "elevationGain": 2_300.0,
            "avgSpeed": 0.3333,
            "avgHr": 148.0,
            "avgDoubleCadence": 164.0,
            "calories": 1_800.0,
        }
        for n in range(3)
    ]
    rows[1] |= changes
    return dump([{"summarizedActivitiesExport": rows}])


def _garmin_days() -> bytes:
    days = [
        {"userProfilePK": 1, "calendarDate": f"2026-03-0{n + 1}", "totalSteps": 8000 + n}
        for n in range(5)
    ]
    return dump(days)


def _streams(**more: object) -> bytes:
    seconds = list(range(N_SECOND))
    named = {
        "altitude": [500.0] * N_SECOND,
        "cadence": [STRIDES_PM] * N_SECOND,
        "heartrate": [HEART_BPM] * N_SECOND,
        "watts": [None] * N_SECOND,
        "distance": [SPEED_MPS * second for second in seconds],
        "time": seconds,
    }
    return dump(named | more)


def _streams_with_start() -> bytes:
    streams = json.loads(_streams(latlng=[[LATITUDE, LONGITUDE]] * N_SECOND))
    start = START.strftime("%Y-%m-%dT%H:%M:%SZ")
    return dump({"start_date": start, "type": "Run", "streams": streams})


def _streams_as_objects() -> bytes:
    streams = json.loads(_streams())
    return dump([{"type": name, "data": data} for name, data in streams.items()])


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "goldencheetah.json": _goldencheetah,
    "goldencheetah-form.json": lambda: _goldencheetah(
        RCAD=STRIDES_PM, RCON=252.0, RVERT=8.9, TEMP=-255.0
    ),
    "goldencheetah-byte-order-mark.json": lambda: codecs.BOM_UTF8 + _goldencheetah(),
    "goldencheetah-ride.json": lambda: _goldencheetah("Bike ", CAD=90, WATTS=200),
    "goldencheetah-without-place.json": lambda: _goldencheetah(LAT=0.0, LON=0.0),
    "running-page.json": _running_page,
    "running-page-long.json": lambda: _running_page(moving_time="1 day, 2:03:04"),
    "running-page-bad-date.json": lambda: _running_page(start_date="soon"),
    "running-page-without-totals.json": lambda: _running_page(moving_time=None, distance=None),
    "running-page-swim.json": lambda: _running_page(type="Swim", average_heartrate=None),
    "garmin-summaries.json": _garmin,
    "garmin-parent.json": lambda: _garmin(activityType="multi_sport", parent=True),
    "garmin-without-start.json": lambda: _garmin(startTimeGmt=None, beginTimestamp=None),
    "garmin-days.json": _garmin_days,
    "garmin-other.json": lambda: dump([{"userProfilePk": 1, "hydration": 2}]),
    "streams-without-start.json": _streams,
    "streams-with-start.json": _streams_with_start,
    "streams-as-objects.json": _streams_as_objects,
    "streams-lengths-differ.json": lambda: _streams(heartrate=[1, 2, 3]),
    "streams-without-time.json": lambda: _streams(time=[]),
}


def oddities() -> dict[str, bytes]:
    """Make every odd file.

    Returns
    -------
    dict of str to bytes
        Content by a name that says what is odd.
    """
    return {name: make() for name, make in _MAKERS.items()}
