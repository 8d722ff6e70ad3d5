"""Reminders: a calendar file that keeps to its standard, at fixed times, whatever the pain is."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.report import reminders
from backstride.report.calendar_zone import zone_lines
from backstride.report.reminders import Reminder, escape_text, fold, render_reminders
from backstride.text.catalogue import load_catalogue
from tests.report import ics_checker as ics

SAY = load_catalogue().say
NOW = datetime(2026, 3, 9, 21, 30, tzinfo=UTC)
NAMES = ("morning", "evening", "week", "month")
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
TIMES = st.times().map(lambda at: at.replace(microsecond=0))

REMINDERS = st.lists(
    st.builds(
        Reminder,
        name=st.sampled_from(NAMES),
        at=TIMES,
        weekday=st.none() | st.integers(0, 6),
        every_weeks=st.sampled_from([1, 4]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda reminder: reminder.name,
)


def written(chosen: list[Reminder], *, zone: str | None = None, now: datetime = NOW) -> str:
    return render_reminders(chosen, SAY, now=now, runner="4f2a", zone=zone)


@settings(max_examples=120, deadline=None)
@given(REMINDERS, st.none() | st.sampled_from(ZONES), st.datetimes(datetime(2000, 1, 1)))
def test_the_file_keeps_to_its_standard_for_any_times_and_zone(
    chosen: list[Reminder], zone: str | None, now: datetime
) -> None:
    now = min(now, datetime(2100, 1, 1)).replace(tzinfo=UTC)
    calendar = ics.parse(written(chosen, zone=zone, now=now))
    events = calendar.all("VEVENT")

    assert len(events) == len(chosen)
    assert len({event.properties["UID"] for event in events}) == len(chosen)
    for event, reminder in zip(events, chosen, strict=True):
        start = ics.moment(event.properties["DTSTART"])
        rule = ics.rule(event.properties["RRULE"])
        (alarm,) = event.all("VALARM")
        assert start.time() == reminder.at
        assert timedelta(0) < start.date() - now.date() <= timedelta(days=7)
        assert rule["FREQ"] == ("DAILY" if reminder.weekday is None else "WEEKLY")
        if reminder.weekday is not None:
            assert start.weekday() == reminder.weekday == ics.WEEKDAYS.index(rule["BYDAY"])
        assert event.properties["DTSTAMP"].endswith("Z")
        assert {"ACTION", "TRIGGER", "DESCRIPTION"} == set(alarm.properties)
        assert event.parameters["DTSTART"] == ("" if zone is None else f";TZID={zone}")
        assert ics.text_of(event.properties["SUMMARY"])
    assert [part.properties["TZID"] for part in calendar.all("VTIMEZONE")] == (
        [] if zone is None else [zone]
    )


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), st.integers(2020, 2035), st.floats(0.0, 1.0))
def test_the_zone_of_the_file_has_the_offsets_of_the_zone(
    name: str, year: int, share: float
) -> None:
    start = datetime(year, 1, 1)
    utc = start + share * (datetime(year + 9, 1, 1) - start)
    assert_offset_of_the_zone(name, year, utc)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("Africa/Cairo", 2020),
        ("Africa/Cairo", 2023),
        ("Africa/Juba", 2020),
        ("Antarctica/Vostok", 2023),
        ("Asia/Almaty", 2024),
    ],
)
def test_a_clock_that_changes_for_the_first_time_in_years_is_right_before_that_as_well(
    name: str, year: int
) -> None:
    for day in range(0, 366, 5):
        assert_offset_of_the_zone(name, year, datetime(year, 1, 1) + timedelta(days=day))


def assert_offset_of_the_zone(name: str, year: int, utc: datetime) -> None:
    text = "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *_folded(zone_lines(name, year))]
    )
    (zone,) = ics.parse(f"{text}\r\nEND:VCALENDAR\r\n").all("VTIMEZONE")
    expected = utc.replace(tzinfo=UTC).astimezone(ZoneInfo(name)).utcoffset()

    assert ics.offset_at(zone, utc, year + 12) == expected


def _folded(lines: list[str]) -> list[str]:
    return [part for line in lines for part in fold(line)]


def test_summer_time_that_follows_a_rule_is_written_as_that_rule() -> None:
    lines = zone_lines("Europe/Berlin", 2026)

    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in lines


def test_summer_time_that_follows_the_moon_is_written_day_by_day() -> None:
    lines = zone_lines("Africa/Casablanca", 2026)

    assert [line for line in lines if line.startswith("RRULE")] == []
    assert len([line for line in lines if line.startswith("RDATE")]) == 2


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_a_folded_line_is_the_line_again_and_no_letter_is_cut(line: str) -> None:
    parts = fold(line)

    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_escaped_words_are_the_words_again(words: str) -> None:
    assert ics.text_of(escape_text(words)) == words


def test_a_new_file_replaces_the_events_of_an_older_one() -> None:
    chosen = [Reminder("morning", time(7))]
    old, new = (
        ics.parse(written(chosen, now=NOW + timedelta(days=day))).all("VEVENT")[0].properties
        for day in (0, 30)
    )

    assert old["UID"] == new["UID"]
    assert int(new["SEQUENCE"]) > int(old["SEQUENCE"])


def test_reminders_know_nothing_of_the_diary() -> None:
    imported = inspect.getsource(reminders)

    assert "diary" not in imported.split('"""')[2].split("def ")[0]


@pytest.mark.parametrize("name", NAMES)
def test_what_shows_on_a_locked_screen_says_nothing_of_pain(name: str) -> None:
    title = SAY(f"reminder.{name}.title")

    assert "pain" not in title.lower()
    assert "leg" not in title.lower()
