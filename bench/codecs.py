"""Our sample codec beside those of numcodecs, on the columns of real FIT files.

numcodecs is no dependency; run this in an environment that has it, and see
``docs/decisions/0003-store.md``.
"""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numcodecs
import numpy as np
from numcodecs.pcodec import PCodec

from backstride.readers import registry
from backstride.store import samples

SHORTEST = 1500
ROUNDS = 5
HOUR = 13 * 3600
"""Values in one hour of 13 channels."""

Codec = tuple[Callable[[np.ndarray], bytes], Callable[[bytes, np.ndarray], np.ndarray]]


def columns(folder: Path) -> Iterator[np.ndarray]:
    """Whole numbers of every column that lies on a grid, floats of every other one."""
    for file in sorted(folder.glob("*.fit")):
        for activity in registry.read(file.read_bytes()).activities:
            for leg in activity.legs:
                if leg.stream is None or leg.stream.n_sample < SHORTEST:
                    continue
                for channel in leg.stream.channels.values():
                    missing = np.isnan(channel.values)
                    placed = samples._place_on_grid(channel.values, missing, bool(missing.any()))
                    yield channel.values if placed is None else placed[1]


def our_codec() -> Codec:
    """Return differences, sign folded, narrowed, shuffled, zlib level 1; without the grid."""

    def encode(column: np.ndarray) -> bytes:
        whole = column.dtype == np.int64
        dtype, content = (
            samples._numbers_to_bytes(column) if whole else samples._floats_to_bytes(column)
        )
        return dtype.encode() + zlib.compress(content, 1)

    def decode(data: bytes, column: np.ndarray) -> np.ndarray:
        packed = samples.PackedColumn(
            column.size, samples.CODEC_SHUFFLE_ZLIB, data[:2].decode(), 1, 1, 0.0, 0, data[2:]
        )
        return samples._unpack(packed).astype(column.dtype)

    return encode, decode


def chain(*steps: numcodecs.abc.Codec) -> Codec:
    """Return differences of whole numbers, then some steps of numcodecs."""
    delta = numcodecs.Delta("i8")

    def encode(column: np.ndarray) -> bytes:
        content = delta.encode(column) if column.dtype == np.int64 else column
        for step in steps:
            content = step.encode(content)
        return bytes(content)

    def decode(data: bytes, column: np.ndarray) -> np.ndarray:
        content: object = data
        for step in reversed(steps):
            content = step.decode(content)
        values = np.frombuffer(content, column.dtype)
        return delta.decode(values) if column.dtype == np.int64 else values

    return encode, decode


def alone(step: numcodecs.abc.Codec) -> Codec:
    """Return one step that takes numbers as they are."""
    return (
        lambda column: bytes(step.encode(column)),
        lambda data, column: np.frombuffer(step.decode(data), column.dtype),
    )


def cheapest(deed: Callable[[], object]) -> float:
    """Return the least CPU time of some calls [s]."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        deed()
        times.append(time.process_time() - started)
    return min(times)


def compare(found: list[np.ndarray]) -> None:
    """Print one line a codec."""
    shuffle, blosc = numcodecs.Shuffle(8), numcodecs.Blosc
    numcodecs.blosc.set_nthreads(1)
    codecs = {
        "ours": our_codec(),
        "Delta, Shuffle, Zlib 1": chain(shuffle, numcodecs.Zlib(1)),
        "Delta, Shuffle, Zstd 1": chain(shuffle, numcodecs.Zstd(1)),
        "Delta, Shuffle, Zstd 3": chain(shuffle, numcodecs.Zstd(3)),
        "Delta, Blosc LZ4 5": chain(blosc("lz4", 5, blosc.SHUFFLE)),
        "Delta, Blosc Zstd 1": chain(blosc("zstd", 1, blosc.SHUFFLE)),
        "PCodec 4": alone(PCodec(level=4)),
        "PCodec 8": alone(PCodec(level=8)),
    }
    print(f"{len(found)} columns, {sum(column.size for column in found)} values")
    for name, codec in codecs.items():
        pack_ms, unpack_ms, n_byte = measure(codec, found)
        print(f"{name:24} {pack_ms:.2f} ms {unpack_ms:.2f} ms {n_byte:.3f} bytes a value")


def measure(codec: Codec, found: list[np.ndarray]) -> tuple[float, float, float]:
    """Return the time to pack and to unpack an hour of 13 channels [ms], and bytes a value."""
    encode, decode = codec
    pack_s = unpack_s = 0.0
    n_byte = 0
    for column in found:
        data = encode(column)
        if not np.array_equal(decode(data, column).view("i8"), column.view("i8")):
            raise SystemExit("the codec loses bits")
        n_byte += len(data)
        pack_s += cheapest(partial(encode, column))
        unpack_s += cheapest(partial(decode, data, column))
    n_value = sum(column.size for column in found)
    return pack_s / n_value * HOUR * 1e3, unpack_s / n_value * HOUR * 1e3, n_byte / n_value


if __name__ == "__main__":
    compare(list(columns(Path(sys.argv[1]))))
