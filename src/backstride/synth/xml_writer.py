"""GPX and TCX writers: an `Activity` as the bytes a well-behaved exporter would have written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.stream import Array, Stream
from backstride.domain.units import FEET_PER_STRIDE

GPX_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx creator={creator} version="1.1" xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:{prefix}="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
)
TCX_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
    'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
    'xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<Activities>\n'
)
TCX_TAIL: Final = "</Activities>\n</TrainingCenterDatabase>\n"

_ON_FOOT: Final = (Sport.RUNNING, Sport.WALKING, Sport.HIKING)
_TCX_SPORTS: Final = {Sport.RUNNING: "Running", Sport.CYCLING: "Biking"}
_GPX_EXTENSIONS: Final = (
    ("temperature_c", "atemp"),
    ("heart_rate_bpm", "hr"),
    ("cadence_spm", "cad"),
    ("speed_mps", "speed"),
)


def write_gpx(activity: Activity, *, prefix: str = "gpxtpx") -> bytes:
    """Write an activity as GPX 1.1 with Garmin's TrackPointExtension.

    Parameters
    ----------
    activity : Activity
        Each leg becomes a ``trk``, its pauses cut it into ``trkseg`` pieces. Cadence is written
        in strides per minute for sports on foot. Samples without a position lose it, as GPX
        cannot hold them otherwise.
    prefix : str
        Namespace prefix of the extensions.

    Returns
    -------
    bytes
        UTF-8.
    """
    head = GPX_HEAD.format(creator=quoteattr(activity.device), prefix=prefix)
    tracks = "".join(_gpx_track(leg, prefix) for leg in activity.legs)
    return f"{head}{tracks}</gpx>\n".encode()


def write_tcx(activities: Sequence[Activity]) -> bytes:
    """Write activities as one TCX file with Garmin's ActivityExtension.

    Parameters
    ----------
    activities : sequence of Activity
        Each leg becomes an ``Activity`` element with one lap; the legs of one activity are
        wrapped in a ``MultiSportSession`` where there are several.

    Returns
    -------
    bytes
        UTF-8.
    """
    body = "".join(_tcx_activity(activity) for activity in activities)
    return f"{TCX_HEAD}{body}{TCX_TAIL}".encode()


def instant_text(moment: datetime) -> str:
    """Return an instant as the formats write it, to the millisecond, with ``Z``."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _gpx_track(leg: Leg, prefix: str) -> str:
    word = f"{leg.sub_sport}_{leg.sport.value}" if leg.sub_sport else leg.sport.value
    pieces = "".join(
        f"<trkseg>\n{''.join(_gpx_points(leg, rows, prefix))}</trkseg>\n" for rows in _pieces(leg)
    )
    return f"<trk><type>{escape(word)}</type>\n{pieces}</trk>\n"


def _pieces(leg: Leg) -> Iterator[list[int]]:
    """Rows of the stretches between the pauses."""
    if leg.stream is None:
        return
    ends = [*(pause.start_s for pause in leg.pauses), math.inf]
    start = -math.inf
    for end in ends:
        inside = (leg.stream.time_s > start) & (leg.stream.time_s <= end)
        yield [int(row) for row in np.flatnonzero(inside)]
        start = end


def _gpx_points(leg: Leg, rows: list[int], prefix: str) -> Iterator[str]:
    stream = leg.stream
    if stream is None:
        return
    for row in rows:
        place = "".join(
            f' {attribute}="{value:.7f}"'
            for attribute, name in (("lat", "latitude_deg"), ("lon", "longitude_deg"))
            if (value := _value(stream, name, row)) is not None
        )
        altitude = _tag("ele", _value(stream, "altitude_m", row))
        time = f"<time>{_time(leg, row)}</time>"
        yield f"<trkpt{place}>{altitude}{time}{_gpx_extensions(leg, row, prefix)}</trkpt>\n"


