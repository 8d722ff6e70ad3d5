"""``backstride log``: the ten-second entry."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.entry_form import Typed, ask_items, entry_from, with_run
from backstride.cli.item_options import with_item_options
from backstride.cli.parsing import parse_choice, parse_day, parse_reason, parse_score, refuse
from backstride.cli.words import words
from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped
from backstride.domain.diary_item import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from backstride.workflows.wiring import Desk

N_DAY_SHOWN = 14


@with_item_options
def log(
    *,
    day: Annotated[
        str | None, typer.Option("--date", "-d", help=words().say("cli.log.date"))
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help=words().say("cli.log.set"))
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help=words().say("cli.log.note"))] = None,
    felt: Annotated[str | None, typer.Option("--felt", help=words().say("cli.log.felt"))] = None,
    at: Annotated[str | None, typer.Option("--at", help=words().say("cli.log.at"))] = None,
    run: Annotated[str | None, typer.Option("--run", help=words().say("cli.log.run"))] = None,
    skip: Annotated[
        list[str] | None, typer.Option("--skip", help=words().say("cli.log.skip"))
    ] = None,
    ask: Annotated[str | None, typer.Option("--ask", help=words().say("cli.log.ask"))] = None,
    show: Annotated[bool, typer.Option("--show", help=words().say("cli.log.show"))] = False,
    remove: Annotated[bool, typer.Option("--remove", help=words().say("cli.log.remove"))] = False,
    **given: str | bool | None,
) -> None:
    """Write, show or take back one day of the diary."""
    from backstride.workflows.keep_diary import list_entries, remove_entry, write_entry
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        today = desk.today()
        chosen = today if day is None else parse_day(day)
        if chosen > today:
            raise refuse("cli.future_day", day=chosen.isoformat())
        if show:
            _show(list_entries(desk, last=N_DAY_SHOWN))
            return
        if remove:
            removed = remove_entry(desk, chosen)
            key = "log.removed" if removed else "log.nothing_to_remove"
            typer.echo(words().say(key, day=chosen.isoformat()))
            return
        typed = Typed(set_ or [], skip or [], note, felt, at, run)
        entry = _entry(desk, chosen, given, typed=typed, ask=ask)
        if entry is None:
            typer.echo(words().say("log.nothing"), err=True)
            raise typer.Exit(2)
        write_entry(desk, entry, is_backfilled=chosen < today)
        typer.echo(words().say("log.saved", day=chosen.isoformat()))
        typer.echo(words().say("log.not_medical"))
        if entry.items or entry.moments or entry.runs:
            _tell_warning_signs(desk)


def _tell_warning_signs(desk: Desk) -> None:
    """Say what follows from a mark, a flare or a step down; a bare score takes no time for it."""
    from backstride.cli.answer import print_notice
    from backstride.workflows.check_safety import current_triage

    typer.echo("")
    print_notice(current_triage(desk))


def somebody_is_there() -> bool:
    """Tell whether a person can answer questions here."""
    return sys.stdin.isatty()


def _entry(
    desk: Desk,
    day: date,
    given: dict[str, str | bool | None],
    *,
    typed: Typed,
    ask: str | None,
) -> DiaryEntry | None:
    """Return what was typed or answered; None where nothing was."""
    if ask is not None:
        if not somebody_is_there():
            return None
        occasion = parse_choice(ask, name="--ask", choices=tuple(when.value for when in Asked))
        return with_run(desk, DiaryEntry(day), ask_items(Asked(occasion)), run=typed.run)
    if typed.is_empty() and all(value is None for value in given.values()):
        return _ask_three(day)
    return entry_from(desk, day, given, typed)


def _ask_three(day: date) -> DiaryEntry | None:
    """Ask the three questions; None where nobody is there to answer or nothing was said."""
    if not somebody_is_there():
        return None
    morning = _ask_one("log.ask.morning", lambda text: parse_score(text, name=""))
    evening = _ask_one("log.ask.evening", lambda text: parse_score(text, name=""))
    reason = _ask_one("log.ask.no_run", parse_reason)
    if morning is None and evening is None and reason is None:
        return None
    return DiaryEntry(
        day,
        leg_morning=morning if isinstance(morning, float) else Skipped.SKIPPED,
        leg_evening=evening if isinstance(evening, float) else None,
        no_run_reason=reason if isinstance(reason, NoRunReason) else None,
    )


def _ask_one(key: str, parse: Callable[[str], float | NoRunReason]) -> float | NoRunReason | None:
    """Ask until the answer can be read; Enter skips."""
    while True:
        text = str(typer.prompt(words().say(key), default="", show_default=False))
        if not text.strip():
            return None
        try:
            return parse(text)
        except typer.BadParameter as fault:
            typer.echo(words().say("log.again", why=fault.message), err=True)


def _show(entries: list[DiaryEntry]) -> None:
    from backstride.cli.diary_page import print_days

    print_days(entries, title=words().say("log.days", n=N_DAY_SHOWN))
