"""``backstride runs``: each run with what it put on the back."""

from __future__ import annotations

from typing import Annotated

import typer

from backstride.cli import run_show, runs_change, runs_show
from backstride.cli.answer import print_notice
from backstride.cli.groups import listing_group
from backstride.cli.parsing import parse_day
from backstride.cli.runs_page import print_footer, print_legs
from backstride.cli.words import words

app = listing_group()

for name, command in (
    ("show", run_show.show),
    ("add", runs_change.add),
    ("edit", runs_change.edit),
    ("split", runs_change.split),
    ("delete", runs_change.delete),
    ("restore", runs_change.restore),
    ("undo", runs_change.undo),
    ("rest", runs_change.rest),
    ("days", runs_show.days),
):
    app.command(name, help=words().say(f"cli.runs.{name}.help"))(command)


@app.callback()
def runs(
    context: typer.Context,
    *,
    since: Annotated[
        str | None, typer.Option("--since", help=words().say("cli.runs.since"))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", help=words().say("cli.runs.until"))
    ] = None,
    sport: Annotated[
        str | None, typer.Option("--sport", help=words().say("cli.runs.sport"))
    ] = None,
    last: Annotated[int, typer.Option("--last", "-n", help=words().say("cli.runs.last"))] = 20,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """List legs, the oldest first."""
    if context.invoked_subcommand is not None:
        return
    from backstride.domain.screen import ScreenEffect
    from backstride.store.leg_search import Sought
    from backstride.workflows.check_safety import current_triage
    from backstride.workflows.list_runs import list_last, without_load
    from backstride.workflows.wiring import open_desk

    sought = Sought(
        first_day=None if since is None else parse_day(since),
        last_day=None if until is None else parse_day(until),
        sport=sport or "",
    )
    with open_desk() as desk:
        found = list_last(desk, sought, n_row=None if as_json or last <= 0 else last)
        triage = current_triage(desk)
    is_hidden = triage.asks_for(ScreenEffect.HIDE_LOAD)
    rows = without_load(found.rows) if is_hidden else found.rows
    if as_json:
        from backstride.report.rows_json import leg_as_json, lines_of_json

        typer.echo(lines_of_json([leg_as_json(row) for row in rows]))
    elif not rows:
        typer.echo(words().say("runs.none"))
    else:
        if is_hidden:
            print_notice(triage)
        print_legs(rows)
        print_footer(shown=len(rows), total=found.n_total)
        if found.n_held:
            typer.echo(words().say("runs.held", n=found.n_held))
