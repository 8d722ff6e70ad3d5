"""``backstride runs``: each run with what it put on the back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli import run_show
from backstride.cli.answer import print_notice
from backstride.cli.groups import listing_group
from backstride.cli.paragraph import paragraph
from backstride.cli.parsing import parse_day
from backstride.cli.words import words

if TYPE_CHECKING:
    from backstride.domain.interval import Range
    from backstride.workflows.results import LegRow

MEASURED, ESTIMATED = "●", "○"
"""Marks of a leg whose ground contact the device measured, and of one where it is estimated."""


app = listing_group()


@app.callback()
def runs(
    ctx: typer.Context,
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
    if ctx.invoked_subcommand is not None:
        return
    from backstride.domain.screen import ScreenEffect
    from backstride.workflows.check_safety import current_triage
    from backstride.workflows.list_runs import list_legs, without_load
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        rows = list_legs(
            desk,
            since=None if since is None else parse_day(since),
            until=None if until is None else parse_day(until),
            sport=sport,
        )
        triage = current_triage(desk)
    is_hidden = triage.asks_for(ScreenEffect.HIDE_LOAD)
    if is_hidden:
        rows = without_load(rows)
    if as_json:
        typer.echo(json.dumps([as_json_row(row) for row in rows], indent=1))
    elif not rows:
        typer.echo(words().say("runs.none"))
    else:
        if is_hidden:
            print_notice(triage)
        shown = rows[-last:] if last > 0 else rows
        print_legs(shown)
        print_footer(shown=len(shown), total=len(rows))


def as_json_row(row: LegRow) -> dict[str, object]:
    """Return one leg as `runs --json` prints it."""
    return {
        "id": row.id,
        "leg": row.leg,
        "start_utc": row.start_utc.isoformat().replace("+00:00", "Z"),
        "local_date": row.local_date.isoformat(),
        "sport": row.sport,
        "sub_sport": row.sub_sport,
        "elapsed_s": row.elapsed_s,
        "timer_s": row.timer_s,
        "moving_s": row.moving_s,
        "distance_m": row.distance_m,
        "n_samples": row.n_samples,
        "mean_cadence_spm": row.mean_cadence_spm,
        "running_dynamics": row.running_dynamics,
        "easy_km": _as_json_range(row.easy_km),
        "shrinkage_mm": _as_json_range(row.shrinkage_mm),
        "source_files": list(row.source_files),
    }


def _as_json_range(value: Range | None) -> dict[str, float] | None:
    return None if value is None else {"q05": value.q05, "q50": value.q50, "q95": value.q95}


def print_legs(rows: list[LegRow]) -> None:
    """Print legs as a table."""
    from rich.console import Console
    from rich.table import Table

    say = words().say
    table = Table(box=None, pad_edge=False)
    table.add_column(say("runs.column.day"), no_wrap=True)
    table.add_column(say("runs.column.sport"), no_wrap=True)
    for name in ("distance", "time", "cadence", "easy_km", "shrinkage"):
        table.add_column(say(f"runs.column.{name}"), justify="right", no_wrap=True)
    table.add_column(say("runs.column.form"), no_wrap=True)
    for row in rows:
        table.add_row(
            row.local_date.isoformat(),
            _sport(row),
            "" if row.distance_m is None else f"{row.distance_m / 1000:.2f}",
            _clock(row.moving_s if row.moving_s is not None else row.timer_s),
            "" if row.mean_cadence_spm is None else f"{row.mean_cadence_spm:.0f}",
            _ranged(row.easy_km),
            _ranged(row.shrinkage_mm),
            (MEASURED if row.running_dynamics else ESTIMATED) if row.easy_km else "",
        )
    Console().print(table)


def print_footer(*, shown: int, total: int) -> None:
    """Print what the columns mean."""
    for line in paragraph(words().say("runs.footer", shown=shown, total=total)):
        typer.echo(line)


def _sport(row: LegRow) -> str:
    """Return the sport, or for a run the finer word where it says more."""
    finer = "" if row.sub_sport == "generic" else row.sub_sport.replace("_", " ")
    return finer if finer and row.sport == "running" else row.sport


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _ranged(value: Range | None) -> str:
    return "" if value is None else f"{value.q50:.1f} ({value.q05:.1f}–{value.q95:.1f})"


app.command("show", help=words().say("cli.runs.show.help"))(run_show.show)
