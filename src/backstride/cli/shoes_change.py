"""``backstride shoes add``, ``edit``, ``use``, ``clear``, ``usual``, ``retire``, ``remove``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.parsing import parse_day, parse_number, refuse
from backstride.cli.words import words

if TYPE_CHECKING:
    from datetime import date

Name = Annotated[str, typer.Argument(help=words().say("cli.shoes.name"))]
Run = Annotated[str, typer.Argument(help=words().say("cli.shoes.run"))]
Since = Annotated[str | None, typer.Option("--since", help=words().say("cli.shoes.since"))]
Start = Annotated[str | None, typer.Option("--km", help=words().say("cli.shoes.start_km"))]
Limit = Annotated[str | None, typer.Option("--limit", help=words().say("cli.shoes.limit"))]
Note = Annotated[str | None, typer.Option("--note", help=words().say("cli.log.note"))]


def add(
    name: Name,
    *,
    since: Since = None,
    km: Start = None,
    limit: Limit = None,
    usual: Annotated[
        bool | None, typer.Option("--usual/--not-usual", help=words().say("cli.shoes.is_usual"))
    ] = None,
    note: Note = None,
) -> None:
    """Keep a new pair."""
    from backstride.domain.shoe import Shoe
    from backstride.workflows.keep_shoes import add_shoe
    from backstride.workflows.wiring import open_desk

    shoe = Shoe(
        "",
        name,
        first_day=_day(since),
        start_km=_km(km, "--km") or 0.0,
        limit_km=_km(limit, "--limit"),
        note=note or "",
    )
    with open_desk() as desk:
        kept, is_usual = add_shoe(desk, shoe, usual=usual)
    typer.echo(words().say("shoes.added_usual" if is_usual else "shoes.added", name=kept.name))


def edit(
    name: Name,
    *,
    new_name: Annotated[
        str | None, typer.Option("--name", help=words().say("cli.shoes.new_name"))
    ] = None,
    since: Since = None,
    km: Start = None,
    limit: Limit = None,
    note: Note = None,
) -> None:
    """Change what is known of a pair; what is not typed stays."""
    from backstride.workflows.keep_shoes import change_shoe, find_shoe
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        shoe = find_shoe(desk, name)
        start_km, limit_km = _km(km, "--km"), _km(limit, "--limit")
        changed = replace(
            shoe,
            name=shoe.name if new_name is None else new_name,
            first_day=shoe.first_day if since is None else _day(since),
            start_km=shoe.start_km if start_km is None else start_km,
            limit_km=shoe.limit_km if limit_km is None else (limit_km or None),
            note=shoe.note if note is None else note,
        )
        change_shoe(desk, changed)
    typer.echo(words().say("shoes.changed", name=changed.name))


def use(
    name: Name,
    runs: Annotated[list[str], typer.Argument(help=words().say("cli.shoes.run"))],
    *,
    km: Annotated[str | None, typer.Option("--km", help=words().say("cli.shoes.part_km"))] = None,
    also: Annotated[bool, typer.Option("--also", help=words().say("cli.shoes.also"))] = False,
) -> None:
    """Tell that runs were run in a pair."""
    from backstride.workflows.keep_shoes import find_shoe, tell_use
    from backstride.workflows.wiring import open_desk

    part_km = _km(km, "--km")
    if part_km is not None and len(runs) > 1:
        raise refuse("shoes.one_run_for_km")
    with open_desk() as desk:
        shoe = find_shoe(desk, name)
        told = [
            run for said in runs for run in tell_use(desk, shoe, said, km=part_km, only=not also)
        ]
    typer.echo(words().say("shoes.used", name=shoe.name, n=len(told)))


def clear(run: Run) -> None:
    """Forget what was told of the pairs of a run; the diary and the usual pair count again."""
    from backstride.workflows.keep_shoes import forget_uses
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        n_word = forget_uses(desk, run)
    typer.echo(words().say("shoes.cleared", n=n_word))


def usual(
    name: Annotated[str | None, typer.Argument(help=words().say("cli.shoes.name"))] = None,
    *,
    since: Since = None,
    none: Annotated[bool, typer.Option("--none", help=words().say("cli.shoes.no_usual"))] = False,
) -> None:
    """Make a pair, or none, the usual one from a day on."""
    from backstride.workflows.keep_shoes import find_shoe, make_usual
    from backstride.workflows.wiring import open_desk

    if (name is None) != none:
        raise refuse("shoes.name_or_none")
    with open_desk() as desk:
        shoe = None if name is None else find_shoe(desk, name)
        day = _day(since) or desk.today()
        make_usual(desk, shoe, since=day)
    if shoe is None:
        typer.echo(words().say("shoes.no_usual", day=day.isoformat()))
    else:
        typer.echo(words().say("shoes.usual", name=shoe.name, day=day.isoformat()))


def retire(
    name: Name,
    *,
    on: Annotated[str | None, typer.Option("--on", help=words().say("cli.shoes.on"))] = None,
    back: Annotated[bool, typer.Option("--back", help=words().say("cli.shoes.back"))] = False,
) -> None:
    """Take a pair out of use after a day, or back into use."""
    from backstride.workflows.keep_shoes import change_shoe, find_shoe
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        shoe = find_shoe(desk, name)
        day = None if back else (_day(on) or desk.today())
        change_shoe(desk, replace(shoe, retired=day))
    if day is None:
        typer.echo(words().say("shoes.in_use", name=shoe.name))
    else:
        typer.echo(words().say("shoes.retired", name=shoe.name, day=day.isoformat()))


def remove(
    name: Name,
    *,
    back: Annotated[bool, typer.Option("--back", help=words().say("cli.shoes.back"))] = False,
) -> None:
    """Take a pair out of sight, or bring it back."""
    from backstride.workflows.keep_shoes import find_shoe, remove_shoe
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        shoe = find_shoe(desk, name, removed=back)
        remove_shoe(desk, shoe, back=back)
    typer.echo(words().say("shoes.brought_back" if back else "shoes.removed", name=shoe.name))


def _day(text: str | None) -> date | None:
    return None if text is None else parse_day(text)


def _km(text: str | None, name: str) -> float | None:
    if text is None:
        return None
    return parse_number(text, name=name, low=0.0, high=20_000.0, unit="km")
