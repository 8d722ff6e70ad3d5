"""Use case: how the runner likes to see things; every face obeys the same preferences."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from backstride.domain.errors import OutOfRange
from backstride.store import settings
from backstride.workflows.wiring import Desk

KEY = "preferences"
"""Setting that holds them all."""

CHOICES = {
    "language": ("", "en", "de"),
    "units": ("km", "mi"),
    "theme": ("auto", "light", "dark"),
}
"""What each may be, the default first. An empty language follows the browser or the terminal."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the runner likes to see things.

    Parameters
    ----------
    language : str
        ISO 639-1 code; empty follows the browser or the terminal.
    units : str
        ``km`` or ``mi``, for distances and paces that people read.
    theme : str
        ``auto``, ``light`` or ``dark``.
    """

    language: str = ""
    units: str = "km"
    theme: str = "auto"

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            if getattr(self, name) not in allowed:
                raise OutOfRange(
                    "bad_preference",
                    name=name,
                    value=str(getattr(self, name))[:40],
                    allowed=", ".join(filter(None, allowed)),
                )


def find_preferences(desk: Desk) -> Preferences:
    """Return what the runner chose, the defaults where nothing was."""
    with desk.store.reading() as tx:
        kept = settings.get(tx, KEY, {})
    known = {field.name for field in fields(Preferences)}
    return Preferences(**{name: value for name, value in kept.items() if name in known})


def save_preferences(desk: Desk, chosen: Preferences) -> bool:
    """Keep what the runner chose; False where it was so already."""
    with desk.store.transaction() as tx:
        return settings.put(tx, KEY, asdict(chosen))
