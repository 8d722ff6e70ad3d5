"""What a diary day says, fact by fact under one name each: so that two writers can be told apart.

A fact is an answer under the key of its item, the runner's own words under ``note``, or an answer
about one run under ``run:ID:KEY``, with an empty id for a run without a recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of, with_answers, without_answer
from backstride.domain.diary_item import Item
from backstride.domain.diary_items import ABOUT_A_RUN, BY_KEY
from backstride.domain.diary_parts import RunNote
from backstride.domain.diary_value import ItemValue

NOTE: Final = "note"
RUN: Final = "run:"


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as somebody tells it.

    Parameters
    ----------
    value : ItemValue or None
        What it shall be; None takes it away.
    was : tuple of ItemValue or None
        What it may be while nobody else has changed it: what the writer saw, and what she sent
        before.
    """

    value: ItemValue | None
    was: tuple[ItemValue | None, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Clash:
    """One fact of which two writers said different things.

    Parameters
    ----------
    name : str
        Name of the fact.
    there, told : ItemValue or None
        What stands in the diary, and what was to replace something else.
    """

    name: str
    there: ItemValue | None
    told: ItemValue | None


def item_of(name: str) -> Item | None:
    """Return the item a fact answers; None for the note and for a name that is none."""
    if not name.startswith(RUN):
        return BY_KEY.get(name)
    _, _, key = name.split(":", 2) if name.count(":") == 2 else ("", "", "")
    return BY_KEY[key] if key in ABOUT_A_RUN else None


def is_fact(name: str) -> bool:
    """Tell whether something is the name of a fact."""
    return name == NOTE or item_of(name) is not None


def facts_of(entry: DiaryEntry | None) -> dict[str, ItemValue]:
    """Return every fact of a day by name; what was not said is absent."""
    if entry is None:
        return {}
    facts = answers_of(entry)
    if NOTE in entry.marks:
        facts[NOTE] = entry.marks[NOTE]
    for run in entry.runs:
        facts |= {f"{RUN}{run.activity_id}:{key}": value for key, value in run.values.items()}
    return facts


def with_facts(entry: DiaryEntry, facts: Mapping[str, ItemValue | None]) -> DiaryEntry:
    """Return the entry with some facts told anew, None taking one away; the rest stays."""
    for name, value in facts.items():
        if name.startswith(RUN):
            entry = _with_run_fact(entry, name, value)
        elif name == NOTE:
            kept = {one: words for one, words in entry.marks.items() if one != NOTE}
            entry = replace(entry, marks=kept | ({NOTE: str(value)} if value else {}))
        elif value is None:
            entry = without_answer(entry, name)
        else:
            entry = with_answers(entry, {name: value})
    return entry


def reconcile(entry: DiaryEntry, told: Mapping[str, Told]) -> tuple[DiaryEntry, tuple[Clash, ...]]:
    """Return the day with everything told that nobody else said otherwise, and the rest.

    Parameters
    ----------
    entry : DiaryEntry
        As it stands.
    told : mapping of str to Told
        By name of the fact. One that is told as it was is none of the writer's doing.
    """
    facts = facts_of(entry)
    taken: dict[str, ItemValue | None] = {}
    clashes: list[Clash] = []
    for name, one in told.items():
        there = facts.get(name)
        if there == one.value or one.value in one.was:
            continue
        if there in one.was:
            taken[name] = one.value
        else:
            clashes.append(Clash(name, there, one.value))
    return with_facts(entry, taken), tuple(clashes)


def _with_run_fact(entry: DiaryEntry, name: str, value: ItemValue | None) -> DiaryEntry:
    _, run_id, key = name.split(":", 2)
    notes = {run.activity_id: dict(run.values) for run in entry.runs}
    values = {one: kept for one, kept in notes.get(run_id, {}).items() if one != key}
    if value is not None:
        values[key] = value
    notes[run_id] = values
    runs = tuple(RunNote(one, kept) for one, kept in notes.items() if kept)
    return replace(entry, runs=runs)
