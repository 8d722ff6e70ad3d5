"""The checksum of a FIT file, in a handful of array operations whatever the length.

The generator x^16 + x^15 + x^2 + 1 divides x^32767 + 1, so two bits of a message that lie 32767
places apart weigh the same: the message is folded on itself by exclusive or, first by 32767 bytes
and then by 32767 bits, and the bits that remain are summed with one table of weights.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL: Final = 0xA001
"""x^16 + x^15 + x^2 + 1 with the bits reversed (FIT protocol, section on the CRC)."""

_PERIOD: Final = 32767
"""Smallest n for which the generator divides x^n + 1."""


def crc16(data: bytes | memoryview) -> int:
    """Compute the FIT checksum of some bytes.

    Parameters
    ----------
    data : bytes-like
        Header and content of a file, or the first twelve bytes of a header.

    Returns
    -------
    int
        16-bit checksum; of a whole file with its own checksum at the end it is 0.

    Notes
    -----
    CRC-16/ARC: start 0, least significant bit first (FIT protocol, section on the CRC).
    """
    block = _fold(np.frombuffer(data, dtype=np.uint8))
    bits = _fold(np.unpackbits(block, bitorder="little"))
    if bits.size == 0:
        return 0
    return int(np.bitwise_xor.reduce(_weights()[_PERIOD - bits.size :] * bits))


def _fold(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Exclusive or of all stretches of one period, laid end to end at the last element."""
    n_whole, n_rest = divmod(values.size, _PERIOD)
    if n_whole == 0:
        return values
    folded: NDArray[np.uint8] = np.bitwise_xor.reduce(values[n_rest:].reshape(n_whole, _PERIOD))
    if n_rest:
        folded[-n_rest:] ^= values[:n_rest]
    return folded


@cache
def _weights() -> NDArray[np.uint16]:
    """Checksum left by a single bit at each of the last 32767 places of a message."""
    register = _POLYNOMIAL
    weights = np.empty(_PERIOD, dtype=np.uint16)
    for place in range(_PERIOD - 1, -1, -1):
        weights[place] = register
        register = (register >> 1) ^ (_POLYNOMIAL if register & 1 else 0)
    return weights
