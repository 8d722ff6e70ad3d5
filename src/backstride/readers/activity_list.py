"""Plain lists of activities: a watch maker's list view, a diary kept by hand; totals only.

Only rows whose day and distance are certain are read; every other row is named with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.activity_columns import Columns, find_columns
from backstride.readers.csv_cells import Cells, cells_of, decimal, head_cells
from backstride.readers.durations import clock_s
from backstride.readers.local_dates import (
    LocalMoment,
    NoDate,
    order_in,
    read_moment,
)
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.summary import beats, metres, seconds, summary_activity

FORMAT: Final = "activity_list"

_SLOWEST_MPS: Final = 0.3
_SLOWEST_RUN_MPS: Final = 1.7
_FASTEST_RUN_MPS: Final = 6.5
_FASTEST_MPS: Final = 20.0
"""Mean speeds: a stroll, a slow jog, the world's best over 10 km (6.4 m/s), a fast ride. [m/s]"""

_NOON: Final = timedelta(hours=12)


def is_activity_list(head: bytes) -> bool:
    """Tell a list by columns that hold dates, distances and durations.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    cells = head_cells(head)
    return len(cells.header) >= 3 and bool(cells.rows) and find_columns(cells) is not None


def read_activity_list(data: bytes) -> Reading:
    """Read a list.

    Parameters
    ----------
    data : bytes
        CSV with a header in one of several languages; decimal points or commas; UTF-8 or
        Windows-1252.

    Returns
    -------
    Reading
        One activity a row, known by its totals, on the runner's clock; at noon where the list
        tells no time of day.
    """
    cells = cells_of(data)
    columns = find_columns(cells)
    if columns is None:
        reason = Problem("activity_list.no_columns", "", {}, Severity.REFUSED)
        return Reading(Outcome.FAILED, FORMAT, (), (*cells.problems, reason))
    activities: list[Activity] = []
    problems = [*cells.problems, *_about(columns)]
    dates = _dates(cells, columns, problems)
    order = order_in(dates)
    for (number, row), text in zip(cells.rows, dates, strict=True):
        found = _activity(_Row(f"row {number}", row, columns), read_moment(text, order), text)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            activities.append(found)
    outcome = Outcome.ACTIVITIES if activities else Outcome.FAILED
    partial = any(problem.severity is Severity.LOST for problem in problems)
    return Reading(outcome, FORMAT, tuple(activities), tuple(problems), partial)


def _about(columns: Columns) -> list[Problem]:
    if columns.unit_is_known:
        return []
    return [Problem("activity_list.unit_assumed", "", {})]


def _dates(cells: Cells, columns: Columns, problems: list[Problem]) -> list[str]:
    """Write the date of every row; a blank part means the same as above."""
    above = [""] * len(columns.dates)
    n_filled = 0
    dates = []
    for _, row in cells.rows:
        parts = [row[index] for index in columns.dates]
        n_filled += any(not part and old for part, old in zip(parts, above, strict=True))
        above = [part or old for part, old in zip(parts, above, strict=True)]
        dates.append("-".join(above) if all(above) else "")
    if n_filled:
        params: dict[str, Parameter] = {"n": n_filled}
        problems.append(Problem("activity_list.date_from_above", "", params))
    return dates


@dataclass(frozen=True, slots=True)
class _Row:
    where: str
    cells: tuple[str, ...]
    columns: Columns

    def text(self, index: int | None) -> str:
        return "" if index is None else self.cells[index]

    def refused(self, code: str, **params: Parameter) -> Problem:
        return Problem(code, self.where, params, Severity.LOST)


def _activity(row: _Row, moment: LocalMoment | NoDate, written: str) -> Activity | Problem:
    if isinstance(moment, NoDate):
        return row.refused(f"row.{moment.value}", text=written[:40])
    columns = row.columns
    distance = decimal(row.text(columns.distance))
    if distance is None and row.text(columns.distance):
        return row.refused("row.distance_unreadable", text=row.text(columns.distance)[:40])
    distance_m = None if not distance else metres(distance * columns.metres_per_unit)
    timer_s = _timer_s(row.text(columns.duration), columns)
    if distance_m is None:
        return row.refused("row.no_totals")
    if timer_s and not _SLOWEST_MPS <= distance_m / timer_s <= _FASTEST_MPS:
        return row.refused("row.speed_implausible", km=distance_m / 1000.0, minutes=timer_s / 60.0)
    word = row.text(columns.kind)
    sport, problems = _sport(word, distance_m, timer_s, row.where)
    start = moment.clock.replace(tzinfo=UTC)
    leg = Leg(
        sport=sport,
        start=start if moment.has_time else start + _NOON,
        sub_sport=sub_sport_of(word) if sport_of(word) is sport else "",
        timer_s=timer_s,
        distance_m=distance_m,
        ascent_m=metres(decimal(row.text(columns.ascent))),
        mean_heart_rate_bpm=beats(decimal(row.text(columns.heart))),
    )
    if not moment.has_time:
        problems = (*problems, Problem("activity_list.no_time_of_day", row.where, {}))
    return summary_activity(leg, where=row.where, start_is_local=True, problems=problems)


def _timer_s(text: str, columns: Columns) -> float | None:
    if not columns.in_minutes:
        return seconds(clock_s(text)) or None
    minutes = decimal(text)
    return None if not minutes else seconds(60.0 * minutes)


def _sport(
    word: str, distance_m: float, timer_s: float | None, where: str
) -> tuple[Sport, tuple[Problem, ...]]:
    """Return the sport a word names, else the one the mean speed tells.

    Runners keep diaries with words of their own, such as "LaD" for a long endurance run.
    """
    said = sport_of(word)
    if said is not None and said is not Sport.OTHER:
        return said, ()
    sport = Sport.UNKNOWN
    if timer_s:
        speed_mps = distance_m / timer_s
        sport = Sport.RUNNING if _SLOWEST_RUN_MPS <= speed_mps <= _FASTEST_RUN_MPS else sport
    if sport is Sport.UNKNOWN and said is not None:
        return said, ()
    params: dict[str, Parameter] = {"sport": sport.value, "word": word[:40]}
    return sport, (Problem("activity_list.sport_by_speed", where, params),)
