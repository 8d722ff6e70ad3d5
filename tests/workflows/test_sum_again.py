"""Days summed again are what they are when summed from the start, whatever the diary says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.workflows.correct_runs import confirm_no_run
from backstride.workflows.daily_load import Running, doses_of, gather_running, sum_again
from backstride.workflows.wiring import open_desk
from tests.workflows.made_files import a_run, bring, fit

FIRST = a_run().legs[0].start.date()

DAYS = st.integers(-3, 20).map(lambda number: FIRST + timedelta(days=number))
TOLD = st.lists(st.frozensets(DAYS, max_size=6), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Runs on the days 0, 4 and 12, of which two came together, and a day confirmed without one."""
    folder = tmp_path_factory.mktemp("runs")
    with open_desk(folder / "home") as desk:
        for days in ((0, 4), (12,)):
            bring(desk, folder, {f"{n}.fit": run_on(n) for n in days})
        confirm_no_run(desk, FIRST + timedelta(days=14), FIRST + timedelta(days=14))
        with desk.store.reading() as tx:
            yield gather_running(tx)


def run_on(number: int) -> bytes:
    return fit(a_run(n_point=600).moved(timedelta(days=number)))


@given(said=TOLD)
def test_days_summed_again_are_those_summed_from_the_start(
    running: Running, said: list[frozenset[date]]
) -> None:
    summed = None
    for told_none in said:
        summed = sum_again(running, told_none, summed)
        assert summed.doses == doses_of(running, told_none)


@given(said=TOLD)
def test_a_diary_without_any_run_is_summed_again(said: list[frozenset[date]]) -> None:
    nothing = Running((), (), frozenset())
    summed = None
    for told_none in said:
        summed = sum_again(nothing, told_none, summed)
        assert summed.doses == doses_of(nothing, told_none)


def test_where_nothing_else_is_said_the_same_days_are_returned(running: Running) -> None:
    once = sum_again(running, frozenset(), None)
    assert sum_again(running, frozenset(), once) is once


def test_other_runs_are_summed_from_the_start(running: Running) -> None:
    nothing = Running((), (), frozenset())
    once = sum_again(running, frozenset(), None)
    assert sum_again(nothing, frozenset(), once).doses == ()
