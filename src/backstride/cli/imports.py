"""``backstride imports`` and ``backstride undo``: look back at imports and take one back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.words import data_words, words

if TYPE_CHECKING:
    from backstride.store.batches import Batch
    from backstride.store.ledger import LedgerRow


def imports(
    batch: Annotated[int | None, typer.Argument(help=words().say("cli.imports.batch"))] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """List imports, or the files of one."""
    from backstride.workflows.undo_import import list_files, list_imports
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        found = list_imports(desk)
        files = [] if batch is None else list_files(desk, batch)
    if batch is not None and batch not in {one.id for one in found}:
        typer.echo(words().say("error.store.no_batch", batch=batch), err=True)
        raise typer.Exit(2)
    if as_json:
        rows = _as_rows(found, None if batch is None else files)
        typer.echo(json.dumps(rows, indent=1))
    elif batch is not None:
        _print_files(files)
    elif found:
        _print_batches(found)
    else:
        typer.echo(words().say("runs.none"))


def undo(
    batch: Annotated[int, typer.Argument(help=words().say("cli.undo.batch"))],
) -> None:
    """Take one import back."""
    from backstride.workflows.undo_import import undo_import
    from backstride.workflows.wiring import open_desk

    say = words().say
    with open_desk() as desk:
        gone = undo_import(desk, batch)
    typer.echo(
        say("undo.done", batch=batch, activities=gone.n_activity, diary_days=gone.n_diary_day)
    )
    if gone.kept_days:
        days = ", ".join(day.isoformat() for day in gone.kept_days)
        typer.echo(say("undo.kept", days=days))


def _as_rows(found: list[Batch], files: list[LedgerRow] | None) -> list[dict[str, object]]:
    from backstride.report.rows_json import batch_as_json, file_as_json

    if files is None:
        return [batch_as_json(one) for one in found]
    return [file_as_json(row, data_words().tell) for row in files]


def _print_batches(found: list[Batch]) -> None:
    from rich.console import Console
    from rich.table import Table

    from backstride.report.rows_json import STATUSES

    say = words().say
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    for name in ("batch", "when", "sources"):
        table.add_column(say(f"imports.column.{name}"), overflow="fold")
    for status in STATUSES:
        title = say(f"import.status.{status}")
        table.add_column(title, justify="right", min_width=max(map(len, title.split())))
    table.add_column("")
    for batch in found:
        state = "undone" if batch.undone else "" if batch.ended else "stopped"
        table.add_row(
            str(batch.id),
            f"{batch.started.astimezone():%Y-%m-%d %H:%M}",
            ", ".join(batch.sources),
            *(str(batch.counts.get(status, 0)) for status in STATUSES),
            say(f"imports.state.{state}") if state else "",
        )
    Console().print(table)


def _print_files(files: list[LedgerRow]) -> None:
    from backstride.report.rows_json import reason_text

    say, tell = words().say, words().tell
    for row in files:
        entry = row.entry
        status = "partial" if entry.partial else entry.status.value
        typer.echo(f"{entry.unit}: {say(f'import.status.{status}')}")
        if entry.reason is not None and not entry.problems:
            typer.echo(f"  {reason_text(entry.reason, tell)}")
        for problem in entry.problems:
            typer.echo(f"  {tell(problem)}")
