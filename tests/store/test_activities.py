"""Activities: what was saved is found again, under an identity that lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.domain.activity import Activity, Lap, Leg, Pause, Sport
from backstride.domain.errors import NotFound, OutOfRange, StoreDamaged
from backstride.domain.problem import Problem, Severity
from backstride.domain.stream import Stream
from backstride.recording.likeness import footprint_of
from backstride.store import activities, doses, legs, originals, recordings
from backstride.store import tables as t
from backstride.store.activities import Origin
from backstride.store.packing import pack_stream
from backstride.store.store import Store
from tests.store.made import (
    FIRST_DAY,
    assert_same_activity,
    assert_same_stream,
    made_dose,
    made_run,
    made_stream,
    save_run,
    without_samples,
)

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001, RUF100 - hypothesis takes naive bounds
    lambda found: found.replace(microsecond=found.microsecond // 1000 * 1000, tzinfo=UTC)
)
NUMBERS = st.none() | st.floats(allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
PARAMS = st.dictionaries(
    st.text(max_size=5),
    st.text(max_size=5)
    | st.integers()
    | st.booleans()
    | st.none()
    | st.floats(allow_nan=False, allow_infinity=False),
    max_size=3,
)
PROBLEMS = st.lists(
    st.builds(Problem, TEXTS, TEXTS, PARAMS, st.sampled_from(Severity)), max_size=3
).map(tuple)
LEGS = st.builds(
    Leg,
    sport=st.sampled_from(Sport),
    start=INSTANTS,
    sub_sport=TEXTS,
    elapsed_s=st.none() | st.floats(0, 1e6),
    timer_s=st.none() | st.floats(0, 1e6),
    moving_s=NUMBERS,
    distance_m=NUMBERS,
    ascent_m=NUMBERS,
    descent_m=NUMBERS,
    laps=st.lists(st.builds(Lap, INSTANTS, st.none() | st.floats(0, 1e6)), max_size=2).map(tuple),
    pauses=st.lists(st.builds(Pause, st.floats(0, 1e6), st.floats(0, 1e6)), max_size=2).map(tuple),
    mean_cadence_spm=NUMBERS,
    mean_heart_rate_bpm=NUMBERS,
)
ACTIVITIES = st.builds(
    Activity,
    legs=st.lists(LEGS, min_size=1, max_size=3).map(tuple),
    device=TEXTS,
    utc_offset_s=st.none() | st.integers(-50_400, 50_400),
    problems=PROBLEMS,
)


def keep_original(store: Store, content: bytes = b"bytes of a file") -> str:
    with store.transaction() as tx:
        return originals.keep(tx, content, format="fit")


def test_a_run_comes_back_equal_with_every_sample(store: Store) -> None:
    run = made_run()
    with store.transaction() as tx:
        saved = save_run(tx, run)

    with store.reading() as tx:
        assert_same_activity(activities.load(tx, saved.id), run)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(ACTIVITIES)
def test_any_activity_comes_back_equal(store: Store, activity: Activity) -> None:
    with store.transaction() as tx:
        saved = activities.save(
            tx, activity, utc_offset_s=0, offset_source="assumed", local_date=date(2026, 1, 1)
        )
        found = activities.load(tx, saved.id)

    assert found == activity
    assert len(saved.leg_ids) == len(activity.legs)


def test_a_multisport_activity_keeps_its_legs_in_order(store: Store) -> None:
    sports = (Sport.SWIMMING, Sport.TRANSITION, Sport.CYCLING, Sport.TRANSITION, Sport.RUNNING)
    parts = tuple(made_run(day, sport=sport).legs[0] for day, sport in enumerate(sports))
    with store.transaction() as tx:
        saved = save_run(tx, Activity(parts))
        rows = legs.find(tx)
        assert_same_activity(activities.load(tx, saved.id), Activity(parts))

    assert [row.sport for row in rows] == list(sports)
    assert [row.leg_index for row in rows] == [0, 1, 2, 3, 4]
    assert tuple(row.leg_id for row in rows) == saved.leg_ids


def test_a_leg_without_samples_is_not_a_leg_with_an_empty_stream(store: Store) -> None:
    plain = made_run().legs[0]
    activity = Activity((replace(plain, stream=None), replace(plain, stream=Stream(np.zeros(0)))))
    with store.transaction() as tx:
        saved = save_run(tx, activity)
        found = activities.load(tx, saved.id)

    assert found.legs[0].stream is None
    assert_same_stream(found.legs[1].stream, Stream(np.zeros(0)))


def test_only_the_channels_asked_for_are_read(store: Store) -> None:
    with store.transaction() as tx:
        saved = save_run(tx, made_run())
        found = activities.load(tx, saved.id, channels=("speed_mps", "power_w")).legs[0].stream
        bare = activities.load(tx, saved.id, channels=()).legs[0].stream

    assert found is not None
    assert bare is not None
    assert set(found.channels) == {"speed_mps"}
    assert (bare.n_sample, bare.channels) == (300, {})


def test_samples_packed_by_another_process_are_saved_as_they_are(store: Store) -> None:
    run = made_run()
    with store.transaction() as tx:
        saved = activities.save(
            tx,
            without_samples(run),
            utc_offset_s=0,
            offset_source="file",
            local_date=date(2026, 3, 1),
            packed=[pack_stream(made_stream())],
        )
        found = activities.load(tx, saved.id)

    assert_same_activity(found, run)


def test_the_same_original_saved_again_keeps_its_identity(store: Store) -> None:
    sha256 = keep_original(store)
    with store.transaction() as tx:
        first = save_run(tx, made_run(), origins=(Origin(sha256, 0, "old/a.fit"),))
        doses.save(tx, first.leg_ids[0], made_dose())
    corrected = made_run(n_sample=200)
    with store.transaction() as tx:
        again = save_run(tx, corrected, origins=(Origin(sha256, 0, "new/a.fit"),))
        rows = legs.find(tx)
        assert_same_activity(activities.load(tx, first.id), corrected)

    assert again.id == first.id
    assert [(row.n_sample, row.units, row.dose) for row in rows] == [(200, ("new/a.fit",), None)]


def test_two_workouts_of_one_original_are_two_activities(store: Store) -> None:
    sha256 = keep_original(store)
    with store.transaction() as tx:
        saved = [
            save_run(tx, made_run(part), origins=(Origin(sha256, part, f"a.tcx#{part}"),)).id
            for part in range(2)
        ]
        assert activities.find_by_hash(tx, sha256) == tuple(saved)
        assert activities.find_by_hash(tx, "0" * 64) == ()

    assert saved[0] != saved[1]


def test_an_activity_of_two_originals_remembers_both(store: Store) -> None:
    watch, phone = keep_original(store, b"watch"), keep_original(store, b"phone")
    with store.transaction() as tx:
        origins = (Origin(watch, 0, "watch.fit"), Origin(phone, 0, "phone.gpx"))
        saved = save_run(tx, made_run(), origins=origins)
        again = save_run(tx, made_run(), origins=(Origin(phone, 0, "phone.gpx"),))
        rows = legs.find(tx)

    assert again.id == saved.id
    assert sorted(rows[0].units) == ["phone.gpx", "watch.fit"]


def test_a_run_added_by_hand_needs_no_original(store: Store) -> None:
    with store.transaction() as tx:
        first, second = save_run(tx, made_run()), save_run(tx, made_run())
        rows = legs.find(tx)

    assert first.id != second.id
    assert [row.units for row in rows] == [(), ()]


def test_a_removed_activity_is_gone_from_every_list_and_comes_back_as_itself(
    store: Store, batch: int
) -> None:
    sha256 = keep_original(store)
    origins = (Origin(sha256, 0, "a.fit"),)
    with store.transaction() as tx:
        saved = save_run(tx, made_run(), origins=origins)
        activities.remove(tx, saved.id)
        assert legs.find(tx) == ()
        assert doses.find_stale(tx, "gait-1") == ()
        assert activities.find_by_hash(tx, sha256) == ()
        assert recordings.find_near(tx, footprint_of(made_run(), FIRST_DAY)) == ()
        with pytest.raises(NotFound):
            activities.load(tx, saved.id)
        with pytest.raises(NotFound):
            activities.remove(tx, saved.id)

        back = save_run(tx, made_run(), origins=origins, batch=batch)
        assert back.id == saved.id
        assert len(legs.find(tx)) == 1


def test_recordings_of_the_day_are_near_and_those_of_the_next_are_not(store: Store) -> None:
    run = footprint_of(made_run(), FIRST_DAY)
    with store.transaction() as tx:
        saved = [save_run(tx, made_run(day)).id for day in (0, 1, 9)]
        found = [one.id for one in recordings.find_near(tx, run)]

    assert found == saved[:1]


def test_the_end_of_a_run_without_a_summary_is_its_last_sample(store: Store) -> None:
    leg = replace(made_run().legs[0], elapsed_s=None, timer_s=None)
    with store.transaction() as tx:
        saved = save_run(tx, Activity((leg,)))
        (found,) = recordings.find(tx, [saved.id])

    assert found.footprint.elapsed_s == 299.0


def test_an_activity_is_found_by_the_first_digits_of_its_id(store: Store) -> None:
    with store.transaction() as tx:
        saved = save_run(tx, made_run())

        assert activities.find_by_prefix(tx, saved.id[:6].upper()) == (saved.id,)
        assert activities.find_by_prefix(tx, "%") == ()


def test_names_no_database_can_hold_are_written_out(store: Store) -> None:
    stream = made_stream(10)
    odd = "dev:0:a\x00b\udcff"
    channel = stream.channels["speed_mps"]
    leg = replace(made_run().legs[0], stream=replace(stream, channels={odd: channel}))
    with store.transaction() as tx:
        saved = save_run(tx, Activity((leg,), device="\udce9 watch"))
        found = activities.load(tx, saved.id)

    assert found.device == "\\udce9 watch"
    assert found.legs[0].stream is not None
    assert list(found.legs[0].stream.channels) == ["dev:0:a�b\\udcff"]


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    naive = Leg(Sport.RUNNING, made_run().start.replace(tzinfo=None))

    with store.transaction() as tx, pytest.raises(OutOfRange):
        save_run(tx, Activity((naive,)))


def test_samples_that_were_changed_on_the_disk_are_not_believed(store: Store) -> None:
    with store.transaction() as tx:
        saved = save_run(tx, made_run())
        tx.connection.execute(
            t.channel.update().where(t.channel.c.name == "speed_mps").values(crc32=1)
        )

        with pytest.raises(StoreDamaged, match="speed_mps"):
            activities.load(tx, saved.id)
        assert activities.load(tx, saved.id, channels=("altitude_m",)).legs[0].stream is not None
