"""Runs by hand: every correction lies beside the recording, outlives a rebuild, and comes off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from backstride.domain.activity import Sport
from backstride.domain.errors import OutOfRange
from backstride.domain.runner import Runner
from backstride.recording.correcting import SetDistance, SetDuration, SetSport, SetStart
from backstride.store import activities
from backstride.synth.xml_oddities import START
from backstride.workflows.correct_runs import (
    ByHand,
    add_run,
    crop_run,
    delete_run,
    edit_run,
    load_run,
    restore_run,
    split_run,
    undo_correction,
)
from backstride.workflows.list_runs import list_legs
from backstride.workflows.rebuild_store import rebuild
from backstride.workflows.setup_runner import save_runner
from backstride.workflows.show_run import show_run
from backstride.workflows.undo_import import undo_import
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import a_run, bring, easy_km, fit, gpx, the_run

DAY = date(2026, 3, 9)
LENGTH_M = 3.0 * 1199


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        save_runner(opened, Runner(zone="Europe/Berlin"))
        yield opened


@pytest.fixture
def treadmill(desk: Desk, tmp_path: Path) -> Desk:
    """One run without positions, in one import."""
    bring(desk, tmp_path, {"treadmill.fit": fit(a_run(with_position=False))})
    return desk


def edit(*changes: object) -> Callable[[Desk], object]:
    return lambda desk: edit_run(desk, the_run(desk).id, changes)  # type: ignore[arg-type]


CORRECTIONS: dict[str, Callable[[Desk], object]] = {
    "sport": edit(SetSport(Sport.WALKING)),
    "distance": edit(SetDistance(4000.0)),
    "start": edit(SetStart(START + timedelta(days=2))),
    "crop": lambda desk: crop_run(desk, the_run(desk).id, from_s=60.0, to_s=900.0),
    "split": lambda desk: split_run(desk, the_run(desk).id, at_s=400.0),
    "delete": lambda desk: delete_run(desk, the_run(desk).id),
    "two": edit(SetDistance(4000.0), SetSport(Sport.RUNNING, "treadmill")),
}


@pytest.mark.parametrize("kind", CORRECTIONS)
def test_a_correction_outlives_rebuild_undo_and_a_new_import(
    treadmill: Desk, tmp_path: Path, kind: str
) -> None:
    before = list_legs(treadmill)
    CORRECTIONS[kind](treadmill)
    corrected = list_legs(treadmill)
    assert corrected != before

    list(rebuild(treadmill))
    assert list_legs(treadmill) == corrected

    undo_import(treadmill, 1)
    assert list_legs(treadmill) == []
    bring(treadmill, tmp_path, {"treadmill.fit": fit(a_run(with_position=False))})
    assert list_legs(treadmill) == corrected


@pytest.mark.parametrize("kind", CORRECTIONS)
def test_a_correction_that_is_taken_back_leaves_no_trace(treadmill: Desk, kind: str) -> None:
    before, run_id = list_legs(treadmill), the_run(treadmill).id
    CORRECTIONS[kind](treadmill)
    while undo_correction(treadmill):
        pass
    assert list_legs(treadmill) == before
    history = show_run(treadmill, run_id).corrections
    assert history
    assert all(one.is_undone for one in history)


@pytest.mark.parametrize("kind", ["sport", "distance", "crop", "split"])
def test_a_correction_holds_for_a_richer_recording_that_comes_later(
    desk: Desk, tmp_path: Path, kind: str
) -> None:
    bring(desk, tmp_path, {"a.gpx": gpx(a_run())})
    CORRECTIONS[kind](desk)
    corrected = list_legs(desk)

    bring(desk, tmp_path, {"a.fit": fit(a_run())})

    found = list_legs(desk)
    assert [run.id for run in found] == [run.id for run in corrected]
    assert [run.sport for run in found] == [run.sport for run in corrected]
    assert [run.distance_m for run in found] == pytest.approx(
        [run.distance_m for run in corrected], rel=0.01
    )
    assert all(run.recordings == 2 for run in found)


def test_a_treadmill_that_was_longer_gives_more_load(treadmill: Desk) -> None:
    before = easy_km(treadmill)
    edit_run(treadmill, the_run(treadmill).id[:6], [SetDistance(1.2 * LENGTH_M)])
    run = the_run(treadmill)
    assert run.distance_m == pytest.approx(1.2 * LENGTH_M)
    assert run.corrections == ("distance",)
    assert easy_km(treadmill) > before


def test_a_run_that_was_a_walk_puts_no_running_on_the_day(treadmill: Desk) -> None:
    edit_run(treadmill, the_run(treadmill).id, [SetSport(Sport.WALKING)])
    assert easy_km(treadmill) == 0.0


def test_a_split_gives_two_runs_whose_second_has_an_id_that_lasts(treadmill: Desk) -> None:
    first, second = split_run(treadmill, the_run(treadmill).id, at_s=400.0)
    runs = {run.id: run for run in list_legs(treadmill)}
    assert set(runs) == {first, second}
    assert runs[second].start_utc == START + timedelta(seconds=400)
    assert sum(run.distance_m or 0.0 for run in runs.values()) == pytest.approx(LENGTH_M)
    assert runs[second].source_files == runs[first].source_files

    edit_run(treadmill, second, [SetSport(Sport.WALKING)])
    delete_run(treadmill, first)
    assert (the_run(treadmill).id, the_run(treadmill).sport) == (second, "walking")
    list(rebuild(treadmill))
    assert (the_run(treadmill).id, the_run(treadmill).sport) == (second, "walking")
    restore_run(treadmill, first)
    assert len(list_legs(treadmill)) == 2


def test_the_second_part_can_be_deleted_and_restored(treadmill: Desk) -> None:
    _, second = split_run(treadmill, the_run(treadmill).id, at_s=400.0)
    delete_run(treadmill, second)
    assert len(list_legs(treadmill)) == 1
    restore_run(treadmill, second)
    assert second in {run.id for run in list_legs(treadmill)}


def test_a_deleted_run_is_not_brought_back_by_its_file(treadmill: Desk, tmp_path: Path) -> None:
    run_id = delete_run(treadmill, the_run(treadmill).id)
    bring(treadmill, tmp_path, {"copy.gpx": gpx(a_run(with_position=False))})
    bring(treadmill, tmp_path, {"treadmill.fit": fit(a_run(with_position=False))})
    assert list_legs(treadmill) == []
    restore_run(treadmill, run_id[:5])
    assert the_run(treadmill).id == run_id


def test_a_restored_run_of_an_import_that_was_taken_back_stays_away(treadmill: Desk) -> None:
    run_id = delete_run(treadmill, the_run(treadmill).id)
    undo_import(treadmill, 1)
    restore_run(treadmill, run_id)
    assert list_legs(treadmill) == []


@pytest.mark.parametrize(
    "wrong",
    [
        edit(SetDistance(3.597)),
        edit(SetDuration(900.0)),
        lambda desk: crop_run(desk, the_run(desk).id, from_s=5000.0, to_s=None),
        lambda desk: split_run(desk, the_run(desk).id, at_s=5000.0),
        lambda desk: edit_run(desk, "", []),
        lambda desk: edit_run(desk, "not an id", []),
        lambda desk: restore_run(desk, the_run(desk).id),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    treadmill: Desk, wrong: Callable[[Desk], object]
) -> None:
    before = list_legs(treadmill)
    with pytest.raises(OutOfRange):
        wrong(treadmill)
    assert list_legs(treadmill) == before
    assert show_run(treadmill, before[0].id).corrections == ()


def test_a_forgotten_watch_is_added_by_hand_and_counts(desk: Desk) -> None:
    run_id = add_run(desk, ByHand(DAY, distance_m=8000.0, moving_s=2900.0, clock=time(7, 30)))
    run = the_run(desk)
    assert (run.id, run.local_date) == (run_id, DAY)
    assert run.start_utc == datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
    assert run.corrections == ("add",)
    assert easy_km(desk) == pytest.approx(8.0, rel=0.2)

    list(rebuild(desk))
    assert the_run(desk) == run
    undo_correction(desk)
    assert list_legs(desk) == []


def test_a_run_by_hand_can_be_corrected_deleted_and_restored(desk: Desk) -> None:
    run_id = add_run(desk, ByHand(DAY, distance_m=8000.0))
    edit_run(desk, run_id, [SetDuration(2700.0), SetDistance(9000.0)])
    assert (the_run(desk).moving_s, the_run(desk).distance_m) == (2700.0, 9000.0)
    delete_run(desk, run_id)
    assert list_legs(desk) == []
    restore_run(desk, run_id)
    assert the_run(desk).distance_m == 9000.0


def test_a_run_by_hand_needs_a_distance_or_a_duration(desk: Desk) -> None:
    with pytest.raises(OutOfRange):
        add_run(desk, ByHand(DAY))


def test_the_recording_of_a_run_that_was_added_by_hand_is_the_same_run(
    desk: Desk, tmp_path: Path
) -> None:
    run_id = add_run(desk, ByHand(DAY, distance_m=3600.0))
    bring(desk, tmp_path, {"phone.gpx": gpx(a_run())})
    run = the_run(desk)
    assert (run.id, run.recordings, run.n_samples) == (run_id, 2, 1200)


def test_a_shown_run_tells_its_recordings_and_who_corrected_what(
    treadmill: Desk, tmp_path: Path
) -> None:
    edit_run(treadmill, the_run(treadmill).id, [SetDistance(4000.0)])
    found = show_run(treadmill, the_run(treadmill).id[:8])
    ((recording, file),) = found.recordings
    assert Path(file).name == "treadmill.fit"
    assert found.leading_id == recording.id
    assert recording.footprint.distance_m == pytest.approx(LENGTH_M)
    assert [(one.kind, one.who) for one in found.corrections] == [("distance", "runner")]


def test_samples_of_a_corrected_run_are_those_of_the_recording_stretched(treadmill: Desk) -> None:
    edit_run(treadmill, the_run(treadmill).id, [SetDistance(2.0 * LENGTH_M)])
    with treadmill.store.reading() as tx:
        run_id, run = load_run(tx, the_run(treadmill).id)
        recorded = activities.load(tx, run_id)
    speeds = [one.legs[0].stream.values("speed_mps").mean() for one in (run, recorded)]
    assert speeds == pytest.approx([6.0, 3.0])


def test_the_day_of_a_corrected_start_is_the_day_on_the_runners_clock(treadmill: Desk) -> None:
    """Clocks go forward on 29 March 2026: 23:30 in Berlin is 21:30 UTC then, and 22:30 before."""
    for start, day in (
        (datetime(2026, 3, 29, 21, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 3, 27, 22, 30, tzinfo=UTC), date(2026, 3, 27)),
    ):
        edit_run(treadmill, the_run(treadmill).id, [SetStart(start)])
        assert the_run(treadmill).local_date == day


def test_doses_of_corrected_runs_follow_the_runners_own_reference(treadmill: Desk) -> None:
    edit_run(treadmill, the_run(treadmill).id, [SetDistance(4000.0)])
    run = the_run(treadmill)
    list(rebuild(treadmill))
    assert replace(the_run(treadmill), easy_km=run.easy_km) == run
