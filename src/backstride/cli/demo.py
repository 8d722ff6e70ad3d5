"""``backstride demo``: the whole way with an invented runner whose truth is known."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.paragraph import paragraph
from backstride.cli.words import words

if TYPE_CHECKING:
    from backstride.workflows.run_demo import Demo


def demo(
    folder: Annotated[
        Path | None, typer.Option("--folder", help=words().say("cli.demo.folder"))
    ] = None,
) -> None:
    """Go the whole way with an invented runner."""
    from backstride.cli.answer import announce_compiling, print_answer
    from backstride.cli.importing import print_summary
    from backstride.cli.progress import show_progress
    from backstride.cli.runs_page import print_footer, print_legs
    from backstride.workflows.run_demo import run_demo

    _say("demo.hello")
    announce_compiling()
    with show_progress() as progress:
        found = run_demo(folder, progress=progress)
    _title("demo.title.import", files=str(found.files))
    print_summary(found.results)
    _title("demo.title.runs", n=len(found.runs))
    print_legs(found.runs, with_ids=False)
    print_footer(shown=len(found.runs), total=found.n_run)
    _title("demo.title.answer")
    if found.answered.answer is not None:
        print_answer(found.answered.answer, found.answered.table)
    _title("demo.title.truth")
    _compare(found)
    _title("demo.title.next")
    for line in words().say("demo.next", home=str(found.home), program=_program()).splitlines():
        typer.echo(line)


def _program() -> str:
    """Return how to call this program from here: by its name where a shell finds it."""
    if shutil.which("backstride") is not None:
        return "backstride"
    beside = Path(sys.executable).with_name("backstride")
    here = Path.cwd()
    return str(beside.relative_to(here) if beside.is_relative_to(here) else beside)


def _compare(found: Demo) -> None:
    truth, answer = found.truth, found.answered.answer
    _say("demo.truth", name=truth.name, effect=truth.effect_28d)
    effect = None if answer is None else answer.effect_28d
    if effect is None:
        return
    inside = effect.q05 <= truth.effect_28d <= effect.q95
    error = effect.q50 - truth.effect_28d
    _say("demo.inside" if inside else "demo.outside", q05=effect.q05, q95=effect.q95, error=error)


def _title(key: str, **params: str | int) -> None:
    typer.echo("")
    typer.secho(words().say(key, **params), bold=True)


def _say(key: str, **params: str | float) -> None:
    for line in paragraph(words().say(key, **params)):
        typer.echo(line)
