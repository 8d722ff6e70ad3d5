"""Numbers, days and distances as people write them, for templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import isnan
from typing import Final

METRES_IN: Final = {"km": 1000.0, "mi": 1609.344}
"""International mile, exact (NIST Special Publication 811)."""

_DAYS: Final = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
}
_MONTHS: Final = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": [
        "Jan.",
        "Feb.",
        "März",
        "Apr.",
        "Mai",
        "Juni",
        "Juli",
        "Aug.",
        "Sep.",
        "Okt.",
        "Nov.",
        "Dez.",
    ],
}


@dataclass(frozen=True, slots=True)
class Formats:
    """Writes values in one language and one system of units.

    Parameters
    ----------
    language : str
        ISO 639-1 code.
    units : str
        ``km`` or ``mi``.
    """

    language: str
    units: str = "km"

    def number(self, value: float | None, digits: int = 1, *, sign: bool = False) -> str:
        """Write a number with a fixed count of decimals, ``–`` where there is none."""
        if value is None or isnan(value):
            return "–"
        text = f"{value:{'+' if sign else ''},.{digits}f}".replace("-", "−")
        return text.translate(str.maketrans(",.", ".,")) if self.language == "de" else text

    def day(self, day: date, *, year: bool = False) -> str:
        """Write a day with its weekday."""
        weekday = _DAYS[self.language][day.weekday()]
        month = _MONTHS[self.language][day.month - 1]
        if self.language == "de":
            text = f"{weekday}, {day.day}. {month}"
        else:
            text = f"{weekday} {day.day} {month}"
        return f"{text} {day.year}" if year else text

    def tick(self, day: date, unit: str) -> str:
        """Write a day as short as an axis needs it: ``weekday``, ``day``, ``month`` or ``year``."""
        if unit == "weekday":
            return _DAYS[self.language][day.weekday()]
        if unit == "year" or (unit == "month" and day.month == 1):
            return str(day.year)
        month = _MONTHS[self.language][day.month - 1]
        if unit == "month":
            return month
        return f"{day.day}. {month}" if self.language == "de" else f"{day.day} {month}"

    def time(self, moment: datetime) -> str:
        """Write a time of day."""
        return f"{moment:%H:%M}"

    def duration(self, seconds: float | None) -> str:
        """Write a duration as hours, minutes and seconds."""
        if seconds is None:
            return "–"
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"

    def distance(self, metres: float | None, digits: int = 1) -> str:
        """Write a distance with its unit."""
        if metres is None:
            return "–"
        return f"{self.number(metres / METRES_IN[self.units], digits)} {self.units}"

    def pace(self, metres: float | None, seconds: float | None) -> str:
        """Write a pace with its unit."""
        if not metres or not seconds:
            return "–"
        return f"{self.duration(seconds / (metres / METRES_IN[self.units]))} /{self.units}"
