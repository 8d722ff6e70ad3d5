"""Use case: the runner says in which language to be spoken to."""

from __future__ import annotations

from backstride.store import settings
from backstride.workflows.know_language import LANGUAGE
from backstride.workflows.wiring import Desk


def choose_language(desk: Desk, tag: str) -> bool:
    """Speak a language from now on; False where it is spoken already.

    Parameters
    ----------
    desk : Desk
        Open.
    tag : str
        ``de``, ``de-AT``; empty for the language of the system.
    """
    with desk.store.transaction() as tx:
        return settings.put(tx, LANGUAGE, tag)


def chosen_language(desk: Desk) -> str | None:
    """Return the tag that was chosen, None where none was."""
    with desk.store.reading() as tx:
        return settings.get(tx, LANGUAGE) or None
