"""Diary table: every cell is read or told with its row; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped
from backstride.readers.diary_table import DiaryReading, is_diary, read_diary
from backstride.text.catalogue import load_catalogue

DAY = date(2026, 3, 9)


def read(text: str) -> DiaryReading:
    return read_diary(text.encode())


def one(header: str, row: str) -> DiaryEntry:
    (entry,) = read(f"date,{header}\n2026-03-09,{row}\n").entries
    return entry


def told(reading: DiaryReading) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in reading.problems]


def test_a_full_row_is_read_as_it_stands() -> None:
    header = "leg_morning,leg_evening,no_run_reason,leg_morning_left,sitting_h,sleep_0_10,note"

    entry = one(header, "3,4.5,planned,2,6.5,7,long drive")

    assert entry == DiaryEntry(
        day=DAY,
        leg_morning=3.0,
        leg_evening=4.5,
        no_run_reason=NoRunReason.PLANNED,
        sides={"leg_morning_left": 2.0},
        covariates={"sitting_h": 6.5, "sleep_0_10": 7.0},
        marks={"note": "long drive"},
    )


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("0", 0.0),
        ("10", 10.0),
        (" 4 ", 4.0),
        ("4.0", 4.0),
        ("4.5", 4.5),
        ('"3,5"', 3.5),
        ("7/10", 7.0),
        ("7 / 10", 7.0),
        ('"6,5/10"', 6.5),
        ("+3", 3.0),
        ("٤", 4.0),
        ("", None),
        ("-", Skipped.SKIPPED),
        ("NA", Skipped.SKIPPED),
        ("n/a", Skipped.SKIPPED),
        ("skip", Skipped.SKIPPED),
        ("Skipped", Skipped.SKIPPED),
        ("?", Skipped.SKIPPED),
    ],
)
def test_a_score_is_read_the_way_people_write_it(cell: str, score: object) -> None:
    reading = read(f"date,leg_morning,leg_evening\n2026-03-09,{cell},1\n")

    assert [entry.leg_morning for entry in reading.entries] == [score]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("11", "table.score_outside"),
        ("-1", "table.score_outside"),
        ("70/10", "table.score_outside"),
        ("4.25", "table.score_not_half"),
        ("3/5", "table.score_unreadable"),
        ("3-4", "table.score_unreadable"),
        ("~4", "table.score_unreadable"),
        ("four", "table.score_unreadable"),
        ("none", "table.score_unreadable"),
        ("4 (bad)", "table.score_unreadable"),
        ("1e1", "table.score_unreadable"),
        ("inf", "table.score_unreadable"),
        ("=1+1", "table.score_unreadable"),
    ],
)
def test_a_score_that_is_none_is_refused_with_its_row(cell: str, code: str) -> None:
    reading = read(f"date,leg_morning,leg_evening\n2026-03-08,1,1\n2026-03-09,{cell},2\n")

    assert told(reading) == [(code, "row 3, leg_morning")]
    assert reading.problems[0].params["text"] == cell
    assert reading.entries[1].leg_morning is None
    assert reading.entries[1].leg_evening == 2.0


@pytest.mark.parametrize(
    "cell", ["2026-03-09", "2026-3-9", "2026/03/09", "2026-03-09T07:30", "2026-03-09 07:30:00"]
)
def test_a_date_with_the_year_first_is_read(cell: str) -> None:
    (entry,) = read(f"date,leg_morning\n{cell},1\n").entries

    assert entry.day == DAY


def test_dates_with_the_year_last_are_read_where_the_column_proves_their_order() -> None:
    day_first = read("date,leg_morning\n9.3.2026,1\n13.03.2026,2\n")
    month_first = read("date,leg_morning\n03/09/2026,1\n03/13/2026,2\n")

    expected = [DAY, date(2026, 3, 13)]
    assert [entry.day for entry in day_first.entries] == expected
    assert [entry.day for entry in month_first.entries] == expected
    assert day_first.problems[0].params == {"first": "day", "proof": "13.03.2026"}
    assert month_first.problems[0].params == {"first": "month", "proof": "03/13/2026"}


def test_a_date_that_can_be_two_days_is_refused_with_its_row() -> None:
    reading = read("date,leg_morning\n2026-03-08,1\n04.03.2026,2\n05.05.2026,3\n")

    assert told(reading) == [("table.date_ambiguous", "row 3, date")]
    assert [entry.day for entry in reading.entries] == [date(2026, 3, 8), date(2026, 5, 5)]


def test_a_column_that_contradicts_itself_proves_nothing() -> None:
    reading = read("date,leg_morning\n13.03.2026,1\n03.14.2026,2\n04.03.2026,3\n")

    assert told(reading) == [("table.date_ambiguous", "row 4, date")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "table.date_unreadable"),
        ("2026-00-10", "table.date_unreadable"),
        ("00.03.2026", "table.date_unreadable"),
        ("09.03.26", "table.date_unreadable"),
        ("20260309", "table.date_unreadable"),
        ("46090", "table.date_unreadable"),
        ("yesterday", "table.date_unreadable"),
        ("0000-03-09", "table.date_outside"),
        ("1925-03-09", "table.date_outside"),
        ("", "table.date_missing"),
    ],
)
def test_a_row_without_a_day_is_refused_with_its_row(cell: str, code: str) -> None:
    reading = read(f"date,leg_morning\n2026-03-08,1\n{cell},2\n")

    assert told(reading) == [(code, "row 3, date")]
    assert len(reading.entries) == 1


def test_a_day_after_today_is_refused_where_today_is_known() -> None:
    text = b"date,leg_morning\n2026-03-09,1\n2026-03-10,2\n"

    reading = read_diary(text, today=DAY)

    assert told(reading) == [("table.date_future", "row 3, date")]
    assert len(read_diary(text).entries) == 2


def test_rows_about_one_day_complete_each_other() -> None:
    reading = read("date,leg_morning,leg_evening\n2026-03-09,3,\n2026-03-09,3,5\n")

    (entry,) = reading.entries
    assert (entry.leg_morning, entry.leg_evening) == (3.0, 5.0)
    assert reading.problems[0].code == "table.rows_joined"
    assert reading.problems[0].params == {"day": "2026-03-09", "rows": "2, 3"}


def test_rows_that_disagree_leave_the_cell_open_and_name_both() -> None:
    reading = read(
        "date,leg_morning,leg_evening\n2026-03-09,3,5\n2026-03-08,1,1\n2026-03-09,4,5\n"
        "2026-03-09,4,5\n"
    )

    entry = reading.entries[1]
    assert entry.leg_morning is None
    assert entry.leg_evening == 5.0
    disagreement = reading.problems[0]
    assert (disagreement.code, disagreement.where) == ("table.rows_disagree", "row 4, leg_morning")
    assert disagreement.params["other_row"] == 2
    assert (disagreement.params["one"], disagreement.params["other"]) == ("3", "4")


def test_columns_of_words_are_marks_and_columns_of_numbers_covariates() -> None:
    reading = read(
        "date,leg_morning,mood,steps\n2026-03-08,1,good,4000\n2026-03-09,2,7,ten\n"
        "2026-03-10,2,bad,5000\n"
    )

    assert [entry.marks for entry in reading.entries] == [
        {"mood": "good"},
        {"mood": "7"},
        {"mood": "bad"},
    ]
    assert told(reading) == [("table.number_unreadable", "row 3, steps")]


def test_a_name_that_ends_in_a_unit_holds_numbers() -> None:
    reading = read("date,leg_morning,sitting_h\n2026-03-09,1,all day\n")

    assert told(reading) == [("table.number_unreadable", "row 2, sitting_h")]
    assert reading.entries[0].marks == {}


def test_a_reason_is_one_of_three() -> None:
    assert one("no_run_reason", "Symptoms").no_run_reason is NoRunReason.SYMPTOMS

    reading = read("date,leg_morning,no_run_reason\n2026-03-09,1,tired\n")
    assert told(reading) == [("table.reason_unknown", "row 2, no_run_reason")]


def test_an_entry_written_later_is_marked() -> None:
    assert one("leg_morning,backfilled", "1,yes").backfilled
    assert not one("leg_morning,backfilled", "1,no").backfilled


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "table.empty"), ("\n , ,\n", "table.empty"), ("day,leg\n1,2\n", "table.no_date_column")],
)
def test_what_is_no_diary_gives_no_entries_and_says_why(text: str, code: str) -> None:
    reading = read(text)

    assert reading.entries == ()
    assert reading.problems[-1].code == code


def test_a_diary_is_told_by_its_header() -> None:
    assert is_diary(b"\xef\xbb\xbfDate;Leg morning;Note\r\n")
    assert is_diary("date\tleg_evening\n".encode("utf-16"))
    assert not is_diary(b"date,load\n")
    assert not is_diary(b"date,pain\n")
    assert not is_diary(b'{"date": 1, "leg_morning": 2}')
    assert not is_diary(b"")


def test_every_problem_can_be_said_in_words() -> None:
    catalogue = load_catalogue("en")
    reading = read("date,leg_morning,sitting_h\nx,1,1\n2026-03-09,12,1 h\n2026-03-09,3,2\n")

    assert len(reading.problems) == 4
    for problem in reading.problems:
        assert catalogue.tell(problem).startswith(problem.where)
