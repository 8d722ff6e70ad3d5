"""``backstride runs add``, ``edit``, ``split``, ``delete``, ``restore``, ``undo``, ``rest``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.parsing import (
    parse_choice,
    parse_clock,
    parse_duration,
    parse_number,
    parse_past_day,
    refuse,
)
from backstride.cli.runs_page import ID_SHOWN, correction_text, print_legs
from backstride.cli.words import words

if TYPE_CHECKING:
    from backstride.recording.correcting import OneRun
    from backstride.workflows.wiring import Desk

LONGEST_KM = 1000.0
"""A run by hand may be this long: the bound catches metres typed for kilometres."""

RunId = Annotated[str, typer.Argument(help=words().say("cli.runs.id"))]
SportName = Annotated[str | None, typer.Option("--sport", help=words().say("cli.runs.set_sport"))]
Kind = Annotated[str | None, typer.Option("--kind", help=words().say("cli.runs.kind"))]
Distance = Annotated[str | None, typer.Option("--distance", help=words().say("cli.runs.distance"))]
Duration = Annotated[str | None, typer.Option("--duration", help=words().say("cli.runs.duration"))]


def add(
    day: Annotated[str, typer.Argument(help=words().say("cli.runs.add.day"))],
    *,
    distance: Distance = None,
    duration: Duration = None,
    sport: SportName = None,
    kind: Kind = None,
    start: Annotated[
        str | None, typer.Option("--start", help=words().say("cli.runs.add.start"))
    ] = None,
) -> None:
    """Add a run that no device recorded."""
    from backstride.domain.activity import Sport
    from backstride.workflows.correct_runs import ByHand, add_run
    from backstride.workflows.wiring import open_desk

    if distance is None and duration is None:
        raise refuse("cli.runs.no_totals")
    with open_desk() as desk:
        told = ByHand(
            day=parse_past_day(day, desk.today()),
            sport=Sport("running" if sport is None else _sport(sport)),
            sub_sport=kind or "",
            distance_m=None if distance is None else _metres(distance),
            moving_s=None if duration is None else parse_duration(duration),
            clock=None if start is None else parse_clock(start),
        )
        _say_and_print(desk, "runs.added", add_run(desk, told))
    if duration is None:
        typer.echo(words().say("runs.added_without_duration"))


def edit(
    run: RunId,
    *,
    sport: SportName = None,
    kind: Kind = None,
    distance: Distance = None,
    duration: Duration = None,
    start: Annotated[
        str | None, typer.Option("--start", help=words().say("cli.runs.edit.start"))
    ] = None,
    crop_from: Annotated[
        str | None, typer.Option("--crop-from", help=words().say("cli.runs.edit.crop_from"))
    ] = None,
    crop_to: Annotated[
        str | None, typer.Option("--crop-to", help=words().say("cli.runs.edit.crop_to"))
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help=words().say("cli.runs.edit.undo"))] = False,
) -> None:
    """Correct a run."""
    from backstride.workflows.correct_runs import crop_run, edit_run
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        if undo:
            _take_back(desk, run)
            return
        changes = _changes(desk, run, sport=sport, kind=kind, distance=distance, duration=duration)
        if start is not None:
            changes.append(_set_start(desk, run, start))
        if not changes and crop_from is None and crop_to is None:
            raise refuse("cli.runs.nothing_to_change")
        run_id = edit_run(desk, run, changes) if changes else run
        if crop_from is not None or crop_to is not None:
            from_s = 0.0 if crop_from is None else parse_duration(crop_from)
            to_s = None if crop_to is None else parse_duration(crop_to)
            run_id = crop_run(desk, run_id, from_s=from_s, to_s=to_s)
        _say_and_print(desk, "runs.edited", run_id)


def split(
    run: RunId, at: Annotated[str, typer.Argument(help=words().say("cli.runs.split.at"))]
) -> None:
    """Cut a run in two."""
    from backstride.workflows.correct_runs import split_run
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        first_id, second_id = split_run(desk, run, at_s=parse_duration(at))
        _say_and_print(desk, "runs.split", first_id, second_id)


def delete(run: RunId) -> None:
    """Delete a run until it is restored."""
    from backstride.workflows.correct_runs import delete_run
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        typer.echo(words().say("runs.deleted", id=delete_run(desk, run)[:ID_SHOWN]))


def restore(run: RunId) -> None:
    """Bring a deleted run back."""
    from backstride.workflows.correct_runs import restore_run
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        _say_and_print(desk, "runs.restored", restore_run(desk, run))


def undo(
    run: Annotated[str | None, typer.Argument(help=words().say("cli.runs.undo.run"))] = None,
) -> None:
    """Take the last correction back."""
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        _take_back(desk, run)


def rest(
    first: Annotated[str, typer.Argument(help=words().say("cli.runs.rest.first"))],
    last: Annotated[str | None, typer.Argument(help=words().say("cli.runs.rest.last"))] = None,
) -> None:
    """Confirm days without a run."""
    from backstride.workflows.correct_runs import confirm_no_run
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        begin = parse_past_day(first, desk.today())
        end = begin if last is None else parse_past_day(last, desk.today())
        if end < begin:
            raise refuse("cli.runs.rest.order", first=begin.isoformat(), last=end.isoformat())
        confirm_no_run(desk, begin, end)
        days = (end - begin).days + 1
    typer.echo(words().say("runs.rest", first=begin.isoformat(), last=end.isoformat(), days=days))


def _changes(
    desk: Desk,
    run: str,
    *,
    sport: str | None,
    kind: str | None,
    distance: str | None,
    duration: str | None,
) -> list[OneRun]:
    from backstride.domain.activity import Sport
    from backstride.recording.correcting import SetDistance, SetDuration, SetSport
    from backstride.workflows.show_run import show_run

    changes: list[OneRun] = []
    if sport is not None or kind is not None:
        name = show_run(desk, run).legs[0].sport if sport is None else _sport(sport)
        changes.append(SetSport(Sport(name), kind))
    if distance is not None:
        changes.append(SetDistance(_metres(distance)))
    if duration is not None:
        changes.append(SetDuration(parse_duration(duration)))
    return changes


def _set_start(desk: Desk, run: str, text: str) -> OneRun:
    """Parse a start on the runner's own clock, in the zone in which the run was."""
    from datetime import UTC

    from backstride.recording.correcting import SetStart
    from backstride.workflows.show_run import show_run

    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise refuse("cli.runs.bad_start", text=text) from None
    if local.tzinfo is None:
        offset_s = show_run(desk, run).utc_offset_s
        local = local.replace(tzinfo=UTC) - timedelta(seconds=offset_s)
    return SetStart(local.astimezone(UTC))


