"""A diary written as a table and read again is the same diary."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped
from backstride.domain.diary_merge import merge_entries
from backstride.readers.diary_table import is_diary, read_diary
from backstride.readers.own_cells import escape_words, unescape_words
from backstride.report.diary_csv import render_diary_csv
from tests.made_diaries import WORDS, entries

DAY = date(2026, 3, 9)


def read_back(text: str) -> tuple[DiaryEntry, ...]:
    reading = read_diary(text.encode("utf-8-sig"))
    assert [problem.code for problem in reading.problems] == []
    return reading.entries


def as_stored(entry: DiaryEntry) -> DiaryEntry:
    """The entry as the store keeps it: its moments in order."""
    return merge_entries(DiaryEntry(entry.day), entry)


@settings(max_examples=70, deadline=None)
@given(st.lists(entries(), min_size=1, max_size=3, unique_by=lambda entry: entry.day))
def test_a_diary_written_and_read_is_the_same_diary(made: list[DiaryEntry]) -> None:
    kept = sorted((as_stored(entry) for entry in made), key=lambda entry: entry.day)

    assert list(read_back(render_diary_csv(kept))) == kept


@given(WORDS)
def test_any_words_come_back_as_they_were(words: str) -> None:
    assert unescape_words(escape_words(words)) == words


@given(WORDS)
def test_no_cell_of_words_is_a_formula_to_a_spreadsheet(words: str) -> None:
    assert escape_words(words)[0] not in "=+-@\t\r"


@pytest.mark.parametrize("words", ["skip", "-", "NA", " x ", "a\nb", "\\", "=1+1", "12.5", "2026"])
def test_words_that_mean_something_to_the_reader_stay_words(words: str) -> None:
    entry = DiaryEntry(DAY, marks={"note": words, "own_word": words})

    assert read_back(render_diary_csv([entry])) == (entry,)


def test_an_empty_diary_is_a_header_that_can_be_filled_on() -> None:
    text = render_diary_csv([])

    assert is_diary(text.encode())
    assert text.startswith("date,leg_morning,leg_evening,no_run_reason,")
    assert read_back(text) == ()


def test_every_part_of_a_day_has_a_row_of_its_own() -> None:
    entry = DiaryEntry(
        DAY, leg_morning=Skipped.SKIPPED, leg_evening=0.0, no_run_reason=NoRunReason.OTHER
    )
    rows = list(csv.DictReader(io.StringIO(render_diary_csv([entry]))))

    assert [row["date"] for row in rows] == ["2026-03-09"]
    assert rows[0]["leg_morning"] == "-"
    assert rows[0]["leg_evening"] == "0"
