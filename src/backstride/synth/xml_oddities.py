"""Odd GPX and TCX files: made look-alikes of every fault seen in real ones.

None is a copy: each is an invented run with one known fault, so that its truth is known.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import numpy as np

from backstride.domain.activity import Activity, Leg, Pause, Sport
from backstride.domain.stream import Channel, Stream
from backstride.domain.units import EARTH_RADIUS_M
from backstride.synth.xml_writer import write_gpx, write_tcx

START: Final = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
"""Start of every invented run."""

N_POINT: Final = 120
SPEED_MPS: Final = 3.0
CADENCE_SPM: Final = 164.0
DEVICE: Final = "Invented Watch 1"


def example_run(
    *, n_point: int = N_POINT, sport: Sport = Sport.RUNNING, with_position: bool = True
) -> Activity:
    """Return a straight run northwards at 3 m/s, one sample a second.

    Parameters
    ----------
    n_point : int
        Number of samples.
    sport : Sport
        What it is called.
    with_position : bool
        False for a treadmill.
    """
    time_s = np.arange(n_point, dtype=np.float64)
    distance_m = SPEED_MPS * time_s
    channels = {
        "latitude_deg": Channel(48.0 + np.degrees(distance_m / EARTH_RADIUS_M), "deg"),
        "longitude_deg": Channel(np.full(n_point, 11.5), "deg"),
        "altitude_m": Channel(500.0 + 0.01 * distance_m, "m"),
        "distance_m": Channel(distance_m, "m"),
        "speed_mps": Channel(np.full(n_point, SPEED_MPS), "m/s"),
        "heart_rate_bpm": Channel(140.0 + np.mod(time_s, 10.0), "1/min"),
        "cadence_spm": Channel(np.full(n_point, CADENCE_SPM), "1/min"),
    }
    if not with_position:
        for name in ("latitude_deg", "longitude_deg", "altitude_m"):
            del channels[name]
    span_s = float(time_s[-1])
    leg = Leg(
        sport=sport,
        start=START,
        elapsed_s=span_s,
        timer_s=span_s,
        distance_m=float(distance_m[-1]),
        stream=Stream(time_s, channels),
    )
    return Activity((leg,), device=DEVICE)


def paused_run(*, pause_s: float = 600.0) -> Activity:
    """Return the example run with its second half behind a pause."""
    whole = example_run().legs[0]
    if whole.stream is None or whole.timer_s is None:
        return Activity((whole,), device=DEVICE)
    half = N_POINT // 2
    time_s = whole.stream.time_s.copy()
    time_s[half:] += pause_s
    pause = Pause(float(time_s[half - 1]), float(time_s[half]))
    leg = Leg(
        sport=whole.sport,
        start=whole.start,
        elapsed_s=float(time_s[-1]),
        timer_s=whole.timer_s - 1.0,
        distance_m=whole.distance_m,
        stream=Stream(time_s, whole.stream.channels),
        pauses=(pause,),
    )
    return Activity((leg,), device=DEVICE)


def _gpx() -> bytes:
    return write_gpx(example_run())


def _tcx() -> bytes:
    return write_tcx([example_run()])


def _swap(data: bytes, old: bytes, new: bytes, *, count: int = -1) -> bytes:
    """Replace, failing where there is nothing to replace: a fixture must hold its fault."""
    if old not in data:
        raise LookupError(old)
    return data.replace(old, new, count)


def _point(lat: float, lon: float, clock: str) -> bytes:
    return f'<trkpt lat="{lat}" lon="{lon}"><time>2026-03-09T{clock}.000Z</time></trkpt>\n'.encode()


def _behind_point(data: bytes, number: int, new: bytes) -> bytes:
    """Insert something behind the n-th point."""
    position = -1
    for _ in range(number):
        position = data.index(b"</trkpt>", position + 1)
    end = position + len(b"</trkpt>\n")
    return data[:end] + new + data[end:]


def _undeclared_prefix() -> bytes:
    return _swap(_gpx(), b"gpxtpx:cad>", b"gpxdata:cadence>")


def _without_latitude() -> bytes:
    data = _gpx()
    start = data.index(b' lat="')
    return data[:start] + data[data.index(b' lon="') :]


def _pause_points() -> bytes:
    """Write three points at zero-zero and two on the other side of the world into the run."""
    data = _behind_point(_gpx(), 60, _point(0.0, 0.0, "06:30:59") * 3)
    return _behind_point(data, 90, _point(-33.9, 151.2, "06:31:26") * 2)


def _backwards_jitter() -> bytes:
    return _swap(_gpx(), b"06:30:40.000Z", b"06:30:37.500Z")


def _written_backwards() -> bytes:
    data = _gpx()
    start, end = data.index(b"<trkpt"), data.index(b"</trkseg>")
    points = data[start:end].splitlines(keepends=True)
    return data[:start] + b"".join(reversed(points)) + data[end:]


def _clock_put_back() -> bytes:
    """Let the clock go back by an hour in the middle, as at the end of summer time."""
    data = _gpx()
    for second in range(60):
        old = f"T06:31:{second:02d}.000Z".encode()
        data = _swap(data, old, old.replace(b"T06", b"T05"))
    return data


def _no_times() -> bytes:
    return b"".join(
        line.split(b"<time>")[0] + line.split(b"</time>")[-1] if b"<time>" in line else line
        for line in _gpx().splitlines(keepends=True)
    )


def _totals_only() -> bytes:
    totals = (
        b"<extensions><distance>5294.74</distance><average_hr>156.0</average_hr>"
        b"<start_time>2026-03-09T06:30:00+00:00</start_time><moving_time>1684.0</moving_time>"
        b"<elapsed_time>1763.379</elapsed_time></extensions>\n"
    )
    data = _gpx()
    head = data[: data.index(b"<trk>")]
    return head + totals + b"<trk><type>treadmill_running</type><trkseg/></trk></gpx>\n"


def _metadata_only() -> bytes:
    data = _gpx()
    time = b"<metadata><time>2026-03-09T06:30:00Z</time></metadata></gpx>\n"
    return data[: data.index(b"<trk>")] + time


def _entity_bomb(data: bytes) -> bytes:
    entities = b'<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
    )
    dtd = b"<!DOCTYPE gpx [" + entities + b'<!ENTITY file SYSTEM "file:///etc/hostname">]>\n'
    end = data.index(b"?>") + 3
    return data[:end] + dtd + _swap(data[end:], b"<ele>500<", b"<ele>&j;&file;<")


def _control_bytes() -> bytes:
    return _swap(_gpx(), b"<type>", b"<name>a\x0b\x00b&#11;&nbsp;&</name><type>")


def _local_time() -> bytes:
    """Let the points of a TCX be in local time, an hour ahead, while Id and lap are UTC."""
    return _swap(_tcx(), b"<Time>2026-03-09T06:", b"<Time>2026-03-09T07:")


def _doubled_cadence() -> bytes:
    return _swap(
        write_tcx([example_run(with_position=False)]), b"RunCadence>82<", b"RunCadence>164<"
    )


def _plain_cadence() -> bytes:
    data = _swap(
        _tcx(), b"<Extensions><ns3:TPX><ns3:Speed>3</ns3:Speed><ns3:RunCadence>", b"<Cadence>"
    )
    return _swap(data, b"</ns3:RunCadence></ns3:TPX></Extensions>", b"</Cadence>")


def _missing_distances() -> bytes:
    """Keep every third distance and count them from a device that did not start at zero."""
    lines = []
    for number, line in enumerate(_tcx().splitlines(keepends=True)):
        if b"<Trackpoint>" in line:
            start, end = line.index(b"<DistanceMeters>") + 16, line.index(b"</DistanceMeters>")
            shifted = f"{42000.0 + float(line[start:end]):.1f}".encode()
            kept = line[:start] + shifted + line[end:]
            lines.append(kept if number % 3 == 0 else line[: start - 16] + line[end + 17 :])
        else:
            lines.append(line)
    return b"".join(lines)


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "plain.gpx": _gpx,
    "plain.tcx": _tcx,
    "paused.gpx": lambda: write_gpx(paused_run()),
    "paused.tcx": lambda: write_tcx([paused_run()]),
    "undeclared-prefix.gpx": _undeclared_prefix,
    "byte-order-mark.gpx": lambda: codecs.BOM_UTF8 + _gpx(),
    "utf-16.gpx": lambda: _gpx().decode().encode("utf-16"),
    "latin-1-name.gpx": lambda: _swap(
        _gpx(), b"<type>", "<name>Früh</name><type>".encode("cp1252")
    ),
    "point-without-latitude.gpx": _without_latitude,
    "pause-points-far-away.gpx": _pause_points,
    "one-step-backwards.gpx": _backwards_jitter,
    "written-backwards.gpx": _written_backwards,
    "clock-put-back.gpx": _clock_put_back,
    "no-times.gpx": _no_times,
    "treadmill-totals-only.gpx": _totals_only,
    "empty-track.gpx": lambda: _gpx()[: _gpx().index(b"<trkseg>")] + b"<trkseg/></trk></gpx>",
    "metadata-only.gpx": _metadata_only,
    "strava-type-9.gpx": lambda: _swap(_gpx(), b"<type>running<", b"<type>9<"),
    "no-type.gpx": lambda: _swap(_gpx(), b"<type>running</type>", b""),
    "other-prefix.gpx": lambda: write_gpx(example_run(), prefix="ns3"),
    "entity-bomb.gpx": lambda: _entity_bomb(_gpx()),
    "control-bytes.gpx": _control_bytes,
    "cut-short.gpx": lambda: _gpx()[: len(_gpx()) * 3 // 4],
    "year-2085.gpx": lambda: _swap(_gpx(), b"2026-03-09T06:31:59", b"2085-12-21T16:46:58"),
    "heart-rate-zero.gpx": lambda: _swap(_gpx(), b"<gpxtpx:hr>140<", b"<gpxtpx:hr>0<"),
    "speed-sixty.gpx": lambda: _swap(_gpx(), b"speed>3<", b"speed>60<", count=1),
    "spaces-before-declaration.tcx": lambda: b"          " + _tcx(),
    "local-time-marked-z.tcx": _local_time,
    "three-activities.tcx": lambda: write_tcx([example_run(), example_run(), example_run()]),
    "doubled-cadence-treadmill.tcx": _doubled_cadence,
    "running-in-plain-cadence.tcx": _plain_cadence,
    "lower-case-sport.tcx": lambda: _swap(_tcx(), b'"Running"', b'"running"'),
    "no-namespace-extension.tcx": lambda: _swap(_tcx(), b"ns3:", b""),
    "missing-distances.tcx": _missing_distances,
    "lap-totals-only.tcx": lambda: (
        _tcx()[: _tcx().index(b"<Track>")] + b"</Lap></Activity></Activities>"
        b"</TrainingCenterDatabase>"
    ),
    "course.tcx": lambda: (
        b'<?xml version="1.0"?><TrainingCenterDatabase><Courses><Course><Name>a</Name>'
        b"</Course></Courses></TrainingCenterDatabase>"
    ),
}


def oddities() -> dict[str, bytes]:
    """Make every odd GPX and TCX file.

    Returns
    -------
    dict of str to bytes
        Content by a name that says what is odd; the ending is the true format.
    """
    return {name: make() for name, make in _MAKERS.items()}
