"""Run a command as a new process and measure it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU time, wall time and peak memory of one process."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    exit_code: int


def measure_process(arguments: list[str], *, env: dict[str, str] | None = None) -> Cost:
    """Run ``python ARGUMENTS`` and return what it cost (the process and its own children)."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - started
    return Cost(usage.ru_utime + usage.ru_stime, wall_s, usage.ru_maxrss / 1024, process.returncode)


def cheapest(arguments: list[str], *, n_run: int, env: dict[str, str] | None = None) -> Cost:
    """Run a command several times and return the run with the least CPU time."""
    return min((measure_process(arguments, env=env) for _ in range(n_run)), key=lambda c: c.cpu_s)
