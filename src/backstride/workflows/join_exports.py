"""Join what an export says in tables with the recordings that lie beside them.

A row whose recording is there is that recording, and no second run; a row without one is kept as
a run known by its totals. Tables therefore come after all recordings of an import. A recording is
found by the name the row gives, else by its start, which also finds what an earlier import
brought, from whatever file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from backstride.domain.activity import Activity, Sport
from backstride.readers.side_table import Role, beside
from backstride.store import activities, legs
from backstride.store import units as units_of_files
from backstride.store.legs import LegRow
from backstride.store.store import Transaction
from backstride.workflows.prepare_content import Prepared, PreparedActivity
from backstride.workflows.read_ahead import Answer

SAME_START: Final = timedelta(seconds=90)
"""Starts of one activity in a recording and in a list differ by less than this: a list has whole
minutes, and the first sample may come later than the press of the button."""

SAME_LENGTH: Final = 0.05
"""Lengths of one activity in a diary and in a recording differ by less than this share."""

_SAYS_LITTLE: Final = frozenset({Sport.UNKNOWN, Sport.OTHER})


def waits_for_recordings(answer: Answer) -> bool:
    """Say whether a file holds totals only, and is to be taken after all recordings.

    Parameters
    ----------
    answer : Answer
        What was prepared of it.
    """
    if not isinstance(answer, Prepared) or answer.reading is None:
        return False
    activities_read = answer.reading.activities
    return len(activities_read) > 1 and all(map(_is_summary, activities_read))


def recordings_of(table: str, prepared: Prepared, part: int) -> tuple[str, ...]:
    """Return the unit names of the recordings that a row of a table names.

    Parameters
    ----------
    table : str
        Unit name of the table.
    prepared : Prepared
        What was read of it.
    part : int
        Which of its activities.
    """
    side = () if prepared.reading is None else prepared.reading.side
    rows = (row for row in side if row.part == part and row.role is Role.RECORDING)
    return tuple(beside(table, member) for row in rows for member in row.members)


def find_recording(
    tx: Transaction,
    prepared: PreparedActivity,
    units: tuple[str, ...],
    *,
    but_not: Collection[str] = (),
) -> str | None:
    """Return the id of the activity that a row is about, None where it stands for itself.

    Parameters
    ----------
    tx : Transaction
        Any.
    prepared : PreparedActivity
        The row as an activity; one with samples is never looked for.
    units : tuple of str
        Names of its recordings, as far as the row gives them.
    but_not : collection of str
        Activities that other rows of the same table became: two rows are two activities.
    """
    row = prepared.activity
    if not _is_summary(row):
        return None
    named = (found for unit in units for found in units_of_files.find_activities(tx, unit))
    known = next(named, None)
    if known is not None:
        return known
    codes = {problem.code for problem in row.problems}
    if "activity_list.no_time_of_day" in codes:
        return _by_day(tx, prepared, but_not)
    return _by_start(tx, row, but_not)


def _by_start(tx: Transaction, row: Activity, but_not: Collection[str]) -> str | None:
    around = (row.start - SAME_START, row.start + SAME_START)
    for activity_id in activities.find_overlapping(tx, *around):
        there = legs.find(tx, activity_id=activity_id)
        if not there or activity_id in but_not:
            continue
        if abs(there[0].start - row.start) <= SAME_START and _may_be_one(row, there):
            return activity_id
    return None


def _by_day(tx: Transaction, prepared: PreparedActivity, but_not: Collection[str]) -> str | None:
    """Find the activity of the same day, sport and length, for lists without times of day."""
    far_m = prepared.activity.legs[0].distance_m
    for there in legs.find(tx, first_day=prepared.day, last_day=prepared.day):
        if there.activity_id in but_not or not far_m or not there.distance_m:
            continue
        same_length = abs(there.distance_m / far_m - 1.0) <= SAME_LENGTH
        if same_length and _may_be_one(prepared.activity, (there,)):
            return there.activity_id
    return None


def _may_be_one(row: Activity, there: Sequence[LegRow]) -> bool:
    sport = row.legs[0].sport
    sports = {leg.sport for leg in there}
    return sport in sports or sport in _SAYS_LITTLE or sports <= _SAYS_LITTLE


def _is_summary(activity: Activity) -> bool:
    return all(leg.stream is None for leg in activity.legs)
