"""What was imported before is known at once, and an archive read to its end is not opened again."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.readers.member import FoundFile
from backstride.store.coverage import ranges
from backstride.store.ledger import Status
from backstride.synth.archive_oddities import zipped
from backstride.synth.hostile import PLAIN
from backstride.workflows import known_content
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.look_at_runs import look_at_paths
from backstride.workflows.results import FileResult
from backstride.workflows.undo_import import list_files, list_imports, undo_import
from backstride.workflows.wiring import Desk, open_desk
from tests.workflows.made_files import a_run, fit, tcx, without

OTHER_DAY = PLAIN.replace(b"2026-03-09", b"2026-03-12")
DIARY = b"date,leg_morning\n2026-03-09,3\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    members = {"one.gpx": PLAIN, "two.gpx": OTHER_DAY, "bad.fit": b"none", "diary.csv": DIARY}
    (tmp_path / "export.zip").write_bytes(zipped(members))
    return tmp_path / "export.zip"


def imported(desk: Desk, *paths: Path) -> list[FileResult]:
    return list(import_paths(desk, paths, n_worker=1))


def statuses(found: list[FileResult]) -> dict[str, Status]:
    return {one.file.rpartition("!")[2].rpartition("/")[2]: one.status for one in found}


def never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(found: FoundFile) -> None:
        pytest.fail(f"opened again: {found.name}")

    monkeypatch.setattr(known_content, "unwrap_file", refuse)


AGAIN = {
    "one.gpx": Status.DUPLICATE,
    "two.gpx": Status.DUPLICATE,
    "bad.fit": Status.FAILED,
    "diary.csv": Status.DUPLICATE,
}


def test_an_archive_read_to_its_end_is_not_opened_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(tmp_path / "home") as desk:
        first = imported(desk, archive)
        before = list_legs(desk)
        never_opened(monkeypatch)
        again = imported(desk, archive)

        assert statuses(again) == AGAIN
        assert list_legs(desk) == before
        by_name = {one.file: one for one in first}
        for one in again:
            earlier = by_name[one.file]
            assert one.activity_ids == earlier.activity_ids
            assert one.reason is not None
            if one.status is Status.FAILED:
                assert (one.reason, one.problems) == (earlier.reason, earlier.problems)


def test_the_ledger_tells_every_member_each_time(archive: Path, tmp_path: Path) -> None:
    with open_desk(tmp_path / "home") as desk:
        imported(desk, archive)
        imported(desk, archive)
        first, second = list_imports(desk)

        assert {row.entry.unit for row in list_files(desk, first.id)} == {
            row.entry.unit for row in list_files(desk, second.id)
        }
        assert second.counts == {"duplicate": 3, "failed": 1}


def test_the_same_archive_under_another_name_is_known(archive: Path, tmp_path: Path) -> None:
    with open_desk(tmp_path / "home") as desk:
        imported(desk, archive)
        moved = archive.rename(tmp_path / "moved.zip")
        again = imported(desk, moved)

    assert statuses(again) == AGAIN
    assert {one.file.partition("!")[0] for one in again} == {moved.as_posix()}


def test_after_an_undo_it_is_opened_again_and_everything_is_back(
    archive: Path, tmp_path: Path
) -> None:
    with open_desk(tmp_path / "home") as desk:
        first = imported(desk, archive)
        undo_import(desk, 1)
        again = imported(desk, archive)

    assert statuses(again) == statuses(first)
    assert [one.activity_ids for one in again] == [one.activity_ids for one in first]


def test_second_recordings_of_a_run_are_known_by_their_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, strap = without(a_run(), "heart_rate_bpm"), without(a_run(), "latitude_deg")
    twins = tmp_path / "twins.zip"
    twins.write_bytes(zipped({"watch.fit": fit(watch), "strap.tcx": tcx(strap)}))
    with open_desk(tmp_path / "home") as desk:
        first = imported(desk, twins)
        (run,) = list_legs(desk)
        never_opened(monkeypatch)
        looked = list(look_at_paths(desk, [twins]))
        again = imported(desk, twins)

        assert statuses(first)["strap.tcx"] is Status.DUPLICATE
        for found in (first, looked, again):
            assert {one.activity_ids for one in found} == {(run.id,)}
        for found in (looked, again):
            assert {one.status for one in found} == {Status.DUPLICATE}
            assert {one.reason.code for one in found if one.reason} == {"import.known_content"}


def test_another_version_opens_it_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(tmp_path / "home") as desk:
        imported(desk, archive)
        monkeypatch.setattr(known_content, "__version__", "9.9.9")
        opened = []
        unwrap_file = known_content.unwrap_file
        monkeypatch.setattr(
            known_content, "unwrap_file", lambda found: opened.append(found) or unwrap_file(found)
        )
        again = imported(desk, archive)

    assert len(opened) == 1
    assert statuses(again)["one.gpx"] is Status.DUPLICATE


def test_an_import_that_stopped_does_not_know_its_archive(archive: Path, tmp_path: Path) -> None:
    with open_desk(tmp_path / "home") as desk:
        stopped = import_paths(desk, [archive], n_worker=1)
        next(stopped)
        stopped.close()
        again = imported(desk, archive)

    assert len(again) == 4
    assert sum(one.status is Status.IMPORTED for one in again) == 2


def test_known_files_cover_the_days_between_their_runs(tmp_path: Path) -> None:
    for name, content in (("one.gpx", PLAIN), ("two.gpx", OTHER_DAY)):
        (tmp_path / name).write_bytes(content)
    with open_desk(tmp_path / "home") as desk:
        imported(desk, tmp_path / "one.gpx")
        imported(desk, tmp_path / "two.gpx")
        imported(desk, tmp_path / "one.gpx", tmp_path / "two.gpx")
        with desk.store.reading() as tx:
            (span,) = ranges(tx)

    assert (span.last_day - span.first_day).days == 3


def test_a_look_at_a_known_archive_says_the_same_and_stores_nothing(
    archive: Path, tmp_path: Path
) -> None:
    with open_desk(tmp_path / "home") as desk:
        imported(desk, archive)
        looked = list(look_at_paths(desk, [archive]))

        assert statuses(looked) == AGAIN
        assert len(list_imports(desk)) == 1
