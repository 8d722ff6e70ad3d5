"""Odd Apple Health exports: made look-alikes of old and new ones and of their faults."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from backstride.synth.apple_export import write_export

_DATES: Final = 'startDate="2026-03-09 07:30:00 +0100" endDate="2026-03-09 08:00:00 +0100"'
_HEART: Final = (
    '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="{source}" unit="count/min" '
    'creationDate="{at}" startDate="{at}" endDate="{at}" value="{value}"/>'
)


def small_export(*, n_day: int = 2, zone: str = "+0100", address: int = 1) -> bytes:
    """Return a few days of an invented export.

    Parameters
    ----------
    n_day, zone, address
        As of `apple_export.write_export`.
    """
    target = io.BytesIO()
    write_export(target, n_day=n_day, zone=zone, address=address)
    return target.getvalue()


def _document(body: str) -> bytes:
    return f'<?xml version="1.0"?>\n<HealthData locale="en_US">\n{body}\n</HealthData>\n'.encode()


def old_totals() -> bytes:
    """Return a run of an old export: totals as attributes, miles, a route, pause and resume."""
    return _document(
        '<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="28.5" '
        'durationUnit="min" totalDistance="3.1" totalDistanceUnit="mi" '
        f'sourceName="Watch &amp; Co" {_DATES}>'
        '<WorkoutEvent type="HKWorkoutEventTypePause" date="2026-03-09 07:40:00 +0100"/>'
        '<WorkoutEvent type="HKWorkoutEventTypeMotionPaused" date="2026-03-09 07:40:00 +0100"/>'
        '<WorkoutEvent type="HKWorkoutEventTypeResume" date="2026-03-09 07:41:30 +0100"/>'
        '<WorkoutEvent type="HKWorkoutEventTypeMotionResumed" date="2026-03-09 07:41:30 +0100"/>'
        '<WorkoutRoute><FileReference path="/workout-routes/route_1.gpx"/></WorkoutRoute>'
        '<WorkoutRoute><FileReference path="/workout-routes/route_1.gpx"/></WorkoutRoute>'
        "</Workout>"
    )


def two_sources() -> bytes:
    """Return a run in which watch and phone both tell a heart rate, attributes in any order."""
    records = [
        _HEART.format(source=source, at=f"2026-03-09 07:3{minute}:00 +0100", value=value)
        for source, value in (("Phone", 90), ("Watch &amp; Co", 150))
        for minute in range(5)
    ]
    turned = (
        '<Record value="151" endDate="2026-03-09 07:35:00 +0100" unit="count/min" '
        'startDate="2026-03-09 07:35:00 +0100" sourceName="Watch &amp; Co" '
        'type="HKQuantityTypeIdentifierHeartRate"/>'
    )
    workout = old_totals().decode()
    return workout.replace("<Workout ", "\n".join([*records, turned]) + "\n<Workout ", 1).encode()


def _multisport() -> bytes:
    parts = [
        ("DistanceSwimming", "m", "400", "07:30", "07:40"),
        ("DistanceCycling", "km", "5", "07:40", "07:50"),
        ("DistanceWalkingRunning", "km", "1.6", "07:50", "08:00"),
    ]
    inner = "".join(
        f'<WorkoutActivity uuid="{kind}" startDate="2026-03-09 {begin}:00 +0100" '
        f'endDate="2026-03-09 {end}:00 +0100" duration="10" durationUnit="min">'
        f'<WorkoutStatistics type="HKQuantityTypeIdentifier{kind}" sum="{total}" unit="{unit}"/>'
        "</WorkoutActivity>"
        for kind, unit, total, begin, end in parts
    )
    return _document(
        '<Workout workoutActivityType="HKWorkoutActivityTypeSwimBikeRun" duration="30" '
        f'durationUnit="min" sourceName="Watch" {_DATES}>{inner}</Workout>'
    )


def _unreadable() -> bytes:
    return (
        two_sources()
        .replace(b'value="150"', b'value="many"', 2)
        .replace(b'unit="count/min"', b'unit="furlong"', 1)
        .replace(b"2026-03-09 07:33:00", b"2026-13-09 07:33:00")
    )


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "apple.xml": small_export,
    "apple-old-totals.xml": old_totals,
    "apple-two-sources.xml": two_sources,
    "apple-multisport.xml": _multisport,
    "apple-unreadable-records.xml": _unreadable,
    "apple-indoors.xml": lambda: small_export().replace(
        b'"HKIndoorWorkout" value="0"', b'"HKIndoorWorkout" value="1"'
    ),
    "apple-without-workouts.xml": lambda: _document(
        _HEART.format(source="Watch", at="2026-03-09 07:30:00 +0100", value=60)
    ),
    "apple-cut-short.xml": lambda: small_export()[:-1500],
    "apple-cut-before-workouts.xml": lambda: small_export()[:200_000],
    "apple-workout-without-start.xml": lambda: old_totals().replace(b"startDate=", b"start="),
    "apple-clinical.xml": lambda: b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">',
}


def oddities() -> dict[str, bytes]:
    """Make every odd export.

    Returns
    -------
    dict of str to bytes
        Content by a name that says what is odd.
    """
    return {name: make() for name, make in _MAKERS.items()}
