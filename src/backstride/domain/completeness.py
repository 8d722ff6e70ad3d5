"""Completeness of a diary: which mornings are there, and how long the gaps are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

N_GAP = 3
"""How many of the longest gaps are told."""


class Morning(Enum):
    """What became of one morning's question."""

    THERE = "there"
    BACKFILLED = "backfilled"
    SKIPPED = "skipped"
    OTHER = "other"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row without a morning score, both ends included."""

    first: date
    last: date

    @property
    def n_day(self) -> int:
        """Length [d]."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a stretch of diary is.

    Parameters
    ----------
    first, last : date
        Both included.
    mornings : tuple of Morning
        One a day, in order.
    gaps : tuple of Gap
        The longest ones, the longest first.
    streak_d : int
        Days in a row with a morning score up to the last day; a last day that is not over yet
        does not break it.
    longest_streak_d : int
        The longest such row.
    """

    first: date
    last: date
    mornings: tuple[Morning, ...]
    gaps: tuple[Gap, ...]
    streak_d: int
    longest_streak_d: int

    @property
    def n_there(self) -> int:
        """Days with a morning score, written on the day or later."""
        return sum(1 for morning in self.mornings if _counts(morning))

    @property
    def share(self) -> float:
        """Share of the days with a morning score; 0 where there is no day."""
        return self.n_there / len(self.mornings) if self.mornings else 0.0

    def count(self, morning: Morning) -> int:
        """Return the number of mornings of one kind."""
        return self.mornings.count(morning)


def assess_completeness(
    mornings: Mapping[date, Morning], *, first: date, last: date
) -> Completeness:
    """Measure how complete a stretch of diary is.

    Parameters
    ----------
    mornings : mapping of date to Morning
        Days that have an entry.
    first, last : date
        Both included; none where `last` lies before `first`.
    """
    n_day = max(0, (last - first).days + 1)
    days = [first + timedelta(days=place) for place in range(n_day)]
    found = tuple(mornings.get(day, Morning.MISSING) for day in days)
    gaps, streaks = _stretches(days, found)
    is_open = bool(found) and not _counts(found[-1])
    row = found[:-1] if is_open else found
    return Completeness(
        first=first,
        last=last,
        mornings=found,
        gaps=tuple(sorted(gaps, key=lambda gap: (-gap.n_day, gap.first))[:N_GAP]),
        streak_d=next(
            (place for place, one in enumerate(reversed(row)) if not _counts(one)), len(row)
        ),
        longest_streak_d=max(streaks, default=0),
    )


def _stretches(days: list[date], found: Iterable[Morning]) -> tuple[list[Gap], list[int]]:
    """Return the gaps and the lengths of the rows between them."""
    gaps: list[Gap] = []
    streaks = [0]
    for day, morning in zip(days, found, strict=True):
        if _counts(morning):
            streaks[-1] += 1
        elif gaps and not streaks[-1] and gaps[-1].last == day - timedelta(days=1):
            gaps[-1] = Gap(gaps[-1].first, day)
        else:
            gaps.append(Gap(day, day))
            streaks.append(0)
    return gaps, streaks


def _counts(morning: Morning) -> bool:
    return morning in (Morning.THERE, Morning.BACKFILLED)
