"""Documents: domain values as JSON and back, for what travels as a whole.

An absent key means never told; what is written is read back equal. JSON has no NaN: a number that
is none is stored as null.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeAlias

from backstride.domain.activity import Lap, Pause
from backstride.domain.diary import DiaryEntry, NoRunReason, Score, Skipped
from backstride.domain.dose import GaitSummary
from backstride.domain.interval import Range
from backstride.domain.problem import Problem, Severity
from backstride.domain.runner import Runner
from backstride.store.instants import from_utc_ms, to_utc_ms

Document: TypeAlias = dict[str, Any]

_GAIT_FIELDS = {field.name: field.default for field in fields(GaitSummary)}


def dump_document(value: object) -> str:
    """Return JSON text of a document, the same for SQLite and PostgreSQL."""
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError:
        return json.dumps(_without_nan(value), allow_nan=False, separators=(",", ":"))


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


def diary_to_document(entry: DiaryEntry) -> Document:
    """Return a diary entry without its day; a question passed over is ``"skipped"``."""
    document: Document = {
        name: _score_to_json(score)
        for name, score in (("leg_morning", entry.leg_morning), ("leg_evening", entry.leg_evening))
        if score is not None
    }
    if entry.no_run_reason is not None:
        document["no_run_reason"] = entry.no_run_reason.value
    if entry.sides:
        document["sides"] = {name: _score_to_json(score) for name, score in entry.sides.items()}
    if entry.covariates:
        document["covariates"] = dict(entry.covariates)
    if entry.marks:
        document["marks"] = dict(entry.marks)
    if entry.backfilled:
        document["backfilled"] = True
    return document


def diary_from_document(day: date, document: Document) -> DiaryEntry:
    """Return the diary entry of a day."""
    reason = document.get("no_run_reason")
    return DiaryEntry(
        day=day,
        leg_morning=_score_from_json(document.get("leg_morning")),
        leg_evening=_score_from_json(document.get("leg_evening")),
        no_run_reason=None if reason is None else NoRunReason(reason),
        sides={name: _score_from_json(x) for name, x in document.get("sides", {}).items()},
        covariates=document.get("covariates", {}),
        marks=document.get("marks", {}),
        backfilled=document.get("backfilled", False),
    )


def runner_to_document(runner: Runner) -> Document:
    """Return what was told of a runner."""
    told = {field.name: getattr(runner, field.name) for field in fields(Runner)}
    document = {name: value for name, value in told.items() if value is not None}
    if runner.onset is not None:
        document["onset"] = runner.onset.isoformat()
    return document


def runner_from_document(document: Document) -> Runner:
    """Return the runner of a document."""
    onset = document.get("onset")
    told = {**document, "onset": None if onset is None else date.fromisoformat(onset)}
    return Runner(**told)


def _score_to_json(score: Score) -> float | str | None:
    return score.value if isinstance(score, Skipped) else score


def _score_from_json(value: float | str | None) -> Score:
    return Skipped(value) if isinstance(value, str) else value


def _without_nan(value: object) -> object:
    """Return the value with every number that is none replaced by None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _without_nan(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(item) for item in value]
    return value
