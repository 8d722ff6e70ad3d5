"""Use case: import runs and diary tables; every file ends in the ledger, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from backstride import __version__
from backstride.domain.activity import Sport
from backstride.domain.problem import Problem, Severity
from backstride.readers.member import Member, Refusal, content_hash
from backstride.store import (
    activities,
    archives,
    batches,
    coverage,
    day_totals,
    ledger,
    originals,
    recordings,
    run_parts,
)
from backstride.store.coverage import CoveredRange
from backstride.store.ledger import Status
from backstride.store.store import Transaction
from backstride.workflows.correct_from_table import correct_from_table
from backstride.workflows.derive_load import Deriver
from backstride.workflows.file_results import (
    diary_result,
    entry_of,
    reading_result,
    refusal_result,
    settled_result,
)
from backstride.workflows.join_exports import (
    find_recording,
    recordings_of,
    waits_for_recordings,
)
from backstride.workflows.keep_diary import import_entries
from backstride.workflows.known_content import (
    KEPT,
    MOST_AT_ONCE,
    ArchiveEnd,
    KnownArchive,
    KnownContent,
    KnownUnit,
    Part,
    find_parts,
    note_known,
)
from backstride.workflows.prepare_content import Prepared
from backstride.workflows.read_ahead import Answer, ReadAhead
from backstride.workflows.results import FileResult, Progress, no_progress
from backstride.workflows.save_prepared import save_prepared
from backstride.workflows.settle_duplicates import Settled, settle_new
from backstride.workflows.settle_older import settle_older
from backstride.workflows.wiring import Desk

UNNAMED_DEVICE: Final = "unnamed"
"""Source of recordings that do not tell their device."""


def import_paths(
    desk: Desk,
    paths: Sequence[Path],
    *,
    progress: Progress = no_progress,
    n_worker: int | None = None,
    complete_until: date | None = None,
    begun: Callable[[int], None] = lambda _: None,
) -> Iterator[FileResult]:
    """Import files and folders, one result for every file or archive member, as they are done.

    Parameters
    ----------
    desk : Desk
        Open.
    paths : sequence of Path
        Files or folders.
    progress : Progress
        Told of every file on disk.
    n_worker : int, optional
        Processes that read; all cores by default.
    complete_until : date, optional
        The runner says that these files hold every run up to this day: what they come from covers
        the days after its last run as well.
    begun : callable
        Told the number of the import before anything is read.

    Yields
    ------
    FileResult
        What became of it; already saved when it is yielded.
    """
    with desk.store.transaction() as tx:
        sources = [str(path) for path in paths]
        batch_id = batches.start(tx, "import", sources=sources, version=__version__)
    begun(batch_id)
    settle_older(desk)
    importer = _Importer(desk, batch_id)
    ahead = ReadAhead(lambda: importer.deriver.context, n_worker=n_worker)
    try:
        tables: list[tuple[Member | Refusal, Answer]] = []
        parts = find_parts(paths, progress, importer.known)
        for part, answer in ahead.run(parts, importer.new_content):
            if importer.is_known(part, answer):
                if len(importer.waiting) >= MOST_AT_ONCE:
                    yield from importer.take_known()
                continue
            yield from importer.take_known()
            if isinstance(part, KnownArchive | ArchiveEnd):
                continue
            if waits_for_recordings(answer):
                tables.append((part, answer))
            else:
                yield importer.take(part, answer)
        yield from importer.take_known()
        for part, answer in tables:
            yield importer.take(part, answer)
    finally:
        ahead.close()
    importer.finish(complete_until)


def find_known(tx: Transaction, member: Member, sha256: str) -> FileResult | None:
    """Return the result of content that was imported before, None where it is new."""
    row = ledger.find_by_hash(tx, sha256)
    if row is None or row.entry.status not in KEPT:
        return None
    reason = Problem("import.known_content", "", {"first_seen_as": row.entry.unit})
    there = activities.find_by_hash(tx, sha256)
    run_of = run_parts.find_runs(tx, there)
    ids = tuple(dict.fromkeys(run_of.get(one, one) for one in there))
    return FileResult(member.name, Status.DUPLICATE, reason=reason, activity_ids=ids)


class _Importer:
    """One batch: what it must remember from file to file."""

    def __init__(self, desk: Desk, batch_id: int) -> None:
        self.store = desk.store
        self.batch_id = batch_id
        self.deriver = Deriver(desk, desk.runner())
        self.known = KnownContent(desk.store)
        self.waiting: list[KnownUnit] = []
        self._ended: list[ArchiveEnd] = []
        self._hashes: dict[int, str] = {}
        self._taken: set[str] = set()
        self._covered: dict[str, CoveredRange] = {}

    def new_content(self, part: Part) -> Member | None:
        """Return the content to read; None for what was refused or imported before."""
        if not isinstance(part, Member):
            return None
        sha256 = self._hashes[id(part)] = content_hash(part.data)
        return part if sha256 not in self.known else None

    def is_known(self, part: Part, answer: Answer) -> bool:
        """Tell whether nothing is left to do but to note a part; it waits for `take_known`."""
        if isinstance(part, KnownArchive):
            self.waiting += part.units
        elif isinstance(part, ArchiveEnd):
            self._ended.append(part)
        elif isinstance(part, Member) and answer is None:
            self.waiting.append(KnownUnit(part.name, self._hashes.pop(id(part))))
        else:
            return False
        return True

    def take_known(self) -> list[FileResult]:
        """Note what waits, in one transaction."""
        if not self.waiting:
            return []
        with self.store.transaction() as tx:
            results, spans = note_known(tx, self.known, self.waiting, batch_id=self.batch_id)
            for span in spans:
                self._cover(tx, span.source, span.first_day, span.last_day)
        self.waiting = []
        return results

    def take(self, part: Member | Refusal, answer: Answer) -> FileResult:
        """Save one part and note it, in one transaction."""
        if isinstance(part, Refusal):
            result, sha256 = refusal_result(part), None
            with self.store.transaction() as tx:
                self._note(tx, result, sha256)
            return result
        sha256 = self._hashes.pop(id(part))
        # asked again where the same content came twice: it was new when both were read
        is_new = answer is not None and sha256 not in self._taken
        self._taken.add(sha256)
        with self.store.transaction() as tx:
            again = None if is_new else self._again(tx, part, sha256)
            result = again or self._new(tx, part, answer, sha256=sha256)
            self._note(tx, result, sha256)
        return result

    def finish(self, complete_until: date | None) -> None:
        """Close the batch and freeze what may be frozen once there is enough history."""
        with self.store.transaction() as tx:
            for one in self._ended:
                archives.note(tx, one.sha256, one.unit, batch_id=self.batch_id)
            if complete_until is not None:
                coverage.reach(tx, complete_until, batch_id=self.batch_id)
            batches.end(tx, self.batch_id)
        self.deriver.settle()

    def _again(self, tx: Transaction, member: Member, sha256: str) -> FileResult | None:
        known = find_known(tx, member, sha256)
        for there in () if known is None else recordings.find_of_file(tx, sha256):
            if Sport.RUNNING in there.footprint.sports:
                self._cover(tx, there.device, there.footprint.day, there.footprint.day)
        return known

    def _new(self, tx: Transaction, member: Member, answer: Answer, *, sha256: str) -> FileResult:
        if not isinstance(answer, Prepared):
            problem = Problem("import.reader_died", "", {}, Severity.REFUSED)
            return FileResult(member.name, Status.FAILED, reason=problem, problems=(problem,))
        if answer.original:
            kind = "diary" if answer.reading is None else answer.reading.format
            packed = answer.original
            originals.keep(tx, member.data, format=kind, sha256=sha256, packed=packed)
        if answer.diary is not None:
            import_entries(tx, answer.diary.entries, batch_id=self.batch_id)
            return diary_result(member.name, answer.diary)
        settled = list(self._save(tx, member, answer, sha256=sha256))
        if answer.reading is None:
            return FileResult(member.name, Status.FAILED)
        totals, source = answer.reading.days, answer.reading.format
        day_totals.save(tx, totals, source=source, batch_id=self.batch_id)
        result = reading_result(member.name, answer.reading, found_before=member.problems)
        return settled_result(tx, result, settled)

    def _save(
        self, tx: Transaction, member: Member, answer: Prepared, *, sha256: str
    ) -> Iterator[Settled]:
        several = len(answer.activities) > 1
        for part, prepared in enumerate(answer.activities):
            unit = f"{member.name}#{part + 1}" if several else member.name
            named = find_recording(
                tx, prepared, recordings_of(member.name, answer, part), table=sha256
            )
            origin = activities.Origin(sha256, part, unit)
            saved = save_prepared(tx, prepared, origin, self.deriver, batch_id=self.batch_id)
            if named is not None:
                correct_from_table(tx, prepared, named, table=unit, batch_id=self.batch_id)
            elif any(leg.sport is Sport.RUNNING for leg in prepared.activity.legs):
                self._cover(tx, prepared.activity.device, prepared.day, prepared.day)
            context = self.deriver.context
            yield settle_new(tx, prepared, saved, context, named=named, batch_id=self.batch_id)

    def _cover(self, tx: Transaction, device: str, first: date, last: date) -> None:
        """Let this import cover the days between the runs of one device."""
        source = device or UNNAMED_DEVICE
        known = self._covered.get(source)
        if known is not None:
            first, last = min(first, known.first_day), max(last, known.last_day)
        covered = CoveredRange(source, first, last)
        if covered != known:
            coverage.put(tx, covered, batch_id=self.batch_id)
            self._covered[source] = covered

    def _note(self, tx: Transaction, result: FileResult, sha256: str | None) -> None:
        ledger.record(tx, self.batch_id, entry_of(result, sha256))
