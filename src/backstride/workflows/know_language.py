"""Use case: know the chosen language before anything is opened, since a help text waits for it."""

from __future__ import annotations

from pathlib import Path

from backstride.store.home import find_home
from backstride.store.peek import peek_setting

LANGUAGE = "language"
"""Setting: a tag such as ``de`` or ``de-AT``; empty text where the system's is wanted again."""


def peek_language(folder: Path | None = None) -> str | None:
    """Return the tag that was chosen, None where none was or it cannot be had at once.

    Parameters
    ----------
    folder : Path, optional
        Folder of the store; by default as `find_home` finds it.
    """
    told = peek_setting(find_home(folder), LANGUAGE)
    return told if isinstance(told, str) and told else None
