"""Use case: import runs and diary tables; every file ends in the ledger, one transaction each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from backstride import __version__
from backstride.domain.activity import Activity, Sport
from backstride.domain.message import Message
from backstride.domain.problem import Problem, Severity
from backstride.readers import registry
from backstride.readers.diary_table import DiaryReading, is_diary, read_diary
from backstride.readers.member import FoundFile, Member, Refusal, content_hash
from backstride.readers.reading import Outcome, Reading
from backstride.readers.source import unwrap_file, walk
from backstride.store import activities, batches, coverage, ledger, legs, originals
from backstride.store.ledger import LedgerEntry, Status
from backstride.store.store import Transaction
from backstride.workflows.derive_load import Deriver
from backstride.workflows.keep_diary import import_entries
from backstride.workflows.place_in_time import find_offset
from backstride.workflows.results import FileResult, Progress, no_progress
from backstride.workflows.wiring import Desk

_STATUS = {
    Outcome.ACTIVITIES: Status.IMPORTED,
    Outcome.NOT_AN_ACTIVITY: Status.NOT_AN_ACTIVITY,
    Outcome.FAILED: Status.FAILED,
}

_GRAVITY = (Severity.NOTE, Severity.REPAIRED, Severity.LOST, Severity.REFUSED)

UNNAMED_DEVICE: Final = "unnamed"
"""Source of recordings that do not tell their device."""


def import_paths(
    desk: Desk, paths: Sequence[Path], *, progress: Progress = no_progress
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

    Yields
    ------
    FileResult
        What became of it; already saved when it is yielded.
    """
    with desk.store.transaction() as tx:
        sources = [str(path) for path in paths]
        batch_id = batches.start(tx, "import", sources=sources, version=__version__)
    importer = _Importer(desk, batch_id)
    for part in _parts(paths, progress):
        yield importer.take(part)
    importer.finish()


def look_at_paths(
    desk: Desk, paths: Sequence[Path], *, progress: Progress = no_progress
) -> Iterator[FileResult]:
    """Read files and folders and say what an import would make of them; nothing is stored.

    Parameters
    ----------
    desk : Desk
        Open.
    paths : sequence of Path
        Files or folders.
    progress : Progress
        Told of every file on disk.
    """
    seen: set[str] = set()
    for part in _parts(paths, progress):
        if isinstance(part, Refusal):
            yield FileResult(part.name, Status.FAILED, reason=part.problem)
            continue
        sha256 = content_hash(part.data)
        with desk.store.reading() as tx:
            known = _known(tx, part, sha256)
        if known is None and sha256 in seen:
            known = FileResult(part.name, Status.DUPLICATE, reason=Problem("import.seen_before"))
        result = known or _would_be(part)
        if result.status is Status.IMPORTED:
            seen.add(sha256)
        yield result


def _parts(paths: Sequence[Path], progress: Progress) -> Iterator[Member | Refusal]:
    """Yield the innermost files of paths, telling how far the files on disk have come."""
    found = list(walk(paths))
    for done, file in enumerate(found):
        progress(done, len(found), file.name)
        yield from unwrap_file(file) if isinstance(file, FoundFile) else iter((file,))
    progress(len(found), len(found), "")


def _known(tx: Transaction, member: Member, sha256: str) -> FileResult | None:
    """Return the result of content that was imported before, None where it is new."""
    row = ledger.find_by_hash(tx, sha256)
    if row is None or row.entry.status is not Status.IMPORTED:
        return None
    reason = Problem("import.known_content", "", {"first_seen_as": row.entry.unit})
    ids = activities.find_by_hash(tx, sha256)
    return FileResult(member.name, Status.DUPLICATE, reason=reason, activity_ids=ids)


def _would_be(member: Member) -> FileResult:
    """Read content and say what it would become."""
    if is_diary(member.data):
        return _diary_result(member, read_diary(member.data))
    return _reading_result(member, registry.read(member.data))


def _diary_result(member: Member, reading: DiaryReading) -> FileResult:
    return FileResult(
        file=member.name,
        status=Status.IMPORTED if reading.entries else Status.FAILED,
        partial=bool(reading.entries) and _has_loss(reading.problems),
        reason=_worst(reading.problems),
        problems=reading.problems,
        diary_days=len(reading.entries),
    )


def _reading_result(member: Member, reading: Reading, ids: tuple[str, ...] = ()) -> FileResult:
    problems = (*member.problems, *reading.problems)
    for activity in reading.activities:
        problems += activity.problems
    return FileResult(
        file=member.name,
        status=_STATUS[reading.outcome],
        partial=reading.partial,
        reason=_reason(reading, problems),
        activity_ids=ids,
        problems=problems,
    )


