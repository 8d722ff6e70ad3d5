"""From what a reader found to the line of the ledger."""

from __future__ import annotations

from typing import Final

from backstride.domain.message import Message
from backstride.domain.problem import Problem, Severity
from backstride.readers.diary_table import DiaryReading
from backstride.readers.member import Refusal
from backstride.readers.reading import Outcome, Reading
from backstride.store.ledger import LedgerEntry, Status
from backstride.workflows.results import FileResult

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
