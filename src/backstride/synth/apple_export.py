"""An invented Apple Health export of any size, written as it goes, with its real faults.

Records come by type and then by time, workouts stand at the end, the inline DTD is broken as it
is since iOS 16, a control byte stands in a name, phone and watch both count the same steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO, Final

FIRST_DAY: Final = date(2020, 1, 1)
RUN_EVERY_DAYS: Final = 2
RUN_START_S: Final = 7 * 3600
"""Runs begin at seven in the morning on the clock of the file. [s]"""

RUN_LENGTH_S: Final = 2400
SPEED_MPS: Final = 3.0
CADENCE_SPM: Final = 168
POWER_W: Final = 240
CONTACT_MS: Final = 252
OSCILLATION_CM: Final = 8.9
STEP_LENGTH_M: Final = round(60.0 * SPEED_MPS / CADENCE_SPM, 3)
HEART_BPM: Final = 145
SLEEP_H: Final = 7.5
STEPS_A_DAY: Final = 3600

_WATCH: Final = "Ada\x0b&apos;s Apple\u00a0Watch"
_PHONE: Final = "Ada&apos;s iPhone"
_DEVICE: Final = (
    "&lt;&lt;HKDevice: 0x{address:x}&gt;, name:Apple Watch, manufacturer:Apple Inc., "
    "model:Watch, hardware:Watch6,10, software:10.6.1&gt;"
)
_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  startDate     CDATA #REQUIRED
<!ELEMENT Workout ((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)>
]>
<HealthData locale="en_US">
 <ExportDate value="2026-01-20 22:00:00 {zone}"/>
"""
_RECORD: Final = (
    ' <Record type="HK{kind}" sourceName="{source}" sourceVersion="10.6.1" device="{device}"{unit}'
    ' creationDate="{end}" startDate="{start}" endDate="{end}" value="{value}"/>\n'
)


@dataclass(frozen=True, slots=True)
class ExportMade:
    """What was written.

    Parameters
    ----------
    n_byte : int
        Size. [B]
    n_workout : int
        Runs.
    n_record : int
        Records.
    """

    n_byte: int
    n_workout: int
    n_record: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """One type of record and when it comes: every `every_s` from `first_s` to `last_s` of a day."""

    name: str
    unit: str
    value: Callable[[int], object]
    span: tuple[int, int, int]
    length_s: int = 0
    of_run: bool = False
    source: str = _WATCH


def _kinds() -> tuple[_Kind, ...]:
    run = (RUN_START_S, RUN_START_S + RUN_LENGTH_S)
    awake = (8 * 3600, 22 * 3600)
    quantity = "QuantityTypeIdentifier"
    return (
        _Kind(f"{quantity}BasalEnergyBurned", "kcal", lambda s: 1.1, (*awake, 60), 60),
        _Kind(f"{quantity}ActiveEnergyBurned", "kcal", lambda s: 0.3, (*awake, 90), 60),
        _Kind(f"{quantity}HeartRate", "count/min", lambda s: 60 + s % 7, (*awake, 240)),
        _Kind(f"{quantity}HeartRate", "count/min", lambda s: HEART_BPM, (*run, 5), of_run=True),
        _Kind(f"{quantity}StepCount", "count", lambda s: 60, (*awake, 840), 60),
        _Kind(f"{quantity}StepCount", "count", lambda s: 50, (*awake, 840), 60, source=_PHONE),
        _Kind(
            f"{quantity}StepCount", "count", lambda s: CADENCE_SPM // 6, (*run, 10), 10, of_run=True
        ),
        _Kind(
            f"{quantity}DistanceWalkingRunning",
            "km",
            lambda s: SPEED_MPS / 100.0,
            (*run, 10),
            10,
            of_run=True,
        ),
        _Kind(f"{quantity}RunningPower", "W", lambda s: POWER_W, (*run, 5), of_run=True),
        _Kind(
            f"{quantity}RunningSpeed", "km/hr", lambda s: 3.6 * SPEED_MPS, (*run, 5), of_run=True
        ),
        _Kind(
            f"{quantity}RunningGroundContactTime",
            "ms",
            lambda s: CONTACT_MS,
            (*run, 10),
            of_run=True,
        ),
        _Kind(
            f"{quantity}RunningVerticalOscillation",
            "cm",
            lambda s: OSCILLATION_CM,
            (*run, 10),
            of_run=True,
        ),
        _Kind(
            f"{quantity}RunningStrideLength", "m", lambda s: STEP_LENGTH_M, (*run, 10), of_run=True
        ),
        _Kind(
            "CategoryTypeIdentifierSleepAnalysis",
            "",
            lambda s: "HKCategoryValueSleepAnalysisAsleepCore",
            (0, 1, 1),
            round(SLEEP_H * 3600 - 1800),
        ),
        _Kind(
            "CategoryTypeIdentifierSleepAnalysis",
            "",
            lambda s: "HKCategoryValueSleepAnalysisAsleepUnspecified",
            (1800, 1801, 1),
            round(SLEEP_H * 3600 - 1800),
            source=_PHONE,
        ),
    )


