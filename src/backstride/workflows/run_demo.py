"""Use case: make an invented runner, import her, answer for her, and hold it against her truth."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from backstride.domain.runner import Runner
from backstride.synth.demo_runner import DemoTruth, make_demo
from backstride.workflows.answer_question import Answered, answer_from_store
from backstride.workflows.import_runs import import_paths
from backstride.workflows.list_runs import list_legs
from backstride.workflows.results import FileResult, LegRow, Progress, no_progress
from backstride.workflows.setup_runner import save_runner
from backstride.workflows.wiring import open_desk

N_RUN_SHOWN: Final = 6
"""Latest runs that the demo shows."""


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything the demo has to tell.

    Parameters
    ----------
    files, home : Path
        Where her files and her store lie.
    truth : DemoTruth
        What is known of her because she was invented.
    results : list of FileResult
        What became of her files.
    runs : list of LegRow
        Her latest runs.
    n_run : int
        How many there are.
    answered : Answered
        The answer for her.
    """

    files: Path
    home: Path
    truth: DemoTruth
    results: list[FileResult]
    runs: list[LegRow]
    n_run: int
    answered: Answered


def run_demo(folder: Path | None = None, *, progress: Progress = no_progress) -> Demo:
    """Make the invented runner anew and go the whole way with her.

    Parameters
    ----------
    folder : Path, optional
        Where her files and her store are put; by default in the user's cache. Only the folders
        ``files`` and ``store`` inside it are made anew.
    progress : Progress
        Told of every file.
    """
    folder = folder or user_cache_path("backstride", appauthor=False) / "demo"
    files, home = folder / "files", folder / "store"
    for old in (files, home):
        shutil.rmtree(old, ignore_errors=True)
    files.mkdir(parents=True)
    truth = make_demo(files)
    with open_desk(home) as desk:
        save_runner(desk, _read_profile(truth.profile))
        paths = [truth.runs, truth.diary]
        results = list(import_paths(desk, paths, progress=progress))
        runs = list_legs(desk, sport="running")
        answered = answer_from_store(desk)
    return Demo(files, home, truth, results, runs[-N_RUN_SHOWN:], len(runs), answered)


def _read_profile(path: Path) -> Runner:
    told = json.loads(path.read_text(encoding="utf-8"))
    if told["onset"] is not None:
        told["onset"] = date.fromisoformat(told["onset"])
    return Runner(**told)
