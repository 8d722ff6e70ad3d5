"""Apple Health's export: workouts with the records of their time, steps and sleep of days."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from backstride.domain.activity import Activity, Leg
from backstride.domain.day_totals import DayTotals
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.apple_extract import Export, Extract, parse_extract
from backstride.readers.apple_leg import leg_of, span_of
from backstride.readers.apple_routes import read_routes
from backstride.readers.apple_scan import is_apple_health
from backstride.readers.apple_series import Records, read_records
from backstride.readers.apple_workout import Part, read_workout
from backstride.readers.instants import is_plausible
from backstride.readers.reading import Outcome, Reading
from backstride.readers.side_table import Role, SideRow
from backstride.readers.sniff import HEAD_BYTES, xml_root

FORMAT: Final = "apple_health"

_CLINICAL: Final = "ClinicalDocument"
_REST: Final = re.compile(rb'<HealthData extract="days" workouts="(\d{1,6})">')


def is_apple_file(head: bytes) -> bool:
    """Tell an export, or the clinical copy that lies beside it.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return is_apple_health(head) or xml_root(head) == _CLINICAL


def read_apple_health(data: bytes) -> Reading:
    """Read an export, or one workout cut out of one.

    Parameters
    ----------
    data : bytes
        The whole document.

    Returns
    -------
    Reading
        One activity a workout; `Reading.side` names the files with the positions of a workout,
        `Reading.days` holds steps and sleep. `Outcome.NOT_AN_ACTIVITY` without any workout, and
        for the clinical copy, which only repeats the export.
    """
    if xml_root(data[:HEAD_BYTES]) == _CLINICAL:
        clinical = Problem("apple_health.clinical_document", "", {})
        return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (clinical,))
    alone = parse_extract(data)
    if alone is not None:
        return _reading([alone], lambda: ((), ()))
    export = Export(io.BytesIO(data))
    reading = _reading(export.extracts(), lambda: (export.problems(), export.days()))
    elsewhere = _REST.search(data[:HEAD_BYTES])
    if elsewhere is None or reading.outcome is not Outcome.NOT_AN_ACTIVITY:
        return reading
    params: dict[str, Parameter] = {"n_workout": int(elsewhere[1]), "n_day": len(reading.days)}
    return replace(reading, problems=(Problem("apple_health.rest", "", params),))


def _reading(
    extracts: Iterable[Extract],
    rest: Callable[[], tuple[tuple[Problem, ...], tuple[DayTotals, ...]]],
) -> Reading:
    """Read the workouts one by one, then what is known only when all of them went by."""
    activities: list[Activity] = []
    side: list[SideRow] = []
    refused: list[Problem] = []
    for number, extract in enumerate(extracts, start=1):
        where = f"workout {number}"
        found, routes = _activity(extract)
        if isinstance(found, Problem):
            refused.append(replace(found, where=where))
            continue
        if routes:
            side.append(SideRow(len(activities), tuple(routes), Role.ROUTE, where))
        activities.append(found)
    losses, days = rest()
    problems = (*refused, *losses)
    partial = any(problem.severity is not Severity.NOTE for problem in problems)
    if not activities:
        return _without_workout(problems, days)
    return Reading(
        Outcome.ACTIVITIES, FORMAT, tuple(activities), problems, partial, tuple(side), days
    )


def _without_workout(problems: tuple[Problem, ...], days: tuple[DayTotals, ...]) -> Reading:
    if any(problem.severity is not Severity.NOTE for problem in problems):
        return Reading(Outcome.FAILED, FORMAT, (), problems, days=days)
    params: dict[str, Parameter] = {"n_day": len(days)}
    none = Problem("apple_health.no_workout", "", params)
    return Reading(Outcome.NOT_AN_ACTIVITY, FORMAT, (), (*problems, none), days=days)


def _activity(extract: Extract) -> tuple[Activity | Problem, list[str]]:
    found, problems = read_workout(extract.workout)
    whole = found.whole
    start_s, _ = span_of(whole)
    if not is_plausible(start_s):
        told: dict[str, Parameter] = {"text": whole.attributes.get("startDate", "")[:40]}
        return Problem("row.date_unreadable", "", told, Severity.LOST), []
    preferred = whole.attributes.get("sourceName", "").encode("utf-8", errors="replace")
    records = read_records(extract.records, _escaped(preferred))
    if extract.routes:
        records = replace(records, series=read_routes(extract.routes) | records.series)
    told_records = _unreadable(records)
    parts = found.activities if len(found.activities) > 1 else [whole]
    legs: list[Leg] = []
    more: list[Problem] = []
    for part in parts:
        leg, about = leg_of(found, part, records)
        legs.append(leg)
        more += about
    activity = Activity(
        tuple(sorted(legs, key=lambda leg: leg.start)),
        device=whole.attributes.get("sourceName", "")[:120],
        utc_offset_s=_offset_s(whole, start_s),
        problems=(*extract.problems, *problems, *told_records, *more),
    )
    return activity, [] if extract.routes else found.routes


def _escaped(text: bytes) -> bytes:
    """Write a name as it stands in the records, whose letters were not decoded."""
    return text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b'"', b"&quot;")


def _unreadable(records: Records) -> tuple[Problem, ...]:
    if not records.n_unreadable:
        return ()
    params: dict[str, Parameter] = {"n": records.n_unreadable}
    return (Problem("apple_health.record_unreadable", "", params, Severity.REPAIRED),)


def _offset_s(whole: Part, start_s: float) -> int | None:
    """Offset at the start, by the zone the workout names [s].

    The dates of the file are in the zone the phone was in when it exported, wherever the workout
    was, and tell nothing.
    """
    name = whole.metadata.get("HKTimeZone", "")
    try:
        offset = datetime.fromtimestamp(start_s, ZoneInfo(name)).utcoffset()
    except (ValueError, OSError, KeyError):
        return None
    return None if offset is None else int(offset.total_seconds())
