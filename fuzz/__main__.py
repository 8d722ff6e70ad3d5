"""``make fuzz``: every family of readers, one after the other, in a process of its own.

``python -m fuzz [--runs N] [FAMILY ...]``. A crash, a file that takes longer than two seconds or
more than 500 MB stops its family; the file lies in ``build/fuzz/FAMILY``. The corpus that was found
stays there and the next run begins with it. Without atheris (it has wheels for Linux and macOS
only) the same readers meet the same number of random mutations, unguided.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from fuzz.seeds import FAMILIES, seeds_of
from fuzz.targets import run

RUNS: Final = 300_000
MOST_S: Final = 2
MOST_MB: Final = 500
SLICE: Final = 15_000
"""Executions of one process: the instrumentation itself gathers some 10 kB with each, which would
count as the readers' memory (without it the readers gather none; ``fuzz.targets`` run 3,000 times
on mutated files stays at 42 MB)."""

MOST_BYTES: Final = {"fit": 4_096}
"""Longest input by family; a FIT of 4 kB holds every kind of message [B]."""

MOST_BYTES_ELSE: Final = 16_384
PLACE: Final = Path("build") / "fuzz"


def main() -> None:
    """Fuzz the families asked for, and tell what came of each."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=RUNS)
    options.add_argument("families", nargs="*", default=FAMILIES)
    chosen = options.parse_args()
    has_atheris = importlib.util.find_spec("atheris") is not None
    failed = []
    for family in chosen.families:
        started = time.monotonic()
        ended = _guided(family, chosen.runs) if has_atheris else _by_chance(family, chosen.runs)
        kind = "guided by coverage" if has_atheris else "by chance"
        told = "held" if ended else "FAILED"
        print(
            f"{family}: {chosen.runs} executions {kind}: {told}, {time.monotonic() - started:.0f} s"
        )
        failed += [] if ended else [family]
    sys.exit(1 if failed else 0)


def _guided(family: str, runs: int) -> bool:
    folder = PLACE / family
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds_of(family)):
        (corpus / f"seed-{number:03d}").write_bytes(seed)
    most = MOST_BYTES.get(family, MOST_BYTES_ELSE)
    limits = [f"-timeout={MOST_S}", f"-rss_limit_mb={MOST_MB}", f"-max_len={most}"]
    with (folder / "log").open("wb") as log:
        for start in range(0, runs, SLICE):
            options = [f"-runs={min(SLICE, runs - start)}", f"-seed={start + 1}", *limits]
            command = [sys.executable, "-m", "fuzz.guided", family, *options]
            command += [f"-artifact_prefix={folder}/", "-print_final_stats=1", str(corpus)]
            done = subprocess.run(command, check=False, stdout=log, stderr=log)
            if done.returncode != 0:
                return False
    return True


def _by_chance(family: str, runs: int) -> bool:
    """Mutate seeds by chance; the first finding raises with its file kept."""
    seeds = seeds_of(family)
    for number in range(runs):
        chance = random.Random(f"{family} {number}")
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(data) + 1)
            end = min(len(data), place + chance.choice((1, 1, 3, 20, 200)))
            data[place:end] = chance.choice((b"", chance.randbytes(1), bytes(data[place:end]) * 2))
        started = time.process_time()
        try:
            run(family, bytes(data))
        finally:
            slow = time.process_time() - started > MOST_S
            if slow or sys.exc_info()[0] is not None:
                (PLACE / family).mkdir(parents=True, exist_ok=True)
                (PLACE / family / f"found-{number}").write_bytes(bytes(data))
        if slow:
            return False
    return True


if __name__ == "__main__":
    main()
