"""Diary days as JSON for programs; absent means not asked, ``"skipped"`` asked and passed over."""

from __future__ import annotations

from collections.abc import Mapping

from backstride.domain.body import BodyMark, ladder_step
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_parts import Moment
from backstride.domain.diary_value import ItemValue, Skipped


def entry_as_json(entry: DiaryEntry) -> dict[str, object]:
    """Return one day as ``diary list --json`` prints it."""
    marks = [mark for moment in entry.moments for mark in moment.marks]
    is_whole_map = any(moment.is_whole_map for moment in entry.moments)
    own = {name: value for name, value in entry.covariates.items() if name not in BY_KEY}
    return {
        "day": entry.day.isoformat(),
        "backfilled": entry.backfilled,
        "answers": _values(answers_of(entry)),
        "numbers": own,
        "words": dict(entry.marks),
        "ladder_step": ladder_step(marks, is_whole_map=is_whole_map),
        "moments": [_moment(moment) for moment in entry.moments],
        "runs": [{"id": run.activity_id, "answers": _values(run.values)} for run in entry.runs],
        "events": [
            {
                "kind": event.kind.value,
                "last_day": None if event.last_day is None else event.last_day.isoformat(),
                "note": event.note,
            }
            for event in entry.events
        ],
        "scores": [
            {"instrument": score.instrument, "value": score.value} for score in entry.scores
        ],
    }


def _moment(moment: Moment) -> dict[str, object]:
    return {
        "at": None if moment.at is None else moment.at.isoformat(),
        "whole_map": moment.is_whole_map,
        "marks": [_mark(mark) for mark in moment.marks],
        "values": dict(moment.values),
    }


def _mark(mark: BodyMark) -> dict[str, object]:
    return {
        "site": mark.site,
        "quality": mark.quality,
        "level": mark.level,
        "scale": mark.scale or None,
    }


def _values(values: Mapping[str, ItemValue]) -> dict[str, float | bool | str]:
    return {
        key: value.value if isinstance(value, Skipped) else value for key, value in values.items()
    }
