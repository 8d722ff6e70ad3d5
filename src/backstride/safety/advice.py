"""Advice: what to do now and what to say on the phone, as message keys; no sentence stands here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from backstride.domain.message import Message
from backstride.domain.screen import Finding, Level, ScreenEffect


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers to call in one country; empty where none is certain.

    Parameters
    ----------
    emergency : str
        For an ambulance.
    line : str
        Telephone service for the same day.
    """

    emergency: str = ""
    line: str = ""


ALSO: Final = {
    "RF13": "safety.also.keep_weight_off",
    "RF16": "safety.also.breath",
    "RF26": "safety.also.medicine_list",
    "RF28": "safety.also.packets",
    "RF31": "safety.also.eat_enough",
}
"""What else to do about one finding."""


def advise(
    level: Level, findings: Sequence[Finding], *, complete: bool, country: str | None = None
) -> tuple[Message, ...]:
    """Return what to say, the most urgent first.

    Parameters
    ----------
    level : Level
        Of the whole result.
    findings : sequence of Finding
        The worst first.
    complete : bool
        Whether every question was answered.
    country : str, optional
        ISO 3166-1 alpha-2 code; without it no number is named.
    """
    urgent = [finding for finding in findings if finding.level >= Level.E1]
    said = [what_to_do(level, country, is_found=bool(findings))]
    said += [Message(f"safety.found.{finding.rule}") for finding in findings]
    if urgent:
        said.append(Message("safety.phone"))
        said += [Message(f"safety.say.{finding.rule}") for finding in urgent]
    said += [Message(ALSO[finding.rule]) for finding in findings if finding.rule in ALSO]
    said += _what_is_held_back(findings, is_urgent=bool(urgent))
    if not complete and findings:
        said.append(Message("safety.open"))
    if level < Level.E1:
        said.append(Message("safety.watch"))
    said.append(Message("safety.not_reviewed"))
    return tuple(said)


def what_to_do(level: Level, country: str | None, *, is_found: bool) -> Message:
    """Return the one sentence that matters most, with a number to call where it is certain."""
    known = numbers_to_call(country)
    number, line = known.emergency, known.line
    if level is Level.E1 and number and line:
        return Message("safety.do.E1.line", {"line": line, "number": number})
    if level >= Level.E1 and number:
        return Message(f"safety.do.{level.label}.number", {"number": number})
    if level >= Level.E1:
        return Message(f"safety.do.{level.label}.anywhere")
    if level is Level.E3 and not is_found:
        return Message("safety.do.open")
    return Message(f"safety.do.{level.label}")


def _what_is_held_back(findings: Sequence[Finding], *, is_urgent: bool) -> list[Message]:
    if is_urgent:
        return [Message("safety.effect.all")]
    asked = {effect for finding in findings for effect in finding.effects}
    return [Message(f"safety.effect.{effect.value}") for effect in ScreenEffect if effect in asked]


def numbers_to_call(country: str | None) -> Numbers:
    """Return the numbers of a country by its ISO 3166-1 alpha-2 code."""
    return _numbers().get(country or "", Numbers())


def known_countries() -> tuple[str, ...]:
    """Return the codes of the countries whose numbers are certain, in alphabetical order."""
    return tuple(sorted(_numbers()))


@cache
def _numbers() -> Mapping[str, Numbers]:
    """Numbers to call by country, only where they are certain."""
    path = files("backstride.safety").joinpath("countries.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["country"]
    return {
        code: Numbers(row["emergency"], row.get("line", ""))
        for row in rows
        for code in row["codes"]
    }
