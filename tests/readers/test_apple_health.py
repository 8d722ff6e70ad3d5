"""Apple Health: workouts cut out of exports of any size, old and new, whole and broken."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.activity import Leg, Pause, Sport
from backstride.domain.units import MILE_M
from backstride.readers import apple_scan, apple_shelf, registry
from backstride.readers.apple_extract import Export
from backstride.readers.apple_times import in_utc, unix_seconds
from backstride.readers.apple_units import embedded_quantity, quantity
from backstride.readers.limits import Limits
from backstride.readers.member import Member
from backstride.readers.reading import Outcome
from backstride.readers.side_table import Role
from backstride.readers.source import unwrap
from backstride.synth import apple_export as made
from backstride.synth.apple_oddities import oddities, old_totals, small_export, two_sources
from tests.readers.reading_facts import codes, members, n_finite, refusals, stream_of
from tests.readers.test_reader_contract import hold
from tests.readers.test_reader_mutations import mutated

FILES = oddities()


def legs(name: str) -> list[Leg]:
    reading = registry.read(FILES[name])
    return [leg for activity in reading.activities for leg in activity.legs]


def mean(leg: Leg, channel: str) -> float:
    values = stream_of(leg).values(channel)
    assert values is not None
    return float(np.nanmean(values))


def test_records_are_attached_to_the_run_they_fall_into() -> None:
    (leg,) = legs("apple.xml")

    assert leg.start == made.run_start(0)
    assert leg.distance_m == made.SPEED_MPS * made.RUN_LENGTH_S
    assert leg.ascent_m == pytest.approx(45.44)
    assert mean(leg, "power_w") == made.POWER_W
    assert mean(leg, "contact_ms") == pytest.approx(made.CONTACT_MS)
    assert mean(leg, "vertical_oscillation_mm") == pytest.approx(10 * made.OSCILLATION_CM)
    assert mean(leg, "step_length_mm") == pytest.approx(1000 * made.STEP_LENGTH_M)
    assert mean(leg, "speed_mps") == pytest.approx(made.SPEED_MPS)
    assert mean(leg, "heart_rate_bpm") == made.HEART_BPM
    assert mean(leg, "cadence_spm") == pytest.approx(made.CADENCE_SPM)
    assert stream_of(leg).channels["cadence_spm"].source == "derived:steps"
    assert leg.mean_cadence_spm == pytest.approx(made.CADENCE_SPM)


def test_the_zone_of_the_workout_tells_the_offset_and_the_dates_of_the_file_do_not() -> None:
    for zone in ("+0100", "+0900", "-0330"):
        (activity,) = registry.read(small_export(zone=zone)).activities
        assert activity.utc_offset_s == 3600


def test_days_hold_the_larger_count_of_steps_and_sleep_once() -> None:
    first, second = registry.read(FILES["apple.xml"]).days

    assert (first.day, second.day) == (date(2020, 1, 1), date(2020, 1, 2))
    assert second.steps == made.STEPS_A_DAY
    assert first.sleep_h == second.sleep_h == made.SLEEP_H


def test_the_same_workout_gives_the_same_bytes_in_every_export() -> None:
    early = small_export(n_day=3, address=1)
    late = in_another_zone(small_export(n_day=7, address=0xFFFF))
    exports = [Export(io.BytesIO(data)) for data in (early, late)]
    first, second = ([one.document() for one in export.extracts()] for export in exports)

    assert (len(first), len(second)) == (2, 4)
    assert second[:2] == first


def in_another_zone(data: bytes) -> bytes:
    """Write an export as a phone in India would: every date five and a half hours later."""
    zone = timezone(timedelta(hours=5, minutes=30))

    def moved(found: re.Match[bytes]) -> bytes:
        moment = datetime.strptime(found[0].decode(), "%Y-%m-%d %H:%M:%S %z")
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %z").encode()

    return re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0100", moved, data)


def test_an_export_is_handed_out_workout_by_workout() -> None:
    found = members(list(unwrap("export.xml", FILES["apple.xml"])))

    assert [part.name for part in found] == ["export.xml#1", "export.xml"]
    assert [part.parent for part in found] == ["export.xml", ""]
    workout, rest = (registry.read(part.data) for part in found)
    (found_leg,), (whole_leg,) = workout.activities[0].legs, legs("apple.xml")
    assert np.array_equal(stream_of(found_leg).time_s, stream_of(whole_leg).time_s)
    assert found_leg.start == whole_leg.start
    assert workout.days == ()
    assert rest.outcome is Outcome.NOT_AN_ACTIVITY
    assert rest.days == registry.read(FILES["apple.xml"]).days
    assert rest.problems[-1].params == {"n_workout": 1, "n_day": 2}


def test_an_export_in_a_zip_may_be_larger_than_any_other_member() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export.xml", FILES["apple.xml"])
        archive.writestr("apple_health_export/export_cda.xml", _clinical(3_000_000))
    limits = Limits(max_member_bytes=100_000, ratio_floor_bytes=1 << 30)

    found = list(unwrap("export.zip", target.getvalue(), limits))

    assert refusals(found) == {}
    outcomes = {part.name: registry.read(part.data).outcome for part in members(found)}
    assert outcomes == {
        "export.zip!apple_health_export/export.xml#1": Outcome.ACTIVITIES,
        "export.zip!apple_health_export/export.xml": Outcome.NOT_AN_ACTIVITY,
        "export.zip!apple_health_export/export_cda.xml": Outcome.NOT_AN_ACTIVITY,
    }


def _clinical(n_byte: int) -> bytes:
    chance = random.Random(5)
    body = chance.randbytes(n_byte // 2).hex()
    return f'<?xml version="1.0"?><ClinicalDocument>{body}</ClinicalDocument>'.encode()


def test_lines_beyond_the_buffer_lie_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [one.document() for one in Export(io.BytesIO(small_export(n_day=6))).extracts()]
    monkeypatch.setattr(apple_shelf, "_BUFFER_BYTES", 5000)
    monkeypatch.setattr(apple_scan, "CHUNK_BYTES", 70_000)

    found = [one.document() for one in Export(io.BytesIO(small_export(n_day=6))).extracts()]

    assert found == expected


@pytest.mark.parametrize("size", [900, 1501, 4099, 65_537])
def test_where_a_piece_ends_makes_no_difference(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    expected = registry.read(two_sources())
    monkeypatch.setattr(apple_scan, "CHUNK_BYTES", size)

    found = registry.read(two_sources())

    assert found.problems == expected.problems
    assert [n_finite(leg, "heart_rate_bpm") for leg in found.activities[0].legs] == [6]


def test_an_old_workout_tells_its_totals_in_its_own_tag() -> None:
    reading = registry.read(old_totals())
    (leg,) = reading.activities[0].legs

    assert leg.distance_m == pytest.approx(3.1 * MILE_M)
    assert (leg.elapsed_s, leg.timer_s) == (1800.0, 28.5 * 60.0)
    assert leg.pauses == (Pause(600.0, 690.0),)
    assert leg.stream is None
    assert reading.activities[0].device == "Watch & Co"
    (row,) = reading.side
    assert (row.role, row.members) == (Role.ROUTE, ("workout-routes/route_1.gpx",))


def test_of_two_sources_the_one_of_the_workout_stands() -> None:
    (leg,) = legs("apple-two-sources.xml")

    assert n_finite(leg, "heart_rate_bpm") == 6
    assert mean(leg, "heart_rate_bpm") == pytest.approx((5 * 150 + 151) / 6)


def test_a_multisport_workout_has_a_leg_for_each_activity() -> None:
    found = legs("apple-multisport.xml")

    assert [leg.sport for leg in found] == [Sport.SWIMMING, Sport.CYCLING, Sport.RUNNING]
    assert [leg.distance_m for leg in found] == [400.0, 5000.0, pytest.approx(1600.0)]


def test_an_indoor_run_is_on_a_treadmill() -> None:
    (leg,) = legs("apple-indoors.xml")

    assert (leg.sport, leg.sub_sport) == (Sport.RUNNING, "treadmill")


def test_unreadable_records_are_counted_and_the_others_kept() -> None:
    reading = registry.read(FILES["apple-unreadable-records.xml"])
    told = {problem.code: problem.params for problem in reading.problems}
    inside = {problem.code: problem.params for problem in reading.activities[0].problems}

    assert told["apple_health.record_without_time"] == {"n": 2}
    assert inside["apple_health.record_unreadable"] == {"n": 2}
    assert n_finite(reading.activities[0].legs[0], "heart_rate_bpm") == 3


@pytest.mark.parametrize("name", ["apple-cut-short.xml", "apple-cut-before-workouts.xml"])
def test_an_export_that_ends_too_early_says_so(name: str) -> None:
    *_, rest = unwrap("export.xml", FILES[name])

    assert isinstance(rest, Member)
    assert "xml.cut_short" in [problem.code for problem in rest.problems]
    assert registry.read(rest.data).outcome is Outcome.FAILED


def test_a_broken_definition_and_entities_are_never_obeyed() -> None:
    bomb = b'<!DOCTYPE HealthData [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
    bomb += b'<!ENTITY c SYSTEM "file:///etc/hostname">]>'
    data = (
        old_totals()
        .replace(b"<HealthData", bomb + b"<HealthData")
        .replace(b"Watch &amp;", b"&c;&b;")
    )

    (activity,) = registry.read(data).activities

    assert activity.device == "&c;&b; Co"


def test_a_workout_without_end_does_not_hold_the_others() -> None:
    opened = b'<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="1">'
    data = old_totals().replace(b"</HealthData>", opened + b"x" * 1000 + b"</HealthData>")

    reading = registry.read(data)

    assert len(reading.activities) == 1
    assert "apple_health.workout_cut_short" in codes(reading)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45443 cm", (pytest.approx(454.43), "m")),
        ("9400 %", (pytest.approx(0.94), "1")),
        ("96 %", (pytest.approx(0.96), "1")),
        ("47.6418 degF", (pytest.approx(8.69, abs=0.01), "°C")),
        ("9.66668 kcal/hr·kg", None),
        ("fast", None),
        ("", None),
    ],
)
def test_quantities_with_their_unit_in_one_text(text: str, value: object) -> None:
    assert embedded_quantity(text) == value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("4.92155", "km/hr", pytest.approx(1.367, abs=0.001)),
        ("8.3", "cm", pytest.approx(0.083)),
        ("284", "ms", pytest.approx(0.284)),
        ("2.5", "count/s", 150.0),
        ("1", "mi", MILE_M),
    ],
)
def test_quantities_and_their_units(text: str, unit: str, value: object) -> None:
    found = quantity(text, unit)

    assert found is not None
    assert found[0] == value


@settings(max_examples=200, deadline=None)
@given(st.integers(172_800, 3_100_000_000), st.integers(-12 * 4, 14 * 4))
def test_dates_are_read_as_the_standard_library_reads_them(second: int, quarter: int) -> None:
    text = _written(second, quarter)

    assert unix_seconds([text])[0] == second
    assert unix_seconds([in_utc(text)])[0] == second
    assert in_utc(text).endswith(b"+0000")


def _written(second: int, quarter: int) -> bytes:
    zone = timezone(timedelta(minutes=15 * quarter))
    moment = datetime.fromtimestamp(second, UTC).astimezone(zone)
    return moment.strftime("%Y-%m-%d %H:%M:%S %z").encode()


@pytest.mark.parametrize("text", [b"", b"2025-13-01 00:00:00 +0000", b"x" * 25, b"2025-12-20"])
def test_what_is_no_date_is_missing(text: bytes) -> None:
    assert np.isnan(unix_seconds([text])).all()
    assert in_utc(text) == text


@pytest.mark.parametrize("name", ["apple-two-sources.xml", "apple-multisport.xml"])
def test_mutated_exports_give_values(name: str) -> None:
    for seed in range(300):
        data = mutated(FILES[name], random.Random(f"{name} {seed}"))
        for part in unwrap("mutated", data):
            if isinstance(part, Member):
                hold(registry.read(part.data))
        hold(registry.read(data))
