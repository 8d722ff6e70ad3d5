"""Documents: domain values as JSON and back, for what travels as a whole.

An absent key means never told; what is written is read back equal. JSON has no NaN: a number that
is none is stored as null.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from backstride.domain.activity import Lap, Pause
from backstride.domain.dose import GaitSummary
from backstride.domain.interval import Range
from backstride.domain.problem import Problem, Severity
from backstride.store.instants import from_utc_ms, to_utc_ms
from backstride.store.json_text import Document

_GAIT_FIELDS = {field.name: field.default for field in fields(GaitSummary)}


def problems_to_document(problems: Iterable[Problem]) -> list[Document]:
    """Return problems as a JSON list."""
    return [
        {
            "code": problem.code,
            "where": problem.where,
            "params": problem.params,
            "severity": problem.severity.value,
        }
        for problem in problems
    ]


def problems_from_document(document: Iterable[Document]) -> tuple[Problem, ...]:
    """Return the problems of a JSON list."""
    return tuple(
        Problem(item["code"], item["where"], item["params"], Severity(item["severity"]))
        for item in document
    )


def laps_to_document(laps: Iterable[Lap]) -> list[list[float | None]]:
    """Return laps as rows of start [ms UTC], elapsed [s], timer [s], distance [m]."""
    return [[to_utc_ms(lap.start), lap.elapsed_s, lap.timer_s, lap.distance_m] for lap in laps]


def laps_from_document(document: Iterable[list[Any]]) -> tuple[Lap, ...]:
    """Return the laps of a JSON list."""
    return tuple(
        Lap(from_utc_ms(start), elapsed, timer, distance)
        for start, elapsed, timer, distance in document
    )


def pauses_to_document(pauses: Iterable[Pause]) -> list[list[float]]:
    """Return pauses as rows of start and end [s since the start of the leg]."""
    return [[pause.start_s, pause.end_s] for pause in pauses]


def pauses_from_document(document: Iterable[list[float]]) -> tuple[Pause, ...]:
    """Return the pauses of a JSON list."""
    return tuple(Pause(start, end) for start, end in document)


def gait_to_document(gait: GaitSummary) -> Document:
    """Return a summary of gait; a range is a list of q05, q50, q95."""
    document: Document = {}
    for name, default in _GAIT_FIELDS.items():
        value = getattr(gait, name)
        if value != default:
            is_range = isinstance(value, Range)
            document[name] = [value.q05, value.q50, value.q95] if is_range else value
    return document


def gait_from_document(document: Document) -> GaitSummary:
    """Return the summary of gait of a document; what an older version derived beside is left."""
    facts: dict[str, Any] = {
        name: Range(*value) if isinstance(value, list) else value
        for name, value in document.items()
        if name in _GAIT_FIELDS
    }
    return GaitSummary(**facts)
