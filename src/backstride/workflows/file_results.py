"""From what a reader found to the line of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from backstride.domain.message import Message
from backstride.domain.problem import Problem, Severity
from backstride.readers.diary_table import DiaryReading
from backstride.readers.member import Refusal
from backstride.readers.reading import Outcome, Reading
from backstride.store import recordings
from backstride.store.ledger import LedgerEntry, Status
from backstride.store.store import Transaction
from backstride.workflows.results import FileResult
from backstride.workflows.settle_duplicates import Settled

_STATUS: Final = {
    Outcome.ACTIVITIES: Status.IMPORTED,
    Outcome.NOT_AN_ACTIVITY: Status.NOT_AN_ACTIVITY,
    Outcome.FAILED: Status.FAILED,
}

_GRAVITY: Final = (Severity.NOTE, Severity.REPAIRED, Severity.LOST, Severity.REFUSED)


def reading_result(
    file: str, reading: Reading, *, found_before: tuple[Problem, ...] = ()
) -> FileResult:
    """Return what became of a recording.

    Parameters
    ----------
    file : str
        Unit name.
    reading : Reading
        From the registry.
    found_before : tuple of Problem
        Found while unpacking.
    """
    problems = (*found_before, *reading.problems)
    for activity in reading.activities:
        problems += activity.problems
    is_whole = reading.outcome is Outcome.ACTIVITIES and not reading.partial
    return FileResult(
        file=file,
        status=_STATUS[reading.outcome],
        partial=reading.partial,
        reason=None if is_whole else gravest(problems),
        problems=problems,
    )


def settled_result(tx: Transaction, result: FileResult, settled: Sequence[Settled]) -> FileResult:
    """Return what became of a recording once it is known whether the run was there.

    Parameters
    ----------
    tx : Transaction
        Any.
    result : FileResult
        As `reading_result` gave it.
    settled : sequence of Settled
        One per activity of the file.
    """
    ids = tuple(dict.fromkeys(one.run_id for one in settled))
    result = replace(result, activity_ids=ids)
    if result.status is not Status.IMPORTED:
        return result
    status, reason = settled_status(tx, settled)
    if reason is not None:
        return replace(result, status=status, reason=reason)
    n_held = sum(one.held_with is not None for one in settled)
    if not n_held:
        return result
    return replace(result, problems=(some_held(n_held, len(settled)), *result.problems))


def some_held(n_held: int, n_found: int) -> Problem:
    """Say that some of the runs of a file wait for a decision."""
    return Problem("import.some_held", "", {"held": n_held, "found": n_found})


def settled_status(tx: Transaction, settled: Sequence[Settled]) -> tuple[Status, Problem | None]:
    """Return the status of a file by what its recordings are, and why.

    A table of many runs is imported although one of them waits for a decision.
    """
    held = [one.held_with for one in settled if one.held_with is not None]
    same = [one.same_as for one in settled if one.same_as is not None]
    if held and all(one.held_with or one.same_as for one in settled):
        unit = recordings.find_units(tx, held[:1]).get(held[0], held[0])
        return Status.HELD, Problem("import.held", "", {"other": unit})
    if settled and len(same) == len(settled):
        unit = recordings.find_units(tx, same[:1]).get(same[0], same[0])
        return Status.DUPLICATE, Problem("import.same_run", "", {"first_seen_as": unit})
    return Status.IMPORTED, None


def refusal_result(refusal: Refusal) -> FileResult:
    """Return what became of something that was not handed to a reader.

    Parameters
    ----------
    refusal : Refusal
        A note where its content was read as part of another file.
    """
    told = refusal.problem.severity is Severity.NOTE
    status = Status.NOT_AN_ACTIVITY if told else Status.FAILED
    return FileResult(refusal.name, status, reason=refusal.problem)


def diary_result(file: str, reading: DiaryReading) -> FileResult:
    """Return what became of a diary table; a cell that was not taken as it stands is a loss."""
    told = [problem for problem in reading.problems if problem.severity is not Severity.NOTE]
    return FileResult(
        file=file,
        status=Status.IMPORTED if reading.entries else Status.FAILED,
        partial=bool(reading.entries and told),
        reason=gravest(reading.problems),
        problems=reading.problems,
        diary_days=len(reading.entries),
    )


def entry_of(result: FileResult, sha256: str | None) -> LedgerEntry:
    """Return a result as the ledger keeps it.

    Parameters
    ----------
    result : FileResult
        What became of a unit.
    sha256 : str or None
        Hash of its content.
    """
    reason = result.reason
    return LedgerEntry(
        unit=result.file,
        status=result.status,
        sha256=sha256,
        partial=result.partial,
        reason=None if reason is None else Message(f"problem.{reason.code}", reason.params),
        problems=result.problems,
    )


def gravest(problems: tuple[Problem, ...]) -> Problem | None:
    """Return the problem that says best why something is not whole."""
    return max(problems, key=lambda problem: _GRAVITY.index(problem.severity), default=None)
