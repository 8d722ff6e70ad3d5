"""What a FIT file says in summary: sessions, laps, stops of the timer, device, offset of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from backstride.domain.activity import Lap, Sport
from backstride.domain.units import FIT_EPOCH_UNIX_S
from backstride.readers.fit_columns import Table
from backstride.readers.fit_decode import FitFile
from backstride.readers.fit_profile import names

MAX_SESSIONS: Final = 100
MAX_LAPS: Final = 10_000
MAX_STOPS: Final = 10_000

_SPORTS: Final = {
    "running": Sport.RUNNING,
    "walking": Sport.WALKING,
    "hiking": Sport.HIKING,
    "cycling": Sport.CYCLING,
    "e_biking": Sport.CYCLING,
    "swimming": Sport.SWIMMING,
    "rowing": Sport.ROWING,
    "transition": Sport.TRANSITION,
    "generic": Sport.UNKNOWN,
}
_GYM_SPORTS: Final = {
    "strength_training": Sport.STRENGTH,
    "treadmill": Sport.RUNNING,
    "indoor_running": Sport.RUNNING,
    "indoor_walking": Sport.WALKING,
    "indoor_cycling": Sport.CYCLING,
    "spin": Sport.CYCLING,
    "indoor_rowing": Sport.ROWING,
}
"""What ``training`` and ``fitness_equipment`` were, by their sub-sport."""

_NO_COUNT: Final = 2.0**32
"""First number that no field of a summary can hold; none of them goes below zero."""

_TIMER_EVENT: Final = 0
_START: Final = 0
_STOPS: Final = (1, 4, 8, 9)
"""Event types stop, stop all, stop disable, stop disable all."""

_NO_MAKER: Final = 255
"""Maker number for software that has none of its own."""

_QUARTER_S: Final = 900
_OFFSET_SLACK_S: Final = 90
"""How far the two clocks of the activity message may disagree with a quarter of an hour [s]."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session message in plain numbers; times are FIT seconds, None where not told."""

    start: float | None
    end: float | None
    sport: Sport
    sub_sport: str
    elapsed_s: float | None = None
    timer_s: float | None = None
    moving_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    mean_cadence: float | None = None
    """As stored: strides or turns a minute."""
    mean_heart_rate_bpm: float | None = None


def instant(fit_s: float) -> datetime:
    """Aware UTC instant of a FIT time [s]."""
    return datetime.fromtimestamp(FIT_EPOCH_UNIX_S + fit_s, UTC)


def first_number(table: Table | None, name: str) -> float | None:
    """First valid value of a field, or None."""
    values = None if table is None else table.values(name)
    if values is None:
        return None
    told = values[(values >= 0) & (values < _NO_COUNT)]
    return float(told[0]) if told.size else None


def _column(table: Table, name: str, n_row: int) -> list[float | None]:
    values = table.values(name)
    if values is None:
        return [None] * n_row
    return [value if 0 <= value < _NO_COUNT else None for value in values[:n_row].tolist()]


def read_sessions(file: FitFile) -> list[Session]:
    """Read the sessions of a file in the order of their starts, repeated ones once."""
    table = file.table("session")
    if table is None:
        return []
    n_row = min(table.n_message, MAX_SESSIONS)
    told = file.table("sport")
    sport_beside = (first_number(told, "sport"), first_number(told, "sub_sport"))
    columns = {name: _column(table, name, n_row) for name in _SESSION_FIELDS}
    rows = [{name: column[at] for name, column in columns.items()} for at in range(n_row)]
    sessions = {_session(row, sport_beside): None for row in rows}
    return sorted(sessions, key=lambda session: _first_told(session.start, session.end) or 0.0)


_SESSION_FIELDS: Final = (
    "timestamp",
    "start_time",
    "sport",
    "sub_sport",
    "total_elapsed_time",
    "total_timer_time",
    "total_moving_time",
    "total_distance",
    "total_ascent",
    "total_fractional_ascent",
    "total_descent",
    "total_fractional_descent",
    "avg_cadence",
    "avg_fractional_cadence",
    "avg_heart_rate",
)


