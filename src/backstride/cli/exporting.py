"""``backstride export`` and ``backstride restore``: the way out, and back in."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from backstride.cli.words import words


def export(
    target: Annotated[Path | None, typer.Argument(help=words().say("cli.export.target"))] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """Write everything into one archive of open formats."""
    from backstride.cli.progress import show_progress
    from backstride.workflows.export_store import export_store
    from backstride.workflows.wiring import open_desk

    say = words().say
    place = target or Path(f"backstride-{date.today():%Y-%m-%d}.zip")
    if place.is_dir():
        place /= f"backstride-{date.today():%Y-%m-%d}.zip"
    with open_desk() as desk, show_progress(is_quiet=as_json, key="export.writing") as progress:
        about = export_store(desk, place, readme=say("export.readme"), progress=progress)
    if as_json:
        typer.echo(json.dumps({"file": str(place), **asdict(about)}, indent=1))
        return
    size_mb = place.stat().st_size / 1e6
    counts = {"originals": about.n_original, "legs": about.n_leg, "rows": about.n_row}
    typer.echo(say("export.done", place=str(place), size_mb=size_mb, **counts))
    typer.echo(say("export.private"))


def restore(
    source: Annotated[Path, typer.Argument(help=words().say("cli.restore.source"))],
) -> None:
    """Put an export into an empty home."""
    from backstride.cli.progress import show_progress
    from backstride.workflows.restore_store import restore_store
    from backstride.workflows.wiring import open_desk

    say = words().say
    if not source.exists():
        typer.echo(say("cli.no_such_file", path=str(source)), err=True)
        raise typer.Exit(2)
    with open_desk() as desk, show_progress(key="restore.reading") as progress:
        home = str(desk.store.home.folder)
        about = restore_store(desk, source, progress=progress)
    counts = {"originals": about.n_original, "legs": about.n_leg, "rows": about.n_row}
    typer.echo(say("restore.done", home=home, **counts))
