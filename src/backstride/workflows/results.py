"""What workflows tell their callers: values, message keys and no words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from backstride.domain.interval import Range
from backstride.domain.problem import Problem
from backstride.store.ledger import Status


@dataclass(frozen=True, slots=True)
class FileResult:
    """One line of the import ledger.

    Parameters
    ----------
    file : str
        Path, ``archive!member`` for a member.
    status : Status
        What became of it.
    partial : bool
        True where something was lost and the rest kept.
    reason : Problem or None
        Why it is not (wholly) imported.
    activity_ids : tuple of str
        Activities it holds, new or already known.
    problems : tuple of Problem
        Everything found on the way.
    diary_days : int
        Days of diary it held.
    """

    file: str
    status: Status
    partial: bool = False
    reason: Problem | None = None
    activity_ids: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    diary_days: int = 0


@dataclass(frozen=True, slots=True)
class LegRow:
    """One leg as the list of runs shows it; None where unknown."""

    id: str
    leg: int
    start_utc: datetime
    local_date: date
    sport: str
    sub_sport: str
    elapsed_s: float | None
    timer_s: float | None
    moving_s: float | None
    distance_m: float | None
    n_samples: int
    mean_cadence_spm: float | None
    running_dynamics: bool
    easy_km: Range | None
    shrinkage_mm: Range | None
    source_files: tuple[str, ...] = field(default=())
    recordings: int = 1
    held_with: str | None = None
    corrections: tuple[str, ...] = ()


class Progress(Protocol):
    """Someone who wants to know how far a long piece of work has come."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Hear that `done` of `total` pieces are finished and `what` is next."""


def no_progress(done: int, total: int, what: str) -> None:
    """Tell nobody."""
