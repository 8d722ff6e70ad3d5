"""Use case: is the store whole, and is everything compiled that an answer needs."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from backstride.domain.problem import Problem
from backstride.store import diary, health, legs
from backstride.store.home import find_home
from backstride.store.store import open_store


@dataclass(frozen=True, slots=True)
class Health:
    """What a look through the store found.

    Parameters
    ----------
    home : Path
        Where it lies.
    exists : bool
        False before the first import.
    n_activity, n_diary_day : int
        What it holds.
    faults : tuple of Problem
        None for a sound store.
    """

    home: Path
    exists: bool
    n_activity: int = 0
    n_diary_day: int = 0
    faults: tuple[Problem, ...] = ()


def check_store(folder: Path | None = None) -> Health:
    """Look through the whole store without changing it."""
    home = find_home(folder)
    if not home.database.exists():
        return Health(home.folder, exists=False)
    with open_store(folder) as store:
        faults = health.check(store)
        with store.reading() as tx:
            n_activity = len({row.activity_id for row in legs.find(tx)})
            n_diary_day = len(diary.entries(tx))
    return Health(home.folder, True, n_activity, n_diary_day, faults)


def warm_kernels() -> None:
    """Compile every numerical kernel that an answer needs and keep it for later processes."""
    from backstride.inference.warm import warm_kernels as compile_kernels  # noqa: PLC0415 - numba

    compile_kernels()
    remember_warm()


def is_warm() -> bool:
    """Say whether this computer compiled the present kernels before."""
    return _mark().exists()


def remember_warm() -> None:
    """Note that the present kernels are compiled; a disk that refuses costs only the note."""
    mark = _mark()
    with suppress(OSError):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def _mark() -> Path:
    """Return the file that stands for these kernels, this compiler and this Python."""
    from numba import __version__ as numba_version  # noqa: PLC0415 - heavy

    from backstride.inference.kernels.compiling import source_digest  # noqa: PLC0415 - numba

    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    name = f"{source_digest()[:16]}-numba-{numba_version}-python-{python}"
    return user_cache_path("backstride", appauthor=False) / "kernels" / name
