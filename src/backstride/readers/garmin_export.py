"""Garmin's account export: summaries of activities and of days, in units of its own.

Distances and heights are in centimetres, times in milliseconds, speeds in units of 10 m/s and
energy in kilojoules. The recordings lie beside them as FIT files in archives of their own.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.day_totals import DayTotals
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.instants import instant, is_plausible
from backstride.readers.json_text import Json, head_has, number, objects, read_json, text_of
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.summary import (
    beats,
    metres,
    seconds,
    steps_per_minute,
    summary_activity,
)

FORMAT: Final = "garmin_export"

_ACTIVITIES: Final = r'"summarizedActivitiesExport"\s*:'
_OTHER: Final = r'^[\[{][\s\S]{0,4000}"userProfile(?:PK|Pk|Id)"\s*:'


def is_garmin_export(head: bytes) -> bool:
    """Tell the JSON files of an account export by the names in them.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return head_has(head, f"{_ACTIVITIES}|{_OTHER}")


def read_garmin_export(data: bytes) -> Reading:
    """Read one JSON file of an account export.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        Activities known by their totals from ``summarizedActivities``; `Reading.days` from daily
        summaries (``UDSFile``), which are no activities; `Outcome.NOT_AN_ACTIVITY` for the rest.
    """
    document = read_json(data)
    exports = [
        entry["summarizedActivitiesExport"]
        for entry in (objects(document.root) or [document.root])
        if isinstance(entry, dict) and "summarizedActivitiesExport" in entry
    ]
    if document.root is None:
        return Reading(Outcome.FAILED, FORMAT, (), document.problems)
    if exports:
        return _activities([row for rows in exports for row in objects(rows)], document.problems)
    days = tuple(sorted(_days(objects(document.root)), key=lambda found: found.day))
    if days:
        told = _told(days)
        return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*document.problems, told), days=days)
    other = Problem("garmin_export.other_records", "", {}, Severity.REFUSED)
    return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*document.problems, other))


def _activities(rows: list[dict[str, Json]], problems: tuple[Problem, ...]) -> Reading:
    activities: list[Activity] = []
    found = list(problems)
    for index, row in enumerate(rows, start=1):
        one = _activity(row, f"entry {index}")
        if isinstance(one, Problem):
            found.append(one)
        else:
            activities.append(one)
    if not found and not activities:
        found.append(Problem("json.nothing_in_it", "", {}, Severity.REFUSED))
    partial = any(problem.severity is not Severity.NOTE for problem in found)
    empty = Outcome.FAILED if partial else Outcome.NOT_AN_ACTIVITY
    found.sort(key=lambda problem: problem.severity is not Severity.NOTE)
    outcome = Outcome.ACTIVITIES if activities else empty
    return Reading(outcome, FORMAT, tuple(activities), tuple(found), partial)


def _activity(row: dict[str, Json], where: str) -> Activity | Problem:
    start_ms = _first(row, "startTimeGmt", "beginTimestamp", "startTimeGMT")
    if start_ms is None or not is_plausible(start_ms / 1000.0):
        told: dict[str, Parameter] = {"text": f"{row.get('startTimeGmt')}"[:40]}
        return Problem("row.date_unreadable", where, told, Severity.LOST)
    if row.get("parent") is True and "multi" in text_of(row.get("activityType")).lower():
        return Problem("garmin_export.parent_of_legs", where, {})
    timer_s = seconds(_scaled(row, "duration", 1000.0))
    distance_m = metres(_scaled(row, "distance", 100.0))
    if timer_s is None and distance_m is None:
        return Problem("row.no_totals", where, {}, Severity.LOST)
    word = text_of(row.get("activityType"))
    sport = sport_of(word) or Sport.OTHER
    leg = Leg(
        sport=sport,
        start=instant(start_ms / 1000.0),
        sub_sport=sub_sport_of(word),
        elapsed_s=seconds(_scaled(row, "elapsedDuration", 1000.0)),
        timer_s=timer_s,
        moving_s=seconds(_scaled(row, "movingDuration", 1000.0)) or None,
        distance_m=distance_m,
        ascent_m=metres(_scaled(row, "elevationGain", 100.0)),
        descent_m=metres(_scaled(row, "elevationLoss", 100.0)),
        mean_cadence_spm=_cadence_spm(row, sport),
        mean_heart_rate_bpm=beats(number(row.get("avgHr"))),
    )
    return summary_activity(leg, where=where, utc_offset_s=_offset_s(row, start_ms))


def _first(row: dict[str, Json], *names: str) -> float | None:
    return next((found for name in names if (found := number(row.get(name))) is not None), None)


def _scaled(row: dict[str, Json], name: str, divisor: float) -> float | None:
    value = number(row.get(name))
    return None if value is None else value / divisor


def _cadence_spm(row: dict[str, Json], sport: Sport) -> float | None:
    """Return steps a minute; ``avgDoubleCadence`` counts both feet already [1/min]."""
    both = number(row.get("avgDoubleCadence"))
    if both is not None and 0.0 < both <= 300.0:
        return both
    one = _first(row, "avgRunCadence", "avgBikeCadence")
    return steps_per_minute(one, sport)


def _offset_s(row: dict[str, Json], start_ms: float) -> int | None:
    local_ms = number(row.get("startTimeLocal"))
    if local_ms is None or abs(local_ms - start_ms) > 14 * 3_600_000:
        return None
    return round((local_ms - start_ms) / 1000.0)


def _days(rows: list[dict[str, Json]]) -> list[DayTotals]:
    found = {}
    for row in rows:
        try:
            day = date.fromisoformat(text_of(row.get("calendarDate"))[:10])
        except ValueError:
            continue
        steps = number(row.get("totalSteps"))
        if "totalSteps" in row or "wellnessStartTimeGmt" in row:
            found[day] = DayTotals(day, steps=None if steps is None else max(0, round(steps)))
    return list(found.values())


def _told(days: tuple[DayTotals, ...]) -> Problem:
    params: dict[str, Parameter] = {
        "n_day": len(days),
        "first": days[0].day.isoformat(),
        "last": days[-1].day.isoformat(),
        "n_step": sum(found.steps or 0 for found in days),
    }
    return Problem("garmin_export.daily_summaries", "", params)
