"""``backstride forecast``: what the next mornings may bring under three plans of running."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.answer import announce_compiling, print_notice, print_withheld
from backstride.cli.parsing import parse_number
from backstride.cli.words import data_words, words

if TYPE_CHECKING:
    from backstride.domain.forecast import Forecast
    from backstride.workflows.forecast_mornings import Forecasted

MOST_LOAD = 100_000.0
"""A load that a person may type, metres included; the bound only catches slips."""


def forecast(
    *,
    planned: Annotated[
        str | None, typer.Option("--planned", help=words().say("cli.forecast.planned"))
    ] = None,
    daily: Annotated[
        Path | None, typer.Option("--daily", help=words().say("cli.forecast.daily"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """Forecast from the store, or from a table of days."""
    from backstride.workflows.forecast_mornings import forecast_from_store, forecast_from_table
    from backstride.workflows.place_in_time import today_in
    from backstride.workflows.wiring import open_desk

    loads = None if planned is None else [_load(text) for text in planned.split(",")]
    if daily is not None and not daily.is_file():
        typer.echo(words().say("cli.no_such_file", path=str(daily)), err=True)
        raise typer.Exit(2)
    announce_compiling()
    if daily is None:
        with open_desk() as desk:
            found = forecast_from_store(desk, planned=loads)
    else:
        today = today_in(None).date()
        found = forecast_from_table(daily.read_bytes(), planned=loads, today=today)
    for problem in found.problems:
        typer.echo(words().tell(problem), err=True)
    if found.forecast is None:
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps(as_json_forecast(found, found.forecast), indent=1))
    elif found.is_withheld and found.triage is not None:
        print_withheld(found.triage)
    else:
        _print(found, found.forecast)


def as_json_forecast(found: Forecasted, forecast: Forecast) -> dict[str, object]:
    """Return everything that was found as data."""
    from backstride.report.forecast_json import forecast_to_json
    from backstride.report.problem_rows import problem_rows
    from backstride.safety.triage_json import triage_to_json

    say = data_words().say
    triage = None if found.triage is None else triage_to_json(found.triage, say)
    rows = problem_rows(found.problems, data_words().tell)
    return forecast_to_json(forecast, say, triage) | {"problems": rows}


def _load(text: str) -> float:
    unit = words().say("cli.forecast.unit")
    return parse_number(text, name="--planned", low=0.0, high=MOST_LOAD, unit=unit)


def _print(found: Forecasted, forecast: Forecast) -> None:
    from backstride.cli.forecast_page import forecast_lines

    if found.triage is not None:
        print_notice(found.triage)
    for line in forecast_lines(forecast, words().say):
        typer.echo(line)
