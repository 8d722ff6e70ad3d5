"""Use case: find the runs that a person means by an id, its beginning, a day, or ``last``."""

from __future__ import annotations

from datetime import date

from backstride.domain.activity import Sport
from backstride.domain.errors import OutOfRange
from backstride.store import activities, legs
from backstride.workflows.find_run import LAST
from backstride.workflows.wiring import Desk


def name_runs(desk: Desk, said: str) -> tuple[str, ...]:
    """Return the ids of the runs that are meant.

    Parameters
    ----------
    desk : Desk
        Open.
    said : str
        Id or the beginning of one; a day as YYYY-MM-DD for all runs of that day; ``last``.

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
    with desk.store.reading() as tx:
        if day is not None:
            rows = legs.find(tx, first_day=day, last_day=day)
            found = tuple(dict.fromkeys(row.activity_id for row in rows))
        elif said.strip().lower() == LAST:
            runs = legs.find(tx, sports=[Sport.RUNNING])
            if not runs:
                raise OutOfRange("run.none_yet")
            found = (runs[-1].activity_id,)
        else:
            found = activities.find_by_prefix(tx, said.strip())
            if len(found) > 1:
                raise OutOfRange("run.several", said=said, n=len(found))
    if not found:
        raise OutOfRange("run.none", said=said)
    return found


def name_run(desk: Desk, said: str) -> str:
    """Return the id of the one run that is meant.

    Raises
    ------
    OutOfRange
        Where nothing or more than one run is meant.
    """
    found = name_runs(desk, said)
    if len(found) > 1:
        raise OutOfRange("run.several", said=said, n=len(found))
    return found[0]


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        return None
