"""What is kept at hand is what the store holds: read again when, and only when, that changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from sqlalchemy import event

from backstride.domain.diary import DiaryEntry
from backstride.inference.calendar import build_table
from backstride.store import diary
from backstride.store.diary_again import read_again
from backstride.store.table_stamps import WATCHED
from backstride.workflows.at_hand import AtHand
from backstride.workflows.check_safety import current_triage
from backstride.workflows.correct_runs import (
    ByHand,
    add_run,
)
from backstride.workflows.daily_load import doses_by_day, gather_running
from backstride.workflows.export_store import export_store
from backstride.workflows.keep_diary import write_entry
from backstride.workflows.keep_preferences import find_preferences
from backstride.workflows.list_measures import list_measures
from backstride.workflows.mark_phases import find_tried
from backstride.workflows.place_in_time import today_in
from backstride.workflows.rebuild_store import find_stale
from backstride.workflows.remembered import Remembered
from backstride.workflows.restore_store import restore_store
from backstride.workflows.running_lately import running_lately
from backstride.workflows.search_runs import shoes_by_run
from backstride.workflows.show_course import find_marks
from backstride.workflows.show_horizon import show_horizon
from backstride.workflows.weigh_run import gather_company
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_life import DEEDS, live, today_says

UNWATCHED: Final = {"runner", "table_stamp", "sqlite_master"}
"""Tables whose rows never change, or that stamps themselves are made of."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A runner with runs of all kinds, a diary, pairs, phases and answers to the screen."""
    with open_desk(tmp_path / "home") as opened:
        live(opened, tmp_path / "files")
        yield opened


def read_afresh(desk: Desk) -> dict[str, Any]:
    """What the use cases say, each read from the store by itself."""
    with desk.store.reading() as tx:
        entries, doses, running = diary.entries(tx), doses_by_day(tx), gather_running(tx)
    return {
        "runner": desk.runner(),
        "preferences": find_preferences(desk),
        "triage": current_triage(desk),
        "stale": find_stale(desk),
        "running": running,
        "diary": entries,
        "doses": doses,
        "days": build_table(entries, doses),
        "marks": find_marks(desk),
        "measures": list_measures(desk),
        "tried": find_tried(desk),
        "running_lately": running_lately(desk),
        "horizon": show_horizon(desk),
        "company": gather_company(desk),
        "worn": shoes_by_run(desk),
    }


def remembered(at_hand: AtHand) -> dict[str, Remembered[Any]]:
    return {name: one for name, one in vars(at_hand).items() if isinstance(one, Remembered)}


def kept(at_hand: AtHand, desk: Desk) -> dict[str, Any]:
    found = {name: one.get(desk) for name, one in remembered(at_hand).items()}
    return {name: value for name, value in found.items() if not name.startswith("_")}


def plain(value: Any) -> Any:
    """A value that can be compared, arrays and all; NaN equals NaN."""
    if isinstance(value, np.ndarray):
        return repr(value.tolist())
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return repr(value) if isinstance(value, float) else value


def assert_all_true(at_hand: AtHand, desk: Desk) -> None:
    fresh, found = read_afresh(desk), kept(at_hand, desk)
    assert fresh.keys() == found.keys()
    for name, value in fresh.items():
        assert plain(found[name]) == plain(value), name


def test_after_every_deed_what_is_at_hand_is_what_the_store_holds(desk: Desk) -> None:
    at_hand = AtHand()
    assert_all_true(at_hand, desk)
    for name, deed in DEEDS.items():
        before = desk.store.stamps(WATCHED)
        deed(desk)
        assert desk.store.stamps(WATCHED) != before, f"{name} did nothing"
        try:
            assert_all_true(at_hand, desk)
        except AssertionError as error:
            raise AssertionError(f"after {name}: {error}") from error


def test_what_was_restored_by_another_is_at_hand(desk: Desk, tmp_path: Path) -> None:
    export_store(desk, tmp_path / "all.zip", readme="# Mine")
    with open_desk(tmp_path / "restored") as other:
        at_hand = AtHand()
        assert at_hand.diary.get(other) == ()  # asking for the screen would put something into it
        assert at_hand.running.get(other).rows == ()
        with open_desk(tmp_path / "restored") as another:
            restore_store(another, tmp_path / "all.zip")
        assert_all_true(at_hand, other)
        assert kept(at_hand, other)["diary"] == kept(AtHand(), desk)["diary"]


def test_the_next_day_what_depends_on_the_day_is_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_hand = AtHand()
    before = kept(at_hand, desk)
    tomorrow = today_in(desk.runner().zone) + timedelta(days=1)
    monkeypatch.setattr("backstride.workflows.at_hand.today_in", lambda _zone: tomorrow)
    after = kept(at_hand, desk)
    assert after["marks"].stretches[-1].last == tomorrow.date()
    assert after["horizon"].unknown != before["horizon"].unknown
    assert after["running"] is before["running"]


@pytest.mark.parametrize("name", sorted(remembered(AtHand())))
def test_what_is_at_hand_reads_no_table_but_those_it_names(desk: Desk, name: str) -> None:
    read: set[str] = set()

    def note(deed: int, table: str | None, *_: object) -> int:
        if deed == sqlite3.SQLITE_READ and table:
            read.add(table)
        return sqlite3.SQLITE_OK

    engine = desk.store._engine
    engine.dispose()  # a connection that knows a question already does not ask leave again

    @event.listens_for(engine, "connect")
    def watch(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_authorizer(note)

    at_hand = AtHand()
    one = remembered(at_hand)[name]
    one.get(desk)
    assert read - UNWATCHED, "nothing was read"
    assert read - UNWATCHED <= one.tables
    assert one.tables <= WATCHED


def test_a_score_reads_nothing_of_runs_and_shoes_again(desk: Desk) -> None:
    at_hand = AtHand()
    before = kept(at_hand, desk)
    today_says(desk, leg_morning=3.0)
    after = kept(at_hand, desk)
    same = {name for name in before if after[name] is before[name]}
    assert same >= {"runner", "preferences", "stale", "running", "doses", "company"}
    assert not same & {"diary", "days", "measures", "marks", "triage"}


def test_a_look_reads_nothing_again(desk: Desk) -> None:
    at_hand = AtHand()
    kept(at_hand, desk)  # may itself keep a new triage
    before = kept(at_hand, desk)
    after = kept(at_hand, desk)
    assert all(after[name] is before[name] for name in before)


def test_a_run_reads_no_day_of_the_diary_again(desk: Desk) -> None:
    at_hand = AtHand()
    before = kept(at_hand, desk)
    add_run(desk, ByHand(desk.today(), distance_m=5000.0))
    after = kept(at_hand, desk)
    assert after["diary"] is before["diary"]
    assert after["running"] is not before["running"]


def test_of_the_diary_only_the_day_that_changed_is_built_anew(desk: Desk) -> None:
    with desk.store.reading() as tx:
        before = read_again(tx, {})
    yesterday = desk.today() - timedelta(days=1)
    write_entry(desk, DiaryEntry(yesterday, leg_morning=8.0))
    with desk.store.reading() as tx:
        after = read_again(tx, before)
        assert tuple(one.entry for one in after.values()) == diary.entries(tx)
    assert {day for day in after if after[day] is not before.get(day)} == {yesterday}


def test_nothing_is_at_hand_after_it_was_forgotten(desk: Desk) -> None:
    at_hand = AtHand()
    before = kept(at_hand, desk)
    at_hand.forget()
    after = kept(at_hand, desk)
    assert all(after[name] is not before[name] for name in ("running", "company", "days"))
    assert plain(after) == plain(before)