def _session(row: dict[str, float | None], beside: tuple[float | None, float | None]) -> Session:
    sport = _first_told(row["sport"], beside[0])
    sub_sport = _first_told(row["sub_sport"], beside[1] if row["sport"] is None else None)
    elapsed, end = row["total_elapsed_time"], row["timestamp"]
    start = row["start_time"]
    if start is None and end is not None and elapsed is not None:
        start = end - elapsed
    return Session(
        start=start,
        end=end,
        sport=sport_of(sport, sub_sport),
        sub_sport=_word("sub_sport", sub_sport),
        elapsed_s=elapsed,
        timer_s=row["total_timer_time"],
        moving_s=row["total_moving_time"],
        distance_m=row["total_distance"],
        ascent_m=_sum(row["total_ascent"], row["total_fractional_ascent"]),
        descent_m=_sum(row["total_descent"], row["total_fractional_descent"]),
        mean_cadence=_sum(row["avg_cadence"], row["avg_fractional_cadence"]),
        mean_heart_rate_bpm=row["avg_heart_rate"] or None,
    )


def sport_of(sport: float | None, sub_sport: float | None) -> Sport:
    """Sport of a leg from the protocol's two numbers."""
    word = _word("sport", sport)
    if word in ("training", "fitness_equipment"):
        return _GYM_SPORTS.get(_word("sub_sport", sub_sport), Sport.OTHER)
    return _SPORTS.get(word, Sport.OTHER if word else Sport.UNKNOWN)


def read_sport(file: FitFile) -> tuple[Sport, str]:
    """Sport and sub-sport that a file tells apart from its sessions."""
    told = file.table("sport")
    sport, sub_sport = first_number(told, "sport"), first_number(told, "sub_sport")
    return sport_of(sport, sub_sport), _word("sub_sport", sub_sport)


def _word(kind: str, number: float | None) -> str:
    return "" if number is None else names(kind).get(int(number), str(int(number)))


def _sum(whole: float | None, fraction: float | None) -> float | None:
    return None if whole is None else whole + (fraction or 0.0)


def _first_told(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def read_laps(file: FitFile) -> list[tuple[float, Lap]]:
    """Laps with their FIT start times [s], in order."""
    table = file.table("lap")
    if table is None:
        return []
    n_row = min(table.n_message, MAX_LAPS)
    fields = (
        "start_time",
        "timestamp",
        "total_elapsed_time",
        "total_timer_time",
        "total_distance",
    )
    columns = [_column(table, name, n_row) for name in fields]
    laps: list[tuple[float, Lap]] = []
    for start, end, elapsed, timer, distance in zip(*columns, strict=True):
        if start is None and end is not None and elapsed is not None:
            start = end - elapsed  # noqa: PLW2901 the row's own start, told another way
        if start is not None:
            laps.append((start, Lap(instant(start), elapsed, timer, distance)))
    return sorted(laps, key=lambda lap: lap[0])


def read_stops(file: FitFile) -> list[tuple[float, float]]:
    """FIT times at which the timer stopped and went on again, in order [s]."""
    table, times = file.table("event"), file.times("event")
    if table is None or times is None:
        return []
    kinds, types = table.values("event"), table.values("event_type")
    if kinds is None or types is None:
        return []
    timer = (kinds == _TIMER_EVENT) & np.isfinite(times)
    times, types = times[timer], types[timer]
    order = np.argsort(times, kind="stable")
    stops: list[tuple[float, float]] = []
    stopped: float | None = None
    for time, kind in zip(times[order].tolist(), types[order].tolist(), strict=True):
        if kind in _STOPS and stopped is None:
            stopped = time
        elif kind == _START:
            if stopped is not None and time > stopped:
                stops.append((stopped, time))
            stopped = None
    return stops[:MAX_STOPS]


def read_utc_offset(file: FitFile) -> int | None:
    """Offset of local time from UTC where the file tells a believable one [s]."""
    activity = file.table("activity")
    if activity is None:
        return None
    local, utc = activity.values("local_timestamp"), activity.values("timestamp")
    if local is None or utc is None or not np.isfinite(local[-1] - utc[-1]):
        return None
    difference = float(local[-1] - utc[-1])
    offset = _QUARTER_S * round(difference / _QUARTER_S)
    is_offset = abs(difference - offset) <= _OFFSET_SLACK_S and -12 <= offset / 3600 <= 14
    return offset if is_offset else None


def read_device(file: FitFile) -> str:
    """Maker and product in words; a product without a name keeps its number."""
    identity = file.table("file_id")
    if identity is None:
        return ""
    maker = first_number(identity, "manufacturer")
    product = first_number(identity, "product")
    maker_name = "" if maker == _NO_MAKER else _word("manufacturer", maker)
    written = next((name for name in identity.texts("product_name", 1) if name), "")
    if written:
        known = written.casefold().startswith(maker_name.casefold())
        return written if known else f"{maker_name} {written}".strip()
    if not product:
        return maker_name
    kind = "garmin_product" if maker_name == "Garmin" else ""
    return f"{maker_name} {names(kind).get(int(product), int(product))}".strip()
