"""Documents of the diary: one day as JSON and back; what is written is read back equal.

An absent key was never told, so a day that holds less than another one is a smaller document. The
key ``format`` stands where a day holds more than the first version of Backstride could read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

from backstride.domain.body import BodyMark
from backstride.domain.diary import DiaryEntry, NoRunReason
from backstride.domain.diary_parts import Event, EventKind, ImportedScore, Moment, RunNote
from backstride.domain.diary_value import ItemValue, Score, Skipped
from backstride.domain.errors import StoreTooNew
from backstride.store.json_text import Document

FORMAT: Final = 3
"""1: scores, reason, covariates, marks. 2: items, moments, runs, events, scores from elsewhere.
3: events of the kinds cadence and measure."""

_SINCE_2: Final = ("items", "moments", "runs", "events", "scores")
_SINCE_3: Final = frozenset({EventKind.CADENCE, EventKind.MEASURE})
_SKIPPED: Final = {"skipped": True}
"""An item passed over; an object, since any word may be an answer."""


def diary_to_document(entry: DiaryEntry) -> Document:
    """Return a diary entry without its day."""
    told: Document = {
        "leg_morning": _score_to_json(entry.leg_morning),
        "leg_evening": _score_to_json(entry.leg_evening),
        "no_run_reason": None if entry.no_run_reason is None else entry.no_run_reason.value,
        "sides": {name: _score_to_json(score) for name, score in entry.sides.items()},
        "covariates": dict(entry.covariates),
        "marks": dict(entry.marks),
        "backfilled": entry.backfilled,
        "items": values_to_document(entry.items),
        "moments": [_moment_to_json(moment) for moment in entry.moments],
        "runs": [[run.activity_id, values_to_document(run.values)] for run in entry.runs],
        "events": [_event_to_json(event) for event in entry.events],
        "scores": [[score.instrument, score.value] for score in entry.scores],
    }
    document = _told(told)
    if any(event.kind in _SINCE_3 for event in entry.events):
        return {**document, "format": 3}
    return {**document, "format": 2} if any(name in document for name in _SINCE_2) else document


def diary_from_document(day: date, document: Document) -> DiaryEntry:
    """Return the diary entry of a day.

    Raises
    ------
    StoreTooNew
        Where a newer version of Backstride wrote more than this one can read.
    """
    found = document.get("format", 1)
    if found > FORMAT:
        raise StoreTooNew("store.diary_too_new", day=day.isoformat(), found=found, known=FORMAT)
    reason = document.get("no_run_reason")
    read = document.get
    return DiaryEntry(
        day=day,
        leg_morning=_score_from_json(read("leg_morning")),
        leg_evening=_score_from_json(read("leg_evening")),
        no_run_reason=None if reason is None else NoRunReason(reason),
        sides={name: _score_from_json(value) for name, value in read("sides", {}).items()},
        covariates=read("covariates", {}),
        marks=read("marks", {}),
        backfilled=read("backfilled", False),
        items=values_from_document(read("items", {})),
        moments=tuple(_moment_from_json(part) for part in read("moments", ())),
        runs=tuple(RunNote(run, values_from_document(values)) for run, values in read("runs", ())),
        events=tuple(_event_from_json(part) for part in read("events", ())),
        scores=tuple(ImportedScore(name, value) for name, value in read("scores", ())),
    )


def _told(values: Document) -> Document:
    """Leave out what was never told: None, False and what is empty; 0 is told."""
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value not in ({}, [], "")
    }


def _score_to_json(score: Score) -> float | str | None:
    return score.value if isinstance(score, Skipped) else score


def _score_from_json(value: float | str | None) -> Score:
    return Skipped(value) if isinstance(value, str) else value


def values_to_document(values: Mapping[str, ItemValue]) -> Document:
    """Return answers by name as JSON."""
    return {
        name: _SKIPPED if isinstance(value, Skipped) else value for name, value in values.items()
    }


def values_from_document(document: Mapping[str, Any]) -> dict[str, ItemValue]:
    """Return the answers that `values_to_document` wrote."""
    return {
        name: Skipped.SKIPPED if isinstance(value, dict) else value
        for name, value in document.items()
    }


def _moment_to_json(moment: Moment) -> Document:
    return _told(
        {
            "at": None if moment.at is None else moment.at.isoformat(),
            "marks": [_mark_to_json(mark) for mark in moment.marks],
            "whole_map": moment.is_whole_map,
            "values": dict(moment.values),
        }
    )


def _moment_from_json(document: Document) -> Moment:
    at = document.get("at")
    return Moment(
        at=None if at is None else time.fromisoformat(at),
        marks=tuple(BodyMark(*parts) for parts in document.get("marks", ())),
        is_whole_map=document.get("whole_map", False),
        values=document.get("values", {}),
    )


def _mark_to_json(mark: BodyMark) -> list[str | float | None]:
    """Return site, quality, level and scale, the last two only as far as they were told."""
    if mark.scale:
        return [mark.site, mark.quality, mark.level, mark.scale]
    return (
        [mark.site, mark.quality] if mark.level is None else [mark.site, mark.quality, mark.level]
    )


def _event_to_json(event: Event) -> Document:
    last_day = None if event.last_day is None else event.last_day.isoformat()
    return _told({"kind": event.kind.value, "last_day": last_day, "note": event.note})


def _event_from_json(document: Document) -> Event:
    last_day = document.get("last_day")
    return Event(
        kind=EventKind(document["kind"]),
        last_day=None if last_day is None else date.fromisoformat(last_day),
        note=document.get("note", ""),
    )
