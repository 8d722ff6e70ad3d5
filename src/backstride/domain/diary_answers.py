"""Answers of a diary entry by item key, wherever in the entry they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from backstride.domain.diary import DiaryEntry, NoRunReason
from backstride.domain.diary_item import Kept
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_value import ItemValue, Score, Skipped
from backstride.domain.errors import OutOfRange

_Value = TypeVar("_Value")


def answers_of(entry: DiaryEntry) -> dict[str, ItemValue]:
    """Return every answer of a day by item key; what was not asked is absent.

    Parameters
    ----------
    entry : DiaryEntry
        One day. Answers about single runs are not among them.
    """
    found: dict[str, ItemValue] = dict(entry.items)
    if entry.covariates:
        found.update({key: number for key, number in entry.covariates.items() if key in BY_KEY})
    if entry.leg_morning is not None:
        found["leg_morning"] = entry.leg_morning
    if entry.leg_evening is not None:
        found["leg_evening"] = entry.leg_evening
    if entry.sides:
        found.update({key: score for key, score in entry.sides.items() if score is not None})
    if entry.no_run_reason is not None:
        found["no_run_reason"] = entry.no_run_reason.value
    return found


def with_answers(entry: DiaryEntry, answers: Mapping[str, ItemValue]) -> DiaryEntry:
    """Return the entry with further answers, each put where it belongs.

    Parameters
    ----------
    entry : DiaryEntry
        One day.
    answers : mapping of str to ItemValue
        By item key.

    Raises
    ------
    OutOfRange
        Where there is no item of that key.
    """
    for key, value in answers.items():
        entry = _with_answer(entry, key, value)
    return entry


def without_answer(entry: DiaryEntry, key: str) -> DiaryEntry:
    """Return the entry as if one thing had never been asked.

    Parameters
    ----------
    entry : DiaryEntry
        One day.
    key : str
        Key of an item, or the name of a number or word kept under its own name.
    """
    fields = {key: None} if key in ("leg_morning", "leg_evening", "no_run_reason") else {}
    return replace(
        entry,
        **fields,  # type: ignore[arg-type]  # these three may be None
        sides=_without(entry.sides, key),
        covariates=_without(entry.covariates, key),
        marks=_without(entry.marks, key),
        items=_without(entry.items, key),
    )


def _with_answer(entry: DiaryEntry, key: str, value: ItemValue) -> DiaryEntry:
    item = BY_KEY.get(key)
    if item is None:
        raise OutOfRange("diary_item", item=key)
    cleared = without_answer(entry, key)
    if key == "no_run_reason":
        if isinstance(value, str):
            return replace(cleared, no_run_reason=NoRunReason(value))
    elif item.kept in (Kept.FIELD, Kept.SIDE):
        return _with_score(cleared, key, value)
    elif item.kept is Kept.COVARIATE and isinstance(value, float):
        return replace(cleared, covariates={**cleared.covariates, key: value})
    return replace(cleared, items={**cleared.items, key: value})


def _with_score(entry: DiaryEntry, key: str, value: ItemValue) -> DiaryEntry:
    score: Score = value if isinstance(value, (float, Skipped)) else None
    if key == "leg_morning":
        return replace(entry, leg_morning=score)
    if key == "leg_evening":
        return replace(entry, leg_evening=score)
    return replace(entry, sides={**entry.sides, key: score})


def _without(values: Mapping[str, _Value], key: str) -> dict[str, _Value]:
    return {name: value for name, value in values.items() if name != key}
