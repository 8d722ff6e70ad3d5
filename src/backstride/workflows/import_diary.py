"""Use case: import a diary, Backstride's own table or somebody else's by a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backstride import __version__
from backstride.domain.diary import DiaryEntry
from backstride.domain.problem import Problem, Severity
from backstride.readers.diary_table import is_diary, read_diary
from backstride.readers.mapped_table import read_mapped
from backstride.readers.mapping import Mapping, find_mapping, mapping_names, read_mapping
from backstride.readers.member import FoundFile, Member, content_hash
from backstride.readers.source import unwrap_file, walk
from backstride.readers.table_text import header_of
from backstride.store import batches, ledger, originals
from backstride.store.ledger import LedgerEntry, Status
from backstride.workflows.keep_diary import import_entries
from backstride.workflows.wiring import Desk


@dataclass(frozen=True, slots=True)
class Chosen:
    """How to read a diary.

    Parameters
    ----------
    mapping : Mapping or None
        None for Backstride's own table.
    side : str
        ``left`` or ``right`` where the diary names no side; else empty.
    first_day : date or None
        Day of the first row where the file holds no dates.
    """

    mapping: Mapping | None = None
    side: str = ""
    first_day: date | None = None


@dataclass(frozen=True, slots=True)
class DiaryImport:
    """What became of one file.

    Parameters
    ----------
    file : str
        Path, or ``archive!member``.
    n_day : int
        Days it speaks of.
    n_moment : int
        Entries with a time or a body mark of their own.
    n_changed : int
        Days that are not as they were.
    problems : tuple of Problem
        What was carried, kept aside or not read.
    suggested : str
        Name of a mapping that fits the file, where none was chosen and none was needed.
    """

    file: str
    n_day: int = 0
    n_moment: int = 0
    n_changed: int = 0
    problems: tuple[Problem, ...] = ()
    suggested: str = ""


def choose_mapping(said: str) -> Mapping | Problem:
    """Return a mapping by its name, or from a file of that path."""
    path = Path(said)
    if said in mapping_names() or not path.is_file():
        return find_mapping(said)
    return read_mapping(path.read_bytes())


def import_diary(desk: Desk, path: Path, chosen: Chosen) -> list[DiaryImport]:
    """Import a diary file, whole or not at all; read again, it adds nothing.

    Parameters
    ----------
    desk : Desk
        Open.
    path : Path
        A table, which may be packed.
    chosen : Chosen
        How to read it.
    """
    with desk.store.transaction() as tx:
        batch_id = batches.start(tx, "import", sources=[str(path)], version=__version__)
    done = [_import_one(desk, part, chosen, batch_id=batch_id) for part in _members(path)]
    with desk.store.transaction() as tx:
        batches.end(tx, batch_id)
    return done


def _members(path: Path) -> Iterator[Member | Problem]:
    for found in walk([path]):
        if not isinstance(found, FoundFile):
            yield found.problem
            continue
        for part in unwrap_file(found):
            yield part if isinstance(part, Member) else part.problem


def _import_one(
    desk: Desk, part: Member | Problem, chosen: Chosen, *, batch_id: int
) -> DiaryImport:
    if isinstance(part, Problem):
        return DiaryImport("", problems=(part,))
    entries, problems = _read(desk, part.data, chosen)
    sha256 = content_hash(part.data)
    with desk.store.transaction() as tx:
        if entries:
            originals.keep(tx, part.data, format="diary", sha256=sha256)
        n_changed = import_entries(tx, entries, batch_id=batch_id)
        is_partial = any(problem.severity is Severity.LOST for problem in problems)
        status = Status.IMPORTED if entries else Status.FAILED
        told = LedgerEntry(part.name, status, sha256, bool(entries) and is_partial)
        ledger.record(tx, batch_id, told)
    return DiaryImport(
        file=part.name,
        n_day=len(entries),
        n_moment=sum(len(entry.moments) for entry in entries),
        n_changed=n_changed,
        problems=problems,
        suggested="" if entries or chosen.mapping else _suggestion(part.data),
    )


def _read(
    desk: Desk, data: bytes, chosen: Chosen
) -> tuple[tuple[DiaryEntry, ...], tuple[Problem, ...]]:
    if chosen.mapping is not None:
        mapped = read_mapped(data, chosen.mapping, side=chosen.side, first_day=chosen.first_day)
        return mapped.entries, mapped.problems
    if not is_diary(data):
        return (), (Problem("mapping.not_our_table", "", {}, Severity.REFUSED),)
    reading = read_diary(data, today=desk.today())
    return reading.entries, reading.problems


def _suggestion(data: bytes) -> str:
    """Return the one mapping whose columns are all there, empty where none or several fit."""
    names = header_of(data)
    fitting = [
        name
        for name in mapping_names()
        if isinstance(mapping := find_mapping(name), Mapping)
        and len(mapping.columns) > 1
        and mapping.columns <= names
    ]
    return fitting[0] if len(fitting) == 1 else ""
