"""Use case: delete everything this computer holds of a runner."""

from __future__ import annotations

from backstride.store.erase import erase_everything
from backstride.workflows.wiring import Desk


def erase_store(desk: Desk) -> None:
    """Delete runs, originals, diary, answers to the safety questions, settings and backups.

    There is no undo: an export made before is the only way back.

    Parameters
    ----------
    desk : Desk
        Open; it stays open, and empty.
    """
    erase_everything(desk.store)
