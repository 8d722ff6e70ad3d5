"""Full or read-only disks, files that may not be read or change: told, nothing half-stored."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from studies.kill_imports import make_files, undisturbed
from studies.store_state import State, differences, state_of

from backstride.readers import source
from backstride.readers.member import FoundFile, Member, Refusal
from backstride.readers.source import unwrap_file, walk
from backstride.store import health
from backstride.store.ledger import Status
from backstride.synth.archive_oddities import zipped
from backstride.synth.hostile import PLAIN
from backstride.workflows.import_runs import import_paths
from backstride.workflows.wiring import open_desk

BACKSTRIDE = f"{sys.executable} -m backstride"
SMALL_DISK = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
"""A shell that may mount a small disk of its own, which nobody else sees."""


def may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    mount = [*SMALL_DISK, "mount -t tmpfs -o size=1m none /mnt"]
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


needs_disk = pytest.mark.skipif(not may_mount(), reason="no disk may be mounted here")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "files"
    make_files(folder, n_run=14)
    return folder


@pytest.fixture(scope="module")
def wanted(files: Path, tmp_path_factory: pytest.TempPathFactory) -> State:
    return undisturbed(files, tmp_path_factory.mktemp("homes") / "undisturbed")[0]


def run(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [*SMALL_DISK, f"set -u\n{script}"],
        env={**os.environ, "BACKSTRIDE_HOME": str(home)},
        check=False,
        capture_output=True,
        text=True,
    )


@needs_disk
@pytest.mark.parametrize("size", ["100k", "500k", "900k"])
def test_a_full_disk_is_told_and_with_room_the_import_goes_on(
    files: Path, wanted: State, tmp_path: Path, size: str
) -> None:
    home, after = tmp_path / "home", tmp_path / "after"
    done = run(
        f"mount -t tmpfs -o size={size},mode=700 none {home}\n"
        f"{BACKSTRIDE} import {files}; echo code $?\n"
        f"mount -o remount,size=50m none {home}\n"
        f"{BACKSTRIDE} import {files} > {tmp_path}/second; echo second $?\n"
        f"cp -a {home} {after}",
        home,
    )

    assert "There is no room left on the disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert "code 3" in done.stdout
    with open_desk(after) as desk:
        assert {found.code for found in health.check(desk.store)} <= {"store.original_unknown"}
        assert differences(state_of(desk.store), wanted) == []


@needs_disk
def test_a_read_only_folder_is_told_before_anything_is_read(files: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = run(f"mount -t tmpfs -o ro none {home}\n{BACKSTRIDE} import {files}; echo code $?", home)

    assert "Read-only file system" in done.stderr
    assert "code 3" in done.stdout
    assert "Traceback" not in done.stderr


@needs_disk
def test_a_store_that_became_read_only_is_told(files: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = run(
        f"mount -t tmpfs -o mode=700 none {home}\n{BACKSTRIDE} import {files}/broken.fit\n"
        f"mount -o remount,ro none {home}\n{BACKSTRIDE} import {files}; echo code $?",
        home,
    )

    assert "cannot be opened for writing" in done.stderr
    assert "code 3" in done.stdout


def test_a_limit_on_the_size_of_files_is_told_and_nothing_is_half_stored(
    files: Path, wanted: State, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-m", "backstride", "import", str(files)],
        env={**os.environ, "BACKSTRIDE_HOME": str(home)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)),
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 3
    assert str(home) in done.stderr
    assert "Traceback" not in done.stderr
    with open_desk(home) as desk:
        assert {found.code for found in health.check(desk.store)} <= {"store.original_unknown"}
        list(import_paths(desk, [files], n_worker=1))
        assert differences(state_of(desk.store), wanted) == []


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Lose the superuser's right to read everything, where the tests run as the superuser."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_a_file_that_may_not_be_read_is_told_and_the_others_are_imported(tmp_path: Path) -> None:
    locked, run = tmp_path / "locked.gpx", tmp_path / "run.gpx"
    for path in (locked, run):
        path.write_bytes(PLAIN)
    locked.chmod(0)
    with as_somebody_else():
        (refusal,) = unwrap_file(FoundFile(locked, len(PLAIN)))

    assert isinstance(refusal, Refusal)
    assert refusal.problem.params == {"reason": "EACCES"}
    with open_desk(tmp_path / "home") as desk:
        (found,) = import_paths(desk, [run])
    assert found.status is Status.IMPORTED


def test_a_file_changed_while_it_is_read_is_left_for_the_next_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.gpx"
    path.write_bytes(PLAIN[:-200])
    sniff = source.sniff

    def written_meanwhile(head: bytes) -> str:
        path.write_bytes(PLAIN)
        return sniff(head)

    with open_desk(tmp_path / "home") as desk:
        with monkeypatch.context() as patched:
            patched.setattr(source, "sniff", written_meanwhile)
            (found,) = import_paths(desk, [path])
        (later,) = import_paths(desk, [path])

    assert found.status is Status.FAILED
    assert found.reason is not None
    assert found.reason.code == "source.changed_meanwhile"
    assert later.status is Status.IMPORTED


def test_of_an_archive_changed_meanwhile_whole_members_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped({"one.gpx": PLAIN, "two.gpx": PLAIN}))
    (found,) = walk([path])
    assert isinstance(found, FoundFile)
    parts = unwrap_file(found)

    first = next(parts)
    with path.open("ab") as stream:
        stream.write(b"more")
    (refusal,) = parts

    assert isinstance(first, Member)
    assert first.data == PLAIN
    assert isinstance(refusal, Refusal)
    assert refusal.problem.code == "source.changed_meanwhile"
