"""``backstride doctor``: is the store whole, are the kernels compiled."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from backstride.cli.words import words


def doctor(
    warm: Annotated[bool, typer.Option("--warm", help=words().say("cli.doctor.warm"))] = False,
) -> None:
    """Check the store; with --warm, compile the kernels."""
    from backstride.workflows.check_health import check_store, warm_kernels

    say = words().say
    if warm:
        typer.echo(say("doctor.warming"))
        started = time.monotonic()
        warm_kernels()
        typer.echo(say("doctor.warm", seconds=time.monotonic() - started))
        return
    health = check_store()
    if not health.exists:
        typer.echo(say("doctor.no_store", home=str(health.home)))
    elif health.faults:
        first, n_fault = words().tell(health.faults[0]), len(health.faults)
        typer.echo(say("doctor.store_bad", home=str(health.home), n=n_fault, first=first), err=True)
        raise typer.Exit(1)
    else:
        typer.echo(
            say(
                "doctor.store_good",
                home=str(health.home),
                activities=health.n_activity,
                diary_days=health.n_diary_day,
            )
        )
