"""A watched folder: finished files are imported once, half-written ones wait, Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backstride.store.health import check
from backstride.store.ledger import Status
from backstride.synth.hostile import PLAIN
from backstride.workflows.list_runs import list_legs
from backstride.workflows.results import FileResult
from backstride.workflows.watch_folder import QUIET_S, UNFINISHED, Folders, watch
from backstride.workflows.wiring import open_desk


class Enough(Exception):
    """Ends a watch in a test, as Ctrl-C does."""


def watched(home: Path, folder: Path, *deeds: Callable[[], object]) -> list[FileResult]:
    """Watch a folder; between two looks 2 s of made-up time go by and the next deed is done."""
    now = [0.0]
    left = list(deeds)

    def wait(seconds: float) -> None:
        now[0] += seconds
        if not left:
            raise Enough
        left.pop(0)()

    found: list[FileResult] = []
    with open_desk(home) as desk, pytest.raises(Enough):
        for result in watch(desk, [folder], wait=wait, clock=lambda: now[0]):
            found.append(result)  # noqa: PERF402 - kept although the watch ends by an error
    return found


def nothing() -> None:
    """Let time go by."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_what_lies_there_and_what_appears_is_imported_once(tmp_path: Path, folder: Path) -> None:
    (folder / "old.gpx").write_bytes(PLAIN)
    later = PLAIN.replace(b"2026-03-09", b"2026-03-10")

    found = watched(
        tmp_path / "home",
        folder,
        nothing,
        nothing,
        lambda: (folder / "new.gpx").write_bytes(later),
        *[nothing] * 5,
    )

    assert [Path(one.file).name for one in found] == ["old.gpx", "new.gpx"]
    assert {one.status for one in found} == {Status.IMPORTED}


def test_a_file_still_growing_waits_until_it_is_finished(tmp_path: Path, folder: Path) -> None:
    path = folder / "run.gpx"

    def grow() -> None:
        written = path.stat().st_size if path.exists() else 0
        path.write_bytes(PLAIN[: written + len(PLAIN) // 4 + 4])

    found = watched(tmp_path / "home", folder, grow, grow, grow, grow, *[nothing] * 4)

    assert [(one.status, one.partial) for one in found] == [(Status.IMPORTED, False)]


def test_a_file_that_changes_later_is_read_again(tmp_path: Path, folder: Path) -> None:
    path = folder / "diary.csv"
    path.write_text("date,leg_morning\n2026-03-09,3\n")

    def add_a_day() -> None:
        path.write_text("date,leg_morning\n2026-03-09,3\n2026-03-10,2\n")

    found = watched(tmp_path / "home", folder, nothing, nothing, add_a_day, *[nothing] * 4)

    assert [one.diary_days for one in found] == [1, 2]


@pytest.mark.parametrize("name", [f"run.gpx{ending}" for ending in sorted(UNFINISHED)] + [".run"])
def test_temporary_files_of_other_programs_are_left_alone(folder: Path, name: str) -> None:
    (folder / name).write_bytes(PLAIN)
    folders = Folders([folder])

    assert folders.ready(0.0) == []
    assert folders.ready(100.0) == []


def test_a_file_is_ready_when_it_was_quiet_long_enough(folder: Path) -> None:
    (folder / "run.gpx").write_bytes(PLAIN)
    folders = Folders([folder])

    assert folders.ready(0.0) == []
    assert folders.ready(QUIET_S - 0.1) == []
    assert folders.ready(QUIET_S) == [folder / "run.gpx"]
    folders.done([folder / "run.gpx"])
    assert folders.ready(100.0) == []


def test_ctrl_c_ends_a_real_watch_cleanly(tmp_path: Path, folder: Path) -> None:
    (folder / "run.gpx").write_bytes(PLAIN)
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "backstride", "import", "--watch", "--json", str(folder)],
        env={**os.environ, "BACKSTRIDE_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    assert process.stderr is not None
    with process:
        told = process.stderr.read()

    assert '"imported"' in first
    assert process.returncode == 0
    assert "Stopped watching" in told
    assert "Traceback" not in told
    with open_desk(home) as desk:
        assert check(desk.store) == ()
        assert len(list_legs(desk)) == 1
