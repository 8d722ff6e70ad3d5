"""The diary on disk: nothing told is lost, every change can be seen and taken back."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.completeness import Morning
from backstride.domain.diary import DiaryEntry, Skipped
from backstride.domain.diary_parts import Event, EventKind
from backstride.domain.errors import StoreTooNew
from backstride.store import diary
from backstride.store.diary_documents import FORMAT, diary_from_document, diary_to_document
from backstride.store.json_text import dump_document
from backstride.store.store import Store, open_store
from tests.made_diaries import entries

DAY = date(2026, 3, 9)


def written(store: Store, *made: DiaryEntry, batch_id: int | None = None) -> None:
    with store.transaction() as tx:
        for entry in made:
            diary.save_entry(tx, entry, batch_id=batch_id)


def standing(store: Store) -> list[DiaryEntry]:
    with store.reading() as tx:
        return list(diary.entries(tx))


def undo(store: Store) -> list[date]:
    with store.transaction() as tx:
        return [change.day for change in diary.undo_last(tx)]


def morning(score: float, day: date = DAY) -> DiaryEntry:
    return DiaryEntry(day, leg_morning=score)


@settings(max_examples=50, deadline=None)
@given(entries())
def test_every_day_comes_back_from_its_document_as_it_was(entry: DiaryEntry) -> None:

    document = json.loads(dump_document(diary_to_document(entry)))

    assert diary_from_document(entry.day, document) == entry


def test_a_plain_day_is_written_as_the_first_version_wrote_it() -> None:
    plain = DiaryEntry(DAY, leg_morning=3.0, covariates={"sitting_h": 6.0}, backfilled=True)

    assert diary_to_document(plain) == {
        "leg_morning": 3.0,
        "covariates": {"sitting_h": 6.0},
        "backfilled": True,
    }
    assert diary_to_document(DiaryEntry(DAY, items={"flare": False}))["format"] == 2


@pytest.mark.parametrize(
    ("kind", "format"),
    [(EventKind.TREATMENT, 2), (EventKind.CADENCE, 3), (EventKind.MEASURE, FORMAT)],
)
def test_a_day_bears_the_number_of_the_first_version_that_can_read_it(
    kind: EventKind, format: int
) -> None:
    assert diary_to_document(DiaryEntry(DAY, events=(Event(kind),)))["format"] == format


def test_a_day_of_a_newer_version_is_refused_and_not_cut_short() -> None:
    with pytest.raises(StoreTooNew):
        diary_from_document(DAY, {"leg_morning": 3.0, "format": FORMAT + 1})


def test_changes_are_taken_back_the_newest_first(store: Store) -> None:
    written(store, morning(3.0))
    written(store, morning(4.0))
    written(store, morning(5.0, DAY + timedelta(days=1)))

    assert undo(store) == [DAY + timedelta(days=1)]
    assert standing(store) == [morning(4.0)]
    assert undo(store) == [DAY]
    assert standing(store) == [morning(3.0)]
    assert undo(store) == [DAY]
    assert standing(store) == []
    assert undo(store) == []


def test_a_change_after_one_taken_back_is_the_next_to_go(store: Store) -> None:
    written(store, morning(3.0))
    undo(store)
    written(store, morning(6.0))

    assert undo(store) == [DAY]
    assert standing(store) == []
    assert undo(store) == []


def test_a_day_taken_away_comes_back(store: Store) -> None:
    written(store, morning(3.0))
    with store.transaction() as tx:
        diary.remove_entry(tx, DAY)

    undo(store)

    assert standing(store) == [morning(3.0)]


def test_an_import_goes_back_as_a_whole(store: Store, batch: int) -> None:
    written(store, morning(1.0))
    days = [morning(float(n), DAY + timedelta(days=n)) for n in range(4)]
    written(store, *days, batch_id=batch)

    taken = undo(store)

    assert sorted(taken) == [DAY + timedelta(days=n) for n in range(4)]
    assert standing(store) == [morning(1.0)]


def test_what_was_taken_back_stays_in_the_history(store: Store) -> None:
    written(store, morning(3.0))
    undo(store)

    with store.reading() as tx:
        first, second = diary.history(tx, DAY)
    assert (first.who, first.before, first.after) == ("runner", None, morning(3.0))
    assert (second.who, second.before, second.after) == (f"undo:{first.id}", morning(3.0), None)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 20)), max_size=8))
def test_taking_everything_back_leaves_what_was_there_before(
    changes: list[tuple[int, int | None]],
) -> None:

    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "home") as store:
        states = [standing(store)]
        for place, half in changes:
            day = DAY + timedelta(days=place)
            with store.transaction() as tx:
                if half is not None:
                    diary.save_entry(tx, morning(half / 2, day))
                elif diary.find_entry(tx, day) is not None:
                    diary.remove_entry(tx, day)
            if standing(store) != states[-1]:
                states.append(standing(store))
        while len(states) > 1:
            assert standing(store) == states.pop()
            undo(store)
        assert standing(store) == []


def test_mornings_are_told_without_reading_the_days(store: Store) -> None:
    days = [DAY + timedelta(days=n) for n in range(6)]
    written(
        store,
        DiaryEntry(days[0], leg_morning=0.0),
        DiaryEntry(days[1], leg_morning=3.0, backfilled=True),
        DiaryEntry(days[2], leg_morning=Skipped.SKIPPED),
        DiaryEntry(days[3], leg_evening=4.0),
        DiaryEntry(days[4], sides={"leg_morning_left": 2.0}),
    )

    with store.reading() as tx:
        found = diary.mornings(tx)
        some = diary.mornings(tx, first_day=days[1], last_day=days[2])

    assert [found.get(day) for day in days] == [
        Morning.THERE,
        Morning.BACKFILLED,
        Morning.SKIPPED,
        Morning.OTHER,
        Morning.THERE,
        None,
    ]
    assert set(some) == {days[1], days[2]}


def test_a_change_bears_the_instant_it_was_made(home: Path) -> None:
    now = datetime(2026, 3, 9, 7, 30, tzinfo=UTC)
    with open_store(home, clock=lambda: now) as store:
        written(store, morning(3.0))
        with store.reading() as tx:
            (change,) = diary.history(tx)

    assert change.changed == now
