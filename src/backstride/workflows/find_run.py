"""Use case: find the run that a diary entry speaks of."""

from __future__ import annotations

from datetime import date

from backstride.domain.activity import Sport
from backstride.store import legs
from backstride.workflows.wiring import Desk

LAST = "last"
"""Typed for the latest run up to the day."""


def find_run_id(desk: Desk, day: date, said: str | None) -> str | None:
    """Return the id of a run.

    Parameters
    ----------
    desk : Desk
        Open.
    day : date
        The day of the entry.
    said : str or None
        Id, the beginning of one, `LAST`, or None for the one run of the day.

    Returns
    -------
    str or None
        Empty where the day has no single recorded run and none was named: a run without a
        recording. None where what was said names no run, or several.
    """
    with desk.store.reading() as tx:
        first_day = day if said is None else None
        found = legs.find(tx, first_day=first_day, last_day=day, sports=[Sport.RUNNING])
    counted = list(dict.fromkeys(leg.activity_id for leg in found if leg.held_with is None))
    if said is None:
        return counted[0] if len(counted) == 1 else ""
    if said == LAST:
        return counted[-1] if counted else None
    ids = dict.fromkeys(leg.activity_id for leg in found)
    meant = [run_id for run_id in ids if run_id.startswith(said.lower())]
    return meant[0] if len(meant) == 1 else None
