"""``backstride form``: how form goes over time, at the same speed and slope."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli import form_files
from backstride.cli.form_words import quantity, range_as_json, ranged, signed_change
from backstride.cli.groups import listing_group
from backstride.cli.paragraph import page_width, paragraph
from backstride.cli.parsing import parse_day
from backstride.cli.words import words

if TYPE_CHECKING:
    from backstride.workflows.follow_form import Trend

SCHEMA = "backstride.form/1"

app = listing_group()

Json = Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))]
Until = Annotated[str | None, typer.Option("--until", help=words().say("cli.form.until"))]


@app.callback()
def form(ctx: typer.Context, until: Until = None, as_json: Json = False) -> None:
    """Hold recent runs against the runner's own."""
    if ctx.invoked_subcommand is not None:
        return
    from backstride.workflows.follow_form import follow_form
    from backstride.workflows.wiring import open_desk

    last_day = None if until is None else parse_day(until)
    with open_desk() as desk:
        trends = follow_form(desk, until=last_day)
    if as_json:
        rows = [trend_as_json(trend) for trend in trends]
        typer.echo(json.dumps({"schema": SCHEMA, "quantities": rows}, indent=1))
    elif not trends:
        for line in paragraph(words().say("form.none")):
            typer.echo(line)
    else:
        print_trends(trends)


def trend_as_json(trend: Trend) -> dict[str, object]:
    """Return one quantity as `form --json` prints it."""
    return {
        "quantity": trend.name,
        "contact_source": trend.source or None,
        "speed_mps": trend.speed_mps,
        "usual": range_as_json(trend.usual),
        "n_before": trend.n_before,
        "n_recent": trend.n_recent,
        "change": range_as_json(trend.change),
        "runs": [{"day": day.isoformat(), "apart": apart} for day, apart in trend.apart],
    }


def print_trends(trends: tuple[Trend, ...]) -> None:
    """Print each quantity: what is usual, what changed, and the way there."""
    from backstride.cli.spark import draw_around

    say = words().say
    for trend in trends:
        pace = _pace(trend.speed_mps)
        usual = ranged(trend.name, trend.usual)
        typer.echo(say("form.usual", name=quantity(trend.name), usual=usual, pace=pace))
        if trend.change is None:
            typer.echo("  " + say("form.few", n_recent=trend.n_recent))
        else:
            change = signed_change(trend.name, trend.change)
            typer.echo("  " + say("form.change", n_recent=trend.n_recent, change=change))
        shown = [apart for _, apart in trend.apart][-(page_width() - 4) :]
        half = max(trend.usual.q95 - trend.usual.q50, 1e-9)
        for line in draw_around(shown, half=half):
            typer.echo(f"  {line}")
        typer.echo()
    for line in paragraph(say("form.foot")):
        typer.echo(line)


def _pace(speed_mps: float) -> str:
    minutes, seconds = divmod(round(1000.0 / speed_mps), 60)
    return f"{minutes}:{seconds:02d}"


for command_name, command in (
    ("add", form_files.add),
    ("list", form_files.list_recordings),
    ("remove", form_files.remove),
):
    app.command(command_name, help=words().say(f"cli.form.{command_name}.help"))(command)
