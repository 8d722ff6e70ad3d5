"""``backstride runs show``: what one run put on the back, beside the runner's typical run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from backstride.cli.answer import print_notice
from backstride.cli.file_out import write_private
from backstride.cli.parsing import parse_number
from backstride.cli.runs_show import made_of_as_json, print_made_of
from backstride.cli.words import data_words, words


def show(
    run: Annotated[str, typer.Argument(help=words().say("cli.shoes.run"))],
    *,
    per: Annotated[str, typer.Option("--per", help=words().say("cli.runs.per"))] = "1",
    svg: Annotated[Path | None, typer.Option("--svg", help=words().say("cli.runs.svg"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """Show one run."""
    from backstride.domain.screen import ScreenEffect
    from backstride.workflows.check_safety import current_triage
    from backstride.workflows.run_page import without_load
    from backstride.workflows.show_run import show_run
    from backstride.workflows.weigh_run import weigh_run
    from backstride.workflows.wiring import open_desk

    piece_km = parse_number(per, name="--per", low=0.1, high=50.0, unit="km")
    with open_desk() as desk:
        page = weigh_run(desk, run, piece_m=1000.0 * piece_km)
        made = show_run(desk, page.id)
        triage = current_triage(desk)
    is_hidden = triage.asks_for(ScreenEffect.HIDE_LOAD)
    if is_hidden:
        page = without_load(page)
    if svg is not None:
        from backstride.report.run_picture import run_picture

        write_private(svg, run_picture(page, words().say))
    if as_json:
        from backstride.report.run_json import run_as_json

        document = run_as_json(page, data_words().tell) | made_of_as_json(made)
        typer.echo(json.dumps(document, indent=1))
        return
    from backstride.cli.run_page import print_run

    if is_hidden:
        print_notice(triage)
    print_run(page)
    print_made_of(made)
    if svg is not None:
        typer.echo(words().say("run.svg_written", path=str(svg)))
