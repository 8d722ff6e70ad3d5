"""Days that no import tells about are unknown, and never rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from backstride.domain.dose import LoadState
from backstride.domain.errors import OutOfRange
from backstride.store.coverage import CoveredRange
from backstride.workflows.correct_runs import confirm_no_run, undo_correction
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.import_runs import import_paths
from backstride.workflows.show_horizon import Horizon, show_horizon
from backstride.workflows.undo_import import undo_import
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import a_run, bring, easy_km, fit

FIRST = date(2026, 3, 9)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(Desk, "today", lambda _desk: day(30))
    with open_desk(tmp_path / "home") as opened:
        yield opened


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def runs_on(*numbers: int) -> dict[str, bytes]:
    return {f"{n}.fit": fit(a_run(n_point=600).moved(timedelta(days=n))) for n in numbers}


@pytest.fixture
def recorded(desk: Desk, tmp_path: Path) -> Desk:
    """One run on the first day."""
    bring(desk, tmp_path, runs_on(0))
    return desk


def test_an_import_tells_about_the_days_from_its_first_run_to_its_last(
    desk: Desk, tmp_path: Path
) -> None:
    bring(desk, tmp_path, runs_on(0, 3, 20))
    found = show_horizon(desk)
    assert [(one.first_day, one.last_day) for one in found.covered] == [(day(0), day(20))]
    assert found.unknown == ((day(21), day(30)),)


def test_days_not_imported_yet_are_unknown(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, runs_on(0))
    bring(desk, tmp_path, runs_on(25))
    assert show_horizon(desk).unknown == ((day(1), day(24)), (day(26), day(30)))


def test_an_import_that_is_complete_tells_about_the_days_after_its_last_run(
    desk: Desk, tmp_path: Path
) -> None:
    files = runs_on(0, 3)
    bring(desk, tmp_path, files)
    paths = [tmp_path / name for name in files]
    list(import_paths(desk, paths, n_worker=1, complete_until=day(28)))
    assert show_horizon(desk).unknown == ((day(29), day(30)),)

    undo_import(desk, 2)
    assert show_horizon(desk).unknown == ((day(4), day(30)),)


def test_days_that_the_runner_confirmed_are_known(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, runs_on(0, 3))
    confirm_no_run(desk, day(4), day(30))
    assert show_horizon(desk).unknown == ()


def test_one_source_does_not_tell_about_another(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, runs_on(0, 3))
    (one,) = show_horizon(desk).covered
    assert one == CoveredRange(one.source, day(0), day(3))
    assert one.source


def test_a_new_store_knows_nothing(desk: Desk) -> None:
    assert show_horizon(desk) == Horizon((), ())


def states(desk: Desk) -> dict[date, LoadState]:
    with desk.store.reading() as tx:
        return {dose.day: dose.state for dose in doses_by_day(tx)}


def test_confirmed_days_are_rest_and_unknown_again_when_taken_back(recorded: Desk) -> None:
    later = FIRST + timedelta(days=5)
    confirm_no_run(recorded, later, later + timedelta(days=1))
    found = states(recorded)
    assert found[later] is found[later + timedelta(days=1)] is LoadState.ZERO
    assert found[later - timedelta(days=1)] is LoadState.UNKNOWN
    undo_correction(recorded)
    assert later not in states(recorded)


def test_a_run_on_a_day_that_was_confirmed_without_one_counts(recorded: Desk) -> None:
    before = easy_km(recorded)
    confirm_no_run(recorded, FIRST, FIRST)
    assert states(recorded)[FIRST] is LoadState.KNOWN
    assert easy_km(recorded) == before


@pytest.mark.parametrize("days", [(FIRST, FIRST - timedelta(days=1)), (FIRST, date(2200, 1, 1))])
def test_days_to_come_or_out_of_order_are_not_confirmed(
    recorded: Desk, days: tuple[date, date]
) -> None:
    with pytest.raises(OutOfRange):
        confirm_no_run(recorded, *days)
