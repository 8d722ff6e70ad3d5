"""Judge once what was stored before there was a rule of likeness, or by an older one."""

from __future__ import annotations

from backstride.workflows.derive_load import Deriver
from backstride.workflows.settle_duplicates import is_settled, settle_all
from backstride.workflows.wiring import Desk


def settle_older(desk: Desk) -> None:
    """Make the runs of a store that another version wrote; costs one small query where it is done.

    Parameters
    ----------
    desk : Desk
        Open.
    """
    with desk.store.reading() as tx:
        if is_settled(tx):
            return
    deriver = Deriver(desk, desk.runner())
    with desk.store.transaction() as tx:
        settle_all(tx, deriver.context)
    deriver.settle()
