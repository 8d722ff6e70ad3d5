"""How long a person waits for the command line."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.processes import cheapest, measure_process
from bench.row import Row, at_most

HELP_S, ANSWER_S = 0.3, 3.0


def measure() -> list[Row]:
    """Measure ``--help`` and a cold ``answer`` over a year's diary."""
    backstride = ["-m", "backstride"]
    shown = cheapest([*backstride, "--help"], n_run=5)
    with tempfile.TemporaryDirectory() as folder:
        env = {"BACKSTRIDE_HOME": folder}
        table = Path(folder) / "year.csv"
        measure_process(["-m", "bench.year_table", str(table)], env=env)
        answered = cheapest([*backstride, "answer", "--daily", str(table)], n_run=3, env=env)
    return [
        at_most("backstride --help, wall", shown.wall_s, unit="s", limit=HELP_S),
        Row("backstride --help, CPU", shown.cpu_s, "s"),
        at_most("backstride answer, cold, a year, wall", answered.wall_s, unit="s", limit=ANSWER_S),
        Row("backstride answer, cold, a year, CPU", answered.cpu_s, "s"),
        Row("backstride answer, cold, peak memory", answered.peak_mb, "MB"),
    ]
