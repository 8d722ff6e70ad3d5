"""Use case: check in. What one page or phone says of a day meets what others said meanwhile.

A fact that nobody else changed is taken; one that was changed meanwhile is kept as both, until the
runner says which one counts. What is sent under an id counts once, however often it comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_facts import Clash, Told, facts_of, reconcile
from backstride.domain.diary_value import ItemValue
from backstride.domain.errors import ImpossibleCall
from backstride.store import diary, diary_lookup, settings
from backstride.store.diary import DiaryChange
from backstride.store.diary_documents import values_from_document, values_to_document
from backstride.store.store import Transaction
from backstride.workflows.wiring import Desk

OPEN: Final = "diary.two_words"
"""Setting: facts of which two different words wait for the runner."""

MOST_OPEN: Final = 200
"""Facts that may wait at once; a day holds fewer. Own choice."""

FactName = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody says of a day.

    Parameters
    ----------
    day : date
        Not in the future.
    told : mapping of str to Told
        By name of the fact.
    said_on : date or None
        The day on which it was said, today by default: what was said in time and sent later is
        not marked as written later.
    id : str
        Random name under which it was sent; empty where it can come once only.
    """

    day: date
    told: Mapping[str, Told]
    said_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What became of it.

    Parameters
    ----------
    entry : DiaryEntry or None
        The day as it stands now.
    change : int
        Number of the change that it made; 0 where it changed nothing.
    clashes : tuple of Clash
        What waits for the runner's word.
    was_known : bool
        Whether the same had come before.
    """

    entry: DiaryEntry | None
    change: int = 0
    clashes: tuple[Clash, ...] = ()
    was_known: bool = False


@dataclass(frozen=True, slots=True)
class TwoWords:
    """One fact of which different things were said.

    Parameters
    ----------
    day : date
        The day it is about.
    name : str
        Name of the fact.
    there : ItemValue or None
        What stands in the diary.
    told : tuple of ItemValue or None
        What else was said, the oldest first.
    """

    day: date
    name: str
    there: ItemValue | None
    told: tuple[ItemValue | None, ...]


def check_in(desk: Desk, sent: Sent) -> CheckedIn:
    """Take what was said of a day, but for what somebody else said otherwise meanwhile.

    Parameters
    ----------
    desk : Desk
        Open.
    sent : Sent
        What was said.

    Raises
    ------
    ImpossibleCall
        Where the day lies in the future.
    """
    today = desk.today()
    if sent.day > today:
        raise ImpossibleCall("future_day", day=sent.day.isoformat())
    with desk.store.transaction() as tx:
        before = diary.find_entry(tx, sent.day)
        waiting = _load(tx)
        if sent.id and (diary_lookup.is_sent(tx, sent.day, sent.id) or _waits(waiting, sent.id)):
            return CheckedIn(before, was_known=True)
        after, clashes = reconcile(before or DiaryEntry(sent.day), sent.told)
        is_later = (sent.said_on or today) > sent.day
        change = _save(tx, before, after, who=diary_lookup.sender(sent.id), is_later=is_later)
        if clashes:
            _keep(tx, waiting, sent, clashes)
        return CheckedIn(diary.find_entry(tx, sent.day), change, clashes)


def seen_facts(desk: Desk, day: date, change_id: int) -> dict[str, ItemValue]:
    """Return the facts of a day as they were after one of its changes, none where it is unknown."""
    with desk.store.reading() as tx:
        found = next((one for one in diary.history(tx, day) if one.id == change_id), None)
    return {} if found is None else facts_of(found.after)


def newest_change(desk: Desk, day: date) -> int:
    """Return the number of the newest change of a day, 0 where it was never written."""
    with desk.store.reading() as tx:
        return diary_lookup.newest_change(tx, day)


def two_words(desk: Desk) -> list[TwoWords]:
    """Return every fact that waits for the runner's word, in order of day."""
    with desk.store.reading() as tx:
        waiting = _load(tx)
        days = {day: facts_of(diary.find_entry(tx, day)) for day, _ in waiting}
    return [
        TwoWords(day, name, days[day].get(name), tuple(_value(one) for one in told))
        for (day, name), told in sorted(waiting.items(), key=lambda one: one[0])
    ]


def settle(desk: Desk, day: date, chosen: Mapping[str, Told]) -> CheckedIn:
    """Take the runner's word on facts of a day that waited for it.

    Parameters
    ----------
    desk : Desk
        Open.
    day : date
        The day.
    chosen : mapping of str to Told
        By name: what shall count, and what stood in the diary when it was chosen. A fact that was
        changed since then goes on waiting.
    """
    with desk.store.transaction() as tx:
        waiting = _load(tx)
        chosen = {name: one for name, one in chosen.items() if (day, name) in waiting}
        before = diary.find_entry(tx, day)
        facts = facts_of(before)
        told = {name: one for name, one in chosen.items() if facts.get(name) != one.value}
        after, clashes = reconcile(before or DiaryEntry(day), told)
        is_later = bool(before and before.backfilled) or desk.today() > day
        change = _save(tx, before, after, who=diary.RUNNER, is_later=is_later)
        open_still = {clash.name for clash in clashes}
        left = {
            key: told_here
            for key, told_here in waiting.items()
            if key[0] != day or key[1] not in chosen or key[1] in open_still
        }
        _store(tx, left)
        return CheckedIn(diary.find_entry(tx, day), change, clashes)


def undo_change(desk: Desk, change_id: int) -> DiaryChange | None:
    """Take one change back; None where another one of the same day came after it."""
    with desk.store.transaction() as tx:
        return diary.undo_change(tx, change_id)


def _save(
    tx: Transaction, before: DiaryEntry | None, after: DiaryEntry, *, who: str, is_later: bool
) -> int:
    """Save a day where it changed and return the number of the change, else 0."""
    if after == (before or DiaryEntry(after.day)):
        return 0
    if replace(after, backfilled=False) == DiaryEntry(after.day):
        diary.remove_entry(tx, after.day, who=who)
    else:
        after = replace(after, backfilled=after.backfilled or is_later)
        diary.save_entry(tx, after, who=who)
    return diary_lookup.newest_change(tx, after.day)


Waiting = dict[FactName, list[dict[str, Any]]]


def _load(tx: Transaction) -> Waiting:
    rows = settings.get(tx, OPEN, [])
    return {(date.fromisoformat(row["day"]), row["name"]): row["told"] for row in rows}


def _store(tx: Transaction, waiting: Waiting) -> None:
    rows = [
        {"day": day.isoformat(), "name": name, "told": told}
        for (day, name), told in waiting.items()
    ]
    if rows or settings.get(tx, OPEN, []):
        settings.put(tx, OPEN, rows)


def _waits(waiting: Waiting, sent_id: str) -> bool:
    return any(one["id"] == sent_id for told in waiting.values() for one in told)


def _keep(tx: Transaction, waiting: Waiting, sent: Sent, clashes: tuple[Clash, ...]) -> None:
    """Keep what clashed beside what waits already."""
    for clash in clashes:
        told = waiting.setdefault((sent.day, clash.name), [])
        if clash.told not in [_value(one) for one in told]:
            told.append({"id": sent.id, "value": _as_json(clash.told)})
    if len(waiting) > MOST_OPEN:
        raise ImpossibleCall("too_many_clashes", most=MOST_OPEN)
    _store(tx, waiting)


def _as_json(value: ItemValue | None) -> settings.Json:
    return None if value is None else values_to_document({"it": value})["it"]


def _value(kept: Mapping[str, Any]) -> ItemValue | None:
    value = kept["value"]
    return None if value is None else values_from_document({"it": value})["it"]
