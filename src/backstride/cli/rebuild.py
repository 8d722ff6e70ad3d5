"""``backstride rebuild``: derive everything again from the originals."""

from __future__ import annotations

from typing import Annotated

import typer

from backstride.cli.words import words


def rebuild(
    *,
    check: Annotated[bool, typer.Option("--check", help=words().say("cli.rebuild.check"))] = False,
) -> None:
    """Read every original again with the readers and formulas of this version."""
    from backstride.cli.progress import show_progress
    from backstride.workflows.rebuild_store import find_stale
    from backstride.workflows.rebuild_store import rebuild as rebuild_all
    from backstride.workflows.wiring import open_desk

    say = words().say
    if check:
        with open_desk() as desk:
            stale = find_stale(desk)
        counts = {"recordings": stale.n_recording, "legs": stale.n_leg, "pairs": stale.n_pair}
        typer.echo(say("rebuild.stale", **counts) if stale.any else say("rebuild.fresh"))
        raise typer.Exit(1 if stale.any else 0)
    n_original = n_activity = 0
    lost = []
    with open_desk() as desk, show_progress(key="rebuild.reading") as progress:
        for found in rebuild_all(desk, progress=progress):
            n_original += 1
            n_activity += found.n_activity
            if found.n_lost:
                lost.append(found.unit)
    typer.echo(say("rebuild.done", originals=n_original, activities=n_activity))
    for unit in lost:
        typer.echo(say("rebuild.lost", unit=unit), err=True)
    if lost:
        raise typer.Exit(1)
