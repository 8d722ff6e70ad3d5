"""Numbers, days and distances as people write them, for templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import isnan
from pathlib import PurePath
from typing import Final

from backstride.text.language import language_of
from backstride.text.locale import METRES_PER_KM, METRES_PER_MILE, Locale, locale_of

NOTHING: Final = "–"
"""Stands where there is no value."""
SECONDS: Final = 60
METRES_A_KM: Final = METRES_PER_KM
METRES_IN: Final = {"km": METRES_PER_KM, "mi": METRES_PER_MILE}
"""Metres in the unit of a way."""


@dataclass(frozen=True, slots=True)
class Formats:
    """Writes values in one language and one system of units.

    Parameters
    ----------
    tag : str
        ``de``, ``de-AT``.
    units : str
        ``km`` or ``mi``.
    """

    tag: str
    units: str = "km"

    @property
    def locale(self) -> Locale:
        """How the place writes."""
        return locale_of(self.tag, is_in_miles=self.units == "mi")

    @property
    def language(self) -> str:
        """ISO 639-1 code."""
        return language_of(self.tag)

    def number(self, value: float | None, digits: int = 1, *, sign: bool = False) -> str:
        """Write a number with a fixed count of decimals, a dash where there is none."""
        if value is None or isnan(value):
            return NOTHING
        text = _number(self.tag, abs(value), digits)
        is_nothing = not any(letter in "123456789" for letter in text)
        if value < 0 and not is_nothing:
            return f"−{text}"
        return f"+{text}" if sign and not is_nothing else text

    def day(self, day: date, *, year: bool = False) -> str:
        """Write a day with its weekday, short; or whole, with its year."""
        return self.locale.date_full(day) if year else self.locale.weekday_day_month(day)

    def month(self, day: date) -> str:
        """Write the month of a day and its year."""
        return self.locale.month_year(day)

    def weekday(self, day: date) -> str:
        """Write the weekday of a day, short."""
        return self.locale.weekday(day, is_short=True)

    def dated(self, day: date) -> str:
        """Write a day with its weekday and its year, both short."""
        return _dated(self.tag, day)

    def tick(self, day: date, unit: str) -> str:
        """Write a day as short as an axis needs it: ``weekday``, ``day``, ``month`` or ``year``."""
        if unit == "weekday":
            return self.locale.weekday(day, is_short=True)
        if unit == "year" or (unit == "month" and day.month == 1):
            return str(day.year)
        if unit == "month":
            return self.locale.month(day, is_short=True)
        return self.locale.day_month(day)

    def time(self, moment: datetime) -> str:
        """Write a time of day."""
        return self.locale.time_of_day(moment.time())

    def duration(self, seconds: float | None) -> str:
        """Write a duration as hours, minutes and seconds."""
        if seconds is None:
            return NOTHING
        minutes, rest = divmod(round(seconds), SECONDS)
        hours, minutes = divmod(minutes, SECONDS)
        return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"

    def file(self, name: str) -> str:
        """Write the name of a file with one folder, and its way inside an archive."""
        outer, mark, member = name.partition("!")
        return "/".join(PurePath(outer).parts[-2:]) + mark + member

    def distance(self, metres: float | None, digits: int = 1) -> str:
        """Write a distance with its unit."""
        return NOTHING if metres is None else self.locale.way(metres, digits)

    def pace(self, metres: float | None, seconds: float | None) -> str:
        """Write a pace with its unit."""
        if not metres or not seconds:
            return NOTHING
        return self.locale.pace(seconds / (metres / METRES_A_KM))


@lru_cache(maxsize=4096)
def _number(tag: str, value: float, digits: int) -> str:
    """Write a number; the table behind a line of time is full of the same few."""
    return locale_of(tag, is_in_miles=False).number(value, digits)


@lru_cache(maxsize=4096)
def _dated(tag: str, day: date) -> str:
    """Write a day with its weekday and year; a line of time names each of its days many times."""
    locale = locale_of(tag, is_in_miles=False)
    return f"{locale.weekday(day, is_short=True)} {locale.date_short(day)}"
