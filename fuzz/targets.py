"""What a fuzzed file goes through, and what has to hold of whatever comes out."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np

from backstride.readers.acceleration_table import read_acceleration
from backstride.readers.activity_list import read_activity_list
from backstride.readers.apple_health import read_apple_health
from backstride.readers.diary_table import read_daily, read_diary
from backstride.readers.fit import read_fit
from backstride.readers.garmin_export import read_garmin_export
from backstride.readers.goldencheetah import read_goldencheetah
from backstride.readers.gpx import read_gpx
from backstride.readers.limits import Limits
from backstride.readers.motion_table import kind_of_motion, read_motion
from backstride.readers.polar_export import read_polar_export
from backstride.readers.polar_xml import read_polar_xml
from backstride.readers.reading import Outcome, Reading
from backstride.readers.running_page import read_running_page
from backstride.readers.source import unwrap
from backstride.readers.strava_export import read_strava_export
from backstride.readers.strava_streams import read_strava_streams
from backstride.readers.suunto_export import read_suunto_export
from backstride.readers.tcx import read_tcx

SMALL: Final = Limits(
    max_member_bytes=1 << 22, max_container_bytes=1 << 22, max_total_bytes=1 << 23
)


def run(family: str, data: bytes) -> None:
    """Send bytes through every reader of a family; anything raised is a finding."""
    for read in _READERS[family]:
        found = read(data)
        if isinstance(found, Reading):
            hold(found)


def hold(reading: Reading) -> None:
    """Hold what every reading promises."""
    if reading.outcome is Outcome.ACTIVITIES:
        assert reading.activities
    else:
        assert not reading.activities
        assert reading.problems
    for activity in reading.activities:
        for leg in activity.legs:
            assert leg.start.tzinfo is not None
            assert leg.distance_m is None or math.isfinite(leg.distance_m)
            if leg.stream is not None:
                channels = leg.stream.channels.values()
                assert all(one.values.size == leg.stream.n_sample for one in channels)
                assert not (np.diff(leg.stream.time_s) < 0).any()


def _diary(data: bytes) -> None:
    read_diary(data, today=date(2026, 11, 28))


def _daily(data: bytes) -> None:
    read_daily(data)


def _motion(data: bytes) -> None:
    if kind_of_motion(data) is not None:  # nothing else is handed to it
        read_motion(data)


def _unwrap(data: bytes) -> None:
    for part in unwrap("fuzzed", data, SMALL):
        assert part.name


_READERS: Final[dict[str, tuple[Callable[[bytes], object], ...]]] = {
    "fit": (read_fit,),
    "xml": (read_gpx, read_tcx, read_polar_xml),
    "apple": (read_apple_health,),
    "json": (
        read_polar_export,
        read_suunto_export,
        read_goldencheetah,
        read_running_page,
        read_garmin_export,
        read_strava_streams,
    ),
    "tables": (read_strava_export, read_activity_list, _diary, _daily),
    "form": (_motion, read_acceleration),
    "archives": (_unwrap,),
}
