"""Use case: change some answers of a day, unless somebody else changed the day meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeAlias

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import with_answers, without_answer
from backstride.domain.diary_item import Item, Kind
from backstride.domain.diary_items import BY_KEY
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.domain.errors import ChangedMeanwhile, ImpossibleCall
from backstride.domain.message import Message, Parameter
from backstride.store import diary
from backstride.workflows.wiring import Desk

NOTE: Final = "note"
"""Name under which a day keeps the runner's own words."""

Json: TypeAlias = float | bool | str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of a day now.

    Parameters
    ----------
    answers : dict of str to ItemValue
        By item key.
    taken_away : tuple of str
        Keys of items that shall be as if they had never been asked.
    note : str or None
        Words of the day; empty takes them away, None leaves them.
    """

    answers: dict[str, ItemValue] = field(default_factory=dict)
    taken_away: tuple[str, ...] = ()
    note: str | None = None


def read_change(answers: Mapping[str, Json], note: str | None) -> Change | dict[str, Message]:
    """Turn values as JSON gives them into a change; all faults by key where there are any.

    Parameters
    ----------
    answers : mapping of str to JSON value
        By item key; null takes an answer away, ``"skipped"`` passes a question over.
    note : str, optional
        Words of the day.
    """
    read: dict[str, ItemValue] = {}
    faults: dict[str, Message] = {}
    for key, value in answers.items():
        item = BY_KEY.get(key)
        if item is None:
            faults[key] = Message("error.diary_item", {"item": key[:64]})
        elif value is not None:
            found = _value(item, value)
            if isinstance(found, Message):
                faults[key] = found
            else:
                read[key] = found
    if faults:
        return faults
    gone = tuple(key for key, value in answers.items() if value is None)
    return Change(read, gone, note)


def apply_change(
    desk: Desk,
    day: date,
    change: Change | None,
    *,
    is_current: Callable[[DiaryEntry | None], bool] | None = None,
) -> DiaryEntry | None:
    """Change a day and return it as it then stands, None where nothing is left of it.

    Parameters
    ----------
    desk : Desk
        Open.
    day : date
        Not in the future.
    change : Change or None
        None takes the whole entry away.
    is_current : callable, optional
        Whether the day is still as the one who changes it has read it.

    Raises
    ------
    ImpossibleCall
        Where the day lies in the future.
    ChangedMeanwhile
        Where it is not as it was read; nothing is changed.
    """
    today = desk.today()
    if day > today:
        raise ImpossibleCall("future_day", day=day.isoformat())
    with desk.store.transaction() as tx:
        before = diary.find_entry(tx, day)
        if is_current is not None and not is_current(before):
            raise ChangedMeanwhile("changed_meanwhile", day=day.isoformat())
        after = None if change is None else _changed(before or DiaryEntry(day), change)
        if after is None or replace(after, backfilled=False) == DiaryEntry(day):
            if before is not None:
                diary.remove_entry(tx, day)
            return None
        if before is None or after != before:
            after = replace(after, backfilled=after.backfilled or day < today)
            diary.save_entry(tx, after)
        return after


def _changed(entry: DiaryEntry, change: Change) -> DiaryEntry:
    for key in change.taken_away:
        entry = without_answer(entry, key)
    entry = with_answers(entry, change.answers)
    if change.note is None:
        return entry
    marks = {name: words for name, words in entry.marks.items() if name != NOTE}
    return replace(entry, marks=marks | ({NOTE: change.note} if change.note.strip() else {}))


def _value(item: Item, value: float | bool | str) -> ItemValue | Message:
    """Return an answer of the item's kind, or what was expected."""
    scale = item.scale
    if value == Skipped.SKIPPED.value and scale.kind is not Kind.WORDS:
        return Skipped.SKIPPED
    if scale.kind is Kind.NUMBER:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if is_number and scale.fits(float(value)):
            return float(value)
        span: dict[str, Parameter] = {
            "low": scale.low,
            "high": scale.high,
            "step": scale.step,
            "unit": scale.unit,
        }
        return Message("web.api.expected.number", {**span, "text": str(value)[:40]})
    if scale.kind is Kind.YES_NO:
        return value if isinstance(value, bool) else Message("web.api.expected.yes_no")
    if scale.kind is Kind.CHOICE:
        if isinstance(value, str) and value in scale.options:
            return value
        return Message("web.api.expected.choice", {"choices": ", ".join(scale.options)})
    if isinstance(value, str) and value.strip():
        return value.strip()
    return Message("web.api.expected.words")
