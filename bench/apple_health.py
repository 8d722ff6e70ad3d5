"""Apple Health: how fast an export is read, and how much memory it takes whatever its size.

Run with ``python -m bench.apple_health [MB]``; the size is 500 MB where not given.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from backstride.readers import registry
from backstride.readers.limits import MIB
from backstride.readers.member import FoundFile, Member
from backstride.readers.source import unwrap_file
from backstride.synth.apple_export import write_export
from bench.row import Row, at_least, at_most, print_rows

SIZE_MB = 500
_SAMPLE_DAYS = 20
_POLL_S = 0.02


def measure(size_mb: int = SIZE_MB) -> list[Row]:
    """Write an invented export, read all of it in a process of its own, and throw it away.

    Parameters
    ----------
    size_mb : int
        Size of the export. [MB]
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        with path.open("wb") as stream:
            made = write_export(stream, n_day=_SAMPLE_DAYS)
        n_day = round(_SAMPLE_DAYS * size_mb * 1e6 / made.n_byte)
        with path.open("wb") as stream:
            made = write_export(stream, n_day=n_day)
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            cpu_s, peak_mb, n_activity = pool.apply(_read, (path,))
    n_mb = made.n_byte / 1e6
    name = f"Apple Health export of {n_mb:.0f} MB"
    complete = Row(f"{name}: workouts read", n_activity, "", f"{made.n_workout}", None)
    return [
        at_least(f"{name}: on one core", n_mb / cpu_s, unit="MB/s", limit=40),
        at_most(f"{name}: peak memory", peak_mb, unit="MB", limit=250),
        Row(complete.name, n_activity, "", complete.target, n_activity == made.n_workout),
    ]


def _read(path: Path) -> tuple[float, float, int]:
    """Return processor time [s], peak memory [MB] and the number of activities."""
    n_activity = 0
    with _peak() as peak_mb:
        started = time.process_time()
        for part in unwrap_file(FoundFile(path, path.stat().st_size)):
            if isinstance(part, Member):
                n_activity += len(registry.read(part.data).activities)
        cpu_s = time.process_time() - started
    return cpu_s, max(peak_mb), n_activity


@contextmanager
def _peak() -> Iterator[list[float]]:
    """Watch the resident memory of this process [MB]."""
    seen = [0.0]
    done = threading.Event()

    def watch() -> None:
        me = psutil.Process()
        while not done.wait(_POLL_S):
            seen.append(me.memory_info().rss / MIB)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    print_rows(measure(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE_MB))