def write_export(
    stream: BinaryIO, *, n_day: int, zone: str = "+0100", address: int = 0x3037E4E60
) -> ExportMade:
    """Write an export.

    Parameters
    ----------
    stream : binary file
        Written to from where it stands.
    n_day : int
        Days of history; a run on every other one.
    zone : str
        Offset in which the phone writes its dates.
    address : int
        Where the phone's memory held the device: another one in every export.

    Returns
    -------
    ExportMade
        What was written.
    """
    n_byte = stream.write(_HEAD.format(zone=zone).encode())
    n_record = n_workout = 0
    device = _DEVICE.format(address=address)
    for kind in _kinds():
        for lines in _records(kind, n_day, zone, device):
            n_byte += stream.write("".join(lines).encode())
            n_record += len(lines)
    for day in range(0, n_day, RUN_EVERY_DAYS):
        n_byte += stream.write(_workout(day, zone, device).encode())
        n_workout += 1
    n_byte += stream.write(b"</HealthData>\n")
    return ExportMade(n_byte, n_workout, n_record)


def _records(kind: _Kind, n_day: int, zone: str, device: str) -> Iterator[list[str]]:
    """Yield the lines of one type, a day at a time."""
    first_s, last_s, every_s = kind.span
    unit = f' unit="{kind.unit}"' if kind.unit else ""
    parts = [
        _RECORD.format(
            kind=kind.name,
            source=kind.source,
            device=device if kind.source == _WATCH else "",
            unit=unit,
            start=f"{{day}} {_clock(second)} {zone}",
            end=f"{{day}} {_clock(second + kind.length_s)} {zone}",
            value=kind.value(second),
        )
        for second in range(first_s, last_s, every_s)
    ]
    for day in range(0, n_day, RUN_EVERY_DAYS if kind.of_run else 1):
        text = (FIRST_DAY + timedelta(days=day)).isoformat()
        yield [part.replace("{day}", text) for part in parts]


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def _workout(day: int, zone: str, device: str) -> str:
    text = (FIRST_DAY + timedelta(days=day)).isoformat()
    start = f"{text} {_clock(RUN_START_S)} {zone}"
    end = f"{text} {_clock(RUN_START_S + RUN_LENGTH_S)} {zone}"
    metres = SPEED_MPS * RUN_LENGTH_S
    statistics = (
        ("DistanceWalkingRunning", f'sum="{metres / 1000.0}" unit="km"'),
        ("StepCount", f'sum="{CADENCE_SPM * RUN_LENGTH_S // 60}" unit="count"'),
        ("HeartRate", f'average="{HEART_BPM}" unit="count/min"'),
        ("RunningPower", f'average="{POWER_W}" unit="W"'),
    )
    said = "".join(
        f'  <WorkoutStatistics type="HKQuantityTypeIdentifier{kind}" startDate="{start}" '
        f'endDate="{end}" {values}/>\n'
        for kind, values in statistics
    )
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" '
        f'duration="{RUN_LENGTH_S / 60}" durationUnit="min" sourceName="{_WATCH}" '
        f'sourceVersion="10.6.1" device="{device}" creationDate="{end}" startDate="{start}" '
        f'endDate="{end}">\n'
        f'  <MetadataEntry key="HKIndoorWorkout" value="0"/>\n'
        f'  <MetadataEntry key="HKTimeZone" value="Europe/Paris"/>\n'
        f'  <MetadataEntry key="HKWeatherHumidity" value="9400 %"/>\n'
        f'  <MetadataEntry key="HKElevationAscended" value="4544 cm"/>\n{said} </Workout>\n'
    )


def run_start(number: int, zone_s: int = 3600) -> datetime:
    """Instant at which a run of the export begins.

    Parameters
    ----------
    number : int
        From 0.
    zone_s : int
        Offset in which the dates were written. [s]
    """
    day = FIRST_DAY + timedelta(days=RUN_EVERY_DAYS * number)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight + timedelta(seconds=RUN_START_S - zone_s)
