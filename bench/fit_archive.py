"""A thousand real-size FIT runs: real files with every instant moved by whole days.

Definitions, fields, developer fields, gaps and rhythms are those of the real files; only the times
and the checksum differ, so that each is a run of its own. Where real files are not at hand, the
invented runner's finely recorded runs stand in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.readers.fit_crc import crc16
from backstride.readers.fit_decode import decode
from backstride.readers.fit_profile import messages

N_RUN: Final = 1000
DAY_S: Final = 86_400
SPAN_DAYS: Final = 7300
"""Twenty years, over which the runs are spread, back from the real ones."""

_TIMES: Final = frozenset(
    {"timestamp", "start_time", "time_created", "local_timestamp", "timestamp_ms"}
)


def write_archive(folder: Path, real: list[Path], n_run: int = N_RUN) -> int:
    """Write a folder of runs and return its size.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    real : list of Path
        FIT files whose structure the runs have.
    n_run : int
        How many.

    Returns
    -------
    int
        Size of all files. [B]
    """
    folder.mkdir(parents=True, exist_ok=True)
    n_byte = 0
    for number, data in enumerate(_runs(real, n_run)):
        (folder / f"run-{number:05d}.fit").write_bytes(data)
        n_byte += len(data)
    return n_byte


def _runs(real: list[Path], n_run: int) -> Iterator[bytes]:
    originals = [path.read_bytes() for path in real]
    places = [_time_places(data) for data in originals]
    for number in range(n_run):
        which = number % len(originals)
        days = -(number * SPAN_DAYS // n_run)
        yield moved(originals[which], places[which], days * DAY_S)


def moved(data: bytes, places: dict[str, NDArray[np.intp]], by_s: int) -> bytes:
    """Return a file with every instant moved and its checksum put right.

    Parameters
    ----------
    data : bytes
        One FIT file, not a chain.
    places : dict of str to array
        Where instants stand, by byte order. [byte]
    by_s : int
        How far. [s]
    """
    changed = np.frombuffer(data, np.uint8).copy()
    for order, at in places.items():
        stored = changed[at[:, None] + np.arange(4)].copy().view(f"{order}u4")[:, 0]
        is_instant = (stored >= 0x1000_0000) & (stored != 0xFFFF_FFFF)
        later = np.where(is_instant, stored.astype(np.int64) + by_s, stored)
        changed[at[:, None] + np.arange(4)] = (
            later.astype(f"{order}u4").view(np.uint8).reshape(-1, 4)
        )
    body = changed[:-2].tobytes()
    return body + int(crc16(memoryview(body))).to_bytes(2, "little")


def _time_places(data: bytes) -> dict[str, NDArray[np.intp]]:
    """Find where the instants of every message stand."""
    numbers = {
        spec.number: {field.number for name, field in spec.fields.items() if name in _TIMES}
        for spec in messages().values()
    }
    found: dict[str, list[NDArray[np.intp]]] = {}
    for file in decode(data).files:
        for block in file.structure.blocks:
            for number, place in block.places().items():
                is_time = number == 253 or number in numbers.get(block.message, set())
                if is_time and place.size == 4 and block.at:
                    at = np.array(block.at, dtype=np.intp) + place.offset
                    found.setdefault(block.byte_order, []).append(at)
    return {order: np.concatenate(parts) for order, parts in found.items()}
