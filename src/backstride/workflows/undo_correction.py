"""Use case: take one correction back that is named by its number, as an Undo button does."""

from __future__ import annotations

from backstride.domain.errors import OutOfRange
from backstride.store import corrections
from backstride.store.corrections import Correction
from backstride.workflows.correct_runs import take_back
from backstride.workflows.wiring import Desk


def last_correction(desk: Desk) -> int | None:
    """Return the number of the newest correction that the runner made and that stands."""
    with desk.store.reading() as tx:
        standing = corrections.find_all(tx)
    mine = [one.id for one in standing if one.who == corrections.RUNNER]
    return mine[-1] if mine else None


def undo_one(desk: Desk, correction_id: int) -> Correction:
    """Take one correction back.

    Raises
    ------
    OutOfRange
        Where there is none of this number, or it was taken back before.
    """
    with desk.store.reading() as tx:
        found = [one for one in corrections.find_all(tx) if one.id == correction_id]
    if not found:
        raise OutOfRange("runs.no_such_correction")
    take_back(desk, found[0])
    return found[0]
