"""Use case: the runner says in which language to be spoken to."""

from __future__ import annotations

from backstride.store import settings
from backstride.workflows.know_language import LANGUAGE, PREFERENCES
from backstride.workflows.wiring import Desk


def choose_language(desk: Desk, language: str) -> bool:
    """Speak a language from now on; False where it was chosen already.

    Parameters
    ----------
    desk : Desk
        Open.
    language : str
        ISO 639-1 code; empty for the language of the system.
    """
    with desk.store.transaction() as tx:
        kept = settings.get(tx, PREFERENCES, {})
        if kept.get(LANGUAGE, "") == language:
            return False
        return settings.put(tx, PREFERENCES, {**kept, LANGUAGE: language})
