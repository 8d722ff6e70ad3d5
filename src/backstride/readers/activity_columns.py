"""Which column of a plain list of activities is what: by its name and by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.units import MILE_M
from backstride.readers.csv_cells import Cells, decimal
from backstride.readers.durations import clock_s
from backstride.readers.local_dates import NoDate, read_moment
from backstride.readers.sports import sport_of

_MOST: Final = 0.8
"""Share of the cells of a column that must be what it is taken for."""

_DISTANCE: Final = (
    r"distan|strecke|\bkm\b|kilomet|\bmi\b|miles|meilen|afstand|dystans|matka|距离|距離"
)
_MILES: Final = r"\bmi\b|\bmiles?\b|meilen"
_METRES: Final = r"\((?:m|metres|meters|metri|metros|metern?)\)|\bin m\b|_m$"
_UNIT: Final = rf"\bkm\b|kilomet|{_MILES}|{_METRES}"
_TIME: Final = (
    r"^(?:temps|time|zeit|dauer|duration|duree|tiempo|tempo|tijd|tid|czas|durata|duracion|duracao"
    r"|moving[ _]time|elapsed[ _]time|bewegungszeit|时间|時間|タイム)|hh:mm"
)
_NOT_A_TIME: Final = r"start|begin|heure de|uhrzeit|hora de|pace|allure|best|meilleur"
_KIND: Final = (
    r"\btype\b|^typ|^art$|aktivit|activit|sport|tipo|soort|disziplin|lauftyp|类型|種類|タイプ"
)
_ASCENT: Final = r"gain|ascent|anstieg|hohenmeter|denivel|ascenso|dislivello"
_HEART: Final = (
    r"^(?:hf|hr|fc|puls)\W?(?:avg|mean|moy|schnitt|media)|fc moy|frequence cardiaque moy"
    r"|^(?:avg|average|mean|durchschn\w*|mittl\w*)\W{0,3}(?:hf|hr|fc|heart|herz|puls)"
)
_YEAR_MONTH_DAY: Final = (
    r"^(?:year|jahr|annee|ano|anno)$",
    r"^(?:month|monat|mois|mes|mese)$",
    r"^(?:day|tag|jour|dia|giorno)$",
)
_ENGLISH: Final = r"^(?:time|moving time|elapsed time|activity type|title|pace|notes|avg .*)$"
"""Names no metric country writes; "date", "distance" and "calories" are French as well."""

_KNOWN_SPORT: Final = 0.3
_SLOWEST_MPS: Final = 0.3
_FASTEST_MPS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands; None where the list does not have it.

    Parameters
    ----------
    dates : tuple of int
        One column with whole dates, or three: year, month, day.
    distance, duration : int
        How far and how long.
    metres_per_unit : float
        Metres in one unit of `distance`. [m]
    unit_is_known : bool
        False where the list may as well be in miles: English names and no unit.
    in_minutes : bool
        True where `duration` is a number of minutes, False for hours, minutes and seconds.
    kind, ascent, heart : int or None
        Sport, metres climbed, mean heart rate.
    """

    dates: tuple[int, ...]
    distance: int
    duration: int
    metres_per_unit: float
    unit_is_known: bool
    in_minutes: bool
    kind: int | None = None
    ascent: int | None = None
    heart: int | None = None


def find_columns(cells: Cells) -> Columns | None:
    """Find the columns; None where dates, distances and durations are not all there.

    Parameters
    ----------
    cells : Cells
        The table or its beginning.
    """
    names = [_plain(name) for name in cells.header]
    dates = _dates(cells, names)
    numbers = [n for n in range(len(names)) if _share(cells.column(n), _is_number) >= _MOST]
    distance = next((n for n in numbers if re.search(_DISTANCE, names[n])), None)
    if not dates or distance is None:
        return None
    kind = _kind(cells, names)
    timed = _duration(cells, names, taken={*dates, distance}, kind=kind)
    metres_per_unit = _metres_per_unit(names[distance])
    if timed is None or (timed[1] and not _are_minutes(cells, timed[0], distance, metres_per_unit)):
        return None
    is_english = any(re.search(_ENGLISH, name) for name in names)
    said = re.search(_UNIT, names[distance]) is not None
    return Columns(
        dates=dates,
        distance=distance,
        duration=timed[0],
        metres_per_unit=metres_per_unit,
        unit_is_known=said or not is_english,
        in_minutes=timed[1],
        kind=kind,
        ascent=_named(names, _ASCENT, range(len(names))),
        heart=_named(names, _HEART, numbers),
    )


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).strip()


