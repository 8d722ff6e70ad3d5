"""Kill imports at random moments: is the store whole, does the next import come to the same.

``python -m studies.kill_imports [N]`` kills N imports (200 where not given) of a folder of invented
files with SIGKILL, workers and all, each in a new home. After each kill the store is opened and
looked through, the import is run again to its end, and everything the store then holds is compared
with what an undisturbed import gives. Moments are uniform over the length of an undisturbed import;
the seed is fixed.
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backstride.domain.problem import Severity
from backstride.readers.fit import read_fit
from backstride.store import health, legs
from backstride.store.ledger import Status
from backstride.synth import apple_oddities, export_oddities, table_oddities
from backstride.synth.archive_oddities import zipped
from backstride.synth.demo_runner import make_demo
from backstride.synth.xml_writer import write_tcx
from backstride.workflows.import_runs import import_paths
from backstride.workflows.wiring import open_desk
from studies.store_state import State, state_of

SEED: Final = "backstride kill imports"
N_KILL: Final = 200
TELL_EVERY: Final = 10
N_RUN: Final = 40
"""Enough for the reader processes to be started and the runner's reference to be frozen."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One killed import.

    Parameters
    ----------
    after_s : float
        When it was killed. [s]
    n_activity : int
        Activities that were there then.
    n_left_over : int
        Files of originals that no transaction knew of.
    faults : tuple of str
        What the check found beside them; none is wanted.
    differs : tuple of str
        Tables that differ from an undisturbed import after the next one; none is wanted.
    """

    after_s: float
    n_activity: int
    n_left_over: int
    faults: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the store was whole and the next import came to the same."""
        return not self.faults and not self.differs


def make_files(folder: Path, n_run: int = N_RUN) -> None:
    """Write runs, twins of some, an archive, an account export, lists, a diary and a broken file.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    n_run : int
        Runs of the invented runner.
    """
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        runs = sorted(make_demo(Path(made)).runs.glob("*.fit"))[:n_run]
        packed, plain = runs[::4], [run for run in runs if run not in runs[::4]]
        (folder / "archive.zip").write_bytes(zipped({one.name: one.read_bytes() for one in packed}))
        for run in plain:
            (folder / run.name).write_bytes(run.read_bytes())
        for run in plain[::2]:  # the same runs as a web service gives them back
            (folder / f"{run.stem}.tcx").write_bytes(
                write_tcx(list(read_fit(run.read_bytes()).activities))
            )
    (folder / "apple.xml").write_bytes(apple_oddities.oddities()["apple.xml"])
    (folder / "days.json").write_bytes(export_oddities.oddities()["garmin-days.json"])
    (folder / "list.csv").write_bytes(table_oddities.oddities()["list-french.csv"])
    (folder / "diary.csv").write_text("date,leg_morning\n2026-03-02,3\n2026-03-03,2\n")
    (folder / "broken.fit").write_bytes(random.Random(SEED).randbytes(5000))


def undisturbed(folder: Path, home: Path) -> tuple[State, float]:
    """Import to the end; return what the store holds and how long it took [s]."""
    started = time.monotonic()
    _start(folder, home).wait()
    lasted_s = time.monotonic() - started
    with open_desk(home) as desk:
        return state_of(desk.store), lasted_s


def kill_once(folder: Path, home: Path, wanted: State, *, after_s: float) -> Trial | None:
    """Kill one import, look at the store, import again and compare.

    Returns
    -------
    Trial or None
        None where the import had ended before it could be killed.
    """
    process = _start(folder, home)
    time.sleep(after_s)
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if ended:
        return None
    with open_desk(home) as desk:
        found = health.check(desk.store)
        with desk.store.reading() as tx:
            n_activity = len({row.activity_id for row in legs.find(tx)})
        results = list(import_paths(desk, [folder], n_worker=1))
        after = health.check(desk.store)
        state = state_of(desk.store)
    unknown = [one for one in found if one.code == "store.original_unknown"]
    failed = [one.file for one in results if one.status is Status.FAILED]
    return Trial(
        after_s=after_s,
        n_activity=n_activity,
        n_left_over=len(unknown),
        faults=tuple(one.code for one in (*found, *after) if one.severity is not Severity.NOTE)
        + tuple(one for one in failed if not one.endswith("broken.fit")),
        differs=tuple(name for name in wanted if wanted[name] != state[name]),
    )


def kill_many(folder: Path, homes: Path, n_kill: int) -> Iterator[Trial]:
    """Kill a number of imports at random moments.

    Parameters
    ----------
    folder : Path
        What is imported.
    homes : Path
        Where stores are made, one for each.
    n_kill : int
        Kills that hit a running import.
    """
    chance = random.Random(SEED)
    wanted, lasted_s = undisturbed(folder, homes / "undisturbed")
    n_done = n_tried = 0
    while n_done < n_kill:
        n_tried += 1
        with tempfile.TemporaryDirectory(dir=homes) as home:
            after_s = chance.uniform(0.0, lasted_s)
            trial = kill_once(folder, Path(home), wanted, after_s=after_s)
        if trial is not None:
            n_done += 1
            yield trial


def _start(folder: Path, home: Path) -> subprocess.Popen[bytes]:
    """Start an import in a process group of its own, so that its workers die with it."""
    return subprocess.Popen(
        [sys.executable, "-m", "backstride", "import", str(folder)],
        env={**os.environ, "BACKSTRIDE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def main() -> None:
    """Kill as many imports as asked for and tell what came of it."""
    n_kill = int(sys.argv[1]) if len(sys.argv) > 1 else N_KILL
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "files"
        make_files(folder)
        for trial in kill_many(folder, Path(made), n_kill):
            trials.append(trial)
            if len(trials) % TELL_EVERY == 0:
                print(f"{len(trials)} of {n_kill} killed", file=sys.stderr, flush=True)
            if not trial.holds:
                print(f"after {trial.after_s:.3f} s: {trial.faults} {trial.differs}", flush=True)
    counts = [trial.n_activity for trial in trials]
    print(f"imports killed: {len(trials)}")
    print(
        f"activities there then: {min(counts)} to {max(counts)}, median "
        f"{statistics.median(counts):g}; before the first: {counts.count(0)}"
    )
    print(f"originals left over and named by the check: {sum(t.n_left_over for t in trials)}")
    print(
        f"store not whole, or another state after the next import: "
        f"{sum(not trial.holds for trial in trials)}"
    )
    sys.exit(0 if all(trial.holds for trial in trials) else 1)


if __name__ == "__main__":
    main()
