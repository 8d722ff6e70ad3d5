"""``backstride import``: files and folders in, a line of the ledger for every one of them out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, cast

import typer

from backstride.cli.parsing import parse_past_day
from backstride.cli.words import data_words, words
from backstride.domain.errors import BackstrideError

if TYPE_CHECKING:
    from backstride.workflows.results import FileResult


def import_(
    paths: Annotated[list[Path], typer.Argument(help=words().say("cli.import.paths"))],
    *,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=words().say("cli.import.dry_run"))
    ] = False,
    complete_until: Annotated[
        str | None, typer.Option("--complete-until", help=words().say("cli.import.complete_until"))
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help=words().say("cli.import.watch"))] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help=words().say("cli.import.verbose"))
    ] = False,
) -> None:
    """Import runs and diary tables."""
    how = _How(dry_run=dry_run, watch=watch, is_quiet=as_json, complete_until=complete_until)
    from backstride.report.rows_json import result_as_json

    _check_arguments(paths, how)
    results: list[FileResult] = []
    try:
        for result in _results(paths, how):
            results.append(result)
            if as_json:
                typer.echo(json.dumps(result_as_json(result, data_words().tell)))
            elif watch:
                typer.echo(as_line(result))
    except KeyboardInterrupt:
        _print_stopped(results, paths, is_quiet=as_json, is_verbose=verbose, is_watch=watch)
        raise typer.Exit(0 if watch else 130) from None
    except BackstrideError:
        if results and not as_json:
            print_results(results, paths, is_verbose=verbose)
        raise
    if not as_json:
        print_results(results, paths, is_verbose=verbose)
        typer.echo(words().say("import.dry_run" if dry_run else "import.next"))
    if any(result.status.value == "failed" for result in results):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _How:
    """What was asked of an import beside the files."""

    dry_run: bool
    watch: bool
    is_quiet: bool
    complete_until: str | None


def _check_arguments(paths: list[Path], how: _How) -> None:
    if how.watch and how.dry_run:
        typer.echo(words().say("import.watch_or_dry_run"), err=True)
        raise typer.Exit(2)
    if how.watch and how.complete_until is not None:
        typer.echo(words().say("import.watch_or_complete_until"), err=True)
        raise typer.Exit(2)
    for path in paths:
        if not path.exists():
            typer.echo(words().say("cli.no_such_file", path=str(path)), err=True)
            raise typer.Exit(2)


def _results(paths: list[Path], how: _How) -> Iterator[FileResult]:
    from backstride.cli.progress import show_progress
    from backstride.cli.stopping import stop_between_files
    from backstride.workflows.import_runs import import_paths
    from backstride.workflows.look_at_runs import look_at_paths
    from backstride.workflows.watch_folder import watch as watch_folders
    from backstride.workflows.wiring import open_desk

    if how.watch and not how.is_quiet:
        typer.echo(words().say("import.watching", paths=", ".join(map(str, paths))))
    with (
        stop_between_files() as stop,
        open_desk() as desk,
        show_progress(is_quiet=how.is_quiet or how.watch) as progress,
    ):
        asked = how.complete_until
        until = None if asked is None else parse_past_day(asked, desk.today())
        if how.watch:
            read = watch_folders(desk, paths, wait=stop.wait, progress=progress)
        elif how.dry_run:
            read = look_at_paths(desk, paths, progress=progress)
        else:
            read = import_paths(desk, paths, progress=progress, complete_until=until)
        with closing(cast("Generator[FileResult, None, None]", read)) as found:
            for result in found:
                yield result
                stop.check()


def _print_stopped(
    results: list[FileResult],
    paths: list[Path],
    *,
    is_quiet: bool,
    is_verbose: bool,
    is_watch: bool,
) -> None:
    if not is_quiet and results and not is_watch:
        print_results(results, paths, is_verbose=is_verbose)
    key = "import.watch_stopped" if is_watch else "import.interrupted"
    typer.echo(words().say(key, n=len(results)), err=True)


def as_line(result: FileResult) -> str:
    """Return one result as a line for people."""
    status = "partial" if result.partial else result.status.value
    line = f"{_short(result.file)}: {words().say(f'import.status.{status}')}"
    return line if result.reason is None else f"{line} ({words().tell(result.reason)})"


def print_results(results: list[FileResult], paths: list[Path], *, is_verbose: bool) -> None:
    """Print what was not plainly imported, then the counts."""
    from rich.console import Console
    from rich.table import Table

    say = words().say
    if not results:
        typer.echo(say("import.nothing", paths=", ".join(map(str, paths))))
        return
    told = [found for found in results if is_verbose or _needs_telling(found)]
    if told:
        table = Table(box=None, pad_edge=False)
        table.add_column(say("import.column.file"), overflow="fold", ratio=3)
        table.add_column(say("import.column.status"), ratio=2)
        table.add_column(say("import.column.reason"), overflow="fold", ratio=5)
        for found in told:
            status = "partial" if found.partial else found.status.value
            reason = "" if found.reason is None else words().tell(found.reason)
            table.add_row(_short(found.file), say(f"import.status.{status}"), reason)
        Console().print(table)
    print_summary(results)


def print_summary(results: list[FileResult]) -> None:
    """Print how many files became what."""
    say = words().say
    counts = Counter(found.status.value for found in results)
    typer.echo(
        say(
            "import.summary",
            files=len(results),
            imported=counts["imported"],
            partial=sum(found.partial for found in results),
            duplicate=counts["duplicate"],
            not_an_activity=counts["not_an_activity"],
            failed=counts["failed"],
            activities=sum(
                len(found.activity_ids) for found in results if found.status.value == "imported"
            ),
            diary_days=sum(found.diary_days for found in results),
        )
    )
    if counts["held"]:
        typer.echo(say("import.held_hint", held=counts["held"]))
    if counts["failed"]:
        typer.echo(say("import.failed_hint"))


def _needs_telling(result: FileResult) -> bool:
    return result.partial or result.status.value in {"failed", "held", "not_an_activity"}


def _short(file: str) -> str:
    """Return a file's name with one folder, and the member's path where it lay in an archive."""
    outer, mark, member = file.partition("!")
    return "/".join(PurePath(outer).parts[-2:]) + mark + member
