"""What was imported before, looked up at once: a second import costs little more than reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from backstride import __version__
from backstride.domain.problem import Problem
from backstride.readers.container import Look, is_unchanged, look_at, whole_content
from backstride.readers.member import FoundFile, Member, Refusal
from backstride.readers.source import unwrap_file, walk
from backstride.store import archives, coverage, ledger, origins, run_parts
from backstride.store.coverage import CoveredRange
from backstride.store.ledger import LedgerEntry, LedgerRow, Status
from backstride.store.store import Store, Transaction
from backstride.workflows.file_results import entry_of
from backstride.workflows.results import FileResult, Progress

KEPT: Final = frozenset({Status.IMPORTED, Status.DUPLICATE, Status.HELD})
"""What became of content that is in the store."""

_NOTHING: Final = Look(1, holds_several=False)
"""Stands for what cannot be opened."""

MOST_AT_ONCE: Final = 500
"""Known files that are noted in one transaction."""


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A file, or a member of an archive, of which everything is known.

    Parameters
    ----------
    name : str
        What it is called now.
    sha256 : str or None
        Hash of its content, None where it could not be reached.
    before : LedgerRow or None
        What became of it where that was no recording; None for content that is kept.
    """

    name: str
    sha256: str | None
    before: LedgerRow | None = None


@dataclass(frozen=True, slots=True)
class KnownArchive:
    """An archive that was read to its end before, with everything that was in it."""

    units: tuple[KnownUnit, ...]


@dataclass(frozen=True, slots=True)
class ArchiveEnd:
    """Stands behind the last member of an archive."""

    unit: str
    sha256: str


Part = Member | Refusal | KnownArchive | ArchiveEnd
"""What is found on disk, in the order of the files."""


class KnownContent:
    """Everything that was imported before an import began.

    Parameters
    ----------
    store : Store
        Open.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.reading() as tx:
            decided = ledger.find_decided(tx)
            self._units = {
                sha256: unit for sha256, (unit, status) in decided.items() if status in KEPT
            }
            self._activities = origins.find_all(tx) if self._units else {}

    def __contains__(self, sha256: str | None) -> bool:
        return sha256 in self._units

    def open_file(self, found: FoundFile, look: Look) -> Iterator[Part]:
        """Yield what a file on disk holds; an archive that is known is not opened.

        Parameters
        ----------
        found : FoundFile
            From `walk`.
        look : Look
            What it is by its beginning.
        """
        content = whole_content(found.path) if look.holds_several else None
        known = None if content is None else self._archive(found, content.sha256)
        if known is not None:
            yield known
            return
        yield from unwrap_file(found)
        if content is not None and is_unchanged(found.path, content):
            yield ArchiveEnd(found.name, content.sha256)

    def results(self, tx: Transaction, units: Sequence[KnownUnit]) -> list[FileResult]:
        """Return what became of known units, with the runs that their recordings are of by now."""
        there = [one for unit in units for one in self._activities.get(unit.sha256 or "", ())]
        run_of = run_parts.find_runs(tx, there)
        return [self._result(unit, run_of) for unit in units]

    def _result(self, unit: KnownUnit, run_of: Mapping[str, str]) -> FileResult:
        if unit.before is not None or unit.sha256 is None:
            return _as_before(unit)
        reason = Problem("import.known_content", "", {"first_seen_as": self._units[unit.sha256]})
        there = self._activities.get(unit.sha256, ())
        ids = tuple(dict.fromkeys(run_of.get(one, one) for one in there))
        return FileResult(unit.name, Status.DUPLICATE, reason=reason, activity_ids=ids)

    def _archive(self, found: FoundFile, sha256: str) -> KnownArchive | None:
        with self._store.reading() as tx:
            seen = archives.find(tx, sha256, version=__version__)
        if seen is None:
            return None
        units = []
        for row in seen.members:
            name = f"{found.name}{row.entry.unit.removeprefix(seen.unit)}"
            is_kept = row.entry.status in KEPT
            if is_kept and row.entry.sha256 not in self:
                return None  # part of it was taken back: it has to be opened
            units.append(KnownUnit(name, row.entry.sha256, None if is_kept else row))
        return KnownArchive(tuple(units))


def find_parts(paths: Sequence[Path], progress: Progress, known: KnownContent) -> Iterator[Part]:
    """Yield the innermost files of paths, telling how far the files have come.

    Parameters
    ----------
    paths : sequence of Path
        Files or folders.
    progress : Progress
        Told of every file and every member of an archive.
    known : KnownContent
        Archives that are known are not opened.
    """
    found = list(walk(paths))
    looks = [look_at(one.path) if isinstance(one, FoundFile) else _NOTHING for one in found]
    total, before = sum(look.n_inside for look in looks), 0
    for file, look in zip(found, looks, strict=True):
        progress(before, total, file.name)
        if isinstance(file, Refusal):
            yield file
        else:
            for done, part in enumerate(known.open_file(file, look)):
                progress(before + min(done, look.n_inside - 1), total, file.name)
                yield part
        before += look.n_inside
    progress(total, total, "")


def note_known(
    tx: Transaction, known: KnownContent, units: Sequence[KnownUnit], *, batch_id: int
) -> tuple[list[FileResult], list[CoveredRange]]:
    """Note known units in the ledger; return what became of them and the days they cover.

    Parameters
    ----------
    tx : Transaction
        May write.
    known : KnownContent
        What is known.
    units : sequence of KnownUnit
        In order.
    batch_id : int
        The import.
    """
    results = known.results(tx, units)
    entries: list[LedgerEntry] = [
        entry_of(result, unit.sha256) for result, unit in zip(results, units, strict=True)
    ]
    ledger.record_all(tx, batch_id, entries)
    hashes = [unit.sha256 for unit in units if unit.sha256 in known and unit.sha256]
    pieces = (hashes[at : at + MOST_AT_ONCE] for at in range(0, len(hashes), MOST_AT_ONCE))
    return results, [span for piece in pieces for span in coverage.spans_of(tx, piece)]


def _as_before(unit: KnownUnit) -> FileResult:
    """Return what became of a unit, told under its present name."""
    entry = None if unit.before is None else unit.before.entry
    if entry is None:
        return FileResult(unit.name, Status.FAILED)
    reason = entry.reason
    told = (
        None if reason is None else Problem(reason.key.removeprefix("problem."), "", reason.params)
    )
    if told is not None:
        severities = [one.severity for one in entry.problems if one.code == told.code]
        told = replace(told, severity=severities[0] if severities else told.severity)
    return FileResult(unit.name, entry.status, entry.partial, told, problems=entry.problems)
