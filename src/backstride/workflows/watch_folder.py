"""Use case: import whatever appears in folders, once it is finished being written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from backstride.readers.member import FoundFile
from backstride.readers.source import walk
from backstride.workflows.import_runs import import_paths
from backstride.workflows.results import FileResult, Progress, no_progress
from backstride.workflows.wiring import Desk

LOOK_EVERY_S: Final = 2.0
"""Time between two looks at the folders; polling also sees network drives and phones. [s]"""

QUIET_S: Final = 3.0
"""A file that did not change for this long is finished: longer than the pauses of a copy over a
network, shorter than patience. [s] (own choice)"""

UNFINISHED: Final = frozenset(
    {".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart"}
)
"""Endings under which browsers and copy programs write; the file gets its own name at the end."""

State = tuple[int, int]
"""Size [B] and time of the last change [ns]."""


class Folders:
    """What lies in some folders, and what of it is ready to be imported.

    Parameters
    ----------
    paths : sequence of Path
        Folders, or files.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._done: dict[Path, State] = {}
        self._seen: dict[Path, tuple[State, float]] = {}

    def ready(self, now_s: float) -> list[Path]:
        """Return the files that are new or changed and did not change for a while.

        Parameters
        ----------
        now_s : float
            Any clock that never runs backwards. [s]
        """
        found: list[Path] = []
        seen: dict[Path, tuple[State, float]] = {}
        for path, state in _files(self._paths):
            if self._done.get(path) == state:
                continue
            before, since_s = self._seen.get(path, (state, now_s))
            since_s = since_s if before == state else now_s
            seen[path] = (state, since_s)
            if now_s - since_s >= QUIET_S:
                found.append(path)
        self._seen = seen
        return found

    def done(self, paths: Sequence[Path]) -> None:
        """Note that files were imported as they were when they were found ready."""
        for path in paths:
            self._done[path] = self._seen.pop(path)[0]


def watch(
    desk: Desk,
    paths: Sequence[Path],
    *,
    wait: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    progress: Progress = no_progress,
) -> Iterator[FileResult]:
    """Import what lies in folders, then whatever appears there, until somebody stops it.

    Parameters
    ----------
    desk : Desk
        Open.
    paths : sequence of Path
        Folders.
    wait : callable
        Called with the time between two looks [s]; what it raises ends the watch.
    clock : callable
        Never runs backwards. [s]
    progress : Progress
        Told of every file.

    Yields
    ------
    FileResult
        What became of each; already saved when it is yielded.
    """
    folders = Folders(paths)
    while True:
        ready = folders.ready(clock())
        if ready:
            changing = set()
            for result in import_paths(desk, ready, progress=progress):
                if result.reason is not None and result.reason.code == "source.changed_meanwhile":
                    changing.add(result.file)
                else:
                    yield result
            folders.done([path for path in ready if path.as_posix() not in changing])
        wait(LOOK_EVERY_S)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, State]]:
    for found in walk(paths):
        if not isinstance(found, FoundFile) or found.path.suffix.lower() in UNFINISHED:
            continue
        if found.path.name.startswith("."):
            continue
        try:
            status = found.path.stat()
        except OSError:
            continue  # gone again: a temporary file of somebody
        yield found.path, (status.st_size, status.st_mtime_ns)
