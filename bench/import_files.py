"""FIT to stored run, everything derived, against `fitdecode` merely decoding the same files."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import fitdecode

from bench.processes import cheapest
from bench.row import Row, at_least, at_most

REPEATS = 3

WARM_UP = "fit-run/garmin-fr310xt-run-headercrc0.fit"
"""Imported before the clock starts, so that modules and time-zone borders are loaded; small, for
it counts as a duplicate afterwards while the rival decodes it."""
PEAK_MB = 300.0
TIMES_FASTER = 12.0

IMPORT = """
from backstride.workflows.own_process import keep_to_one_thread
keep_to_one_thread()
import sys, time
from pathlib import Path
from backstride.workflows.import_runs import import_paths
from backstride.workflows.wiring import open_desk
with open_desk(Path(sys.argv[1])) as desk:
    list(import_paths(desk, [Path(sys.argv[3])], n_worker=1))
    started = time.process_time()
    results = list(import_paths(desk, [Path(sys.argv[2])], n_worker=1))
    spent = time.process_time() - started
    Path(sys.argv[4]).write_text(str(spent))
"""


def measure(folder: Path) -> list[Row]:
    """Measure on the real FIT files of a folder.

    Parameters
    ----------
    folder : Path
        Holds ``fit-run``.
    """
    files = sorted((folder / "fit-run").glob("*.fit"))
    ours_s = min(_import_once(folder / "fit-run", folder / WARM_UP) for _ in range(REPEATS))
    rival_s = _decode_with_fitdecode(files)
    with tempfile.TemporaryDirectory() as home:
        command = ["-m", "backstride", "import", "--json", str(folder)]
        whole = cheapest(command, n_run=1, env={"BACKSTRIDE_HOME": home})
    ratio = rival_s / ours_s
    name = f"{len(files)} real FIT runs to stored runs, times faster than fitdecode decoding them"
    return [
        Row("import, CPU", ours_s, "s"),
        Row("fitdecode decoding alone, CPU", rival_s, "s"),
        at_least(name, ratio, unit="x", limit=TIMES_FASTER),
        at_most("import of every real file, peak", whole.peak_mb, unit="MB", limit=PEAK_MB),
    ]


def _import_once(folder: Path, warm_up: Path) -> float:
    """Import a folder in a fresh process after one warm-up file; CPU seconds of the import."""
    with tempfile.TemporaryDirectory() as home:
        spent = Path(home) / "spent"
        # the first import loads every module before the clock starts
        cheapest(["-c", IMPORT, home, str(folder), str(warm_up), str(spent)], n_run=1)
        return float(spent.read_text())


def _decode_with_fitdecode(files: list[Path]) -> float:
    started = time.process_time()
    for path in files:
        try:
            with fitdecode.FitReader(str(path)) as reader:
                for _ in reader:
                    pass
        except fitdecode.FitError:
            continue
    return time.process_time() - started
