"""``backstride check``: the questions on warning signs, before everything else."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backstride.cli.parsing import parse_choice, parse_day, refuse
from backstride.cli.words import data_words, words

if TYPE_CHECKING:
    from backstride.domain.screen import Triage
    from backstride.safety.answers_document import Answers

OUTCOMES = ("not_seen", "waiting", "seen_no_urgent_finding", "seen_treated")


def check(
    *,
    answers: Annotated[
        Path | None, typer.Option("--answers", help=words().say("cli.check.answers"))
    ] = None,
    save: Annotated[bool, typer.Option("--save", help=words().say("cli.check.save"))] = False,
    on: Annotated[str | None, typer.Option("--on", help=words().say("cli.check.on"))] = None,
    seen: Annotated[str | None, typer.Option("--seen", help=words().say("cli.check.seen"))] = None,
    country: Annotated[
        str | None, typer.Option("--country", help=words().say("cli.check.country"))
    ] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help=words().say("cli.check.questions"))
    ] = False,
    show: Annotated[bool, typer.Option("--show", help=words().say("cli.check.show"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """Ask, judge a file, note what came of it, or list the questions."""
    place = None if country is None else _country(country)
    day = None if on is None else parse_day(on)
    if questions:
        _list_questions(as_json=as_json)
    elif answers is not None:
        _print(_from_file(answers, day=day, country=place, save=save), as_json=as_json)
    else:
        _from_store(seen=seen, day=day, country=place, ask=not (show or as_json), as_json=as_json)


def _from_file(path: Path, *, day: date | None, country: str | None, save: bool) -> Triage:
    read = _read(path)
    if not save:
        from backstride.workflows.judge_answers import judge_answers

        newest = max((said.day for said in read.history), default=date.today())
        return judge_answers(read, today=day or newest, country=country)
    from backstride.workflows.check_safety import check_all, set_country
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        if country is not None:
            set_country(desk, country)
        return check_all(desk, read)


def _read(path: Path) -> Answers:
    """Read a file of answers; any fault is told and ends the command."""
    from backstride.safety.answers_document import parse_answers

    if not path.is_file():
        typer.echo(words().say("cli.no_such_file", path=str(path)), err=True)
        raise typer.Exit(2)
    try:
        document: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        typer.echo(words().say("check.not_json", path=str(path), detail=str(error)), err=True)
        raise typer.Exit(2) from None
    read = parse_answers(document, today=date.today())
    for problem in read.problems:
        typer.echo(words().tell(problem), err=True)
    if read.problems:
        raise typer.Exit(2)
    return read


def _from_store(
    *, seen: str | None, day: date | None, country: str | None, ask: bool, as_json: bool
) -> None:
    from backstride.workflows.check_safety import current_triage, record_outcome, set_country
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        if country is not None:
            set_country(desk, country)
        if seen is not None:
            outcome = parse_choice(seen, name="--seen", choices=OUTCOMES)
            triage = record_outcome(desk, outcome, day=day)
            typer.echo(words().say(f"check.noted.{outcome}"), err=True)
        elif ask and sys.stdin.isatty():
            from backstride.cli.check_form import ask_and_keep

            triage = ask_and_keep(desk)
        else:
            triage = current_triage(desk)
        _print(triage, as_json=as_json)


def _print(triage: Triage, *, as_json: bool) -> None:
    if as_json:
        from backstride.safety.triage_json import triage_to_json

        typer.echo(json.dumps(triage_to_json(triage, data_words().say), indent=1))
    else:
        from backstride.cli.triage_page import triage_lines

        for line in triage_lines(triage, words().say):
            typer.echo(line)


def _list_questions(*, as_json: bool) -> None:
    from backstride.safety.triage_json import questions_to_json

    if as_json:
        typer.echo(json.dumps(questions_to_json(data_words().say), indent=1, ensure_ascii=False))
        return
    for question in questions_to_json(words().say):
        typer.echo(f"{question['key']} ({_takes(question)})")
        typer.echo(f"    {question['text']}")


def _takes(question: dict[str, Any]) -> str:
    """Return which answers a question takes."""
    if question["options"]:
        return ", ".join(question["options"])
    low, high, unit = (question[name] for name in ("min", "max", "unit"))
    if high is None:
        return words().say("check.takes.from", low=low, unit=unit)
    return words().say("check.takes.range", low=low, high=high, unit=unit)


def _country(text: str) -> str:
    code = text.strip().upper()
    if len(code) != 2 or not code.isalpha() or not code.isascii():
        raise refuse("cli.bad_country", text=text)
    return code
