"""Deflate: the compression of samples and originals, by the quickest library at hand.

What is written is plain zlib and gzip, which the standard library and every other program read.
ISA-L writes it five times quicker than zlib at the same size (``docs/decisions/0021-isa-l.md``);
where there is none for a processor, zlib writes it. The same content may become other bytes in
another process; nothing is ever named or compared by its compressed bytes.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import Final

_LEVEL: Final = 1
"""Of both: files of watches shrink little more at a higher one."""

_compress: Callable[[bytes, int], bytes]
_gzip: Callable[..., bytes]
try:
    from isal import igzip, isal_zlib
except ImportError:  # a processor without it
    _compress, _gzip = zlib.compress, gzip.compress
else:
    _compress, _gzip = isal_zlib.compress, igzip.compress


def deflated(content: bytes) -> bytes:
    """Return content as a zlib stream (RFC 1950)."""
    return _compress(content, _LEVEL)


def gzipped(content: bytes) -> bytes:
    """Return content as a gzip file (RFC 1952) without a name or a time in it."""
    return _gzip(content, _LEVEL, mtime=0)
