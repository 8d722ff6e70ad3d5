"""A few imports are killed at random moments; `make study-kill` kills two hundred."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies.kill_imports import kill_many, make_files


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "files"
    make_files(folder, n_run=16)
    return folder


def test_a_killed_import_leaves_a_whole_store_and_the_next_comes_to_the_same(
    files: Path, tmp_path: Path
) -> None:
    trials = list(kill_many(files, tmp_path, 5))

    assert len(trials) == 5
    assert [trial for trial in trials if not trial.holds] == []
