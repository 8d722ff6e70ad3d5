"""``backstride diary list``, ``completeness``, ``history``, ``items``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.parsing import parse_day
from backstride.cli.words import data_words, words

if TYPE_CHECKING:
    from backstride.domain.completeness import Completeness
    from backstride.domain.diary_item import Item

SCHEMA_ITEMS = "backstride.diary-items/1"
SCHEMA_COMPLETENESS = "backstride.diary-completeness/1"

From = Annotated[str | None, typer.Option("--from", help=words().say("cli.diary.from"))]
To = Annotated[str | None, typer.Option("--to", help=words().say("cli.diary.to"))]
Json = Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))]


def list_days(from_: From = None, to: To = None, as_json: Json = False) -> None:
    """List days, with a strip of mornings above them."""
    from backstride.cli.diary_page import print_days, strip_lines
    from backstride.workflows import review_diary
    from backstride.workflows.wiring import open_desk

    first_day = None if from_ is None else parse_day(from_)
    last_day = None if to is None else parse_day(to)
    with open_desk() as desk:
        entries = review_diary.list_days(desk, first_day=first_day, last_day=last_day)
        last_told = last_day or max((entry.day for entry in entries), default=None)
        found = review_diary.find_completeness(desk, first_day=first_day, last_day=last_told)
    say = words().say
    if as_json:
        from backstride.report.diary_json import entry_as_json

        typer.echo(json.dumps([entry_as_json(entry) for entry in entries], indent=1))
    elif not entries:
        typer.echo(say("diary.none"))
    else:
        for line in strip_lines(found):
            typer.echo(line)
        typer.echo(say("diary.strip"))
        typer.echo()
        print_days(entries, title="")


def completeness(from_: From = None, to: To = None, as_json: Json = False) -> None:
    """Tell how complete the diary is."""
    from backstride.cli.diary_page import completeness_lines
    from backstride.workflows.review_diary import find_completeness
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        found = find_completeness(
            desk,
            first_day=None if from_ is None else parse_day(from_),
            last_day=None if to is None else parse_day(to),
        )
    if as_json:
        typer.echo(json.dumps(completeness_as_json(found), indent=1))
    elif not found.mornings:
        typer.echo(words().say("diary.none"))
    else:
        for line in completeness_lines(found):
            typer.echo(line)


def history(
    day: Annotated[str, typer.Argument(help=words().say("cli.diary.day"))],
) -> None:
    """Show every change of one day."""
    from backstride.cli.diary_page import print_changes
    from backstride.workflows.review_diary import list_changes
    from backstride.workflows.wiring import open_desk

    chosen = parse_day(day)
    with open_desk() as desk:
        changes = list_changes(desk, chosen)
    if not changes:
        typer.echo(words().say("diary.no_history", day=chosen.isoformat()))
    print_changes(changes)


def items(as_json: Json = False) -> None:
    """Print every item: its key, what an answer may be, and the question."""
    from backstride.domain.diary_items import ITEMS

    if as_json:
        rows = [item_as_json(item) for item in ITEMS]
        typer.echo(json.dumps({"schema": SCHEMA_ITEMS, "items": rows}, indent=1))
        return
    for item in ITEMS:
        typer.echo(f"{item.key}  ({scale_in_words(item)})")
        typer.echo(f"    {words().say(f'item.{item.key}.ask')}")


def item_as_json(item: Item) -> dict[str, object]:
    """Return one item as ``items --json`` prints it."""
    from backstride.domain.diary_items import role_of

    is_number = item.scale.kind.value == "number"
    role, say = role_of(item), data_words().say
    return {
        "key": item.key,
        "type": item.scale.kind.value,
        "unit": item.scale.unit or None,
        "low": item.scale.low if is_number else None,
        "high": item.scale.high if is_number else None,
        "step": item.scale.step if is_number else None,
        "options": [
            {"value": option, "text": say(f"item.option.{option}")} for option in item.scale.options
        ],
        "asked": item.asked.value,
        "fresh_days": item.fresh_days,
        "kept": item.kept.value,
        "role": None if role is None else role.value,
        "option": item.flags or None,
        "name": say(f"item.{item.key}.name"),
        "text": say(f"item.{item.key}.ask"),
    }


def scale_in_words(item: Item) -> str:
    """Return what an answer may be, short."""
    scale = item.scale
    if scale.options:
        return ", ".join(map(_option, scale.options))
    if scale.kind.value != "number":
        return words().say(f"diary.kind.{scale.kind.value}")
    return (
        words().say("diary.kind.number", low=scale.low, high=scale.high, unit=scale.unit).rstrip()
    )


def _option(option: str) -> str:
    """Return an answer as tables and options take it, and beside it what it is in words."""
    shown = words().name("option", option)
    return option if shown == option else f"{option} ({shown})"


def completeness_as_json(found: Completeness) -> dict[str, object]:
    """Return completeness as ``completeness --json`` prints it."""
    from backstride.domain.completeness import Morning

    return {
        "schema": SCHEMA_COMPLETENESS,
        "first_day": found.first.isoformat(),
        "last_day": found.last.isoformat(),
        "n_day": len(found.mornings),
        "mornings": found.n_there,
        "share": found.share,
        **{f"n_{morning.value}": found.count(morning) for morning in Morning},
        "streak_d": found.streak_d,
        "longest_streak_d": found.longest_streak_d,
        "gaps": [
            {"first_day": str(gap.first), "last_day": str(gap.last), "n_day": gap.n_day}
            for gap in found.gaps
        ],
    }
