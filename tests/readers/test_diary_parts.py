"""Rows about a part of a day: moments, runs, events, scores; several a day are no disagreement."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry, Skipped
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_parts import Event, EventKind, ImportedScore, Moment, RunNote
from backstride.readers.day_times import time_in
from backstride.readers.diary_table import DiaryReading, is_diary, read_diary
from backstride.readers.felt_text import read_felt, write_felt
from backstride.readers.item_cells import read_item
from backstride.readers.table_cells import Refused
from backstride.text.catalogue import load_catalogue
from tests.made_diaries import mark_lists

DAY = date(2026, 3, 9)


def read(text: str, **told: date) -> DiaryReading:
    return read_diary(text.encode(), **told)


def one(header: str, *rows: str) -> DiaryEntry:
    body = "".join(f"2026-03-09,{row}\n" for row in rows)
    reading = read(f"date,{header}\n{body}")
    assert reading.problems == ()
    (entry,) = reading.entries
    return entry


def codes(reading: DiaryReading) -> list[tuple[str, str]]:
    for problem in reading.problems:
        assert load_catalogue().tell(problem)
    return [(problem.code, problem.where) for problem in reading.problems]


def test_several_body_maps_a_day_are_several_moments() -> None:
    entry = one(
        "leg_morning,felt_at,felt",
        "3,,",
        ",7:20,calf_left tingling 3; heel_sole_left numb",
        ",9:05 PM,none",
    )

    assert entry.leg_morning == 3.0
    assert entry.moments == (
        Moment(
            time(7, 20),
            (BodyMark("calf_left", "tingling", 3.0), BodyMark("heel_sole_left", "numb")),
        ),
        Moment(time(21, 5), (), is_whole_map=True),
    )


def test_a_row_with_a_run_id_is_about_that_run() -> None:
    entry = one(
        "run_id,before_leg_0_10,peak_leg_0_10,travelled_down,shoes,back_0_10",
        "4f2a,2,4.5,yes,old ones,",
        ",,,,new ones,1",
    )

    run = RunNote(
        "4f2a",
        {
            "before_leg_0_10": 2.0,
            "peak_leg_0_10": 4.5,
            "travelled_down": True,
            "shoes": "old ones",
        },
    )
    assert entry.runs == (run,)
    assert entry.items == {"back_0_10": 1.0, "shoes": "new ones"}


def test_what_is_only_asked_about_a_run_makes_a_run_without_a_recording() -> None:
    assert one("peak_leg_0_10", "4").runs == (RunNote("", {"peak_leg_0_10": 4.0}),)


def test_events_and_scores_have_rows_of_their_own() -> None:
    entry = one(
        "event_kind,event_until,event_note,score_name,score_value",
        "illness,2026-03-12,a cold,,",
        "flare,,,,",
        ",,,odi,24",
    )

    assert entry.events == (
        Event(EventKind.ILLNESS, date(2026, 3, 12), "a cold"),
        Event(EventKind.FLARE),
    )
    assert entry.scores == (ImportedScore("ODI", 24.0),)


def test_a_table_of_body_maps_alone_is_a_diary() -> None:
    assert is_diary(b"date,felt_at,felt\n")
    assert is_diary(b"date,event_kind\n")
    assert not is_diary(b"date,load\n")


@pytest.mark.parametrize(
    ("header", "row", "code", "column"),
    [
        ("felt", "elbow pain 3", "felt.site_unknown", "felt"),
        ("felt", "calf_left itchy", "felt.quality_unknown", "felt"),
        ("felt", "calf_left pain 11", "felt.level_outside", "felt"),
        ("felt", "calf_left pain 3.3", "felt.level_outside", "felt"),
        ("felt", "calf_left", "felt.unreadable", "felt"),
        ("felt_at,felt", "25:00,none", "table.time_unreadable", "felt_at"),
        ("leg_morning,event_kind", ",party", "table.event_unknown", "event_kind"),
        ("event_kind,event_until", "flare,2026-03-01", "table.event_backwards", "event_until"),
        ("score_name,score_value", "UWRI,40", "table.instrument_outside", "score_value"),
        ("score_name,score_value", ",4", "table.instrument_outside", "score_value"),
        ("leg_morning,tingling_0_6", "1,7", "table.item_outside", "tingling_0_6"),
        ("leg_morning,tingling_0_6", "1,2.5", "table.item_off_grid", "tingling_0_6"),
        ("leg_morning,surface", "1,moon", "table.choice_unknown", "surface"),
        ("leg_morning,flare", "1,maybe", "table.flag_unknown", "flare"),
        ("run_id,peak_leg_0_10", "4f2a,twelve", "table.number_unreadable", "peak_leg_0_10"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(
    header: str, row: str, code: str, column: str
) -> None:
    assert codes(read(f"date,{header}\n2026-03-09,{row}\n")) == [(code, f"row 2, {column}")]


def test_a_part_of_an_unreadable_or_future_day_is_told_once() -> None:
    table = "date,leg_morning,felt\nsoon,,none\n2026-03-10,1,none\n"

    assert codes(read(table, today=DAY)) == [
        ("table.date_future", "row 3, date"),
        ("table.date_unreadable", "row 2, date"),
    ]


def test_dates_of_parts_prove_the_order_of_day_and_month() -> None:
    reading = read("date,leg_morning,felt\n09.03.2026,2,\n13.03.2026,,none\n")

    assert [entry.day for entry in reading.entries] == [DAY, date(2026, 3, 13)]


@given(mark_lists(), st.booleans())
def test_a_line_of_marks_is_read_back_as_it_was(
    marks: tuple[BodyMark, ...], is_whole_map: bool
) -> None:
    line = write_felt(marks, is_whole_map=is_whole_map)

    if line:
        assert read_felt(line) == (marks, is_whole_map)
    else:
        assert (marks, is_whole_map) == ((), False)


@given(st.text(max_size=80))
def test_no_line_of_marks_makes_the_reader_stumble(line: str) -> None:
    found = read_felt(line)

    assert isinstance(found, (Refused, tuple))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("7:20", time(7, 20)),
        ("07.20", time(7, 20)),
        ("10:34:23 PM", time(22, 34, 23)),
        ("12:03:24 AM", time(0, 3, 24)),
        ("12:00 pm", time(12)),
        ("0:00", time(0)),
    ],
)
def test_a_time_is_read_the_way_people_write_it(text: str, at: time) -> None:
    assert time_in(text) == at


@pytest.mark.parametrize("text", ["24:00", "7", "7:60", "13:00 PM", "0:10 am", "noon", "-7:20"])
def test_what_is_no_time_is_refused(text: str) -> None:
    assert isinstance(time_in(text), Refused)


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("back_0_10", "3,5", 3.5),
        ("back_0_10", "7/10", 7.0),
        ("flare", "Yes", True),
        ("flare", "0", False),
        ("surface", "Trail", "trail"),
        ("heel_walk_left", "not tried", "not_tried"),
        ("goal", "run to the lake", "run to the lake"),
        ("back_0_10", "-", Skipped.SKIPPED),
        ("goal", "skip", Skipped.SKIPPED),
        ("global_change_m5_5", "-3", -3.0),
        ("sitting_h", "6.3", 6.3),
    ],
)
def test_an_item_is_read_by_its_scale(key: str, cell: str, value: object) -> None:
    found = read_item(cell, BY_KEY[key])

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("key", "cell"),
    [("tingling_0_6", "7/10"), ("back_0_10", "7/6"), ("goal", "x" * 4001), ("flare", "ja")],
)
def test_an_item_is_not_guessed(key: str, cell: str) -> None:
    assert isinstance(read_item(cell, BY_KEY[key]), Refused)
