"""The activity list of ``running_page``: one JSON array of totals, with local and UTC starts."""

from __future__ import annotations

from typing import Final

from backstride.domain.activity import Activity, Leg, Sport
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.durations import clock_s
from backstride.readers.instants import instant, is_plausible, parse_instant
from backstride.readers.json_text import Json, head_has, number, objects, read_json, text_of
from backstride.readers.reading import Outcome, Reading
from backstride.readers.sports import sport_of, sub_sport_of
from backstride.readers.summary import beats, metres, seconds, summary_activity

FORMAT: Final = "running_page"

_QUARTER_S: Final = 900.0
_MAX_OFFSET_S: Final = 14 * 3600.0


def is_running_page(head: bytes) -> bool:
    """Tell the list by the names in its first entries.

    Parameters
    ----------
    head : bytes
        Beginning of the file.
    """
    return head_has(head, r"^\[", '"run_id"', '"moving_time"', '"start_date_local"')


def read_running_page(data: bytes) -> Reading:
    """Read the list.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Reading
        One activity an entry, known by its totals. The simplified line of the way has no times
        and is not read.
    """
    document = read_json(data)
    problems = list(document.problems)
    activities: list[Activity] = []
    for index, entry in enumerate(objects(document.root), start=1):
        found = _activity(entry, f"entry {index}")
        if isinstance(found, Problem):
            problems.append(found)
        else:
            activities.append(found)
    if not problems and not activities:
        problems.append(Problem("json.nothing_in_it", "", {}, Severity.REFUSED))
    outcome = Outcome.ACTIVITIES if activities else Outcome.FAILED
    return Reading(outcome, FORMAT, tuple(activities), tuple(problems), bool(problems))


def _activity(entry: dict[str, Json], where: str) -> Activity | Problem:
    written = text_of(entry.get("start_date"))
    start_s, _ = parse_instant(written)
    local_s, _ = parse_instant(text_of(entry.get("start_date_local")))
    if not is_plausible(start_s):
        told: dict[str, Parameter] = {"text": written[:40]}
        return Problem("row.date_unreadable", where, told, Severity.LOST)
    moving_s = seconds(clock_s(text_of(entry.get("moving_time"))))
    distance_m = metres(number(entry.get("distance")))
    if moving_s is None and distance_m is None:
        return Problem("row.no_totals", where, {}, Severity.LOST)
    word = text_of(entry.get("type"))
    leg = Leg(
        sport=sport_of(word) or Sport.OTHER,
        start=instant(start_s),
        sub_sport=sub_sport_of(text_of(entry.get("subtype")) or word),
        elapsed_s=seconds(clock_s(text_of(entry.get("elapsed_time")))),
        moving_s=moving_s,
        distance_m=distance_m,
        ascent_m=metres(number(entry.get("elevation_gain"))),
        mean_heart_rate_bpm=beats(number(entry.get("average_heartrate"))),
    )
    return summary_activity(leg, where=where, utc_offset_s=_offset_s(local_s - start_s))


def _offset_s(difference_s: float) -> int | None:
    """Return the offset between two clocks where it is one that clocks have [s]."""
    quarters = difference_s / _QUARTER_S
    if not abs(difference_s) <= _MAX_OFFSET_S or quarters != round(quarters):
        return None
    return int(difference_s)
