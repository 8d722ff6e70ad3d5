"""Columns of Strava's ``activities.csv`` by place and content: its names are in any language.

Every version begins with id, date, name and type. Later ones hold some names twice, in whatever
language: the first two names that come back are elapsed time and distance, the first time for
people (distance in km, in metres for swimming), the second time for machines (metres); behind
the second elapsed time stands the moving time, behind the second distance the speeds and climbs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from backstride.readers.csv_cells import Cells, decimal
from backstride.readers.local_dates import LocalMoment, NoDate, read_moment

ID: Final = 0
DATE: Final = 1
KIND: Final = 3
_FIRST_FREE: Final = 4
_FEWEST_COLUMNS: Final = 6
_MOST: Final = 0.9
"""Share of rows that must bear out what a column is taken for."""

_ACTIVITY_ID: Final = re.compile(r"\d{4,20}")
_MEMBER: Final = re.compile(
    r"(?:[^/]{1,80}/){0,3}[^/]{1,120}\.(?:fit|gpx|tcx)(?:\.gz)?", re.IGNORECASE
)
_HEADER_ONLY_REPEATS: Final = 4
_HEADER_ONLY_COLUMNS: Final = 40


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands; None where the table does not have it.

    Parameters
    ----------
    elapsed : int
        Seconds from start to end.
    distance : int
        Distance in km, of swims and rows in metres, in older versions of all in metres.
    metres : int or None
        Distance in metres.
    moving : int or None
        Seconds in motion.
    ascent : int or None
        Metres climbed.
    heart : int or None
        Mean heart rate.
    cadence : int or None
        Mean cadence.
    member : int or None
        Name of the recording within the export.
    """

    elapsed: int
    distance: int
    metres: int | None = None
    moving: int | None = None
    ascent: int | None = None
    heart: int | None = None
    cadence: int | None = None
    member: int | None = None


def looks_like_strava(cells: Cells) -> bool:
    """Tell Strava's table from any other, whatever its language.

    Parameters
    ----------
    cells : Cells
        Beginning of the table.
    """
    if len(cells.header) < _FEWEST_COLUMNS:
        return False
    if not cells.rows:
        repeats = _repeats(cells.header)
        return len(cells.header) >= _HEADER_ONLY_COLUMNS and len(repeats) >= _HEADER_ONLY_REPEATS
    n_fit = sum(_is_activity(row) for _, row in cells.rows)
    return n_fit >= _MOST * len(cells.rows) and find_columns(cells) is not None


def _is_activity(row: tuple[str, ...]) -> bool:
    if not _ACTIVITY_ID.fullmatch(row[ID]) or not row[KIND] or decimal(row[KIND]) is not None:
        return False
    moment = read_moment(row[DATE])
    if isinstance(moment, LocalMoment):
        return moment.has_time
    return moment is not NoDate.UNREADABLE


def find_columns(cells: Cells) -> Columns | None:
    """Find the columns; None where there is neither a time nor a distance.

    Parameters
    ----------
    cells : Cells
        The table.
    """
    repeats = [pair for pair in _repeats(cells.header) if pair[0] >= _FIRST_FREE]
    member = next((n for n in range(len(cells.header)) if _names_members(cells, n)), None)
    if len(repeats) >= 2 and repeats[0][1] < repeats[1][1]:
        return _late(cells, repeats, member)
    return _early(cells, member)


def _repeats(header: tuple[str, ...]) -> list[tuple[int, int]]:
    """First and second place of every name that stands twice, in order of the first."""
    places: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        if name:
            places.setdefault(name, []).append(index)
    return [(found[0], found[1]) for found in places.values() if len(found) > 1]


def _late(cells: Cells, repeats: list[tuple[int, int]], member: int | None) -> Columns:
    (elapsed, elapsed_again), (distance, metres) = repeats[:2]
    moving = elapsed_again + 1
    heart_again = repeats[2][1] if len(repeats) > 2 else None
    speed = metres + 2
    has_speed = speed < len(cells.header) and _agree(cells, (metres, elapsed, speed), _is_speed)
    return Columns(
        elapsed=elapsed,
        distance=distance,
        metres=metres,
        moving=moving if _agree(cells, (moving, elapsed), _is_part) else None,
        ascent=speed + 1 if has_speed else None,
        heart=None if heart_again is None else _checked(cells, heart_again + 1, 20.0, 250.0),
        cadence=None if heart_again is None else _checked(cells, heart_again - 1, 0.0, 260.0),
        member=member,
    )


def _early(cells: Cells, member: int | None) -> Columns | None:
    """Find elapsed time and distance as the first two neighbouring columns full of numbers."""
    for elapsed in range(_FIRST_FREE, len(cells.header) - 1):
        if _is_filled(cells, elapsed, whole=True) and _is_filled(cells, elapsed + 1, whole=False):
            behind = range(elapsed + 2, min(elapsed + 6, len(cells.header)))
            moving = (n for n in behind if _agree(cells, (n, elapsed), _is_part))
            return Columns(elapsed, elapsed + 1, moving=next(moving, None), member=member)
    return None


def _is_filled(cells: Cells, index: int, *, whole: bool) -> bool:
    """Tell a column whose cells are numbers, nearly all of them there."""
    found = [decimal(cell) for cell in cells.column(index) if cell]
    numbers = [value for value in found if value is not None and (not whole or value == int(value))]
    return bool(cells.rows) and len(numbers) == len(found) >= _MOST * len(cells.rows)


def _names_members(cells: Cells, index: int) -> bool:
    names = [cell for cell in cells.column(index) if cell]
    return bool(names) and all(_MEMBER.fullmatch(name) for name in names)


def _agree(
    cells: Cells, columns: tuple[int, ...], test: Callable[[tuple[float, ...]], bool]
) -> bool:
    """Tell whether nearly all rows in which all of these columns are numbers pass a test."""
    if max(columns) >= len(cells.header):
        return False
    rows = [tuple(decimal(row[index]) for index in columns) for _, row in cells.rows]
    whole = [tuple(v for v in row if v is not None) for row in rows if None not in row]
    return bool(whole) and sum(test(row) for row in whole) >= _MOST * len(whole)


def _is_part(values: tuple[float, ...]) -> bool:
    """Tell that moving time is part of the elapsed time, and not a small part."""
    part, whole = values
    return 0.2 * whole <= part <= whole + 1.0


def _is_speed(values: tuple[float, ...]) -> bool:
    """Speed is at least distance over elapsed time, and no ten times as much."""
    metres, elapsed, speed = values
    least = metres / elapsed if elapsed else 0.0
    return 0.95 * least <= speed <= 10.0 * least + 0.1


def _checked(cells: Cells, index: int, low: float, high: float) -> int | None:
    if not 0 <= index < len(cells.header):
        return None
    found = [decimal(cell) for cell in cells.column(index) if cell]
    fits = all(value is not None and low <= value <= high for value in found)
    return index if found and fits else None
