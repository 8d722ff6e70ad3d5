"""Everything derived can be had again from the originals; ids and deletions stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.domain.dose import RunDose
from backstride.store import activities, batches, doses, legs
from backstride.synth.demo_runner import DemoTruth, make_demo
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.rebuild_store import Stale, find_stale, rebuild
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import a_run, bring, fit, gpx, the_run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoTruth:
    return make_demo(tmp_path_factory.mktemp("demo"))


def imported(home: Path, demo: DemoTruth, n_run: int) -> Desk:
    with open_desk(home) as desk:
        list(import_paths(desk, sorted(demo.runs.glob("*.fit"))[:n_run]))
    return desk


def test_a_rebuild_gives_the_same_runs_with_the_same_ids(tmp_path: Path, demo: DemoTruth) -> None:
    imported(tmp_path, demo, 15)
    with open_desk(tmp_path) as desk:
        before = list_legs(desk)
        done = list(rebuild(desk))
        assert list_legs(desk) == before
    assert sum(found.n_activity for found in done) == 15
    assert not any(found.n_lost for found in done)


def test_a_rebuild_puts_right_what_was_derived_otherwise(tmp_path: Path, demo: DemoTruth) -> None:
    imported(tmp_path, demo, 3)
    with open_desk(tmp_path) as desk:
        before = list_legs(desk)
        with desk.store.transaction() as tx:
            for row in legs.find(tx):
                doses.save(tx, row.leg_id, type(row.dose)(version="of another time"))
        assert list_legs(desk) != before
        list(rebuild(desk))
        assert list_legs(desk) == before


def test_what_was_taken_back_stays_gone(tmp_path: Path, demo: DemoTruth) -> None:
    imported(tmp_path, demo, 3)
    with open_desk(tmp_path) as desk:
        with desk.store.transaction() as tx:
            batches.undo(tx, 1)
        assert list(rebuild(desk)) == []
        assert list_legs(desk) == []


def test_a_single_deleted_run_stays_gone(tmp_path: Path, demo: DemoTruth) -> None:
    imported(tmp_path, demo, 3)
    with open_desk(tmp_path) as desk:
        gone = list_legs(desk)[0].id
        with desk.store.transaction() as tx:
            activities.remove(tx, gone)
        list(rebuild(desk))
        assert gone not in {row.id for row in list_legs(desk)}


def test_what_another_version_made_is_known_as_stale(
    tmp_path: Path, demo: DemoTruth, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(tmp_path, demo, 3)
    with open_desk(tmp_path) as desk:
        assert not find_stale(desk).any
        for module in ("rebuild_store", "save_prepared"):
            monkeypatch.setattr(f"backstride.workflows.{module}.READERS_VERSION", "readers-next")
        with desk.store.transaction() as tx:
            (first, *_) = legs.find(tx)
            doses.save(tx, first.leg_id, RunDose(version="of another time"))
        assert find_stale(desk) == Stale(n_recording=3, n_leg=1, n_pair=0)
        list(rebuild(desk))
        assert not find_stale(desk).any


def test_pairs_of_an_older_rule_are_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(tmp_path / "home") as desk:
        bring(desk, tmp_path, {"a.fit": fit(a_run()), "a.gpx": gpx(a_run())})
        for place in ("store.judgements", "workflows.settle_duplicates"):
            monkeypatch.setattr(f"backstride.{place}.RULE_VERSION", "likeness-next")
        assert find_stale(desk).n_pair == 1
        list(rebuild(desk))
        assert find_stale(desk).n_pair == 0
        assert the_run(desk).recordings == 2


def test_an_original_that_is_gone_does_not_hold_up_the_others(
    tmp_path: Path, demo: DemoTruth
) -> None:
    imported(tmp_path, demo, 3)
    with open_desk(tmp_path) as desk:
        before = list_legs(desk)
        next(desk.store.home.originals.rglob("*.gz")).unlink()
        done = list(rebuild(desk))
        assert sum(found.n_lost for found in done) == 1
        assert sum(found.n_activity for found in done) == 2
        assert list_legs(desk) == before


def test_a_rebuild_that_is_stopped_can_be_run_again(tmp_path: Path, demo: DemoTruth) -> None:
    imported(tmp_path, demo, 5)
    with open_desk(tmp_path) as desk:
        before = list_legs(desk)
        stopped = rebuild(desk)
        next(stopped)
        stopped.close()
        assert list_legs(desk) == before
        assert len(list(rebuild(desk))) == 5
        assert list_legs(desk) == before
