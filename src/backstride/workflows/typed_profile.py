"""Use case: read a profile as a person typed it; every fault at once, each by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import nan
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backstride.domain.message import Message, Parameter
from backstride.domain.runner import Runner

FASTEST_PACE_S, SLOWEST_PACE_S = 120, 1200
"""A pace a person may type: the bounds only catch slips such as km/h typed for min/km. [s/km]"""
FIRST_YEAR: Final = 1900
SECONDS_A_MINUTE: Final = 60
CENTIMETRES_A_METRE: Final = 100

SEXES: Final = ("female", "male", "other")
SIDES: Final = ("left", "right", "both")


class _Fault(Exception):
    def __init__(self, key: str, **params: Parameter) -> None:
        self.message = Message(key, dict(params))


@dataclass(frozen=True, slots=True)
class TypedProfile:
    """What became of a form.

    Parameters
    ----------
    runner : Runner
        The profile with every field that could be read.
    faults : dict of str to Message
        By name of the field of the form.
    """

    runner: Runner
    faults: dict[str, Message] = field(default_factory=dict)


def read_profile(before: Runner, typed: Mapping[str, str], today: date) -> TypedProfile:
    """Read the fields of a form; an empty one means not told.

    Parameters
    ----------
    before : Runner
        Keeps what the form does not ask.
    typed : mapping of str to str
        Text by name of the field.
    today : date
        No year of birth or onset lies after it.
    """
    changed: dict[str, object] = {}
    faults: dict[str, Message] = {}
    for name, (target, parse) in _fields(today).items():
        if name not in typed:
            continue
        try:
            text = typed[name].strip()
            changed[target] = parse(text) if text else None
        except _Fault as fault:
            faults[name] = fault.message
    return TypedProfile(replace(before, **changed), faults)  # type: ignore[arg-type]


def _fields(today: date) -> dict[str, tuple[str, Callable[[str], object]]]:
    return {
        "birth_year": ("birth_year", lambda text: _year(text, today.year)),
        "sex": ("sex", lambda text: _choice(text, SEXES)),
        "height_cm": ("height_m", lambda text: _number(text, 100, 250, "cm") / CENTIMETRES_A_METRE),
        "mass_kg": ("mass_kg", lambda text: _number(text, 25, 300, "kg")),
        "zone": ("zone", _zone),
        "easy_pace": ("easy_pace_s_per_km", _pace),
        "marathon_pace": ("marathon_pace_s_per_km", _pace),
        "onset": ("onset", lambda text: _past_day(text, today)),
        "side": ("side", lambda text: _choice(text, SIDES)),
        "operations": ("operations", str),
    }


def _number(text: str, low: float, high: float, unit: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = nan
    if not low <= value <= high:
        raise _Fault("web.settings.bad_number", text=text[:40], low=low, high=high, unit=f" {unit}")
    return value


def _year(text: str, newest: int) -> int:
    if not (text.isdecimal() and FIRST_YEAR <= int(text) <= newest):
        raise _Fault(
            "web.settings.bad_number", text=text[:40], low=FIRST_YEAR, high=newest, unit=""
        )
    return int(text)


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise _Fault("web.settings.bad_choice", text=text[:40])
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _Fault("cli.bad_zone", text=text[:60]) from None
    return text


def _pace(text: str) -> float:
    minutes, _, seconds = text.partition(":")
    seconds = seconds or "0"
    pace = 0
    if minutes.isdecimal() and seconds.isdecimal() and int(seconds) < SECONDS_A_MINUTE:
        pace = int(minutes) * SECONDS_A_MINUTE + int(seconds)
    if not FASTEST_PACE_S <= pace <= SLOWEST_PACE_S:
        raise _Fault("setup.bad_pace", text=text[:40])
    return float(pace)


def _past_day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Fault("cli.bad_date", text=text[:40]) from None
    if day > today:
        raise _Fault("cli.future_day", day=day.isoformat())
    return day


def as_typed(runner: Runner) -> dict[str, str]:
    """Return a profile as it would be typed into the form."""
    return {
        "birth_year": _text(runner.birth_year),
        "sex": runner.sex or "",
        "height_cm": _text(runner.height_m and runner.height_m * CENTIMETRES_A_METRE),
        "mass_kg": _text(runner.mass_kg),
        "zone": runner.zone or "",
        "easy_pace": _pace_text(runner.easy_pace_s_per_km),
        "marathon_pace": _pace_text(runner.marathon_pace_s_per_km),
        "onset": runner.onset.isoformat() if runner.onset else "",
        "side": runner.side or "",
        "operations": runner.operations or "",
    }


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _pace_text(pace_s: float | None) -> str:
    if pace_s is None:
        return ""
    return f"{int(pace_s) // SECONDS_A_MINUTE}:{int(pace_s) % SECONDS_A_MINUTE:02d}"
