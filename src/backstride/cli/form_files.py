"""``backstride form add``, ``list``, ``remove``: recordings of form by other sensors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backstride.cli.form_words import quantity, range_as_json, ranged
from backstride.cli.paragraph import paragraph
from backstride.cli.parsing import parse_choice, parse_day, parse_number
from backstride.cli.words import data_words, number, words

if TYPE_CHECKING:
    from backstride.domain.form_recording import FormFound
    from backstride.store.form_recordings import KeptForm

SCHEMA = "backstride.form-recordings/1"

Run = Annotated[str | None, typer.Option("--run", help=words().say("cli.form.run"))]
Json = Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))]


def add(
    path: Annotated[Path, typer.Argument(help=words().say("cli.form.path"))],
    *,
    run: Run = None,
    date: Annotated[str | None, typer.Option("--date", help=words().say("cli.form.date"))] = None,
    place: Annotated[str, typer.Option("--place", help=words().say("cli.form.place"))] = "sacrum",
    unit: Annotated[str | None, typer.Option("--unit", help=words().say("cli.form.unit"))] = None,
    column: Annotated[
        str | None, typer.Option("--column", help=words().say("cli.form.column"))
    ] = None,
    rate: Annotated[str | None, typer.Option("--rate", help=words().say("cli.form.rate"))] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=words().say("cli.form.dry_run"))
    ] = False,
    as_json: Json = False,
) -> None:
    """Read a recording, and keep it where it passes."""
    from backstride.workflows.keep_form import Belongs, add_form, read_form
    from backstride.workflows.wiring import open_desk

    if not path.is_file():
        typer.echo(words().say("cli.no_such_file", path=str(path)), err=True)
        raise typer.Exit(2)
    told: dict[str, Any] = {
        "place": parse_choice(place, name="--place", choices=("sacrum", "lumbar"))
    }
    if unit is not None:
        told["unit"] = unit
    if column is not None:
        told["column"] = column
    if rate is not None:
        told["rate_hz"] = parse_number(rate, name="--rate", low=1.0, high=10_000.0, unit="Hz")
    belongs = Belongs(run, None if date is None else parse_day(date))
    data = path.read_bytes()
    with open_desk() as desk:
        if dry_run:
            kept: KeptForm | FormFound = read_form(data, told, desk.runner())
        else:
            kept = add_form(desk, data, path.name, told, belongs=belongs)
    _tell(kept, dry_run=dry_run, as_json=as_json)


def _tell(kept: KeptForm | FormFound, *, dry_run: bool, as_json: bool) -> None:
    from backstride.store.form_recordings import KeptForm

    found = kept.found if isinstance(kept, KeptForm) else kept
    if as_json:
        row = form_as_json(found)
        if isinstance(kept, KeptForm):
            row = {**_place_as_json(kept), **row}
        typer.echo(json.dumps(row, indent=1))
    else:
        print_found(found)
        if isinstance(kept, KeptForm):
            typer.echo(words().say("form.kept", id=kept.id[:8], day=str(kept.day)))
        elif dry_run:
            typer.echo(words().say("form.nothing_kept"))
    if not found.passed:
        raise typer.Exit(1)


def list_recordings(run: Run = None, as_json: Json = False) -> None:
    """List recordings that are kept."""
    from backstride.workflows.keep_form import list_form
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        kept = list_form(desk, run=run)
    if as_json:
        rows = [{**_place_as_json(one), **form_as_json(one.found)} for one in kept]
        typer.echo(json.dumps({"schema": SCHEMA, "recordings": rows}, indent=1))
        return
    if not kept:
        typer.echo(words().say("form.no_recordings"))
    for one in kept:
        run_word = "" if one.run_id is None else words().say("form.of_run", run=one.run_id[:8])
        typer.echo(f"{one.id[:8]}  {one.day}  {one.unit}{run_word}")
        print_found(one.found)
        typer.echo()


def remove(
    recording: Annotated[str, typer.Argument(help=words().say("cli.form.recording"))],
) -> None:
    """Take a recording out of sight."""
    from backstride.workflows.keep_form import remove_form
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        gone = remove_form(desk, recording)
    typer.echo(words().say("form.removed", unit=gone.unit))


def print_found(found: FormFound) -> None:
    """Print what was found, with its problems."""
    say = words().say
    head = say(
        "form.found",
        kind=say(f"form.kind.{found.kind.value}"),
        duration_s=number(found.duration_s, 1),
        rate_hz=number(found.rate_hz, 0),
        n_step=found.n_step,
    )
    typer.echo(head if found.passed else say("form.not_passed", head=head))
    for name, value in found.values.items():
        typer.echo(f"  {quantity(name)}: {ranged(name, value)}")
    for problem in found.problems:
        for line in paragraph(words().tell(problem), bullet="- "):
            typer.echo(line)
    if found.values:
        for line in paragraph(say("form.limits")):
            typer.echo(line)


def form_as_json(found: FormFound) -> dict[str, object]:
    """Return what was found as ``--json`` prints it."""
    return {
        "kind": found.kind.value,
        "passed": found.passed,
        "duration_s": found.duration_s,
        "rate_hz": found.rate_hz,
        "n_step": found.n_step,
        "values": {name: range_as_json(value) for name, value in found.values.items()},
        "version": found.version,
        "problems": [
            {
                "code": problem.code,
                "where": problem.where,
                "severity": problem.severity.value,
                "text": data_words().tell(problem),
            }
            for problem in found.problems
        ],
    }


def _place_as_json(kept: KeptForm) -> dict[str, object]:
    day = None if kept.day is None else kept.day.isoformat()
    return {"id": kept.id, "file": kept.unit, "local_date": day, "run_id": kept.run_id}
