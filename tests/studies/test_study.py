"""A study goes on where it stopped, stops when it has enough, and says what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan, nan
from pathlib import Path

import pytest
from studies.figures import Figure, at_least, at_most, figure_table, mean_within, within
from studies.proportions import Share
from studies.row_table import append_rows, read_rows
from studies.study import Cell, Study, by_cell, main, page_text, plan_text, run_tasks
from studies.validation import TITLES, Section, render_index, write_pages

from backstride import __version__


@dataclass(frozen=True, slots=True)
class Tossed:
    """A row as small as can be."""

    cell: str
    number: int
    words: str
    value: float
    heads: bool


def toss(cell: str, number: int, words: str) -> list[Tossed]:
    return [Tossed(cell, number, words, 0.5 * number, number % 2 == 0)]


def ask_for_heads(rows: Sequence[Tossed]) -> list[Figure]:
    return [at_least("heads", Share(sum(row.heads for row in rows), len(rows)), 0.4)]


COINS = Study(
    name="coins",
    cells=(Cell("penny", 60, 2.0), Cell("pound", 30, 1.0)),
    row=Tossed,
    run=toss,
    render=lambda rows: f"# Coins\n\n{figure_table(ask_for_heads(rows))}",
    figures=ask_for_heads,
)


def run(study: Study, folder: Path, *more: str) -> list[Tossed]:
    main(study, ["--processes", "1", "--out", str(folder), *more])
    return study.rows(folder)


def test_rows_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    table = tmp_path / "coins.csv"
    written = [Tossed("a", 0, "x, y", nan, True), Tossed("b", 7, "", -0.125, False)]
    append_rows(table, written[:1])
    append_rows(table, written[1:])
    first, second = read_rows(table, Tossed)
    assert isnan(first.value)
    assert replace(first, value=0.0) == replace(written[0], value=0.0)
    assert second == written[1]
    assert list(by_cell([first, second])) == ["a", "b"]


def test_a_study_runs_every_runner_once_and_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    table = tmp_path / "coins.csv"
    append_rows(table, [*toss("penny", 3, "kept"), *toss("pound", 0, "kept")])
    rows = run(COINS, tmp_path)
    assert len(rows) == len({(row.cell, row.number) for row in rows}) == 90
    assert sum(row.words == "kept" for row in rows) == 2
    before = table.read_text()
    run(COINS, tmp_path)
    assert table.read_text() == before


def test_the_seed_of_a_runner_names_version_study_cell_and_number(tmp_path: Path) -> None:
    rows = run(COINS, tmp_path)
    assert {row.words for row in rows if row.number == 4} == {
        f"backstride {__version__} coins penny 4",
        f"backstride {__version__} coins pound 4",
    }
    rehearsed = run(COINS, tmp_path / "other", "--rehearse", "2", "--cells", "pen")
    assert [row.words for row in rehearsed] == [
        f"backstride {__version__} coins rehearsal penny 0",
        f"backstride {__version__} coins rehearsal penny 1",
    ]


def test_cells_advance_together_at_the_pace_of_their_size(tmp_path: Path) -> None:
    order = [row.cell for row in run(COINS, tmp_path)]
    assert order[:6].count("penny") == 4
    assert order[-6:].count("penny") == 4


def test_a_study_stops_when_it_has_enough(tmp_path: Path) -> None:
    thrifty = replace(COINS, enough=lambda rows: len(rows) >= 50)
    assert len(run(thrifty, tmp_path)) == 80
    assert len(run(thrifty, tmp_path)) == 80


def test_two_processes_find_what_one_finds_in_the_same_order() -> None:
    tasks = [("penny", number, f"test {number}") for number in range(8)]
    alone, together = (list(run_tasks(COINS, tasks, n_process)) for n_process in (1, 2))
    assert alone == together == [toss(*task) for task in tasks]


def test_a_plan_tells_the_cost_and_runs_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(COINS, ["--plan", "--out", str(tmp_path)])
    assert "90 runners     150 s of one core" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    assert plan_text(COINS.cells[:1]).splitlines()[-1].endswith("120 s of one core")


def test_a_page_tells_how_many_runners_stand_behind_it() -> None:
    page = page_text(COINS, toss("penny", 0, ""))
    assert "1 of 90 planned runners" in page
    assert f'"backstride {__version__} coins *cell* *number*"' in page
    assert "rehearsal" in page_text(COINS, [], words=f"backstride {__version__} coins rehearsal")


@pytest.mark.parametrize(
    ("figure", "word"),
    [
        (at_least("", Share(90, 100), 0.88), "yes"),
        (at_least("", Share(85, 100), 0.88), "within chance"),
        (at_least("", Share(70, 100), 0.88), "**no**"),
        (at_most("", Share(3, 100), 0.03), "yes"),
        (at_most("", Share(6, 100), 0.03), "within chance"),
        (at_most("", Share(12, 100), 0.03), "**no**"),
        (within("", Share(95, 100), (0.87, 0.93)), "within chance"),
        (within("", Share(400, 400), (0.87, 0.93)), "**no**"),
        (within("", Share(0, 0), (0.87, 0.93)), "not run"),
        (mean_within("", [0.01, -0.01, 0.02], 0.05), "yes"),
        (mean_within("", [0.0, 0.2, 0.1], 0.05), "within chance"),
        (mean_within("", [0.30, 0.31, 0.32], 0.05), "**no**"),
        (mean_within("", [], 0.05), "not run"),
    ],
)
def test_a_figure_is_met_where_its_interval_reaches_what_was_asked(
    figure: Figure, word: str
) -> None:
    assert figure.word == word


def test_the_index_holds_every_figure_and_counts_the_failed_ones() -> None:
    failed = Figure("a question", "0.5", "at least 0.9", False)
    page = render_index([Section("Coins", "coins.md", "x", (failed, replace(failed, met=None)))])
    assert "0 of 2 figures met, 1 failed, 1 not run." in page
    assert page.count("a question") == 2
    assert "**no**" in page


def test_pages_without_a_run_say_so_and_every_study_has_one(tmp_path: Path) -> None:
    pages = write_pages(tmp_path)
    assert {page.stem for page in pages} == {*TITLES, "index"}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert "nan" not in text
    assert "not run" in (tmp_path / "index.md").read_text(encoding="utf-8")
