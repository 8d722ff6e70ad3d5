"""``backstride diary import``, ``export``, ``map``, ``reminders``: files in and out."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.diary_show import From, To
from backstride.cli.file_out import write_private
from backstride.cli.parsing import parse_choice, parse_day, parse_zone, refuse
from backstride.cli.words import words
from backstride.readers.day_times import time_in
from backstride.readers.table_cells import Refused

if TYPE_CHECKING:
    from backstride.readers.mapping import Mapping

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Out = Annotated[Path, typer.Argument(help=words().say("cli.diary.out"))]


def import_(
    path: Annotated[Path, typer.Argument(help=words().say("cli.diary.file"))],
    mapping: Annotated[
        str | None, typer.Option("--mapping", help=words().say("cli.diary.mapping"))
    ] = None,
    side: Annotated[str | None, typer.Option("--side", help=words().say("cli.diary.side"))] = None,
    first_day: Annotated[
        str | None, typer.Option("--first-day", help=words().say("cli.diary.first_day"))
    ] = None,
) -> None:
    """Import a diary, by a mapping where it is somebody else's."""
    from backstride.workflows.import_diary import Chosen, DiaryImport, import_diary
    from backstride.workflows.wiring import open_desk

    if not path.is_file():
        raise refuse("cli.no_such_file", path=str(path))
    chosen = Chosen(
        mapping=None if mapping is None else _mapping(mapping),
        side="" if side is None else parse_choice(side, name="--side", choices=("left", "right")),
        first_day=None if first_day is None else parse_day(first_day),
    )
    with open_desk() as desk:
        done: list[DiaryImport] = import_diary(desk, path, chosen)
    say = words().say
    for one in done:
        for problem in one.problems:
            typer.echo(words().tell(problem), err=True)
        if one.suggested:
            typer.echo(say("diary.try_mapping", name=one.suggested), err=True)
        typer.echo(
            say("diary.imported", days=one.n_day, moments=one.n_moment, changed=one.n_changed)
        )
    if chosen.mapping is not None:
        for part in ("outcome", "scale", "not_claimed"):
            typer.echo(say(f"diary.mapping.{part}", text=chosen.mapping.about[part]))
    if not any(one.n_day for one in done):
        raise typer.Exit(1)


def export(out: Out, from_: From = None, to: To = None) -> None:
    """Write the diary as a table that can be read back without loss."""
    from backstride.report.diary_csv import render_diary_csv
    from backstride.workflows.review_diary import list_days
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        entries = list_days(
            desk,
            first_day=None if from_ is None else parse_day(from_),
            last_day=None if to is None else parse_day(to),
        )
    write_private(out, "\ufeff" + render_diary_csv(entries))
    typer.echo(words().say("diary.exported", n=len(entries), path=str(out)))


def body_map(
    *,
    out: Annotated[Path, typer.Option("--out", help=words().say("cli.diary.out"))],
    day: Annotated[str | None, typer.Option("--date", help=words().say("cli.diary.day"))] = None,
    from_: From = None,
    to: To = None,
    columns: Annotated[
        int, typer.Option("--columns", min=1, max=12, help=words().say("cli.diary.columns"))
    ] = 6,
) -> None:
    """Draw where it was felt, over time."""
    from backstride.report.body_days import periods_of, render_body_days
    from backstride.workflows.review_diary import list_days
    from backstride.workflows.wiring import open_desk

    first = last = None
    if day is not None:
        first = last = parse_day(day)
    else:
        first = None if from_ is None else parse_day(from_)
        last = None if to is None else parse_day(to)
    with open_desk() as desk:
        entries = [
            entry for entry in list_days(desk, first_day=first, last_day=last) if entry.moments
        ]
    if not entries:
        typer.echo(words().say("diary.no_marks"))
        raise typer.Exit(1)
    periods = periods_of(entries, first or entries[0].day, last or entries[-1].day)
    write_private(out, render_body_days(periods, words().say, n_column=columns))
    typer.echo(words().say("diary.drawn", n=len(periods), path=str(out)))


def reminders(
    out: Out,
    *,
    morning: Annotated[str, typer.Option("--morning", help=words().say("cli.diary.r_morning"))] = (
        "07:00"
    ),
    evening: Annotated[str, typer.Option("--evening", help=words().say("cli.diary.r_evening"))] = (
        "20:30"
    ),
    weekday: Annotated[str, typer.Option("--weekday", help=words().say("cli.diary.r_weekday"))] = (
        "sunday"
    ),
    week: Annotated[str, typer.Option("--week", help=words().say("cli.diary.r_week"))] = "18:00",
    zone: Annotated[
        str | None, typer.Option("--zone", help=words().say("cli.diary.r_zone"))
    ] = None,
) -> None:
    """Write a calendar file with reminders at fixed times."""
    from backstride.report.reminders import Reminder, render_reminders
    from backstride.workflows.review_diary import find_identity
    from backstride.workflows.wiring import open_desk

    day = WEEKDAYS.index(parse_choice(weekday, name="--weekday", choices=WEEKDAYS))
    wanted = (
        ("morning", morning, None, 1),
        ("evening", evening, None, 1),
        ("week", week, day, 1),
        ("month", week, day, 4),
    )
    chosen = [
        Reminder(name, _clock(text), on, every) for name, text, on, every in wanted if text != "off"
    ]
    with open_desk() as desk:
        runner = find_identity(desk)
    text = render_reminders(
        chosen,
        words().say,
        now=datetime.now(UTC),
        runner=runner,
        zone=None if zone is None else parse_zone(zone),
    )
    write_private(out, text)
    typer.echo(words().say("diary.reminders", n=len(chosen), path=str(out)))


def _mapping(said: str) -> Mapping:
    from backstride.domain.problem import Problem
    from backstride.workflows.import_diary import choose_mapping

    found = choose_mapping(said)
    if isinstance(found, Problem):
        raise typer.BadParameter(words().tell(found))
    return found


def _clock(text: str) -> time:
    found = time_in(text)
    if isinstance(found, Refused):
        raise refuse("cli.bad_time", text=text)
    return found
