"""All runs of a runner are measured against one easy kilometre of her own, once there is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.domain.activity import Activity
from backstride.domain.reference import EasyRunReference, ReferenceOrigin
from backstride.domain.runner import Runner
from backstride.store import legs
from backstride.synth.demo_runner import DemoTruth, make_demo
from backstride.workflows.derive_load import (
    ON_FOOT,
    as_document,
    find_reference,
    from_document,
)
from backstride.workflows.import_runs import import_paths
from backstride.workflows.wiring import open_desk
from tests.workflows.made_files import fit, tcx
from tests.workflows.made_history import easy_run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoTruth:
    return make_demo(tmp_path_factory.mktemp("demo"))


def reference_after(home: Path, paths: list[Path]) -> EasyRunReference:
    with open_desk(home) as desk:
        list(import_paths(desk, paths))
        with desk.store.reading() as tx:
            return find_reference(tx, Runner())


def test_few_runs_are_measured_against_the_population(tmp_path: Path, demo: DemoTruth) -> None:
    few = sorted(demo.runs.glob("*.fit"))[:5]
    assert reference_after(tmp_path, few).origin is ReferenceOrigin.POPULATION


def test_enough_runs_freeze_the_runners_own_reference(tmp_path: Path, demo: DemoTruth) -> None:
    made = reference_after(tmp_path, [demo.runs])
    assert made.origin is ReferenceOrigin.HISTORY
    assert made.made_on is not None
    assert made.typical_day_easy_km == pytest.approx(8.8, abs=1.0)


def test_later_imports_do_not_move_a_frozen_reference(tmp_path: Path, demo: DemoTruth) -> None:
    files = sorted(demo.runs.glob("*.fit"))
    first = reference_after(tmp_path, files[:40])
    assert first.origin is ReferenceOrigin.HISTORY
    assert reference_after(tmp_path, files) == first


def test_runs_brought_in_one_by_one_freeze_it_too(tmp_path: Path, demo: DemoTruth) -> None:
    for file in sorted(demo.runs.glob("*.fit"))[:24]:
        made = reference_after(tmp_path, [file])
    assert made.origin is ReferenceOrigin.HISTORY


def test_after_an_import_every_leg_is_measured_against_the_same_reference(
    tmp_path: Path, demo: DemoTruth
) -> None:
    with open_desk(tmp_path) as desk:
        list(import_paths(desk, [demo.runs]))
        with desk.store.reading() as tx:
            rows = legs.find(tx, sports=ON_FOOT)
    versions = {row.dose.version for row in rows if row.dose is not None}
    assert len(rows) > 50
    assert len(versions) == 1


def test_a_reference_survives_the_store(tmp_path: Path, demo: DemoTruth) -> None:
    made = reference_after(tmp_path, [demo.runs])
    assert from_document(as_document(made)) == made


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Runs every third day, each as a watch and as a web service wrote it."""
    folder = tmp_path_factory.mktemp("twins")
    for number in range(18):
        run = Activity((easy_run(3 * number, minutes=16.0),), "Maker Watch 3", 3600)
        (folder / f"{number:02d}.fit").write_bytes(fit(run))
        (folder / f"{number:02d}.tcx").write_bytes(tcx(run))
    return sorted(folder.iterdir())


@pytest.mark.parametrize("n_done", [3, 10, 13, 18, 19])
def test_an_import_that_was_cut_freezes_the_reference_of_an_undisturbed_one(
    tmp_path: Path, twins: list[Path], n_done: int
) -> None:
    whole = reference_after(tmp_path / "whole", twins)
    with open_desk(tmp_path / "cut") as desk:
        stopped = import_paths(desk, twins, n_worker=1)
        for _ in range(n_done):
            next(stopped)
        stopped.close()
    assert whole.origin is ReferenceOrigin.HISTORY
    assert reference_after(tmp_path / "cut", twins) == whole


def test_twins_do_not_keep_a_reference_from_being_frozen_nor_count_twice(
    tmp_path: Path, twins: list[Path]
) -> None:
    alone = [path for path in twins if path.suffix == ".fit"]
    with_twins = reference_after(tmp_path / "twins", [*alone, *twins])
    assert with_twins == reference_after(tmp_path / "alone", alone)
