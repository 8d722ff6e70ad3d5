"""Strava's bulk export: ``activities.csv``, one row an activity, beside the recordings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.csv_cells import Cells, cells_of, decimal, head_cells
from backstride.readers.local_dates import LocalMoment, NoDate, Order, order_in, read_moment
from backstride.readers.reading import Outcome, Reading
from backstride.readers.side_table import SideRow
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.strava_columns import DATE, KIND, Columns, find_columns, looks_like_strava
from backstride.readers.summary import (
    beats,
    metres,
    seconds,
    steps_per_minute,
    summary_activity,
)

FORMAT: Final = "strava_export"

_SPEEDS_MPS: Final = (0.15, 30.0)
"""Slowest and fastest mean speed of any sport; km and metres are a thousand apart [m/s]."""


def is_strava_export(head: bytes) -> bool:
    """Tell the table by where its numbers, dates and repeated names stand, in any language.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return looks_like_strava(head_cells(head))


def read_strava_export(data: bytes) -> Reading:
    """Read ``activities.csv`` of any version and language.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        One activity a row, known by its totals; `Reading.side` names the recording of each row
        that has one. Instants are UTC, as Strava writes them.
    """
    cells = cells_of(data)
    columns = find_columns(cells)
    if not cells.rows or columns is None:
        empty = Problem("strava_export.no_rows", "", {"n_column": len(cells.header)})
        if cells.rows or not cells.header:
            refused = Problem("strava_export.no_columns", "", {}, Severity.REFUSED)
            return Reading(Outcome.FAILED, FORMAT, (), (*cells.problems, refused))
        return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*cells.problems, empty))
    return _rows(cells, columns)


def _rows(cells: Cells, columns: Columns) -> Reading:
    order = order_in(cells.column(DATE))
    activities: list[Activity] = []
    side: list[SideRow] = []
    problems = list(cells.problems)
    for number, row in cells.rows:
        where = f"row {number}"
        found = _activity(row, columns, order, where=where)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        if columns.member is not None and row[columns.member]:
            side.append(SideRow(len(activities), (row[columns.member],), where=where))
        activities.append(found)
    outcome = Outcome.ACTIVITIES if activities else Outcome.FAILED
    partial = any(problem.severity is Severity.LOST for problem in problems)
    return Reading(outcome, FORMAT, tuple(activities), tuple(problems), partial, tuple(side))


def _activity(
    row: tuple[str, ...], columns: Columns, order: Order, *, where: str
) -> Activity | Problem:
    moment = read_moment(row[DATE], order)
    if isinstance(moment, NoDate):
        told: dict[str, Parameter] = {"text": row[DATE][:40]}
        return Problem(f"row.{moment.value}", where, told, Severity.LOST)
    elapsed_s = seconds(decimal(row[columns.elapsed]))
    distance_m = _distance_m(row, columns, elapsed_s)
    if elapsed_s is None and distance_m is None:
        return Problem("row.no_totals", where, {}, Severity.LOST)
    sport = sport_of(row[KIND]) or Sport.OTHER
    leg = Leg(
        sport=sport,
        start=_instant(moment),
        sub_sport=sub_sport_of(row[KIND]),
        elapsed_s=elapsed_s,
        moving_s=seconds(_value(row, columns.moving)),
        distance_m=distance_m,
        ascent_m=metres(_value(row, columns.ascent)),
        mean_cadence_spm=steps_per_minute(_value(row, columns.cadence), sport),
        mean_heart_rate_bpm=beats(_value(row, columns.heart)),
    )
    return summary_activity(leg, where=where)


def _instant(moment: LocalMoment) -> datetime:
    return moment.clock.replace(tzinfo=UTC)


def _value(row: tuple[str, ...], index: int | None) -> float | None:
    return None if index is None or index >= len(row) else decimal(row[index])


def _distance_m(row: tuple[str, ...], columns: Columns, elapsed_s: float | None) -> float | None:
    """Distance in metres, by the column in metres or by what speed makes sense [m]."""
    exact = metres(_value(row, columns.metres))
    if exact is not None or columns.metres is not None:
        return exact
    written = decimal(row[columns.distance])
    if not written or not elapsed_s:
        return metres(written)
    low, high = _SPEEDS_MPS
    fits = [scale for scale in (1000.0, 1.0) if low <= scale * written / elapsed_s <= high]
    return metres(fits[0] * written) if len(fits) == 1 else None
