"""Everything derived can be had again from the originals; ids and deletions stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.store import activities, batches, doses, legs
from backstride.synth.demo_runner import DemoTruth, make_demo
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.rebuild_store import rebuild
from backstride.workflows.wiring import Desk, open_desk


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
