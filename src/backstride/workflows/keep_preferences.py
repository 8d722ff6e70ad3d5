"""Use case: how the runner likes to see things; every face obeys the same preferences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from backstride.domain.errors import OutOfRange
from backstride.store import settings
from backstride.workflows.know_language import LANGUAGE
from backstride.workflows.wiring import Desk

KEY: Final = "preferences"
"""Setting that holds all but the language, which the command line knows as well."""

CHOICES: Final = {"units": ("km", "mi"), "theme": ("auto", "light", "dark")}
"""What each may be, the default first."""

_TAG: Final = re.compile(r"(?:[a-z]{2}(?:-[A-Z]{2})?)?")


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the runner likes to see things.

    Parameters
    ----------
    language : str
        ``de``, ``de-AT``; empty follows the browser or the terminal.
    units : str
        ``km`` or ``mi``, for distances and paces that people read.
    theme : str
        ``auto``, ``light`` or ``dark``.
    """

    language: str = ""
    units: str = "km"
    theme: str = "auto"

    def __post_init__(self) -> None:
        if not _TAG.fullmatch(self.language):
            raise _refused("language", self.language, "en, de, de-AT")
        for name, allowed in CHOICES.items():
            if getattr(self, name) not in allowed:
                raise _refused(name, getattr(self, name), ", ".join(allowed))


def find_preferences(desk: Desk) -> Preferences:
    """Return what the runner chose, the defaults where nothing was."""
    with desk.store.reading() as tx:
        kept = settings.get(tx, KEY, {})
        language = settings.get(tx, LANGUAGE, "")
    known = {name: kept[name] for name in CHOICES if name in kept}
    return Preferences(language=str(language or ""), **known)


def save_preferences(desk: Desk, chosen: Preferences) -> bool:
    """Keep what the runner chose; False where it was so already."""
    with desk.store.transaction() as tx:
        is_new = [
            settings.put(tx, KEY, {name: getattr(chosen, name) for name in CHOICES}),
            settings.put(tx, LANGUAGE, chosen.language)
            if settings.get(tx, LANGUAGE, "") != chosen.language
            else False,
        ]
    return any(is_new)


def _refused(name: str, value: str, allowed: str) -> OutOfRange:
    return OutOfRange("bad_preference", name=name, value=value[:40], allowed=allowed)
