"""``backstride diary edit``, ``delete``, ``undo``, ``score``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from backstride.cli.entry_form import Typed, checked_words, entry_from
from backstride.cli.item_options import with_item_options
from backstride.cli.parsing import parse_day, parse_number, parse_past_day, refuse
from backstride.cli.words import words
from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import without_answer
from backstride.domain.diary_merge import merge_entries
from backstride.domain.diary_parts import ImportedScore, instrument_named, is_possible_score

Day = Annotated[str, typer.Argument(help=words().say("cli.diary.day"))]
Note = Annotated[str | None, typer.Option("--note", help=words().say("cli.log.note"))]

FELT, RUNS, EVENTS, SCORES = "felt", "runs", "events", "scores"
"""What ``--clear`` takes away whole, beside single items."""


@with_item_options
def edit(
    day: Day,
    *,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help=words().say("cli.log.set"))
    ] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", help=words().say("cli.diary.clear"))
    ] = None,
    note: Note = None,
    felt: Annotated[str | None, typer.Option("--felt", help=words().say("cli.log.felt"))] = None,
    at: Annotated[str | None, typer.Option("--at", help=words().say("cli.log.at"))] = None,
    run: Annotated[str | None, typer.Option("--run", help=words().say("cli.log.run"))] = None,
    skip: Annotated[
        list[str] | None, typer.Option("--skip", help=words().say("cli.log.skip"))
    ] = None,
    **given: str | bool | None,
) -> None:
    """Change a day: what is typed replaces what stood there, the rest stays."""
    from backstride.workflows.keep_diary import find_entry, replace_entry
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        chosen = parse_past_day(day, desk.today())
        typed = Typed(set_ or [], skip or [], note, felt, at, run)
        before = find_entry(desk, chosen)
        entry = before or DiaryEntry(chosen, backfilled=chosen < desk.today())
        for key in clear or ():
            entry = _cleared(entry, key)
        entry = merge_entries(entry, entry_from(desk, chosen, given, typed))
        changed = replace_entry(desk, entry)
    key = "log.saved" if changed else "diary.unchanged"
    typer.echo(words().say(key, day=chosen.isoformat()))


def delete(day: Day) -> None:
    """Take a day away; its history stays."""
    from backstride.workflows.keep_diary import remove_entry
    from backstride.workflows.wiring import open_desk

    chosen = parse_day(day)
    with open_desk() as desk:
        removed = remove_entry(desk, chosen)
    typer.echo(
        words().say("log.removed" if removed else "log.nothing_to_remove", day=chosen.isoformat())
    )


def undo() -> None:
    """Take the last change back."""
    from backstride.workflows.keep_diary import undo_last_change
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        taken = undo_last_change(desk)
    if not taken:
        typer.echo(words().say("diary.nothing_to_undo"))
        return
    when = taken[0].changed.astimezone().strftime("%Y-%m-%d %H:%M")
    days = sorted(change.day for change in taken)
    first, last = days[0].isoformat(), days[-1].isoformat()
    typer.echo(words().say("diary.undone", n=len(taken), first=first, last=last, when=when))


def score(
    name: Annotated[str, typer.Argument(help=words().say("cli.diary.score_name"))],
    value: Annotated[str, typer.Argument(help=words().say("cli.diary.score_value"))],
    day: Annotated[
        str | None, typer.Option("--date", "-d", help=words().say("cli.log.date"))
    ] = None,
) -> None:
    """Keep the total of a questionnaire that was filled in elsewhere."""
    from backstride.workflows.keep_diary import write_entry
    from backstride.workflows.wiring import open_desk

    instrument = instrument_named(checked_words(name))
    number = parse_number(value, name=instrument, low=-1e6, high=1e6, unit="")
    found = ImportedScore(instrument, number)
    if not is_possible_score(found):
        raise refuse("cli.bad_score_of", name=instrument, text=value)
    with open_desk() as desk:
        chosen = desk.today() if day is None else parse_past_day(day, desk.today())
        entry = DiaryEntry(chosen, scores=(found,))
        write_entry(desk, entry, is_backfilled=chosen < desk.today())
    typer.echo(words().say("log.saved", day=chosen.isoformat()))


def _cleared(entry: DiaryEntry, key: str) -> DiaryEntry:
    """Return the entry without one thing."""
    empty = {
        FELT: replace(entry, moments=()),
        RUNS: replace(entry, runs=()),
        EVENTS: replace(entry, events=()),
        SCORES: replace(entry, scores=()),
    }
    return empty[key] if key in empty else without_answer(entry, key)
