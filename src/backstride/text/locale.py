"""Dates, times, numbers and distances as people of a place write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any, Final

from backstride.text.language import language_of

METRES_PER_MILE: Final = 1609.344
"""International yard and pound agreement of 1959: a mile is exactly 1609.344 m."""

METRES_PER_KM: Final = 1000.0

MILE_REGIONS: Final = frozenset({"GB", "US"})
"""Regions that tell the length of a road in miles (CLDR unitPreferenceData, length, road)."""

_FIELD = re.compile(r"'(?P<quoted>[^']*)'|(?P<field>[A-Za-z])(?P=field)*")
"""A part of a CLDR pattern that is no plain text: quoted words, or one letter repeated (UTS 35,
part 4, Date Format Patterns)."""


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language writes numbers and days in one region.

    Parameters
    ----------
    tag : str
        ``de``, ``de-AT``.
    table : mapping of str to object
        Patterns and names of the tag, from ``locales.toml``.
    is_in_miles : bool
        Whether ways are told in miles.
    """

    tag: str
    table: Mapping[str, Any]
    is_in_miles: bool

    @property
    def decimal(self) -> str:
        """Sign before the decimals."""
        return str(self.table["decimal"])

    @property
    def first_weekday(self) -> int:
        """First day of a week in a calendar: 0 is Monday, as in `date.weekday`."""
        return int(self.table["first_weekday"])

    def date_full(self, day: date) -> str:
        """Return a day with its weekday and year: ``Montag, 9. März 2026``."""
        return self._written("full", day)

    def date_long(self, day: date) -> str:
        """Return a day with the month in words and the year: ``9. März 2026``."""
        return self._written("long", day)

    def date_short(self, day: date) -> str:
        """Return a day in few letters, with its year: ``09.03.2026``, ``9 Mar 2026``."""
        return self._written("medium", day)

    def day_month(self, day: date) -> str:
        """Return a day without its year: ``9. März``, ``9 Mar``."""
        return self._written("day_month", day)

    def weekday_day_month(self, day: date) -> str:
        """Return a day with its weekday, short and without its year: ``Mo, 9. März``."""
        return self._written("weekday_day_month", day)

    def month_year(self, day: date) -> str:
        """Return the month of a day and its year: ``März 2026``."""
        return self._written("month_year", day)

    def weekday(self, day: date, *, is_short: bool = False) -> str:
        """Return the name of the day of the week."""
        return self._named("weekdays", day.weekday(), is_short=is_short)

    def month(self, day: date, *, is_short: bool = False) -> str:
        """Return the name of the month, standing alone."""
        width = "abbreviated" if is_short else "wide"
        return str(self.table[f"months_{width}_alone"][day.month - 1]).rstrip(".")

    def time_of_day(self, at: time) -> str:
        """Return a time of day to the minute: ``07:30``, ``7:30 AM``."""
        values = {
            "HH": f"{at.hour:02d}",
            "H": str(at.hour),
            "h": str(at.hour % 12 or 12),
            "mm": f"{at.minute:02d}",
            "a": str(self.table["day_halves"][at.hour // 12]),
        }
        return _fill(str(self.table["time"]), values)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with so many decimals, thousands set apart."""
        plain = f"{value:,.{decimals}f}"
        if "," not in plain:
            return plain.replace(".", self.decimal)
        signs = {",": str(self.table["group"]), ".": self.decimal}
        return "".join(signs.get(letter, letter) for letter in plain)

    @property
    def way_unit(self) -> str:
        """Unit of a way: ``km`` or ``mi``."""
        return "mi" if self.is_in_miles else "km"

    def way(self, metres: float, decimals: int = 1) -> str:
        """Return a distance with its unit: ``10,5 km``, ``6.5 mi``.

        Parameters
        ----------
        metres : float
            Distance. [m]
        decimals : int
            How many are shown.
        """
        return f"{self.number(metres / self._way_m, decimals)} {self.way_unit}"

    def pace(self, seconds_per_km: float) -> str:
        """Return a pace with its unit: ``5:20 min/km``, ``8:35 min/mi``.

        Parameters
        ----------
        seconds_per_km : float
            Pace. [s/km]
        """
        minutes, seconds = divmod(round(seconds_per_km * self._way_m / METRES_PER_KM), 60)
        return f"{minutes}:{seconds:02d} min/{self.way_unit}"

    @property
    def _way_m(self) -> float:
        return METRES_PER_MILE if self.is_in_miles else METRES_PER_KM

    def _written(self, pattern: str, day: date) -> str:
        values = {
            "y": str(day.year),
            "M": str(day.month),
            "MM": f"{day.month:02d}",
            "MMM": str(self.table["months_abbreviated"][day.month - 1]),
            "MMMM": str(self.table["months_wide"][day.month - 1]),
            "d": str(day.day),
            "dd": f"{day.day:02d}",
            "E": self._named("weekdays", day.weekday(), is_short=True),
            "EEEE": self._named("weekdays", day.weekday(), is_short=False),
        }
        return _fill(str(self.table[pattern]), values)

    def _named(self, kind: str, place: int, *, is_short: bool) -> str:
        width = "abbreviated" if is_short else "wide"
        return str(self.table[f"{kind}_{width}"][place]).rstrip(".")


def locale_of(tag: str, *, is_in_miles: bool | None = None) -> Locale:
    """Return how a place writes.

    Parameters
    ----------
    tag : str
        ``de``, ``de-AT``; a region without a table of its own writes as its language does.
    is_in_miles : bool, optional
        What the runner prefers; by default what is usual in the region.
    """
    tables = _tables()
    region = tag.partition("-")[2]
    table = tables.get(tag) or tables[language_of(tag)]
    return Locale(tag, table, region in MILE_REGIONS if is_in_miles is None else is_in_miles)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = files("backstride.text").joinpath("locales.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    """Put values into a pattern of CLDR."""

    def field(found: re.Match[str]) -> str:
        quoted = found["quoted"]
        return values[found[0]] if quoted is None else quoted or "'"

    return _FIELD.sub(field, pattern)
