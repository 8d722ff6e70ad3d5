"""``backstride diary event`` and ``measures``: what began, what ended, what was done about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.diary_change import Note
from backstride.cli.diary_show import Json
from backstride.cli.entry_form import checked_words
from backstride.cli.parsing import parse_choice, parse_day, parse_past_day, refuse
from backstride.cli.words import words
from backstride.domain.diary_parts import Event, EventKind

if TYPE_CHECKING:
    from datetime import date

    from backstride.workflows.mark_phases import Marked
    from backstride.workflows.wiring import Desk

SCHEMA_MEASURES = "backstride.diary-measures/1"


def event(
    kind: Annotated[str, typer.Argument(help=words().say("cli.diary.kind"))],
    *,
    from_: Annotated[
        str | None, typer.Option("--from", help=words().say("cli.diary.event_from"))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", help=words().say("cli.diary.event_until"))
    ] = None,
    note: Note = None,
    end: Annotated[bool, typer.Option("--end", help=words().say("cli.diary.event_end"))] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help=words().say("cli.diary.event_remove"))
    ] = False,
) -> None:
    """Mark a stretch of days, set its end, or take it away."""
    from backstride.workflows import mark_phases
    from backstride.workflows.wiring import open_desk

    choices = tuple(one.value for one in EventKind)
    meant = EventKind(parse_choice(kind, name="KIND", choices=choices))
    if end and remove:
        raise refuse("cli.end_or_remove")
    said = checked_words(note) if note else ""
    with open_desk() as desk:
        first = desk.today() if from_ is None else parse_past_day(from_, desk.today())
        last = None if until is None else parse_day(until)
        if end:
            last = last or desk.today()
            marked = _going_on(desk, meant, said, last=last, first=first if from_ else None)
            first = marked.first
            changed = mark_phases.end_event(desk, marked, last)
        elif remove:
            changed = mark_phases.remove_event(desk, first, meant, said)
        elif last is not None and last < first:
            raise refuse("cli.ends_before_it_begins", first=str(first), last=str(last))
        else:
            changed = mark_phases.mark_event(desk, first, Event(meant, last, said))
    key = "log.saved" if changed else "diary.unchanged"
    typer.echo(words().say(key, day=first.isoformat()))


def _going_on(desk: Desk, kind: EventKind, note: str, *, last: date, first: date | None) -> Marked:
    """Return the one event that is meant, or say which there are."""
    from backstride.workflows.mark_phases import find_going_on

    found = find_going_on(desk, kind, by=last, note=note)
    if first is not None:
        found = [marked for marked in found if marked.first == first]
    name = words().say(f"event.{kind.value}")
    if not found:
        raise refuse("cli.nothing_goes_on", kind=name, day=last.isoformat())
    if len(found) > 1:
        listed = ", ".join(f"{one.first} {one.event.note}".strip() for one in found)
        raise refuse("cli.several_go_on", kind=name, listed=listed)
    return found[0]


def measures(as_json: Json = False) -> None:
    """List what was done about it, how often, and whether it can be judged yet."""
    from backstride.cli.measure_page import measure_as_json, print_measures
    from backstride.inference.comparable import LEAST_COMPARABLE
    from backstride.workflows.list_measures import list_measures
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        found = list_measures(desk)
    if as_json:
        rows = [measure_as_json(row) for row in found]
        document = {"schema": SCHEMA_MEASURES, "n_needed": LEAST_COMPARABLE, "measures": rows}
        typer.echo(json.dumps(document, indent=1))
    elif not found:
        typer.echo(words().say("measures.none"))
    else:
        print_measures(found)
