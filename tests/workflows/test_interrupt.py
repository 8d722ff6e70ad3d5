"""Ctrl-C during an import: what is done is kept and told, and the next import goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from studies.kill_imports import make_files, undisturbed
from studies.store_state import State, differences, state_of

from backstride.store.health import check
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.undo_import import list_imports
from backstride.workflows.wiring import open_desk


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "files"
    make_files(folder, n_run=60)
    return folder


@pytest.fixture(scope="module")
def wanted(files: Path, tmp_path_factory: pytest.TempPathFactory) -> State:
    return undisturbed(files, tmp_path_factory.mktemp("homes") / "undisturbed")[0]


@pytest.mark.parametrize("after", [1, 20])
def test_what_was_finished_before_ctrl_c_is_kept_and_the_rest_comes_next_time(
    files: Path, wanted: State, tmp_path: Path, after: int
) -> None:
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "backstride", "import", "--json", str(files)],
        env={**os.environ, "BACKSTRIDE_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(after)]
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: workers hear it as well
    assert process.stderr is not None
    with process:
        rest, told = process.stdout.read(), process.stderr.read()

    assert process.returncode == 130
    assert "all of them are kept" in told
    assert "Traceback" not in told
    done = [json.loads(line) for line in (*first, *rest.splitlines())]
    with open_desk(home) as desk:
        assert check(desk.store) == ()
        ids = {leg.id for leg in list_legs(desk)}
        assert {one for row in done for one in row["activity_ids"]} <= ids
        assert len(done) < 60
        list(import_paths(desk, [files], n_worker=1))
        assert differences(state_of(desk.store), wanted) == []


def test_a_broken_import_says_in_the_list_of_imports_that_it_stopped(
    files: Path, tmp_path: Path
) -> None:
    with open_desk(tmp_path) as desk:
        stopped = import_paths(desk, [files], n_worker=1)
        next(stopped)
        stopped.close()
        list(import_paths(desk, [files], n_worker=1))

        first, second = list_imports(desk)

    assert (first.ended is None, second.ended is None) == (True, False)
