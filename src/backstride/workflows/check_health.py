"""Use case: is the store whole, and is everything compiled that an answer needs."""

from __future__ import annotations

import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from backstride.domain.errors import StoreDamaged
from backstride.domain.problem import Problem, Severity
from backstride.store import diary, health, legs, origins
from backstride.store.home import find_home
from backstride.store.store import open_store
from backstride.workflows.derive_load import Deriver
from backstride.workflows.rebuild_store import rebuild_original
from backstride.workflows.regroup_runs import regroup
from backstride.workflows.wiring import Desk


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
        What is not as it was written; none for a sound store.
    notes : tuple of Problem
        What does no harm: files left over, permissions wider than need be.
    n_byte : int
        Room it takes on the disk. [B]
    is_warm : bool
        Whether the numerical kernels are compiled.
    """

    home: Path
    exists: bool
    n_activity: int = 0
    n_diary_day: int = 0
    faults: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    n_byte: int = 0
    is_warm: bool = False


@dataclass(frozen=True, slots=True)
class Repaired:
    """What could be put right.

    Parameters
    ----------
    n_left_over : int
        Files that no import knew of, removed.
    n_closed : int
        Places closed to other users.
    n_derived : int
        Activities derived again from their originals.
    """

    n_left_over: int
    n_closed: int
    n_derived: int


def check_store(folder: Path | None = None) -> Health:
    """Look through the whole store without changing it."""
    home = find_home(folder)
    if not home.database.exists():
        return Health(home.folder, exists=False, is_warm=is_warm())
    with open_store(folder) as store:
        found = health.check(store)
        with store.reading() as tx:
            n_activity = len({row.activity_id for row in legs.find(tx)})
            n_diary_day = len(diary.entries(tx))
    return Health(
        home.folder,
        exists=True,
        n_activity=n_activity,
        n_diary_day=n_diary_day,
        faults=tuple(one for one in found if one.severity is not Severity.NOTE),
        notes=tuple(one for one in found if one.severity is Severity.NOTE),
        n_byte=sum(file.stat().st_size for file in home.folder.rglob("*") if file.is_file()),
        is_warm=is_warm(),
    )


def repair_store(desk: Desk) -> Repaired:
    """Put right what can be put right without loss.

    Files left over by a sudden stop are removed, the folder is closed to others, and activities
    whose samples were spoilt are derived again from their originals; those made of several
    recordings, or of corrections, are made again from these.

    Parameters
    ----------
    desk : Desk
        Open.
    """
    spoilt = health.damaged_activities(desk.store)
    n_derived = 0
    with desk.store.reading() as tx:
        hashes = origins.hashes_of(tx, spoilt)
    for sha256 in hashes:
        with suppress(StoreDamaged):  # its original is spoilt as well: the check goes on telling it
            n_derived += rebuild_original(desk, sha256).n_activity
    n_derived += _make_again(desk, set(health.damaged_activities(desk.store)) & set(spoilt))
    left_over = health.remove_orphans(desk.store)
    return Repaired(left_over, health.close_home(desk.store), n_derived)


def _make_again(desk: Desk, spoilt: Collection[str]) -> int:
    """Make runs again from their recordings; return how many of the spoilt ones are sound now."""
    if not spoilt:
        return 0
    deriver = Deriver(desk, desk.runner())
    for activity_id in spoilt:
        with suppress(StoreDamaged), desk.store.transaction() as tx:
            regroup(tx, [activity_id], deriver.context)
    return len(set(spoilt) - set(health.damaged_activities(desk.store)))


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
