"""Hostile files: what 100 MB of each kind of garbage cost before they are refused.

Run with ``python -m bench.hostile``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from backstride.synth import hostile
from bench.processes import Cost, measure_process
from bench.row import Row, at_most, print_rows

N_BYTE = 100_000_000
MOST_S = 10.0
MOST_MB = 500.0

WRITE = """
import sys
from pathlib import Path
from backstride.synth import hostile
name, path = sys.argv[1:]
made = hostile.GARBAGE[name](int(1e8)) if name in hostile.GARBAGE else hostile.bombs()[name][0]
Path(path).write_bytes(made)
"""
"""Written by a process of its own: what it holds would count as the next one's peak."""


def measure() -> list[Row]:
    """Import each kind of garbage, and each bomb, in a process and a home of its own."""
    names = [*hostile.GARBAGE, *("ratio.zip", "sum.zip", "nesting.zip", "count.zip")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.bin"
        path.touch()
        idle = _import(path)
        found = [(name, _write_and_import(name, path)) for name in names]
    slowest = max(found, key=lambda one: one[1].cpu_s)
    largest = max(found, key=lambda one: one[1].peak_mb)
    rows = [
        Row(f"{name} (peak {cost.peak_mb:.0f} MB)", cost.cpu_s - idle.cpu_s, "s")
        for name, cost in found
    ]
    slowest_s, largest_mb = slowest[1].cpu_s - idle.cpu_s, largest[1].peak_mb
    return [
        *rows,
        at_most(f"slowest: {slowest[0]}", slowest_s, unit="s", limit=MOST_S),
        at_most(f"largest: {largest[0]}", largest_mb, unit="MB", limit=MOST_MB),
    ]


def _write_and_import(name: str, path: Path) -> Cost:
    written = measure_process(["-c", WRITE, name, str(path)])
    if written.exit_code != 0:
        sys.exit(f"could not make {name}")
    return _import(path)


def _import(path: Path) -> Cost:
    home = {"BACKSTRIDE_HOME": os.fspath(path.parent / "home")}
    return measure_process(["-m", "backstride", "import", str(path)], env=home)


if __name__ == "__main__":
    print_rows(measure())