def _gpx_extensions(leg: Leg, row: int, prefix: str) -> str:
    inner = "".join(
        _tag(f"{prefix}:{tag}", _written(leg, name, row)) for name, tag in _GPX_EXTENSIONS
    )
    if not inner:
        return ""
    wrapped = f"<{prefix}:TrackPointExtension>{inner}</{prefix}:TrackPointExtension>"
    return f"<extensions>{wrapped}</extensions>"


def _tcx_activity(activity: Activity) -> str:
    legs = [_tcx_leg(leg, activity.device) for leg in activity.legs]
    if len(legs) == 1:
        return legs[0]
    others = "".join(f"<NextSport>{leg}</NextSport>\n" for leg in legs[1:])
    first = f"<FirstSport>{legs[0]}</FirstSport>\n"
    start = f"<Id>{instant_text(activity.start)}</Id>\n"
    return f"<MultiSportSession>{start}{first}{others}</MultiSportSession>\n"


def _tcx_leg(leg: Leg, device: str) -> str:
    start = instant_text(leg.start)
    sport = _TCX_SPORTS.get(leg.sport, "Other")
    creator = f'<Creator xsi:type="Device_t"><Name>{escape(device)}</Name></Creator>\n'
    tracks = "".join(
        f"<Track>\n{''.join(_tcx_points(leg, rows))}</Track>\n" for rows in _pieces(leg)
    )
    totals = _tag("TotalTimeSeconds", leg.timer_s) + _tag("DistanceMeters", leg.distance_m)
    lap = f'<Lap StartTime="{start}">\n{totals}{tracks}</Lap>\n'
    return f'<Activity Sport="{sport}"><Id>{start}</Id>\n{lap}{creator}</Activity>\n'


def _tcx_points(leg: Leg, rows: list[int]) -> Iterator[str]:
    stream = leg.stream
    if stream is None:
        return
    for row in rows:
        latitude = _tag("LatitudeDegrees", _value(stream, "latitude_deg", row))
        longitude = _tag("LongitudeDegrees", _value(stream, "longitude_deg", row))
        position = f"<Position>{latitude}{longitude}</Position>" if latitude and longitude else ""
        altitude = _tag("AltitudeMeters", _value(stream, "altitude_m", row))
        distance = _tag("DistanceMeters", _value(stream, "distance_m", row))
        beats = _tag("Value", _value(stream, "heart_rate_bpm", row))
        heart = f"<HeartRateBpm>{beats}</HeartRateBpm>" if beats else ""
        extension = _tcx_extension(leg, row)
        time = f"<Time>{_time(leg, row)}</Time>"
        yield f"<Trackpoint>{time}{position}{altitude}{distance}{heart}{extension}</Trackpoint>\n"


def _tcx_extension(leg: Leg, row: int) -> str:
    tag = "RunCadence" if leg.sport in _ON_FOOT else "Cadence"
    inner = (
        _tag("ns3:Speed", _written(leg, "speed_mps", row))
        + _tag(f"ns3:{tag}", _written(leg, "cadence_spm", row))
        + _tag("ns3:Watts", _written(leg, "power_w", row))
    )
    return f"<Extensions><ns3:TPX>{inner}</ns3:TPX></Extensions>" if inner else ""


def _time(leg: Leg, row: int) -> str:
    if leg.stream is None:
        return ""
    return instant_text(leg.start + timedelta(seconds=float(leg.stream.time_s[row])))


def _written(leg: Leg, name: str, row: int) -> float | None:
    """Value of a sample in the unit the formats use: strides of one foot for cadence."""
    if leg.stream is None:
        return None
    value = _value(leg.stream, name, row)
    if value is None or name != "cadence_spm" or leg.sport not in _ON_FOOT:
        return value
    return value / FEET_PER_STRIDE


def _value(stream: Stream, name: str, row: int) -> float | None:
    values: Array | None = stream.values(name)
    if values is None or not math.isfinite(float(values[row])):
        return None
    return float(values[row])


def _tag(name: str, value: float | None) -> str:
    return "" if value is None else f"<{name}>{value:.10g}</{name}>"
