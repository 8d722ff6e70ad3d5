"""One run that several devices recorded is one run, and comes apart again without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from backstride.domain.activity import Activity, Sport
from backstride.store import activities, doses, judgements, legs, run_parts, settings
from backstride.store.ledger import Status
from backstride.synth.xml_oddities import paused_run
from backstride.workflows.import_runs import import_paths
from backstride.workflows.likeness_rule import RULE_SETTING, is_settled
from backstride.workflows.list_runs import list_legs
from backstride.workflows.look_at_runs import look_at_paths
from backstride.workflows.name_run import name_run
from backstride.workflows.rebuild_store import rebuild
from backstride.workflows.undo_import import list_files, undo_import
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import (
    a_run,
    bring,
    easy_km,
    fit,
    gpx,
    tcx,
    the_run,
    with_values,
    without,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "home") as opened:
        yield opened


def later(activity: Activity, seconds: float) -> Activity:
    return activity.moved(timedelta(seconds=seconds))


def channels(desk: Desk) -> set[str]:
    """Channels of the one run."""
    with desk.store.reading() as tx:
        (row,) = legs.find(tx)
        stream = activities.load(tx, row.recording_id).legs[0].stream
    return set() if stream is None else set(stream.channels)


def test_one_run_as_fit_gpx_and_tcx_is_one_run_and_counts_once(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(a_run())})
    alone = easy_km(desk)

    results = bring(desk, tmp_path, {"a.gpx": gpx(a_run()), "a.tcx": tcx(a_run())})

    run = the_run(desk)
    assert [Path(file).name for file in run.source_files] == ["a.fit", "a.gpx", "a.tcx"]
    assert run.recordings == 3
    assert easy_km(desk) == pytest.approx(alone)
    assert {result.status for result in results.values()} == {Status.DUPLICATE}
    assert {result.reason.code for result in results.values() if result.reason} == {
        "import.same_run"
    }
    assert {result.activity_ids for result in results.values()} == {(run.id,)}


def test_each_channel_comes_from_the_recording_that_knows_it(desk: Desk, tmp_path: Path) -> None:
    watch = without(a_run(), "heart_rate_bpm")
    strap = without(later(a_run(), 20.0), "latitude_deg", "longitude_deg", "altitude_m")
    bring(desk, tmp_path, {"watch.fit": fit(watch), "strap.tcx": tcx(strap)})

    assert {"latitude_deg", "heart_rate_bpm", "cadence_spm"} <= channels(desk)
    assert the_run(desk).mean_cadence_spm == pytest.approx(164.0)


def test_the_cadence_of_a_second_device_makes_the_load_surer(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"phone.gpx": gpx(without(a_run(), "cadence_spm"))})
    before = the_run(desk).easy_km

    pod = without(a_run(), "latitude_deg", "longitude_deg", "altitude_m", "distance_m", "speed_mps")
    bring(desk, tmp_path, {"pod.tcx": tcx(pod)})

    after = the_run(desk).easy_km
    assert before is not None
    assert after is not None
    assert after.q95 - after.q05 < before.q95 - before.q05


def test_a_run_is_named_by_the_id_of_any_of_its_recordings(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(a_run()), "a.gpx": gpx(a_run()), "b.tcx": tcx(a_run())})
    run = the_run(desk)
    with desk.store.reading() as tx:
        parts = run_parts.find_groups(tx, [run.id])
        named = {name_run(tx, part.activity_id[:12]) for part in parts if part.is_recording}
    assert len(parts) >= 3
    assert named == {run.id}


def test_the_id_stays_when_a_richer_recording_comes_later(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.gpx": gpx(without(a_run(), "heart_rate_bpm", "cadence_spm"))})
    first = the_run(desk).id

    bring(desk, tmp_path, {"a.fit": fit(with_values(a_run(), "contact_ms", 250.0))})

    assert the_run(desk).id == first
    assert the_run(desk).running_dynamics


@pytest.mark.parametrize("undone", [1, 2])
def test_taking_one_import_back_leaves_the_other_as_if_it_had_been_alone(
    desk: Desk, tmp_path: Path, undone: int
) -> None:
    parts = {
        1: {"watch.fit": fit(without(a_run(), "heart_rate_bpm"))},
        2: {"strap.tcx": tcx(without(a_run(), "latitude_deg", "longitude_deg"))},
    }
    with open_desk(tmp_path / "alone") as other:
        bring(other, tmp_path, parts[3 - undone])
        alone = the_run(other)
    for files in parts.values():
        bring(desk, tmp_path, files)
    both = the_run(desk)

    undo_import(desk, undone)

    assert replace(the_run(desk), id=alone.id) == alone
    (file,) = list_files(desk, 3 - undone)
    assert file.entry.status is Status.IMPORTED

    bring(desk, tmp_path, parts[undone])
    assert replace(the_run(desk), source_files=both.source_files) == both


def test_taking_both_imports_back_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(without(a_run(), "heart_rate_bpm"))})
    bring(desk, tmp_path, {"a.tcx": tcx(a_run())})
    for batch in (1, 2):
        undo_import(desk, batch)
    assert list_legs(desk) == []
    with desk.store.reading() as tx:
        assert run_parts.find_runs_in_parts(tx) == ()


def test_a_second_import_of_twins_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    files = {"a.fit": fit(without(a_run(), "heart_rate_bpm")), "a.tcx": tcx(a_run())}
    bring(desk, tmp_path, files)
    before = list_legs(desk)

    again = bring(desk, tmp_path, files)

    assert {result.status for result in again.values()} == {Status.DUPLICATE}
    assert {result.reason.code for result in again.values() if result.reason} == {
        "import.known_content"
    }
    assert list_legs(desk) == before


def test_a_rebuild_makes_the_same_runs_of_the_same_recordings(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(without(a_run(), "heart_rate_bpm"))})
    bring(desk, tmp_path, {"a.tcx": tcx(without(a_run(), "altitude_m"))})
    before, known = list_legs(desk), channels(desk)

    list(rebuild(desk))

    assert list_legs(desk) == before
    assert channels(desk) == known


@pytest.mark.parametrize("order", ["watch first", "phone first"])
def test_two_watches_that_count_other_steps_wait_and_one_counts(
    desk: Desk, tmp_path: Path, order: str
) -> None:
    """191 against 164 steps a minute, as two real watches did on what looks like one run."""
    one = {"one.fit": fit(with_values(a_run(), "cadence_spm", 191.0))}
    two = {"two.fit": fit(with_values(later(a_run(), 5.0), "cadence_spm", 164.0))}
    first, second = (one, two) if order == "watch first" else (two, one)
    bring(desk, tmp_path, first)
    alone = easy_km(desk)

    (result,) = bring(desk, tmp_path, second).values()

    assert result.status is Status.HELD
    assert result.reason is not None
    assert result.reason.code == "import.held"
    assert len(list_legs(desk)) == 2
    assert sum(run.held_with is not None for run in list_legs(desk)) == 1
    assert easy_km(desk) == pytest.approx(alone, rel=0.05)


def test_a_recording_with_its_pauses_cut_out_is_the_same_run(desk: Desk, tmp_path: Path) -> None:
    paused = paused_run(pause_s=60.0)
    (leg,) = a_run(n_point=120).legs
    cut = Activity((replace(leg, start=paused.start),))
    results = bring(desk, tmp_path, {"paused.fit": fit(paused), "cut.gpx": gpx(cut)})
    assert results["cut.gpx"].status is Status.DUPLICATE
    assert the_run(desk).recordings == 2


def test_two_runs_of_a_day_stay_two(desk: Desk, tmp_path: Path) -> None:
    results = bring(
        desk, tmp_path, {"a.fit": fit(a_run()), "b.fit": fit(later(a_run(), 6 * 3600.0))}
    )
    assert {result.status for result in results.values()} == {Status.IMPORTED}
    assert [run.recordings for run in list_legs(desk)] == [1, 1]


def test_a_dry_run_tells_of_twins_and_of_what_would_be_held(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(a_run())})
    (tmp_path / "a.gpx").write_bytes(gpx(a_run()))
    (tmp_path / "ride.fit").write_bytes(fit(a_run(sport=Sport.CYCLING)))
    paths = [tmp_path / "a.gpx", tmp_path / "ride.fit"]

    would = [result.status for result in look_at_paths(desk, paths)]

    assert would == [Status.DUPLICATE, Status.HELD]
    assert [result.status for result in import_paths(desk, paths, n_worker=1)] == would


def test_what_was_stored_before_there_was_a_rule_is_judged_once(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(a_run()), "a.gpx": gpx(a_run())})
    with desk.store.transaction() as tx:
        run_parts.remove(tx, run_parts.find_groups(tx, [the_run(desk).id]))
        judgements.forget_rule(tx)
        settings.put(tx, RULE_SETTING, "an older rule")
    with desk.store.reading() as tx:
        assert len(legs.find(tx)) == 2

    assert the_run(desk).recordings == 2
    with desk.store.reading() as tx:
        assert is_settled(tx)


def test_the_load_of_a_joined_run_is_never_stale(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.fit": fit(without(a_run(), "heart_rate_bpm"))})
    bring(desk, tmp_path, {"a.tcx": tcx(a_run())})
    with desk.store.reading() as tx:
        (row,) = legs.find(tx)
        assert row.dose is not None
        assert doses.find_stale(tx, row.dose.version) == ()


def test_a_file_that_was_cut_short_and_is_whole_now_is_the_same_run(
    desk: Desk, tmp_path: Path
) -> None:
    bring(desk, tmp_path, {"a.gpx": gpx(a_run(n_point=500))})
    first = the_run(desk).id
    (result,) = bring(desk, tmp_path, {"a.gpx": gpx(a_run())}).values()
    run = the_run(desk)
    assert (run.id, run.n_samples, result.status) == (first, 1200, Status.DUPLICATE)


def test_half_a_run_from_another_file_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path, {"a.gpx": gpx(a_run(n_point=500))})
    (result,) = bring(desk, tmp_path, {"b.gpx": gpx(a_run())}).values()
    assert result.status is Status.HELD


@pytest.mark.parametrize("n_done", [1, 2, 4])
def test_an_import_that_was_stopped_is_completed_by_the_next(
    desk: Desk, tmp_path: Path, n_done: int
) -> None:
    files = {
        "a.fit": fit(without(a_run(), "heart_rate_bpm")),
        "a.tcx": tcx(a_run()),
        "b.fit": fit(later(a_run(), 86_400.0)),
        "b.gpx": gpx(later(a_run(), 86_410.0)),
        "c.gpx": gpx(with_values(later(a_run(), 86_420.0), "cadence_spm", 191.0)),
    }
    with open_desk(tmp_path / "undisturbed") as other:
        bring(other, tmp_path, files)
        expected = [replace(run, id="", held_with=None) for run in list_legs(other)]
    stopped = import_paths(desk, [tmp_path / name for name in files], n_worker=1)
    for _ in range(n_done):
        next(stopped)
    stopped.close()

    again = bring(desk, tmp_path, files)

    assert [replace(run, id="", held_with=None) for run in list_legs(desk)] == expected
    assert Status.FAILED not in {result.status for result in again.values()}
