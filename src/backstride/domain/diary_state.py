"""State of one question on one day: not asked, passed over, none, given, or given too long ago."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of
from backstride.domain.diary_item import Item
from backstride.domain.diary_value import ItemValue, Skipped


class State(Enum):
    """How a question stands on a day; none of these is ever taken for another."""

    MISSING = "missing"
    SKIPPED = "skipped"
    ZERO = "zero"
    GIVEN = "given"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question stands on a day.

    Parameters
    ----------
    state : State
        The state.
    value : ItemValue or None
        The answer; a stale one is kept, so that it can be shown as what it is.
    said_on : date or None
        Day of the answer.
    """

    state: State
    value: ItemValue | None = None
    said_on: date | None = None


MISSING = Standing(State.MISSING)


def state_of(value: ItemValue | None) -> State:
    """Return the state of an answer on the day it was given."""
    if value is None:
        return State.MISSING
    if isinstance(value, Skipped):
        return State.SKIPPED
    if value is False or value == 0.0:
        return State.ZERO
    return State.GIVEN


def standing(item: Item, entries: Iterable[DiaryEntry], day: date) -> Standing:
    """Return how a question stands on a day.

    Parameters
    ----------
    item : Item
        The question.
    entries : iterable of DiaryEntry
        In any order; later days than `day` are passed over.
    day : date
        The day asked about.

    Returns
    -------
    Standing
        Of the day's own answer, else of the newest earlier one: it stands for
        `Item.fresh_days` and is stale after that. A question about its own day only is missing
        on every other day. A question passed over today does not hide last week's answer.
    """
    said = [
        Standing(state_of(value), value, entry.day)
        for entry in entries
        if entry.day <= day and (value := answers_of(entry).get(item.key)) is not None
    ]
    today = next((found for found in said if found.said_on == day), MISSING)
    if item.fresh_days == 0 or today.state in (State.GIVEN, State.ZERO):
        return today
    answered = [found for found in said if found.state is not State.SKIPPED]
    newest = max(answered, key=lambda found: found.said_on or date.min, default=None)
    if newest is None or newest.said_on is None:
        return today
    if (day - newest.said_on).days <= item.fresh_days:
        return newest
    return Standing(State.STALE, newest.value, newest.said_on)
