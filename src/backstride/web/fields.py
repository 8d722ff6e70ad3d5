"""Fields of a form: text that was typed, turned into values; every fault is told at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from math import isfinite
from typing import Final, TypeVar

from backstride.domain.message import Message
from backstride.web.formats import METRES_IN

Parsed = TypeVar("Parsed")

LONGEST_KM: Final = 1000.0
"""A run may be this long: the bound catches metres typed for kilometres (own choice)."""
LONGEST_S: Final = 7 * 86_400.0


class Fields:
    """Reads what was typed and gathers what is wrong with it.

    Parameters
    ----------
    typed : mapping of str to str
        As it came.
    """

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.faults: dict[str, str | Message] = {}
        """What is wrong, by field: a key of the catalogue, or a message."""

    def text(self, name: str) -> str:
        """Return a text; empty where nothing was typed."""
        return self.typed.get(name, "").strip()

    def needs(self, name: str) -> None:
        """Note a fault where nothing was typed."""
        if not self.text(name):
            self.faults[name] = "web.form.needed"

    def day(self, name: str, *, latest: date | None = None) -> date | None:
        """Return a day; None where nothing was typed, or no day."""
        if not self.text(name):
            return None
        try:
            day = date.fromisoformat(self.text(name))
        except ValueError:
            self.faults[name] = "web.form.bad_day"
            return None
        if latest is not None and day > latest:
            self.faults[name] = "web.form.future_day"
        return day

    def moment(self, name: str) -> datetime | None:
        """Return a day and time without a zone; None where nothing was typed, or none."""
        return self._parsed(name, datetime.fromisoformat, "web.form.bad_moment")

    def clock(self, name: str) -> time | None:
        """Return a time of day; None where nothing was typed, or none."""
        return self._parsed(name, time.fromisoformat, "web.form.bad_clock")

    def number(self, name: str, *, low: float, high: float) -> float | None:
        """Return a number within bounds; None where nothing was typed, or none."""
        if not self.text(name):
            return None
        try:
            value = float(self.text(name).replace(",", "."))
        except ValueError:
            value = float("nan")
        if not isfinite(value) or not low <= value <= high:
            self.faults[name] = "web.form.bad_number"
            return None
        return value

    def metres(self, name: str, units: str) -> float | None:
        """Return a distance that was typed in the runner's units, in metres."""
        value = self.number(name, low=0.01, high=LONGEST_KM)
        return None if value is None else value * METRES_IN[units]

    def seconds(self, name: str) -> float | None:
        """Return seconds, typed as minutes:seconds or hours:minutes:seconds."""
        if not self.text(name):
            return None
        parts = self.text(name).replace(",", ".").split(":")
        try:
            numbers = [int(part) for part in parts[:-1]] + [float(parts[-1])]
        except ValueError:
            numbers = []
        is_clock = len(numbers) in {2, 3} and min(numbers) >= 0 and max(numbers[1:]) < 60
        found = sum(one * 60.0**place for place, one in enumerate(reversed(numbers)))
        if not is_clock or not found <= LONGEST_S:
            self.faults[name] = "web.form.bad_duration"
            return None
        return found

    def choice(self, name: str, allowed: Collection[str], *, default: str = "") -> str:
        """Return one of some words."""
        found = self.text(name) or default
        if found and found not in allowed:
            self.faults[name] = "web.form.bad_choice"
            return default
        return found

    def _parsed(self, name: str, parse: Callable[[str], Parsed], fault: str) -> Parsed | None:
        if not self.text(name):
            return None
        try:
            return parse(self.text(name))
        except ValueError:
            self.faults[name] = fault
            return None
