"""Text a person typed, turned into values; a fault is told with what was expected."""

from __future__ import annotations

from datetime import date, time
from math import isfinite
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from backstride.cli.words import words
from backstride.domain.diary import NoRunReason
from backstride.text.language import languages

SECONDS_A_MINUTE = 60

SYSTEM_LANGUAGE = "system"
"""Said where the language of the system is wanted again."""


def refuse(key: str, **params: str | float | None) -> typer.BadParameter:
    """Return the error of a value that cannot be read."""
    return typer.BadParameter(words().say(key, **params))


def parse_day(text: str) -> date:
    """Parse a day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise refuse("cli.bad_date", text=text) from None


def parse_past_day(text: str, today: date) -> date:
    """Parse a day that is not in the future."""
    day = parse_day(text)
    if day > today:
        raise refuse("cli.future_day", day=day.isoformat())
    return day


def parse_clock(text: str) -> time:
    """Parse a time of day as HH:MM."""
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise refuse("cli.bad_clock", text=text) from None


def parse_duration(text: str) -> float:
    """Parse minutes:seconds or hours:minutes:seconds to seconds."""
    parts = text.strip().split(":")
    try:
        numbers = [int(part) for part in parts[:-1]] + [float(parts[-1])]
    except ValueError:
        numbers = []
    if len(numbers) not in {2, 3} or min(numbers) < 0 or max(numbers[1:]) >= SECONDS_A_MINUTE:
        raise refuse("cli.bad_duration", text=text)
    seconds = 0.0
    for number in numbers:
        seconds = SECONDS_A_MINUTE * seconds + number
    return seconds


def parse_score(text: str, *, name: str) -> float:
    """Parse a 0-10 score in steps of one half; a decimal comma is read as a point."""
    try:
        score = float(text.strip().replace(",", "."))
    except ValueError:
        raise refuse("cli.bad_score", name=name, text=text) from None
    if not 0 <= score <= 10 or score * 2 != round(score * 2):
        raise refuse("cli.bad_score", name=name, text=text)
    return score


def parse_reason(text: str) -> NoRunReason:
    """Parse why there was no run; the first letters are enough."""
    found = begun(text, tuple(reason.value for reason in NoRunReason))
    if len(found) != 1:
        raise refuse("cli.bad_reason", text=text)
    return NoRunReason(found[0])


def parse_pair(text: str) -> tuple[str, float]:
    """Parse NAME=NUMBER."""
    name, _, number = text.partition("=")
    try:
        value = float(number.strip().replace(",", "."))
    except ValueError:
        raise refuse("cli.bad_pair", text=text) from None
    if not name.strip() or not isfinite(value):
        raise refuse("cli.bad_pair", text=text)
    return name.strip(), value


def parse_number(text: str, *, name: str, low: float, high: float, unit: str) -> float:
    """Parse a number within bounds."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise refuse("cli.bad_number", name=name, text=text, low=low, high=high, unit=unit)
    return value


def parse_choice(text: str, *, name: str, choices: tuple[str, ...]) -> str:
    """Parse one word of a list; the first letters are enough."""
    found = begun(text, choices)
    if len(found) != 1:
        raise refuse("cli.bad_choice", name=name, text=text, choices=listed(choices))
    return found[0]


def begun(text: str, choices: tuple[str, ...]) -> list[str]:
    """Return the choices that a text begins, by their own name or in the language in use.

    A text that is all of a choice means that one alone, whatever else begins with it.
    """
    typed = text.strip().lower()
    if not typed:
        return []
    said = {choice: (choice, words().name("option", choice).lower()) for choice in choices}
    whole = [choice for choice, ways in said.items() if typed in ways]
    return whole or [
        choice for choice, ways in said.items() if any(way.startswith(typed) for way in ways)
    ]


def listed(choices: tuple[str, ...]) -> str:
    """Return choices in words, with commas."""
    return ", ".join(words().name("option", choice) for choice in choices)


def is_yes(text: str) -> bool | None:
    """Return whether a text begins yes or no, in the language in use or in English; else None."""
    typed = text.strip().lower()
    for key, english, value in (("diary.yes", "yes", True), ("diary.no", "no", False)):
        if typed and any(word.startswith(typed) for word in (words().say(key), english)):
            return value
    return None


def confirm(key: str) -> bool:
    """Ask a question for yes or no; Enter is a no."""
    say = words().say
    yes, no = say("diary.yes"), say("diary.no")
    question = f"{say(key)} [{yes[0]}/{no[0].upper()}]"
    while True:
        text = str(typer.prompt(question, default="", show_default=False))
        answer = is_yes(text) if text.strip() else False
        if answer is not None:
            return answer
        typer.echo(say("cli.confirm_again", yes=yes, no=no), err=True)


def parse_language(text: str) -> str:
    """Parse a language; ``system``, which becomes empty, for the system's own."""
    typed = text.strip().lower()
    if typed == SYSTEM_LANGUAGE:
        return ""
    if typed not in languages():
        raise refuse("cli.bad_language", text=text, languages=", ".join(languages()))
    return typed


def parse_zone(text: str) -> str:
    """Parse an IANA time-zone name."""
    try:
        ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refuse("cli.bad_zone", text=text) from None
    return text.strip()
