"""Decoding FIT: our columns against `fitfast` (Rust) and `fitdecode` (Python), on the same files.

Bare decoding means what `fitfast.records` does: check the checksum, walk the file, and give every
numeric field of the records as a float column, scaled, with developer fields. Run with
``python -m bench.fit_decode FOLDER``.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

import fitdecode
import fitfast

from backstride.readers.fit import read_fit
from backstride.readers.fit_decode import decode
from backstride.readers.fit_profile import messages
from bench.row import Row, at_least, print_rows

REPEATS = 7
SLOW_REPEATS = 2


def measure(folder: Path) -> list[Row]:
    """Measure on every real FIT file that `fitfast` accepts.

    Parameters
    ----------
    folder : Path
        Holds ``fit-run``, ``fit-other`` and ``fit-odd``.
    """
    files = [data for data in _real_files(folder) if _is_accepted(data)]
    n_mb = sum(len(data) for data in files) / 1e6
    records_s = _seconds(_all_record_columns, files, REPEATS)
    rust_s = _seconds(fitfast.records, files, REPEATS)
    everything_s = _seconds(_all_columns, files, REPEATS)
    reading_s = _seconds(read_fit, files, REPEATS)
    python_s = _seconds(_with_fitdecode, files, SLOW_REPEATS)
    small = [data for data in files if len(data) < 50_000]
    small_ratio = _seconds(fitfast.records, small, REPEATS) / _seconds(
        _all_record_columns, small, REPEATS
    )
    return [
        Row(f"{len(files)} real files", n_mb, "MB"),
        Row("every record column, CPU", 1000 * records_s, "ms"),
        Row("every column of every message we name, CPU", 1000 * everything_s, "ms"),
        Row("whole reading with legs and checks, CPU", 1000 * reading_s, "ms"),
        Row("fitfast.records, CPU", 1000 * rust_s, "ms"),
        Row("fitdecode without checksum, CPU", 1000 * python_s, "ms"),
        at_least("bare decoding, times faster than fitfast", rust_s / records_s, unit="x", limit=1),
        Row(f"same, {len(small)} files below 50 kB only", small_ratio, "x"),
        Row("bare decoding, times faster than fitdecode", python_s / records_s, "x"),
        Row("whole reading, times faster than fitdecode", python_s / reading_s, "x"),
    ]


def _real_files(folder: Path) -> list[bytes]:
    """Contents of all FIT files, unpacked."""
    paths = sorted(
        path for name in ("run", "other", "odd") for path in folder.glob(f"fit-{name}/*")
    )
    return [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in paths
    ]


def _is_accepted(data: bytes) -> bool:
    try:
        fitfast.records(data)
    except fitfast.FitDecodeError:
        return False
    return True


def _all_record_columns(data: bytes) -> None:
    for file in decode(data).files:
        table = file.table("record")
        if table is not None:
            for name in table.spec.fields:
                table.values(name)
            file.times("record")
            file.developer("record")


def _all_columns(data: bytes) -> None:
    for file in decode(data).files:
        for kind in messages():
            table = file.table(kind)
            if table is not None:
                for name in table.spec.fields:
                    table.values(name)
                file.times(kind)
        file.developer("record")


def _with_fitdecode(data: bytes) -> None:
    reader = fitdecode.FitReader(
        data,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    try:
        for _ in reader:
            pass
    except (fitdecode.FitError, ValueError, AssertionError):
        return


def _seconds(do: Callable[[bytes], object], files: list[bytes], n_run: int) -> float:
    """Add up the CPU time of the cheapest run of each file, in seconds."""
    return sum(min(_once(do, data) for _ in range(n_run)) for data in files)


def _once(do: Callable[[bytes], object], data: bytes) -> float:
    started = time.process_time()
    do(data)
    return time.process_time() - started


if __name__ == "__main__":
    print_rows(measure(Path(sys.argv[1])))
