"""One diary entry from what was typed: options, pairs, marks of the body map, answers asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import typer

from backstride.cli.item_options import read_answer, read_given
from backstride.cli.parsing import listed, parse_pair, refuse
from backstride.cli.words import words
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import with_answers
from backstride.domain.diary_item import Asked, Item
from backstride.domain.diary_items import ABOUT_A_RUN, BY_KEY, items_asked
from backstride.domain.diary_parts import Moment, RunNote
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.domain.problem import Problem
from backstride.readers.day_times import time_in
from backstride.readers.felt_text import read_felt
from backstride.readers.table_cells import Refused

if TYPE_CHECKING:
    from backstride.workflows.wiring import Desk

LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one day, beside the options of the items.

    Parameters
    ----------
    pairs : list of str
        ``NAME=VALUE`` for items without an option and for numbers of one's own.
    skipped : list of str
        Keys of items passed over.
    note : str or None
        In the runner's words.
    felt : str or None
        Marks of the body map.
    at : str or None
        Time of day of the marks.
    run : str or None
        Id of the run, its beginning, or ``last``.
    """

    pairs: list[str]
    skipped: list[str]
    note: str | None = None
    felt: str | None = None
    at: str | None = None
    run: str | None = None

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.pairs or self.skipped or self.note or self.felt)


def entry_from(
    desk: Desk, day: date, given: Mapping[str, str | bool | None], typed: Typed
) -> DiaryEntry:
    """Return the entry that was typed.

    Parameters
    ----------
    desk : Desk
        Open; looked into only where a run is meant.
    day : date
        The day.
    given : mapping of str to str, bool or None
        Options of items by key.
    typed : Typed
        Everything else.
    """
    answers = read_given(given)
    numbers: dict[str, float] = {}
    for pair in typed.pairs:
        name, mark, text = (part.strip() for part in pair.partition("="))
        if name in BY_KEY and mark:
            answers[name] = read_answer(BY_KEY[name], text)
        else:
            numbers.update([parse_pair(pair)])
    answers.update(_passed_over(typed.skipped))
    entry = DiaryEntry(
        day=day,
        covariates=numbers,
        marks={} if typed.note is None else {"note": checked_words(typed.note)},
        moments=() if typed.felt is None else (_moment(typed, day, desk),),
    )
    return with_run(desk, entry, answers, run=typed.run)


def with_run(
    desk: Desk, entry: DiaryEntry, answers: Mapping[str, ItemValue], *, run: str | None
) -> DiaryEntry:
    """Return the entry with its answers, those about a run put with that run."""
    about_run = {
        key: value
        for key, value in answers.items()
        if BY_KEY[key].asked is Asked.RUN or (run is not None and key in ABOUT_A_RUN)
    }
    about_day = {key: value for key, value in answers.items() if key not in about_run}
    if about_run:
        from backstride.workflows.find_run import find_run_id

        run_id = find_run_id(desk, entry.day, run)
        if run_id is None:
            raise refuse("cli.no_such_run", run=run or "", day=entry.day.isoformat())
        entry = replace(entry, runs=(RunNote(run_id, about_run),))
    return with_answers(entry, about_day)


def ask_items(asked: Asked) -> dict[str, ItemValue]:
    """Ask every question of an occasion; Enter skips, and a skipped question is kept as such."""
    return {item.key: _ask(item) for item in items_asked(asked)}


def checked_words(text: str) -> str:
    """Return words as they are kept, or refuse what is too long."""
    if not text.strip() or len(text) > LONGEST_WORDS:
        raise refuse("cli.bad_words", name="--note")
    return text.strip()


def _passed_over(keys: Iterable[str]) -> dict[str, ItemValue]:
    for key in keys:
        if key not in BY_KEY:
            raise refuse("cli.no_such_item", item=key)
    return dict.fromkeys(keys, Skipped.SKIPPED)


def _moment(typed: Typed, day: date, desk: Desk) -> Moment:
    felt = read_felt(typed.felt or "")
    if isinstance(felt, Refused):
        raise typer.BadParameter(words().tell(Problem(felt.code, "--felt", felt.params)))
    marks, is_whole_map = felt
    return Moment(_time(typed.at, day, desk), marks, is_whole_map)


def _time(text: str | None, day: date, desk: Desk) -> time | None:
    """Return the time typed; without one the present time on the day itself, else none."""
    if text is None:
        if day != desk.today():
            return None
        return datetime.now().astimezone().time().replace(second=0, microsecond=0)
    found = time_in(text)
    if isinstance(found, Refused):
        raise refuse("cli.bad_time", text=text)
    return found


def _ask(item: Item) -> ItemValue:
    """Ask until the answer can be read."""
    question = words().say(f"item.{item.key}.ask")
    if item.scale.options:
        choices = listed(item.scale.options)
        question = words().say("log.ask.choice", question=question, choices=choices)
    while True:
        text = str(typer.prompt(question, default="", show_default=False))
        if not text.strip():
            return Skipped.SKIPPED
        try:
            return read_answer(item, text)
        except typer.BadParameter as fault:
            typer.echo(words().say("log.again", why=fault.message), err=True)
