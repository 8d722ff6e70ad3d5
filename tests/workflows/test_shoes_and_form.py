"""Shoes, form over time, other activities and the page of a run, from a store with a history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from backstride.domain.activity import Sport
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_parts import RunNote
from backstride.domain.errors import OutOfRange
from backstride.domain.shoe import Shoe, ShoeWord, shoes_of_run
from backstride.inference.calendar import build_table
from backstride.store import diary
from backstride.store.store import open_store
from backstride.workflows.daily_load import doses_by_day
from backstride.workflows.day_exposures import exposures_by_day, with_exposures
from backstride.workflows.follow_form import Against, after_new_shoes, follow_form
from backstride.workflows.keep_shoes import (
    add_shoe,
    change_shoe,
    find_shoe,
    forget_uses,
    make_usual,
    remove_shoe,
    tell_use,
)
from backstride.workflows.name_run import name_run, name_runs, run_of_entry
from backstride.workflows.shod_runs import open_book
from backstride.workflows.weigh_run import weigh_run
from backstride.workflows.wiring import Desk
from tests.workflows.made_history import easy_run, history, keep, other_leg

FIRST = date(2026, 3, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "home") as store:
        yield Desk(store)


def pairs_of(desk: Desk) -> dict[str, tuple[ShoeWord, list[str]]]:
    """How each run's pairs are known, and their names."""
    with desk.store.reading() as tx:
        book = open_book(tx)
    found = {}
    for run in book.runs:
        word, worn = shoes_of_run(run, book.shoes, book.usual)
        found[run.run_id] = (word, [book.shoes[part.shoe_id].name for part in worn])
    return found


def test_a_day_with_two_runs_has_two_pairs(desk: Desk) -> None:
    early, late = keep(desk.store, easy_run(0), easy_run(0, minutes=20.0, hour=10))
    add_shoe(desk, Shoe("", "Road"))
    trail, _ = add_shoe(desk, Shoe("", "Trail"))

    tell_use(desk, trail, late)

    assert pairs_of(desk) == {
        early: (ShoeWord.USUAL, ["Road"]),
        late: (ShoeWord.TOLD, ["Trail"]),
    }
    forget_uses(desk, late)
    assert pairs_of(desk)[late] == (ShoeWord.USUAL, ["Road"])


def test_a_day_names_all_its_runs_and_a_part_needs_one(desk: Desk) -> None:
    ids = keep(desk.store, easy_run(0), easy_run(0, minutes=20.0, hour=10), easy_run(2))
    shoe, _ = add_shoe(desk, Shoe("", "Road"))

    assert set(tell_use(desk, shoe, "2026-03-01")) == set(ids[:2])
    with pytest.raises(OutOfRange):
        tell_use(desk, shoe, "2026-03-01", km=3.0)
    with desk.store.reading() as tx:
        assert name_runs(tx, "last") == (ids[2],)
        assert name_run(tx, ids[1][:9].upper()) == ids[1]
        assert run_of_entry(tx, FIRST, "last") == ids[1]
        assert run_of_entry(tx, FIRST, None) == ""
        assert run_of_entry(tx, FIRST, ids[2]) is None
        with pytest.raises(OutOfRange):
            name_run(tx, "2025-01-01")
        with pytest.raises(OutOfRange):
            name_run(tx, "")


def test_the_diary_names_the_pair_of_a_day_and_of_a_run(desk: Desk) -> None:
    one, other = keep(desk.store, easy_run(0), easy_run(2))
    add_shoe(desk, Shoe("", "Road"))
    add_shoe(desk, Shoe("", "Trail"))
    with desk.store.transaction() as tx:
        diary.save_entry(tx, DiaryEntry(FIRST, items={"shoes": "trail"}))
        note = RunNote(other, {"shoes": "Road + Trail"})
        diary.save_entry(tx, DiaryEntry(FIRST + timedelta(days=2), runs=(note,)))

    assert pairs_of(desk) == {
        one: (ShoeWord.DIARY, ["Trail"]),
        other: (ShoeWord.DIARY, ["Road", "Trail"]),
    }


def test_pairs_are_found_by_the_beginning_of_their_name_and_nothing_is_lost(desk: Desk) -> None:
    road, is_usual = add_shoe(desk, Shoe("", "Road One"))
    assert is_usual
    add_shoe(desk, Shoe("", "Road Two"))

    assert find_shoe(desk, "road one") == road
    for name in ("road", "boots", ""):
        with pytest.raises(OutOfRange):
            find_shoe(desk, name)
    with pytest.raises(OutOfRange):
        add_shoe(desk, Shoe("", "ROAD ONE"))
    with pytest.raises(OutOfRange):
        change_shoe(desk, Shoe(road.id, "Road One", start_km=-1.0))
    remove_shoe(desk, road)
    with pytest.raises(OutOfRange):
        find_shoe(desk, "Road One")
    remove_shoe(desk, find_shoe(desk, "Road One", removed=True), back=True)
    assert find_shoe(desk, "Road One") == road


