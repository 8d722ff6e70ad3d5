"""``backstride setup``: the runner's profile, every question skippable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.parsing import (
    parse_choice,
    parse_day,
    parse_language,
    parse_number,
    parse_pace,
    parse_zone,
)
from backstride.cli.words import short_number, speak_anew, words
from backstride.domain.runner import Runner

if TYPE_CHECKING:
    from backstride.workflows.wiring import Desk


def _birth_year(text: str) -> int:
    return int(parse_number(text, name="--birth-year", low=1900, high=2025, unit=""))


def _height_m(text: str) -> float:
    return parse_number(text, name="--height-cm", low=100, high=250, unit="cm") / 100


QUESTIONS: tuple[tuple[str, str, Callable[[str], object]], ...] = (
    ("birth_year", "birth_year", _birth_year),
    ("sex", "sex", partial(parse_choice, name="--sex", choices=("female", "male", "other"))),
    ("height_m", "height_cm", _height_m),
    ("mass_kg", "mass_kg", partial(parse_number, name="--mass-kg", low=25, high=300, unit="kg")),
    ("zone", "zone", parse_zone),
    ("easy_pace_s_per_km", "easy_pace", parse_pace),
    ("marathon_pace_s_per_km", "marathon_pace", parse_pace),
    ("onset", "onset", parse_day),
    ("side", "side", partial(parse_choice, name="--side", choices=("left", "right", "both"))),
    ("operations", "operations", str.strip),
)
"""Field of the profile, name of the question, and how its answer is read, in order of asking."""


def _option(name: str) -> object:
    return typer.Option(f"--{name.replace('_', '-')}", help=words().say(f"setup.ask.{name}"))


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
            after = _from_options(before, given)
        elif language is None:
            is_new = _ask_language(desk)
            after = _ask_all(before)
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


def _from_options(before: Runner, given: dict[str, str]) -> Runner:
    changed = {field: parse(given[name]) for field, name, parse in QUESTIONS if name in given}
    return replace(before, **changed)  # type: ignore[arg-type]  # each parser returns its field's type


def _ask_all(before: Runner) -> Runner:
    typer.echo(words().say("setup.title"))
    changed: dict[str, object] = {}
    for field, name, parse in QUESTIONS:
        answer = _ask(name, getattr(before, field), parse)
        if answer is not None:
            changed[field] = answer
    return replace(before, **changed)  # type: ignore[arg-type]  # each parser returns its field's type


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
    names = {field: name for field, name, _ in QUESTIONS}
    for field in fields(runner):
        name = names[field.name]
        question = words().say(f"setup.ask.{name}")
        typer.echo(f"{question}: {_shown(name, getattr(runner, field.name))}")
