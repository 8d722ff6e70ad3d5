"""``backstride setup``: the runner's profile, every question skippable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.parsing import parse_choice, parse_language
from backstride.cli.words import short_number, speak_anew, words
from backstride.domain.runner import Runner
from backstride.workflows.typed_profile import SEXES, SIDES, read_profile

if TYPE_CHECKING:
    from backstride.workflows.wiring import Desk


QUESTIONS: dict[str, str] = {
    "birth_year": "birth_year",
    "sex": "sex",
    "height_cm": "height_m",
    "mass_kg": "mass_kg",
    "zone": "zone",
    "easy_pace": "easy_pace_s_per_km",
    "marathon_pace": "marathon_pace_s_per_km",
    "onset": "onset",
    "side": "side",
    "operations": "operations",
}
"""Name of each question and the field of the profile it fills, in order of asking."""

CHOICES = {"sex": SEXES, "side": SIDES}


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _option(name: str) -> object:
    return typer.Option(f"--{_dashed(name)}", help=words().say(f"setup.ask.{name}"))


def setup(
    *,
    birth_year: Annotated[str | None, _option("birth_year")] = None,
    sex: Annotated[str | None, _option("sex")] = None,
    height_cm: Annotated[str | None, _option("height_cm")] = None,
    mass_kg: Annotated[str | None, _option("mass_kg")] = None,
    zone: Annotated[str | None, _option("zone")] = None,
    easy_pace: Annotated[str | None, _option("easy_pace")] = None,
    marathon_pace: Annotated[str | None, _option("marathon_pace")] = None,
    onset: Annotated[str | None, _option("onset")] = None,
    side: Annotated[str | None, _option("side")] = None,
    operations: Annotated[str | None, _option("operations")] = None,
    language: Annotated[str | None, _option("language")] = None,
    show: Annotated[bool, typer.Option("--show", help=words().say("cli.setup.show"))] = False,
) -> None:
    """Ask for, or take from options, the runner's profile."""
    from backstride.workflows.setup_runner import current_runner, save_runner
    from backstride.workflows.wiring import open_desk

    given = {name: value for name, value in locals().items() if isinstance(value, str)}
    language = given.pop("language", None)
    with open_desk() as desk:
        before = current_runner(desk)
        if show:
            _show(before)
            return
        is_new = language is not None and _speak(desk, parse_language(language))
        if given:
            after = _read(before, given, desk.today())
        elif language is None:
            is_new = _ask_language(desk)
            after = _ask_all(before, desk.today())
        else:
            after = before
        if after == before and not is_new:
            typer.echo(words().say("setup.unchanged"))
        else:
            save_runner(desk, after)
            typer.echo(words().say("setup.saved"))
            _show(after)


def _speak(desk: Desk, language: str) -> bool:
    """Speak a language from here on; False where it is spoken already."""
    from backstride.workflows.choose_language import choose_language

    is_new = choose_language(desk, language)
    speak_anew(language)
    return is_new


def _ask_language(desk: Desk) -> bool:
    """Ask first for the language, so that the other questions come in it."""
    language = _ask("language", words().language, parse_language)
    return isinstance(language, str) and _speak(desk, language)


def _read(before: Runner, given: dict[str, str], today: date) -> Runner:
    """Read what was typed; all that cannot be read is told at once.

    Raises
    ------
    typer.BadParameter
        Where anything cannot be read.
    """
    typed = {name: _whole_word(name, text) for name, text in given.items()}
    read = read_profile(before, typed, today)
    if read.faults:
        faults = (f"--{_dashed(name)}: {words().say(one)}" for name, one in read.faults.items())
        raise typer.BadParameter("\n".join(faults))
    return read.runner


def _whole_word(name: str, text: str) -> str:
    choices = CHOICES.get(name)
    if choices is None or not text.strip():
        return text
    return parse_choice(text, name=f"--{_dashed(name)}", choices=choices)


def _ask_all(before: Runner, today: date) -> Runner:
    typer.echo(words().say("setup.title"))
    after = before
    for name, field in QUESTIONS.items():
        answer = _ask(name, getattr(before, field), partial(_read_one, after, today, name))
        if isinstance(answer, Runner):
            after = answer
    return after


def _read_one(before: Runner, today: date, name: str, text: str) -> Runner:
    read = read_profile(before, {name: _whole_word(name, text)}, today)
    if name in read.faults:
        raise typer.BadParameter(words().say(read.faults[name]))
    return read.runner


def _ask(name: str, known: object, parse: Callable[[str], object]) -> object:
    """Ask until the answer can be read; Enter keeps what is known."""
    question = words().say(f"setup.ask.{name}")
    if known is not None:
        question += f" [{_shown(name, known)}]"
    while True:
        text = str(typer.prompt(question, default="", show_default=False))
        if not text.strip():
            return None
        try:
            return parse(text)
        except typer.BadParameter as fault:
            typer.echo(words().say("log.again", why=fault.message), err=True)


def _shown(name: str, value: object) -> str:
    if value is None:
        return words().say("setup.none")
    if name.endswith("pace") and isinstance(value, int | float):
        return f"{int(value) // 60}:{int(value) % 60:02d}"
    if name == "height_cm" and isinstance(value, float):
        return short_number(100 * value)
    return short_number(value) if isinstance(value, float) else words().name("option", str(value))


def _show(runner: Runner) -> None:
    typer.echo(f"{words().say('setup.ask.language')}: {words().language}")
    names = {field: name for name, field in QUESTIONS.items()}
    for field in fields(runner):
        name = names[field.name]
        question = words().say(f"setup.ask.{name}")
        typer.echo(f"{question}: {_shown(name, getattr(runner, field.name))}")