class _Importer:
    """One batch: what it must remember from file to file."""

    def __init__(self, desk: Desk, batch_id: int) -> None:
        self.store = desk.store
        self.batch_id = batch_id
        self.runner = desk.runner()
        self.deriver = Deriver(desk, self.runner)

    def take(self, part: Member | Refusal) -> FileResult:
        """Import one member and note it, in one transaction."""
        if isinstance(part, Refusal):
            result = FileResult(part.name, Status.FAILED, reason=part.problem)
            with self.store.transaction() as tx:
                self._note(tx, result, None)
            return result
        sha256 = content_hash(part.data)
        with self.store.transaction() as tx:
            result = self._again(tx, part, sha256) or self._new(tx, part, sha256)
            self._note(tx, result, sha256)
        return result

    def finish(self) -> None:
        """Close the batch and freeze what may be frozen once there is enough history."""
        with self.store.transaction() as tx:
            batches.end(tx, self.batch_id)
        self.deriver.settle()

    def _again(self, tx: Transaction, member: Member, sha256: str) -> FileResult | None:
        known = _known(tx, member, sha256)
        for activity_id in () if known is None else known.activity_ids:
            for leg in legs.find(tx, activity_id=activity_id, sports=[Sport.RUNNING]):
                self._cover(tx, leg.device, leg.local_date)
        return known

    def _new(self, tx: Transaction, member: Member, sha256: str) -> FileResult:
        if is_diary(member.data):
            return self._diary(tx, member, sha256)
        reading = registry.read(member.data)
        ids: tuple[str, ...] = ()
        if reading.activities:
            originals.keep(tx, member.data, format=reading.format, sha256=sha256)
            ids = tuple(
                self._save(
                    tx, activity, activities.Origin(sha256, part, _unit(member, reading, part))
                )
                for part, activity in enumerate(reading.activities)
            )
        return _reading_result(member, reading, ids)

    def _save(self, tx: Transaction, activity: Activity, origin: activities.Origin) -> str:
        offset_s, source = find_offset(activity, zone=self.runner.zone)
        saved = activities.save(
            tx,
            activity,
            utc_offset_s=offset_s,
            offset_source=source,
            local_date=activity.local_date(offset_s),
            origins=(origin,),
            batch_id=self.batch_id,
        )
        day = activity.local_date(offset_s)
        self.deriver.derive(tx, activity, saved.leg_ids, day=day)
        if any(leg.sport is Sport.RUNNING for leg in activity.legs):
            self._cover(tx, activity.device, day)
        return saved.id

    def _cover(self, tx: Transaction, device: str, day: date) -> None:
        """Let this import cover the days between the runs of one device."""
        coverage.extend(tx, device or UNNAMED_DEVICE, day, day, batch_id=self.batch_id)

    def _diary(self, tx: Transaction, member: Member, sha256: str) -> FileResult:
        reading = read_diary(member.data)
        originals.keep(tx, member.data, format="diary", sha256=sha256)
        import_entries(tx, reading.entries, batch_id=self.batch_id)
        return _diary_result(member, reading)

    def _note(self, tx: Transaction, result: FileResult, sha256: str | None) -> None:
        reason = result.reason
        entry = LedgerEntry(
            unit=result.file,
            status=result.status,
            sha256=sha256,
            partial=result.partial,
            reason=None if reason is None else Message(f"problem.{reason.code}", reason.params),
            problems=result.problems,
        )
        ledger.record(tx, self.batch_id, entry)


def _unit(member: Member, reading: Reading, part: int) -> str:
    """Return the name of one workout: the file, with its number where the file holds several."""
    return member.name if len(reading.activities) == 1 else f"{member.name}#{part + 1}"


def _reason(reading: Reading, problems: tuple[Problem, ...]) -> Problem | None:
    """Return why a file is not wholly imported; None where it is."""
    if reading.outcome is Outcome.ACTIVITIES and not reading.partial:
        return None
    return _worst(problems)


def _worst(problems: tuple[Problem, ...]) -> Problem | None:
    return max(problems, key=lambda problem: _GRAVITY.index(problem.severity), default=None)


def _has_loss(problems: tuple[Problem, ...]) -> bool:
    """Say whether a cell or a row of a table was not taken as it stands."""
    return any(problem.severity is not Severity.NOTE for problem in problems)
