"""Hostile files at the product's own limits: refused with a reason; others are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.store.ledger import Status
from backstride.synth import hostile
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.results import FileResult
from backstride.workflows.wiring import open_desk

MEGABYTE = 1_000_000
BOMBS = hostile.bombs()


def imported(home: Path, *files: Path) -> list[FileResult]:
    with open_desk(home) as desk:
        return list(import_paths(desk, files, n_worker=1))


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", BOMBS)
def test_an_archive_larger_than_it_looks_is_refused_and_its_neighbour_is_read(
    tmp_path: Path, name: str
) -> None:
    content, code = BOMBS[name]
    bomb = written(tmp_path / "in" / name, content)
    run = written(tmp_path / "in" / "run.gpx", hostile.PLAIN)

    found = imported(tmp_path / "home", bomb, run)

    refused = [one for one in found if one.reason is not None and one.reason.code == code]
    assert len(refused) == 1
    assert refused[0].status is Status.FAILED
    assert found[-1].status in {Status.IMPORTED, Status.DUPLICATE}


def test_a_bomb_of_small_members_ends_at_the_first_quarter_gigabyte(tmp_path: Path) -> None:
    bomb = written(tmp_path / "sum.zip", BOMBS["sum.zip"][0])

    found = imported(tmp_path / "home", bomb)

    assert len(found) == 65  # 64 members of 4 MiB are 256 MiB
    assert found[-1].reason is not None
    assert found[-1].reason.code == "source.ratio_too_high"


def test_names_that_climb_write_nothing_outside_the_home(tmp_path: Path) -> None:
    archive = written(tmp_path / "deep" / "deeper" / "climbing.zip", hostile.climbing())
    before = {path for path in tmp_path.rglob("*") if path.is_file()}

    found = imported(tmp_path / "home", archive)

    added = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert found[0].status is Status.IMPORTED
    assert all((tmp_path / "home") in path.parents for path in added)
    assert not Path("/tmp/escaped.gpx").exists()  # noqa: S108 - the very place it asks for


def test_entities_do_not_expand(tmp_path: Path) -> None:
    bomb = written(tmp_path / "lol.gpx", hostile.expanding_entities())

    (found,) = imported(tmp_path / "home", bomb)

    assert found.status is Status.IMPORTED
    assert "xml.dtd_cut" in {problem.code for problem in found.problems}


def test_external_entities_are_never_fetched(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", b"the-secret-of-this-computer")
    spy = written(tmp_path / "spy.gpx", hostile.external_entity(secret.as_uri()))

    (found,) = imported(tmp_path / "home", spy)

    assert found.status is Status.IMPORTED
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert all(b"the-secret-of-this-computer" not in path.read_bytes() for path in kept)


@pytest.mark.parametrize("what", hostile.GARBAGE)
def test_a_hundred_megabytes_of_garbage_end_as_a_value(tmp_path: Path, what: str) -> None:
    garbage = written(tmp_path / "garbage.bin", hostile.GARBAGE[what](100 * MEGABYTE))

    (found, *_) = imported(tmp_path / "home", garbage)

    garbage.unlink()
    is_run = what == "GPX of one point over and over"  # the first 700,000 points are kept
    assert found.status is (Status.IMPORTED if is_run else Status.FAILED)
    assert found.reason is not None
    with open_desk(tmp_path / "home") as desk:
        assert len(list_legs(desk)) == is_run
