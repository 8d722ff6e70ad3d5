"""Use case: know the chosen language before anything is opened, since a help text waits for it."""

from __future__ import annotations

from pathlib import Path

from backstride.store.home import find_home
from backstride.store.peek import peek_setting

PREFERENCES = "preferences"
"""Setting that holds how the runner likes to see things, by name."""

LANGUAGE = "language"
"""Name of the language in it: an ISO 639-1 code; empty where the system or the browser decides."""


def peek_language(folder: Path | None = None) -> str | None:
    """Return the language that was chosen, None where none was or it cannot be had at once.

    Parameters
    ----------
    folder : Path, optional
        Folder of the store; by default as `find_home` finds it.
    """
    kept = peek_setting(find_home(folder), PREFERENCES)
    told = kept.get(LANGUAGE) if isinstance(kept, dict) else None
    return told if isinstance(told, str) and told else None
