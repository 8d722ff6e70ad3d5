"""Use case: find the runs that a person means by an id, its beginning, a day, or ``last``."""

from __future__ import annotations

from datetime import date
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.errors import OutOfRange
from backstride.store import legs, recordings, run_parts
from backstride.store.store import Transaction

LAST: Final = "last"
"""Typed for the latest run."""


def name_runs(tx: Transaction, said: str) -> tuple[str, ...]:
    """Return the ids of the runs that are meant.

    Parameters
    ----------
    tx : Transaction
        Any.
    said : str
        Id of a run or of a recording of it, or the beginning of one; a day as YYYY-MM-DD for all
        runs of that day; `LAST`.

    Returns
    -------
    tuple of str
        At least one, in order of time; several only for a day.

    Raises
    ------
    OutOfRange
        Where nothing or more than one run is meant.
    """
    day = _day(said)
    if day is not None:
        rows = legs.find(tx, first_day=day, last_day=day)
        found = tuple(dict.fromkeys(row.activity_id for row in rows))
    elif said.strip().lower() == LAST:
        found = _counted(tx)[-1:]
        if not found:
            raise OutOfRange("run.none_yet")
    else:
        found = _of_id(tx, said)
        if len(found) > 1:
            raise OutOfRange("run.several", said=said, n=len(found))
    if not found:
        raise OutOfRange("run.none", said=said)
    return found


def name_run(tx: Transaction, said: str) -> str:
    """Return the id of the one run that is meant.

    Raises
    ------
    OutOfRange
        Where nothing or more than one run is meant.
    """
    found = name_runs(tx, said)
    if len(found) > 1:
        raise OutOfRange("run.several", said=said, n=len(found))
    return found[0]


def run_of_entry(tx: Transaction, day: date, said: str | None) -> str | None:
    """Return the id of the run that a diary entry speaks of.

    Parameters
    ----------
    tx : Transaction
        Any.
    day : date
        The day of the entry; later runs are not meant.
    said : str or None
        Id, the beginning of one, `LAST`, or None for the one run of the day.

    Returns
    -------
    str or None
        Empty where the day has no single recorded run and none was named: a run without a
        recording. None where what was said names no run, or several.
    """
    if said is None:
        found = _counted(tx, first_day=day, last_day=day)
        return found[0] if len(found) == 1 else ""
    if said.strip().lower() == LAST:
        return next(reversed(_counted(tx, last_day=day)), None)
    before = {row.activity_id for row in legs.find(tx, last_day=day, sports=[Sport.RUNNING])}
    meant = [run_id for run_id in _of_id(tx, said) if run_id in before]
    return meant[0] if len(meant) == 1 else None


def _of_id(tx: Transaction, said: str) -> tuple[str, ...]:
    """Return the runs whose id begins so, else those with a recording whose id does."""
    beginning = said.strip().lower()
    found = legs.find_runs(tx, beginning) if beginning else ()
    if found:
        return found
    parts = recordings.find_by_prefix(tx, beginning)
    runs = run_parts.find_runs(tx, parts)
    return tuple(dict.fromkeys(runs[one] for one in parts if one in runs))


def _counted(
    tx: Transaction, *, first_day: date | None = None, last_day: date | None = None
) -> tuple[str, ...]:
    """Return the runs that count, in order of time: none that waits for a decision."""
    rows = legs.find(tx, first_day=first_day, last_day=last_day, sports=[Sport.RUNNING])
    return tuple(dict.fromkeys(row.activity_id for row in rows if row.held_with is None))


def _day(said: str) -> date | None:
    if "-" not in said:  # eight digits are the beginning of an id
        return None
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        return None
