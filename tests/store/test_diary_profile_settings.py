"""What the runner wrote: diary, profile, settings, and the days that sources cover."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped
from backstride.domain.errors import NotFound
from backstride.domain.runner import Runner
from backstride.store import batches, coverage, diary, profile
from backstride.store import settings as store_settings
from backstride.store import tables as t
from backstride.store.coverage import CoveredRange
from backstride.store.store import Store, open_store

DAY = date(2026, 3, 1)
SCORES = st.none() | st.just(Skipped.SKIPPED) | st.integers(0, 20).map(lambda half: half / 2)
NAMES = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=6)
ENTRIES = st.builds(
    DiaryEntry,
    day=st.dates(),
    leg_morning=SCORES,
    leg_evening=SCORES,
    no_run_reason=st.none() | st.sampled_from(NoRunReason),
    sides=st.dictionaries(NAMES, SCORES, max_size=3),
    covariates=st.dictionaries(NAMES, st.floats(0, 24), max_size=3),
    marks=st.dictionaries(NAMES, st.text(max_size=20), max_size=3),
    backfilled=st.booleans(),
)
RUNNERS = st.builds(
    Runner,
    birth_year=st.none() | st.integers(1900, 2020),
    sex=st.none() | st.just("female"),
    height_m=st.none() | st.floats(1, 2.5),
    mass_kg=st.none() | st.floats(30, 200),
    zone=st.none() | st.just("Europe/Berlin"),
    onset=st.none() | st.dates(),
    side=st.none() | st.just("left"),
    operations=st.none() | st.text(max_size=20),
)
quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)


@quick
@given(ENTRIES)
def test_any_diary_entry_comes_back_equal(store: Store, entry: DiaryEntry) -> None:
    with store.transaction() as tx:
        diary.save_entry(tx, entry)

        assert diary.find_entry(tx, entry.day) == entry


def test_never_asked_passed_over_and_zero_stay_three_things(store: Store) -> None:
    scores = (None, Skipped.SKIPPED, 0.0)
    with store.transaction() as tx:
        for after, score in enumerate(scores):
            diary.save_entry(tx, DiaryEntry(DAY + timedelta(days=after), leg_morning=score))
        found = tuple(entry.leg_morning for entry in diary.entries(tx))

    assert found == scores


def test_a_changed_entry_keeps_what_was_there_before(home: Path) -> None:
    instants = iter(datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in range(6, 20))
    first, second = DiaryEntry(DAY, 3.0), DiaryEntry(DAY, 4.0, leg_evening=2.5)
    with open_store(home, clock=lambda: next(instants)) as store:
        with store.transaction() as tx:
            batch = batches.start(tx, "diary", sources=["diary.csv"], version="0.1.0")
        with store.transaction() as tx:
            assert diary.save_entry(tx, first, who="table", batch_id=batch)
            assert not diary.save_entry(tx, first)
        with store.transaction() as tx:
            assert diary.save_entry(tx, second)
            diary.remove_entry(tx, DAY)
        with store.reading() as tx:
            changes = diary.history(tx, DAY)
            assert diary.find_entry(tx, DAY) is None
            assert diary.history(tx) == changes

    assert [(c.who, c.batch_id, c.before, c.after) for c in changes] == [
        ("table", batch, None, first),
        ("runner", None, first, second),
        ("runner", None, second, None),
    ]
    assert changes[0].changed < changes[1].changed


def test_entries_are_chosen_by_day_and_listed_in_order(store: Store) -> None:
    with store.transaction() as tx:
        for after in (4, 0, 2):
            diary.save_entry(tx, DiaryEntry(DAY + timedelta(days=after), 1.0))
        days = [entry.day.day for entry in diary.entries(tx)]
        middle = diary.entries(tx, first_day=date(2026, 3, 2), last_day=date(2026, 3, 4))

    assert days == [1, 3, 5]
    assert [entry.day.day for entry in middle] == [3]


def test_an_entry_that_is_not_there_cannot_be_removed(store: Store) -> None:
    with store.transaction() as tx, pytest.raises(NotFound, match="2026-03-01"):
        diary.remove_entry(tx, DAY)


@quick
@given(RUNNERS)
def test_any_profile_comes_back_equal(store: Store, runner: Runner) -> None:
    with store.transaction() as tx:
        profile.save(tx, runner)

        assert profile.find_current(tx) == runner


def test_every_profile_there_was_is_kept(store: Store) -> None:
    heavy, light = Runner(mass_kg=80.0), Runner(mass_kg=70.0)
    with store.transaction() as tx:
        assert profile.find_current(tx) is None
        assert [profile.save(tx, runner) for runner in (heavy, light, light, heavy)] == [
            True,
            True,
            False,
            True,
        ]
        history = profile.history(tx)

    assert [version.runner for version in history] == [heavy, light, heavy]


def test_a_setting_is_found_as_it_was_set_last(store: Store) -> None:
    with store.transaction() as tx:
        assert store_settings.get(tx, "easy_run") is None
        assert store_settings.get(tx, "easy_run", {"speed_mps": 2.8}) == {"speed_mps": 2.8}
        assert store_settings.put(tx, "easy_run", {"speed_mps": 3.0})
        assert not store_settings.put(tx, "easy_run", {"speed_mps": 3.0})
        assert store_settings.put(tx, "easy_run", None)
        assert store_settings.get(tx, "easy_run", "never set") is None
        history = store_settings.history(tx, "easy_run")
        assert store_settings.find(tx, "other") is None

    assert [setting.value for setting in history] == [{"speed_mps": 3.0}, None]


def march(first: int, last: int, source: str = "watch") -> CoveredRange:
    return CoveredRange(source, date(2026, 3, first), date(2026, 3, last))


def cover(store: Store, batch: int, *ranges: CoveredRange) -> tuple[CoveredRange, ...]:
    with store.transaction() as tx:
        for found in ranges:
            coverage.extend(tx, found.source, found.first_day, found.last_day, batch_id=batch)
        return coverage.ranges(tx)


def another_batch(store: Store) -> int:
    with store.transaction() as tx:
        return batches.start(tx, "import", sources=[], version="0.1.0")


def test_one_import_covers_every_day_between_its_first_and_last_run(
    store: Store, batch: int
) -> None:
    covered = cover(store, batch, march(9, 9), march(3, 3), march(5, 5), march(1, 2, "phone"))

    assert covered == (march(1, 2, "phone"), march(3, 9))


def test_days_between_two_imports_stay_unknown(store: Store, batch: int) -> None:
    cover(store, batch, march(1, 4))

    assert cover(store, another_batch(store), march(8, 9)) == (march(1, 4), march(8, 9))


def test_imports_that_touch_cover_one_stretch(store: Store, batch: int) -> None:
    cover(store, batch, march(1, 4), march(1, 2, "phone"))
    cover(store, another_batch(store), march(2, 3))

    assert cover(store, another_batch(store), march(5, 9)) == (march(1, 2, "phone"), march(1, 9))


def test_an_undone_import_covers_nothing(store: Store, batch: int) -> None:
    cover(store, batch, march(1, 4))
    with store.transaction() as tx:
        tx.connection.execute(t.batch.update().values(undone_utc_ms=1))

        assert coverage.ranges(tx) == ()
