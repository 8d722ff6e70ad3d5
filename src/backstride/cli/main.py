"""The command ``backstride``: one command a file, each importing its work only when it runs."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from backstride import __version__
from backstride.cli import (
    answer,
    check,
    demo,
    diary,
    doctor,
    duplicates,
    exporting,
    forecast,
    form,
    importing,
    imports,
    log,
    profile,
    rebuild,
    runs,
    serve,
    shoes,
)
from backstride.cli.words import words
from backstride.domain.errors import BackstrideError, ImpossibleCall
from backstride.workflows.own_process import collect_seldom, keep_to_one_thread

EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_STORE = 3
EXIT_UNEXPECTED = 70
"""EX_SOFTWARE of BSD sysexits: an internal error, not the runner's mistake."""
EXIT_INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""

app = typer.Typer(
    name="backstride",
    help=words().say("cli.help"),
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for name, command in (
    ("demo", demo.demo),
    ("setup", profile.setup),
    ("import", importing.import_),
    ("imports", imports.imports),
    ("undo", imports.undo),
    ("log", log.log),
    ("answer", answer.answer),
    ("forecast", forecast.forecast),
    ("check", check.check),
    ("serve", serve.serve),
    ("rebuild", rebuild.rebuild),
    ("export", exporting.export),
    ("restore", exporting.restore),
    ("doctor", doctor.doctor),
):
    app.command(name, help=words().say(f"cli.{name}.help"))(command)
for name, group in (
    ("diary", diary.app),
    ("duplicates", duplicates.app),
    ("form", form.app),
    ("runs", runs.app),
    ("shoes", shoes.app),
):
    app.add_typer(group, name=name, help=words().say(f"cli.{name}.help"))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"backstride {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help=words().say("cli.version.help"),
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Hold the options that stand before every command."""


def run() -> None:
    """Run the command line; a person's mistake ends in a sentence, never in a traceback."""
    keep_to_one_thread()
    collect_seldom()
    try:
        app()
    except BackstrideError as error:
        typer.echo(words().say(error.message), err=True)
        sys.exit(EXIT_USAGE if isinstance(error, ImpossibleCall) else EXIT_STORE)
    except KeyboardInterrupt:
        typer.echo(words().say("cli.interrupted"), err=True)
        sys.exit(EXIT_INTERRUPTED)
    except Exception as error:
        if os.environ.get("BACKSTRIDE_DEBUG"):
            raise
        typer.echo(words().say("cli.unexpected", kind=type(error).__name__), err=True)
        sys.exit(EXIT_UNEXPECTED)