def test_steps_that_quicken_in_new_shoes_show_and_steps_that_do_not_stay_unclear(
    desk: Desk,
) -> None:
    before = history(12)
    after = [easy_run(24 + 2 * k, cadence_spm=174.0) for k in range(6)]
    keep(desk.store, *before, *after)
    add_shoe(desk, Shoe("", "Old", first_day=FIRST))
    new, _ = add_shoe(desk, Shoe("", "New"))
    make_usual(desk, new, since=FIRST + timedelta(days=24))

    (change,) = [one for one in after_new_shoes(desk) if one.against is Against.OTHER_PAIRS]

    assert (change.shoe.name, change.name) == ("New", "cadence_spm")
    assert (change.n_before, change.n_in) == (12, 6)
    assert change.change.q05 > 0.0
    assert change.change.q50 == pytest.approx(6.0, abs=1.5)


def test_what_came_as_a_pair_aged_is_told_from_its_own_first_runs(desk: Desk) -> None:
    keep(desk.store, *history(10), *[easy_run(20 + 2 * k, cadence_spm=163.0) for k in range(10)])
    add_shoe(desk, Shoe("", "Old"))

    (change,) = after_new_shoes(desk)

    assert (change.against, change.n_before, change.n_in) == (Against.FIRST_RUNS, 10, 10)
    assert change.change.q95 < 0.0


def test_a_change_of_the_last_weeks_is_told_at_the_same_speed(desk: Desk) -> None:
    keep(desk.store, *history(16), *[easy_run(40 + 3 * k, cadence_spm=163.0) for k in range(8)])

    (trend,) = follow_form(desk)

    assert trend.name == "cadence_spm"
    assert trend.change is not None
    assert trend.change.q95 < 0.0
    assert len(trend.apart) == trend.n_before + trend.n_recent == 24
    (earlier,) = follow_form(desk, until=FIRST + timedelta(days=50))
    assert earlier.apart[-1][0] <= FIRST + timedelta(days=50)


def test_too_few_runs_tell_nothing(desk: Desk) -> None:
    keep(desk.store, *history(7))

    assert follow_form(desk) == ()
    assert after_new_shoes(desk) == ()


def test_the_page_of_a_run_holds_cost_typical_run_form_and_day(desk: Desk) -> None:
    ids = keep(desk.store, *history(12), easy_run(30, minutes=40.0))

    page = weigh_run(desk, ids[-1])

    (leg,) = page.legs
    assert page.typical is not None
    assert page.typical.n_run == 12
    assert page.typical.lighter_share == 1.0
    assert leg.dose.easy_km is not None
    pieces = sum(load.q50 for _, load in leg.pieces if load is not None)
    assert pieces == pytest.approx(leg.dose.easy_km.q50, rel=0.01)
    assert set(leg.by_exponent or {}) == {2.0, 3.0, 4.0}
    assert [one.name for one in leg.usual] == ["cadence_spm"]
    assert leg.usual[0].value == pytest.approx(leg.usual[0].usual.q50, abs=3.0)
    assert page.course is not None
    without = max(loss.q50 for loss in page.course.ordinary_mm)
    assert max(loss.q50 for loss in page.course.loss_mm) > without


def test_other_activities_have_columns_of_their_own(desk: Desk) -> None:
    keep(
        desk.store,
        easy_run(0),
        other_leg(0, Sport.CYCLING, 1.5),
        other_leg(0, Sport.CYCLING, 0.5, hour=8),
        other_leg(1, Sport.OTHER, 0.75, "elliptical"),
        other_leg(1, Sport.OTHER, 1.0, "yoga", hour=8),
        other_leg(2, Sport.ROWING, 40.0),
    )

    with desk.store.reading() as tx:
        found = exposures_by_day(tx)

    hours = {day: {name: v.q50 for name, v in columns.items()} for day, columns in found.items()}
    assert hours == {
        FIRST: {"cycling_h": 2.0},
        FIRST + timedelta(days=1): {"elliptical_h": 0.75},
        FIRST + timedelta(days=2): {"rowing_h": 24.0},
    }


def test_the_answer_sees_them_as_covariates_and_the_diary_wins(desk: Desk) -> None:
    keep(
        desk.store, easy_run(0), other_leg(0, Sport.CYCLING, 1.5), other_leg(2, Sport.CYCLING, 1.0)
    )
    entries = [
        DiaryEntry(FIRST, leg_morning=2.0),
        DiaryEntry(FIRST + timedelta(days=2), leg_morning=3.0, covariates={"cycling_h": 4.0}),
    ]
    with desk.store.reading() as tx:
        plain = build_table(entries, doses_by_day(tx))
        table = with_exposures(tx, plain)

    assert table.covariates["cycling_h"].tolist()[::2] == [1.5, 4.0]
    assert np.isnan(table.covariates["cycling_h"][1])
    assert np.array_equal(table.load, plain.load, equal_nan=True)
