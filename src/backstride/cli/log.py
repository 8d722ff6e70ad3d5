"""``backstride log``: the ten-second entry."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.parsing import parse_day, parse_pair, parse_reason, parse_score, refuse
from backstride.cli.words import words
from backstride.domain.diary import DiaryEntry, NoRunReason, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable

N_DAY_SHOWN = 14


def log(
    *,
    day: Annotated[
        str | None, typer.Option("--date", "-d", help=words().say("cli.log.date"))
    ] = None,
    morning: Annotated[
        str | None, typer.Option("--morning", "-m", help=words().say("cli.log.morning"))
    ] = None,
    evening: Annotated[
        str | None, typer.Option("--evening", "-e", help=words().say("cli.log.evening"))
    ] = None,
    no_run: Annotated[
        str | None, typer.Option("--no-run", help=words().say("cli.log.no_run"))
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help=words().say("cli.log.set"))
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help=words().say("cli.log.note"))] = None,
    show: Annotated[bool, typer.Option("--show", help=words().say("cli.log.show"))] = False,
    remove: Annotated[bool, typer.Option("--remove", help=words().say("cli.log.remove"))] = False,
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
        elif remove:
            removed = remove_entry(desk, chosen)
            key = "log.removed" if removed else "log.nothing_to_remove"
            typer.echo(words().say(key, day=chosen.isoformat()))
        else:
            said = _Said(morning, evening, no_run, set_ or [], note)
            entry = _ask(chosen) if said.is_empty else said.entry(chosen)
            if entry is None:
                typer.echo(words().say("log.nothing"), err=True)
                raise typer.Exit(2)
            write_entry(desk, entry, is_backfilled=chosen < today)
            typer.echo(words().say("log.saved", day=chosen.isoformat()))
            typer.echo(words().say("log.not_medical"))


@dataclass(frozen=True, slots=True)
class _Said:
    """What the options of one call say, as typed."""

    morning: str | None
    evening: str | None
    no_run: str | None
    pairs: list[str]
    note: str | None

    @property
    def is_empty(self) -> bool:
        words_typed = (self.morning, self.evening, self.no_run, self.note)
        return not self.pairs and all(word is None for word in words_typed)

    def entry(self, day: date) -> DiaryEntry:
        """Parse everything; the first fault is told and nothing is written."""
        return DiaryEntry(
            day=day,
            leg_morning=_parsed(self.morning, "--morning"),
            leg_evening=_parsed(self.evening, "--evening"),
            no_run_reason=None if self.no_run is None else parse_reason(self.no_run),
            covariates=dict(parse_pair(pair) for pair in self.pairs),
            marks={} if self.note is None else {"note": self.note},
        )


def _parsed(text: str | None, name: str) -> float | None:
    return None if text is None else parse_score(text, name=name)


def _ask(day: date) -> DiaryEntry | None:
    """Ask the three questions; None where nobody is there to answer or nothing was said."""
    if not sys.stdin.isatty():
        return None
    morning = _ask_one("log.ask.morning", lambda text: parse_score(text, name=""))
    evening = _ask_one("log.ask.evening", lambda text: parse_score(text, name=""))
    reason = _ask_one("log.ask.no_run", parse_reason)
    if morning is None and evening is None and reason is None:
        return None
    return DiaryEntry(
        day=day,
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
    from rich.console import Console
    from rich.table import Table

    say = words().say
    table = Table(box=None, title=say("log.days", n=N_DAY_SHOWN), title_justify="left")
    for column in ("day", "morning", "evening", "no_run", "other"):
        table.add_column(say(f"log.column.{column}"))
    for entry in entries:
        also = [f"{name}={value:g}" for name, value in entry.covariates.items()]
        also += entry.marks.values()
        reason = entry.no_run_reason
        table.add_row(
            entry.day.isoformat(),
            _score(entry.leg_morning),
            _score(entry.leg_evening),
            say(f"log.reason.{reason.value}") if reason else "",
            ", ".join(also),
        )
    Console().print(table)


def _score(score: float | Skipped | None) -> str:
    if isinstance(score, Skipped):
        return words().say("log.skipped")
    return "" if score is None else f"{score:g}"
