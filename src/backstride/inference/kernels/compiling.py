"""Compiling: one decorator for every kernel, with a cache that follows all kernel sources.

Numba keys its disk cache by the file of the compiled function alone, so a change in a kernel that
is called from another file would go unnoticed. Here the key also holds a digest of the package.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit
from numba.core.caching import FunctionCache

P = ParamSpec("P")
R = TypeVar("R")


def source_digest() -> str:
    """Return a digest of every source file of this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


_DIGEST = source_digest()


class _PackageCache(FunctionCache):
    """Disk cache of one kernel, stale as soon as any kernel source changes."""

    def _index_key(self, sig: object, codegen: object) -> tuple[Any, ...]:
        index: Any = super()._index_key
        return (*index(sig, codegen), _DIGEST)


def entry(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel that Python calls; the machine code is kept on disk.

    Other threads run meanwhile: a kernel touches nothing but the arrays it is given.
    """
    compiled: Any = njit(function, cache=True, nogil=True, error_model="numpy")
    cache: Any = _PackageCache
    compiled._cache = cache(function)
    return cast("Callable[P, R]", compiled)


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel that only other kernels call."""
    return cast("Callable[P, R]", njit(function, error_model="numpy"))
