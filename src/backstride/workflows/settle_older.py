"""Judge once what was stored before there was a rule of likeness, or by an older one."""

from __future__ import annotations

from backstride.workflows.likeness_rule import is_settled
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
    # Every list asks; only a store of another version needs what reads files and derives load.
    from backstride.workflows.derive_load import Deriver  # noqa: PLC0415
    from backstride.workflows.settle_duplicates import settle_all  # noqa: PLC0415

    deriver = Deriver(desk, desk.runner())
    with desk.store.transaction() as tx:
        settle_all(tx, deriver.context)
    deriver.settle()
