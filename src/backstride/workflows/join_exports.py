"""Join what an export says in tables with the recordings that lie beside them.

A row whose recording is there is one more recording of that run, known by its totals; a row
without one is a run of its own. Tables therefore come after all recordings of an import. A
recording is found by the name the row gives, else by its start, which also finds what an earlier
import brought, from whatever file.
"""

from __future__ import annotations

from backstride.domain.activity import Activity
from backstride.readers.side_table import Role, beside
from backstride.recording.likeness import SAME_START_S, Footprint, footprint_of, sports_agree
from backstride.store import recordings
from backstride.store import units as units_of_files
from backstride.store.store import Transaction
from backstride.workflows.prepare_content import Prepared, PreparedActivity
from backstride.workflows.read_ahead import Answer


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
    tx: Transaction, prepared: PreparedActivity, units: tuple[str, ...], *, table: str
) -> str | None:
    """Return the recording that a row is about, None where no name and no start tells.

    Parameters
    ----------
    tx : Transaction
        Any.
    prepared : PreparedActivity
        The row as an activity; for one with samples nothing is looked for.
    units : tuple of str
        Names of its recordings, as far as the row gives them.
    table : str
        Hash of the table: two rows of one table are two activities.
    """
    row = prepared.activity
    if not _is_summary(row):
        return None
    named = (found for unit in units for found in units_of_files.find_activities(tx, unit))
    known = next(named, None)
    return known or _by_start(tx, footprint_of(row, prepared.day, file=table))


def _by_start(tx: Transaction, row: Footprint) -> str | None:
    if not row.has_time_of_day:
        return None
    for there in recordings.find_near(tx, row):
        away_s = abs((there.footprint.start - row.start).total_seconds())
        is_other = there.footprint.file != row.file and there.footprint.has_time_of_day
        if is_other and away_s <= SAME_START_S and sports_agree(row.sports, there.footprint.sports):
            return there.id
    return None


def _is_summary(activity: Activity) -> bool:
    return all(leg.stream is None for leg in activity.legs)