def _named(names: list[str], pattern: str, places: Iterable[int]) -> int | None:
    return next((n for n in places if re.search(pattern, names[n])), None)


def _share(column: list[str], test: Callable[[str], bool]) -> float:
    """Share of the cells with anything in them that pass a test."""
    filled = [cell for cell in column if cell]
    return sum(test(cell) for cell in filled) / len(filled) if filled else 0.0


def _is_number(cell: str) -> bool:
    """Tell a number, also one that may mean two."""
    return (
        re.fullmatch(r"[+-]?\d[\d.,' ]*", cell.replace("\u00a0", "").replace("\u202f", ""))
        is not None
    )


def _is_date(cell: str) -> bool:
    return read_moment(cell) is not NoDate.UNREADABLE


def _dates(cells: Cells, names: list[str]) -> tuple[int, ...]:
    whole = [n for n in range(len(names)) if _share(cells.column(n), _is_date) >= _MOST]
    if whole:
        return (whole[0],)
    parts = [_named(names, pattern, range(len(names))) for pattern in _YEAR_MONTH_DAY]
    return tuple(part for part in parts if part is not None) if None not in parts else ()


def _kind(cells: Cells, names: list[str]) -> int | None:
    """Column of the sport: by its content, else by its name, as in a diary with own words."""
    named = [n for n, name in enumerate(names) if re.search(_KIND, name)]
    shares = {n: _share(cells.column(n), _is_sport) for n in named}
    told = max(named, key=lambda n: shares[n], default=None)
    return told if told is None or shares[told] >= _KNOWN_SPORT else named[0]


def _is_sport(cell: str) -> bool:
    return sport_of(cell) not in {None, Sport.OTHER}


def _duration(
    cells: Cells, names: list[str], *, taken: set[int], kind: int | None
) -> tuple[int, bool] | None:
    """Column of the duration and whether it counts minutes.

    Of several columns with colons the one with the longest times is the duration and the others
    are paces, whatever they are called.
    """
    free = [n for n, name in enumerate(names) if n not in taken]
    clocks = [
        n
        for n in free
        if not re.search(_NOT_A_TIME, names[n])
        and _share(cells.column(n), lambda cell: clock_s(cell) is not None) >= _MOST
    ]
    named = [n for n in clocks if re.search(_TIME, names[n])]
    if named or clocks:
        longest = max(named or clocks, key=lambda n: _median_s(cells.column(n)))
        return (longest, False) if named or kind is not None else None
    in_minutes = _named(names, _TIME, free)
    return None if in_minutes is None or kind is None else (in_minutes, True)


def _are_minutes(cells: Cells, duration: int, distance: int, metres_per_unit: float) -> bool:
    """Tell by the middle speed that a column of numbers counts minutes, and not seconds."""
    pairs = [(decimal(row[distance]), decimal(row[duration])) for _, row in cells.rows]
    speeds = [metres_per_unit * far / (60.0 * long) for far, long in pairs if far and long]
    return bool(speeds) and _SLOWEST_MPS <= median(speeds) <= _FASTEST_MPS


def _median_s(column: list[str]) -> float:
    found = [seconds for cell in column if (seconds := clock_s(cell)) is not None]
    return median(found) if found else 0.0


def _metres_per_unit(name: str) -> float:
    if re.search(_MILES, name):
        return MILE_M
    return 1.0 if re.search(_METRES, name) else 1000.0
