"""The reference page of the diary table against the reader it describes."""

from __future__ import annotations

import re

import pytest

from backstride.readers.diary_table import is_diary, read_daily, read_diary
from backstride.readers.table_cells import SKIP_MARKS, Column, Kind, Refused
from backstride.readers.table_days import REASON, SCORES, SIDES, UNIT_ENDINGS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "reference" / "diary-table.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("name", ["date", *SCORES, *SIDES, REASON, "backfilled", "note", "load"])
def test_every_column_of_the_reader_stands_on_the_page(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("ending", UNIT_ENDINGS)
def test_every_ending_that_means_numbers_stands_on_the_page(ending: str) -> None:
    assert f"`{ending}`" in PAGE


def test_every_mark_for_passed_over_stands_on_the_page() -> None:
    ascii_marks = [mark for mark in SKIP_MARKS if mark.isascii()]
    page = PAGE.lower()

    assert [mark for mark in ascii_marks if f"`{mark}`" not in page] == []


def test_cells_the_page_calls_left_out_are_refused() -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith("| `3-4`")]
    cells = re.findall(r"`([^`]+)`", row)

    assert len(cells) == 6
    for cell in cells:
        assert isinstance(Column("leg_morning", Kind.SCORE).read(cell), Refused), cell


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_read_without_loss(example: str) -> None:
    problems = read_diary(example.encode()).problems

    assert is_diary(example.encode())
    assert [found.code for found in problems if found.code != "table.date_order"] == []


def test_the_daily_example_says_what_the_page_says_of_it() -> None:
    plain, with_more = [example for example in EXAMPLES if ",load," in example]
    for example in (plain, with_more):
        table = read_daily(example.encode()).table

        assert table is not None
        assert [f"{value:g}" for value in table.load] == ["10.2", "0", "nan", "8.1"]

    assert table is not None
    assert list(table.outcomes) == ["tingling_0_6"]
    assert [f"{value:g}" for value in table.measures["strength"]] == ["1", "0", "nan", "1"]
    assert [f"{value:g}" for value in table.measures["physio"]] == ["0", "0", "1", "1"]
