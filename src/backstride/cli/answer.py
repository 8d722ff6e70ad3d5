"""``backstride answer``: the question, answered from the runner's own records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.words import data_words, words

if TYPE_CHECKING:
    from backstride.domain.answer import Answer, DailyTable
    from backstride.domain.screen import Triage
    from backstride.workflows.answer_question import Answered


def answer(
    *,
    daily: Annotated[
        Path | None, typer.Option("--daily", help=words().say("cli.answer.daily"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """Answer from the store, or from a table of days."""
    from backstride.workflows.answer_question import answer_from_store, answer_from_table
    from backstride.workflows.place_in_time import today_in
    from backstride.workflows.wiring import open_desk

    announce_compiling()
    if daily is None:
        with open_desk() as desk:
            found = answer_from_store(desk)
    else:
        if not daily.is_file():
            typer.echo(words().say("cli.no_such_file", path=str(daily)), err=True)
            raise typer.Exit(2)
        found = answer_from_table(daily.read_bytes(), today=today_in(None).date())
    for problem in found.problems:
        typer.echo(words().tell(problem), err=True)
    if found.answer is None:
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps(_as_json(found, found.answer), indent=1))
    elif found.is_withheld and found.triage is not None:
        print_withheld(found.triage)
    else:
        print_answer(found.answer, found.table, found.triage)


def announce_compiling() -> None:
    """Say why the first answer on a computer takes longer."""
    from backstride.workflows.check_health import is_warm, remember_warm

    if not is_warm():
        typer.echo(words().say("doctor.warming"), err=True)
        remember_warm()


def print_withheld(triage: Triage) -> None:
    """Print what is to be done instead of the answer."""
    from backstride.cli.triage_page import triage_lines

    for line in triage_lines(triage, words().say):
        typer.echo(line)


def print_answer(answer: Answer, table: DailyTable | None, triage: Triage | None = None) -> None:
    """Print the answer for a person: safety first, the picture, the sentence, what next."""
    from backstride.cli.answer_page import answer_lines

    if triage is not None:
        print_notice(triage)
    for line in answer_lines(answer, table, words().say):
        typer.echo(line)


def print_notice(triage: Triage) -> None:
    """Print what the safety screen says, where it says anything, above a page."""
    from backstride.cli.triage_page import notice_lines

    lines = list(notice_lines(triage, words().say))
    for line in lines and [*lines, ""]:
        typer.echo(line)


def _as_json(found: Answered, answer: Answer) -> dict[str, object]:
    from backstride.inference.answer_json import to_json
    from backstride.report.problem_rows import problem_rows
    from backstride.safety.triage_json import triage_to_json

    say = data_words().say
    triage = None if found.triage is None else triage_to_json(found.triage, say)
    return to_json(answer, say, triage) | {
        "problems": problem_rows(found.problems, data_words().tell)
    }
