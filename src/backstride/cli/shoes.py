"""``backstride shoes``: pairs, how far each has gone, and how form changed with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli import shoes_change
from backstride.cli.form_words import quantity, range_as_json, signed_change
from backstride.cli.groups import listing_group
from backstride.cli.paragraph import paragraph
from backstride.cli.words import number, words

if TYPE_CHECKING:
    from datetime import date

    from backstride.domain.shoe import Mileage
    from backstride.workflows.follow_form import ShoeChange

SCHEMA = "backstride.shoes/1"

app = listing_group()

Json = Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))]
Every = Annotated[bool, typer.Option("--all", help=words().say("cli.shoes.all"))]


@app.callback()
def shoes(ctx: typer.Context, every: Every = False, as_json: Json = False) -> None:
    """List pairs."""
    if ctx.invoked_subcommand is None:
        list_shoes(every=every, as_json=as_json)


def list_shoes(every: Every = False, as_json: Json = False) -> None:
    """List pairs with their kilometres."""
    from backstride.domain.screen import ScreenEffect
    from backstride.workflows.check_safety import current_triage
    from backstride.workflows.follow_form import after_new_shoes
    from backstride.workflows.shod_runs import open_book
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        with desk.store.reading() as tx:
            book = open_book(tx)
        changes = after_new_shoes(desk)
        hidden = current_triage(desk).asks_for(ScreenEffect.HIDE_LOAD)
    shown = [one for one in book.mileages() if every or as_json or one.shoe.retired is None]
    if as_json:
        usual = {one.shoe_id for one in book.usual[-1:]}
        rows = [
            shoe_as_json(one, changes, is_usual=one.shoe.id in usual, hidden=hidden)
            for one in shown
        ]
        typer.echo(json.dumps({"schema": SCHEMA, "shoes": rows}, indent=1))
        return
    if not shown:
        typer.echo(words().say("shoes.none"))
        return
    print_shoes(shown)
    for one in shown:
        print_limit(one)
    names = {one.shoe.id for one in shown}
    kinds = dict.fromkeys((change.shoe.id, change.against) for change in changes)
    for shoe_id, against in kinds:
        if shoe_id in names:
            print_changes(
                [one for one in changes if (one.shoe.id, one.against) == (shoe_id, against)]
            )
    if kinds:
        for line in paragraph(words().say("shoes.change.foot")):
            typer.echo(line)


def shoe_as_json(
    one: Mileage, changes: tuple[ShoeChange, ...], *, is_usual: bool, hidden: bool
) -> dict[str, object]:
    """Return one pair as `shoes --json` prints it."""
    shoe = one.shoe
    return {
        "id": shoe.id,
        "name": shoe.name,
        "is_usual": is_usual,
        "first_day": _as_text(shoe.first_day),
        "retired_day": _as_text(shoe.retired),
        "start_km": shoe.start_km,
        "limit_km": shoe.limit_km,
        "note": shoe.note,
        "km": one.km,
        "easy_km": None if hidden else one.easy_km,
        "n_run": one.n_run,
        "n_without_distance": one.n_without_distance,
        "first_run": _as_text(one.first),
        "last_run": _as_text(one.last),
        "limit_share": one.limit_share,
        "form_changes": [
            {
                "quantity": change.name,
                "change": range_as_json(change.change),
                "n_before": change.n_before,
                "n_in": change.n_in,
                "against": change.against.value,
            }
            for change in changes
            if change.shoe.id == shoe.id
        ],
    }


def _as_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def print_shoes(rows: list[Mileage]) -> None:
    """Print pairs as a table."""
    from rich.console import Console
    from rich.table import Table

    say = words().say
    table = Table(box=None, pad_edge=False)
    table.add_column(say("shoes.column.name"))
    for name in ("km", "runs", "limit"):
        table.add_column(say(f"shoes.column.{name}"), justify="right", no_wrap=True)
    for name in ("first", "last", "retired"):
        table.add_column(say(f"shoes.column.{name}"), no_wrap=True)
    for one in rows:
        more = "+" if one.n_without_distance else ""
        share = one.limit_share
        table.add_row(
            one.shoe.name,
            f"{number(one.km, 0)}{more}",
            str(one.n_run),
            "" if share is None else f"{number(100.0 * share, 0)} %",
            "" if one.first is None else one.first.isoformat(),
            "" if one.last is None else one.last.isoformat(),
            "" if one.shoe.retired is None else one.shoe.retired.isoformat(),
        )
    Console().print(table)
    if any(one.n_without_distance for one in rows):
        typer.echo(words().say("shoes.without_distance"))


def print_limit(one: Mileage) -> None:
    """Tell where a pair has gone as far as the runner wanted to be told."""
    share = one.limit_share
    if share is not None and share >= 1.0 and one.shoe.retired is None:
        text = words().say(
            "shoes.limit", name=one.shoe.name, km=round(one.km), limit_km=one.shoe.limit_km
        )
        for line in paragraph(text):
            typer.echo(line)


def print_changes(changes: list[ShoeChange]) -> None:
    """Print how form differs in a pair."""
    say = words().say
    first = changes[0]
    typer.echo()
    head = say(
        f"shoes.change.{first.against.value}",
        name=first.shoe.name,
        n_in=first.n_in,
        n_before=first.n_before,
    )
    for line in paragraph(head):
        typer.echo(line)
    for change in changes:
        typer.echo(f"  {quantity(change.name)}: {signed_change(change.name, change.change)}")


for command_name, command in (
    ("list", list_shoes),
    ("add", shoes_change.add),
    ("edit", shoes_change.edit),
    ("use", shoes_change.use),
    ("clear", shoes_change.clear),
    ("usual", shoes_change.usual),
    ("retire", shoes_change.retire),
    ("remove", shoes_change.remove),
):
    app.command(command_name, help=words().say(f"cli.shoes.{command_name}.help"))(command)
