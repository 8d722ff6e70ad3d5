"""A thousand real-size FIT runs, imported with everything derived, against bare decoders.

The rivals decode the same files and keep nothing: `fitdecode` in one process on every tenth file,
scaled; `fitfast` on all of them in as many processes as there are cores. Every measure is processor
time of all processes together. Other work on the machine makes all of it dearer, by turns, so that
ratios are taken turn by turn, each import between two decodings, and their median counts; of times
the cheapest turn. Run with ``python -m bench.import_archive FOLDER``.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import fitdecode
import fitfast

from backstride.readers.fit_decode import decode
from backstride.workflows.import_runs import import_paths
from backstride.workflows.own_process import keep_to_one_thread
from backstride.workflows.wiring import open_desk
from bench.fit_archive import N_RUN, write_archive
from bench.row import Row, at_least, at_most, print_rows

EVERY = 10
REPEATS = 5
WARM_UP = "fit-run/garmin-fr310xt-run-headercrc0.fit"


def measure(folder: Path, n_run: int = N_RUN) -> list[Row]:
    """Measure on an archive made of the real runs of a folder.

    Parameters
    ----------
    folder : Path
        Holds ``fit-run``.
    n_run : int
        How many runs.
    """
    keep_to_one_thread()  # as the command does; the processes started below take it over
    with tempfile.TemporaryDirectory() as made:
        runs = Path(made) / "runs"
        real = [path for path in sorted((folder / "fit-run").glob("*.fit")) if _is_whole(path)]
        n_mb = write_archive(runs, real, n_run) / 1e6
        archive = _zipped(runs, Path(made) / "runs.zip")
        files = sorted(runs.iterdir())
        turns = [
            _Turn(
                _in_processes(_with_fitfast, files),
                _in_process_of_its_own(runs, folder / WARM_UP),
                _in_processes(_with_fitfast, files),
                _in_process_of_its_own(archive, folder / WARM_UP),
            )
            for _ in range(REPEATS)
        ]
        rust_s = min(min(turn.before_s, turn.after_s) for turn in turns)
        ours = min((turn.folder for turn in turns), key=lambda cost: cost.first_s)
        packed = min((turn.archive for turn in turns), key=lambda cost: cost.first_s)
        python_s = EVERY * _in_processes(_with_fitdecode, files[::EVERY])
    cores = os.cpu_count() or 1
    name = f"import of {n_run} runs ({n_mb:.0f} MB)"
    return [
        Row(f"{name}, CPU of all processes", ours.first_s, "s"),
        Row("the same from one zip, CPU of all processes", packed.first_s, "s"),
        Row("fitfast decoding them, CPU", rust_s, "s"),
        Row(f"fitdecode decoding them, CPU, {EVERY} times every {EVERY}th", python_s, "s"),
        at_least(
            f"import on {cores} cores over fitdecode on one",
            cores * python_s / ours.first_s,
            unit="x",
            limit=30,
        ),
        Row("import over fitdecode, both on one core", python_s / ours.first_s, "x"),
        at_most(
            f"import over fitfast, on the same cores, median of {REPEATS} turns",
            statistics.median(turn.over_fitfast for turn in turns),
            unit="x",
            limit=3,
        ),
        Row("the same, lowest turn", min(turn.over_fitfast for turn in turns), "x"),
        Row("the same, highest turn", max(turn.over_fitfast for turn in turns), "x"),
        at_least(
            "first import of the zip over the second",
            packed.first_s / packed.second_s,
            unit="x",
            limit=50,
        ),
        Row("first import of the folder over the second", ours.first_s / ours.second_s, "x"),
    ]


def _is_whole(path: Path) -> bool:
    """Leave out the real file with lost bytes, which the rivals stop at."""
    files = decode(path.read_bytes()).files
    return not any(file.structure.gaps or file.structure.fault for file in files)


class Cost:
    """Processor time of a first and a second import [s]."""

    def __init__(self, first_s: float, second_s: float) -> None:
        self.first_s = first_s
        self.second_s = second_s


@dataclass(frozen=True, slots=True)
class _Turn:
    """One turn: bare decoding, import of the folder, decoding again, import of the zip."""

    before_s: float
    folder: Cost
    after_s: float
    archive: Cost

    @property
    def over_fitfast(self) -> float:
        """Import over the decodings just before and after it. [1]."""
        return 2.0 * self.folder.first_s / (self.before_s + self.after_s)


def _zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"activities/{path.name}")
    return target


def _in_process_of_its_own(source: Path, warm_up: Path) -> Cost:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_import_twice, args=(source, warm_up, sender))
    process.start()
    first_s, second_s = receiver.recv()
    process.join()
    return Cost(first_s, second_s)


def _import_twice(source: Path, warm_up: Path, sender: object) -> None:
    """Import twice after one other file, so that modules are loaded before the clock starts."""
    with tempfile.TemporaryDirectory() as home, open_desk(Path(home)) as desk:
        list(import_paths(desk, [warm_up], n_worker=1))
        spent = []
        for _ in range(2):
            started = _spent_s()
            list(import_paths(desk, [source]))
            spent.append(_spent_s() - started)
    sender.send(spent)  # type: ignore[attr-defined]


def _spent_s() -> float:
    """Processor time of this process and of all its children that ended [s]."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _in_processes(decode: Callable[[Path], None], files: list[Path]) -> float:
    """Decode files in as many processes as there are cores; processor time of all [s]."""
    cores = os.cpu_count() or 1
    context = multiprocessing.get_context("fork")
    with context.Pool(cores) as pool:
        return sum(pool.starmap(_decode_all, [(decode, files[k::cores]) for k in range(cores)]))


def _decode_all(decode: Callable[[Path], None], files: list[Path]) -> float:
    started = time.process_time()
    for path in files:
        decode(path)
    return time.process_time() - started


def _with_fitfast(path: Path) -> None:
    try:
        fitfast.records(path.read_bytes())
    except fitfast.FitDecodeError:
        return


def _with_fitdecode(path: Path) -> None:
    try:
        with fitdecode.FitReader(str(path)) as reader:
            for _ in reader:
                pass
    except (fitdecode.FitError, ValueError, AssertionError):
        return


if __name__ == "__main__":
    print_rows(measure(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