def _take_back(desk: Desk, run: str | None) -> None:
    from backstride.workflows.correct_runs import undo_correction

    gone = undo_correction(desk, run)
    if gone is None:
        typer.echo(words().say("runs.nothing_to_undo"))
        return
    typer.echo(words().say("runs.undone", what=correction_text(gone)))


def _say_and_print(desk: Desk, key: str, *run_ids: str) -> None:
    from backstride.domain.screen import ScreenEffect
    from backstride.workflows.check_safety import current_triage
    from backstride.workflows.list_runs import without_load
    from backstride.workflows.show_run import show_run

    rows = [leg for run_id in run_ids for leg in show_run(desk, run_id).legs]
    if current_triage(desk).asks_for(ScreenEffect.HIDE_LOAD):
        rows = without_load(rows)
    shown = ", ".join(run_id[:ID_SHOWN] for run_id in run_ids)
    typer.echo(words().say(key, id=shown))
    print_legs(rows)


def _sport(text: str) -> str:
    from backstride.domain.activity import Sport

    names = tuple(one.value for one in Sport if one is not Sport.UNKNOWN)
    return parse_choice(text, name="--sport", choices=names)


def _metres(text: str) -> float:
    return 1000.0 * parse_number(text, name="--distance", low=0.01, high=LONGEST_KM, unit="km")
