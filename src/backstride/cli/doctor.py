"""``backstride doctor``: is the store whole, what is to be done, are the kernels compiled."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.words import data_words, words

if TYPE_CHECKING:
    from backstride.domain.problem import Problem
    from backstride.workflows.check_health import Health


def doctor(
    *,
    warm: Annotated[bool, typer.Option("--warm", help=words().say("cli.doctor.warm"))] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help=words().say("cli.doctor.repair"))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """Check the store; with --repair, put right what can be; with --warm, compile the kernels."""
    from backstride.workflows.check_health import check_store, warm_kernels

    if warm:
        say = words().say
        typer.echo(say("doctor.warming"))
        started = time.monotonic()
        warm_kernels()
        typer.echo(say("doctor.warm", seconds=time.monotonic() - started))
        return
    if repair:
        _repair(is_quiet=as_json)
    health = check_store()
    if as_json:
        typer.echo(json.dumps(as_document(health), indent=1))
    else:
        _print(health)
    if health.faults:
        raise typer.Exit(1)


def as_document(health: Health) -> dict[str, object]:
    """Return what `doctor --json` prints."""
    return {
        "home": str(health.home),
        "exists": health.exists,
        "activities": health.n_activity,
        "diary_days": health.n_diary_day,
        "size_bytes": health.n_byte,
        "kernels_compiled": health.is_warm,
        "faults": [_finding(one) for one in health.faults],
        "notes": [_finding(one) for one in health.notes],
    }


def _finding(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "where": problem.where, "text": data_words().tell(problem)}


def _repair(*, is_quiet: bool) -> None:
    from backstride.store.home import find_home
    from backstride.workflows.check_health import repair_store
    from backstride.workflows.wiring import open_desk

    if not find_home().database.exists():
        return
    with open_desk() as desk:
        done = repair_store(desk)
    counts = {"left_over": done.n_left_over, "closed": done.n_closed, "derived": done.n_derived}
    if not is_quiet:
        typer.echo(words().say("doctor.repaired", **counts))


def _print(health: Health) -> None:
    say, tell = words().say, words().tell
    home = str(health.home)
    if not health.exists:
        typer.echo(say("doctor.no_store", home=home))
        return
    if health.faults:
        typer.echo(say("doctor.store_bad", home=home, n=len(health.faults)), err=True)
        for fault in health.faults:
            typer.echo(f"  {tell(fault)}", err=True)
        typer.echo(say("doctor.copy_first"), err=True)
    else:
        counts = {"activities": health.n_activity, "diary_days": health.n_diary_day}
        typer.echo(say("doctor.store_good", home=home, size_mb=health.n_byte / 1e6, **counts))
    for note in health.notes:
        typer.echo(f"  {tell(note)}")
    if health.notes or health.faults:
        typer.echo(say("doctor.try_repair"))
    if not health.is_warm:
        typer.echo(say("doctor.not_warm"))
