"""Use case: say what an import would make of files, without storing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from backstride.domain.problem import Problem
from backstride.readers import registry
from backstride.readers.diary_table import is_diary, read_diary
from backstride.readers.member import Member, Refusal, content_hash
from backstride.readers.reading import Reading
from backstride.recording.likeness import Footprint, Verdict, footprint_of, judge
from backstride.store import recordings
from backstride.store.ledger import Status
from backstride.store.store import Transaction
from backstride.workflows.file_results import (
    diary_result,
    reading_result,
    refusal_result,
    some_held,
)
from backstride.workflows.known_content import KnownArchive, KnownContent, KnownUnit, find_parts
from backstride.workflows.place_in_time import place
from backstride.workflows.results import FileResult, Progress, no_progress
from backstride.workflows.wiring import Desk


def look_at_paths(
    desk: Desk, paths: Sequence[Path], *, progress: Progress = no_progress
) -> Iterator[FileResult]:
    """Read files and folders and say what an import would make of them; nothing is stored.

    Whether two recordings are one run is told by time, sport and distance; an import looks at
    cadence and place as well.

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
    looked_at: list[tuple[str, Footprint]] = []
    zone = desk.runner().zone
    known = KnownContent(desk.store)
    for part in find_parts(paths, progress, known):
        if isinstance(part, KnownArchive):
            with desk.store.reading() as tx:
                results = known.results(tx, part.units)
            yield from results
        elif isinstance(part, Refusal):
            yield refusal_result(part)
        elif isinstance(part, Member):
            sha256 = content_hash(part.data)
            if sha256 in known:
                with desk.store.reading() as tx:
                    (result,) = known.results(tx, [KnownUnit(part.name, sha256)])
                yield result
            elif sha256 in seen:
                again = Problem("import.seen_before")
                yield FileResult(part.name, Status.DUPLICATE, reason=again)
            else:
                with desk.store.reading() as tx:
                    result = _would_be(tx, part, looked_at, zone=zone)
                if result.status in {Status.IMPORTED, Status.HELD}:
                    seen.add(sha256)
                yield result


def _would_be(
    tx: Transaction, member: Member, looked_at: list[tuple[str, Footprint]], *, zone: str | None
) -> FileResult:
    """Read content and say what it would become."""
    if is_diary(member.data):
        return diary_result(member.name, read_diary(member.data))
    reading = registry.read(member.data)
    result = reading_result(member.name, reading, found_before=member.problems)
    alike = [_alike(tx, own, looked_at) for own in _footprints(reading, member.name, zone)]
    looked_at += [(member.name, own) for own in _footprints(reading, member.name, zone)]
    held = [unit for verdict, unit in alike if verdict is Verdict.HELD]
    is_new = any(verdict is Verdict.DIFFERENT for verdict, _ in alike)
    if held and is_new:
        return replace(result, problems=(some_held(len(held), len(alike)), *result.problems))
    if held:
        unit = held[0]
        reason = Problem("import.held", "", {"other": unit})
        return replace(result, status=Status.HELD, reason=reason)
    if alike and all(verdict is Verdict.SAME for verdict, _ in alike):
        reason = Problem("import.same_run", "", {"first_seen_as": alike[0][1]})
        return replace(result, status=Status.DUPLICATE, reason=reason)
    return result


def _footprints(reading: Reading, file: str, zone: str | None) -> list[Footprint]:
    placed = [place(activity, zone=zone) for activity in reading.activities]
    return [
        footprint_of(activity, activity.local_date(offset_s), file=file, utc_offset_s=offset_s)
        for activity, offset_s, _ in placed
    ]


def _alike(
    tx: Transaction, own: Footprint, looked_at: list[tuple[str, Footprint]]
) -> tuple[Verdict, str]:
    """Return the gravest verdict about a recording and what the other file was called."""
    there = recordings.find_near(tx, own)
    units = recordings.find_units(tx, [one.id for one in there])
    others = [(units.get(one.id, ""), one.footprint) for one in there] + looked_at
    found = [(judge(own, other).verdict, unit) for unit, other in others]
    for verdict in (Verdict.HELD, Verdict.SAME):
        alike = [unit for one, unit in found if one is verdict]
        if alike:
            return verdict, alike[0]
    return Verdict.DIFFERENT, ""
