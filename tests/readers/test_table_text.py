"""Tables as text: encodings, delimiters, quotation marks, headers; no row is lost silently."""

from __future__ import annotations

import pytest

from backstride.readers.diary_table import DiaryReading, read_diary


def read(text: str) -> DiaryReading:
    return read_diary(text.encode())


def told(reading: DiaryReading) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in reading.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings_are_told_by_content(delimiter: str, codec: str) -> None:
    text = "date,leg_morning,note\n2026-03-09,3,Frühdienst\n".replace(",", delimiter)

    (entry,) = read_diary(text.encode(codec)).entries

    assert entry.leg_morning == 3.0
    assert entry.marks == {"note": "Frühdienst"}


def test_a_line_that_states_the_delimiter_is_obeyed() -> None:
    reading = read("sep=;\ndate;leg_morning\n2026-03-09;x\n")

    assert told(reading) == [("table.score_unreadable", "row 3, leg_morning")]


def test_a_decimal_comma_is_read_between_semicolons() -> None:
    (entry,) = read("date;leg_morning;walking_km\n2026-03-09;3,5;12,345\n").entries

    assert entry.leg_morning == 3.5
    assert entry.covariates == {"walking_km": 12.345}


def test_a_comma_that_may_mark_thousands_is_refused() -> None:
    reading = read('date,leg_morning,steps\n2026-03-09,3,"12,345"\n2026-03-10,3,9000\n')

    assert told(reading) == [("table.number_ambiguous", "row 2, steps")]
    assert reading.entries[1].covariates == {"steps": 9000.0}


def test_an_unquoted_decimal_comma_refuses_the_row_it_shifts() -> None:
    reading = read("date,leg_morning,leg_evening\n2026-03-08,3,5\n2026-03-09,3,5,4,5\n")

    assert told(reading) == [("table.row_too_long", "row 3")]
    assert len(reading.entries) == 1


def test_a_quotation_mark_that_does_not_pair_costs_one_row() -> None:
    text = 'date,leg_morning,note\n2026-03-08,1,"open\n2026-03-09,2,fine\n2026-03-10,3,fine\n'

    reading = read(text)

    assert told(reading) == [("table.row_unreadable", "row 2")]
    assert [entry.leg_morning for entry in reading.entries] == [2.0, 3.0]


def test_two_stray_quotation_marks_do_not_swallow_the_rows_between() -> None:
    text = (
        'date,leg_morning,note\n2026-03-08,1,"open\n2026-03-09,2,fine\n2026-03-10,3,close"\n'
        "2026-03-11,4,fine\n"
    )

    reading = read(text)

    assert [entry.leg_morning for entry in reading.entries] == [2.0, 3.0, 4.0]
    assert told(reading) == [("table.row_unreadable", "row 2")]


def test_a_note_of_two_lines_is_one_cell() -> None:
    (entry,) = read('date,leg_morning,note\n2026-03-09,1,"first\nsecond"\n').entries

    assert entry.marks == {"note": "first\nsecond"}


def test_a_formula_stays_text() -> None:
    (entry,) = read("date,leg_morning,note\n2026-03-09,1,=HYPERLINK(1)\n").entries

    assert entry.marks == {"note": "=HYPERLINK(1)"}


def test_a_huge_cell_is_refused() -> None:
    reading = read(f"date,leg_morning,note\n2026-03-09,1,{'a' * 5000}\n")

    assert told(reading) == [("table.cell_too_long", "row 2, note")]
    assert len(str(reading.problems[0].params["text"])) <= 40


def test_a_repeated_column_is_read_once_and_told() -> None:
    reading = read("date,leg_morning,leg_morning\n2026-03-09,1,9\n")

    assert told(reading) == [("table.column_repeated", "row 1, leg_morning")]
    assert reading.entries[0].leg_morning == 1.0


def test_cells_without_a_column_name_are_told() -> None:
    reading = read("date,leg_morning,\n2026-03-09,1,9\n")

    assert [problem.code for problem in reading.problems] == ["table.column_unnamed"]
