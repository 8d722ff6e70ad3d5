"""Use case: take back that there was no run on a day."""

from __future__ import annotations

from datetime import date

from backstride.store import corrections
from backstride.store.corrections import Correction
from backstride.store.store import Transaction
from backstride.workflows.wiring import Desk


def is_no_run_confirmed(desk: Desk, day: date) -> bool:
    """Tell whether the runner confirmed that there was no run on a day."""
    with desk.store.reading() as tx:
        return _newest(tx, day) is not None


def take_back_no_run(desk: Desk, day: date) -> bool:
    """Take the newest confirmation that holds a day back, all its days; False where none does."""
    with desk.store.transaction() as tx:
        found = _newest(tx, day)
        if found is None:
            return False
        corrections.undo(tx, found.id)
        return True


def _newest(tx: Transaction, day: date) -> Correction | None:
    told = day.isoformat()
    holding = [
        one
        for one in corrections.find_of_kind(tx, corrections.NO_RUN)
        if str(one.params["first"]) <= told <= str(one.params["last"])
    ]
    return holding[-1] if holding else None
