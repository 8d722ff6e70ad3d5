"""The questions on warning signs, one tap after another; Enter leaves open and is never a no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from backstride.cli.paragraph import paragraph
from backstride.cli.parsing import confirm, is_yes
from backstride.cli.words import words
from backstride.domain.screen import UNANSWERED, Level, Reply
from backstride.safety.questions import Question, next_questions, questions, read_number
from backstride.safety.triage_json import option_words
from backstride.workflows.check_safety import check, known_person
from backstride.workflows.review_safety import judge_unkept

if TYPE_CHECKING:
    from backstride.domain.screen import Triage
    from backstride.workflows.wiring import Desk

NONE_OF_THESE = "0"
DOUBT = "?"


def ask_and_keep(desk: Desk) -> Triage:
    """Ask what is to be asked, keep it if the runner says so, and return what follows."""
    person = known_person(desk)
    typer.echo("\n".join(paragraph(words().say("check.intro"))))
    told: dict[str, Reply] = dict(person)
    is_said = False
    while wanted := next_questions(told):
        told |= _ask_tap([questions()[key] for key in wanted])
        if not is_said and _is_emergency(desk, told):
            is_said = True
            if not confirm("check.go_on"):
                break
    new = {
        key: answer
        for key, answer in told.items()
        if answer != UNANSWERED and person.get(key) != answer
    }
    if new and confirm("check.keep"):
        return check(desk, new)
    typer.echo(words().say("check.not_kept"))
    return judge_unkept(desk, told)


def _ask_tap(asked: Sequence[Question]) -> dict[str, Reply]:
    """Ask one tap: its yes/no questions as one list, the rest one by one."""
    group = asked[0].group or "profile"
    is_list = asked[0].ask != "branch"
    listed = [one for one in asked if one.type == "yes_no_unsure" and is_list]
    told: dict[str, Reply] = {}
    typer.echo("")
    for question in asked:
        if question not in listed:
            told[question.key] = _ask_one(question)
    if listed:
        typer.echo("\n".join(paragraph(words().say(f"safety.group.{group}"))))
        told |= _ask_list(listed)
    return told


def _ask_list(listed: Sequence[Question]) -> dict[str, Reply]:
    """Ask which of some sentences are so."""
    for number, question in enumerate(listed, start=1):
        typer.echo("\n".join(paragraph(_words_of(question), bullet=f"{number:>3}  ")))
    while True:
        text = _prompt("check.ask.list")
        marked = read_list(text, len(listed))
        if marked is not None:
            return {question.key: reply for question, reply in zip(listed, marked, strict=True)}
        typer.echo(words().say("check.again.list", n=len(listed)), err=True)


def read_list(text: str, n: int) -> list[Reply] | None:
    """Return the reply to each of `n` sentences, None where the text cannot be read.

    Parameters
    ----------
    text : str
        Numbers of those that are so, with a question mark for doubt; ``0`` for none of these;
        empty leaves all open. Where numbers are given, the others are a no.
    n : int
        How many there are.
    """
    words_ = text.replace(",", " ").split()
    if not words_:
        return [UNANSWERED] * n
    if words_ == [NONE_OF_THESE]:
        return ["no"] * n
    replies: list[Reply] = ["no"] * n
    for word in words_:
        number = word.removesuffix(DOUBT)
        if not (number.isascii() and number.isdigit() and 1 <= int(number) <= n):
            return None
        replies[int(number) - 1] = "unsure" if word.endswith(DOUBT) else "yes"
    return replies


def _ask_one(question: Question) -> Reply:
    """Ask until the answer can be read; Enter leaves it open."""
    typer.echo("\n".join(paragraph(_words_of(question))))
    if question.type == "choice":
        for number, option in enumerate(question.options, start=1):
            typer.echo(f"{number:>3}  {words().say(option_words(question, option))}")
    while True:
        text = _prompt(f"check.ask.{question.type}").strip().lower()
        if not text:
            return UNANSWERED
        reply = read_one(question, text)
        if reply is not None:
            return reply
        typer.echo(words().say(f"check.again.{question.type}"), err=True)


def read_one(question: Question, text: str) -> Reply | None:
    """Return the reply that a text stands for, None where it is none."""
    if question.type == "yes_no_unsure":
        if text[:1] == DOUBT:
            return "unsure"
        said = is_yes(text[:1])
        return None if said is None else "yes" if said else "no"
    if question.type == "choice":
        place = int(text) - 1 if text.isascii() and text.isdigit() else -1
        return question.options[place] if 0 <= place < len(question.options) else None
    return read_number(question, text)


def _words_of(question: Question) -> str:
    return words().say(f"safety.ask.{question.key}")


def _prompt(key: str) -> str:
    return str(typer.prompt(words().say(key), default="", show_default=False))


def _is_emergency(desk: Desk, told: dict[str, Reply]) -> bool:
    """Say at once what cannot wait for the last question."""
    triage = judge_unkept(desk, told)
    if triage.level < Level.E0:
        return False
    typer.echo("")
    typer.echo("\n".join(paragraph(words().say(triage.advice[0]))))
    return True
