"""What a run is made of, and ``backstride runs days``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.runs_page import ID_SHOWN, correction_text
from backstride.cli.words import data_words, words

if TYPE_CHECKING:
    from backstride.store.corrections import Correction
    from backstride.store.recordings import Recording
    from backstride.workflows.show_run import RunShown

AsJson = Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))]


def days(*, as_json: AsJson = False) -> None:
    """Show which days the imports tell about, and which are unknown."""
    from backstride.workflows.show_horizon import show_horizon
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        found = show_horizon(desk)
    if as_json:
        covered = [
            {
                "source": one.source,
                "first_day": one.first_day.isoformat(),
                "last_day": one.last_day.isoformat(),
            }
            for one in found.covered
        ]
        unknown = [
            {"first_day": first.isoformat(), "last_day": last.isoformat()}
            for first, last in found.unknown
        ]
        typer.echo(json.dumps({"covered": covered, "unknown": unknown}, indent=1))
        return
    say = words().say
    for one in found.covered:
        days = {"first": one.first_day.isoformat(), "last": one.last_day.isoformat()}
        typer.echo(say("runs.days.covered", source=one.source, **days))
    for first, last in found.unknown:
        n_day = (last - first).days + 1
        typer.echo(
            say("runs.days.unknown", first=first.isoformat(), last=last.isoformat(), n_day=n_day)
        )
    if not found.covered and not found.unknown:
        typer.echo(say("runs.none"))
    elif found.unknown:
        typer.echo(say("runs.days.hint"))


def as_json_recording(one: Recording, file: str) -> dict[str, object]:
    """Return one recording as ``runs show --json`` and ``duplicates --json`` print it."""
    footprint = one.footprint
    return {
        "id": one.id,
        "start_utc": footprint.start.isoformat().replace("+00:00", "Z"),
        "local_date": footprint.day.isoformat(),
        "sports": sorted(sport.value for sport in footprint.sports),
        "elapsed_s": footprint.elapsed_s,
        "distance_m": footprint.distance_m,
        "cadence_spm": footprint.cadence_spm,
        "n_values": one.n_value,
        "device": one.device,
        "file": file,
    }


def as_json_correction(one: Correction) -> dict[str, object]:
    """Return one correction as ``runs show --json`` prints it."""
    return {
        "kind": one.kind,
        "values": one.params,
        "who": one.who,
        "noted_utc": one.noted.isoformat().replace("+00:00", "Z"),
        "undone": one.is_undone,
    }


def made_of_as_json(found: RunShown) -> dict[str, object]:
    """Return recordings and corrections of a run as ``runs show --json`` prints them."""
    return {
        "recordings": [as_json_recording(one, file) for one, file in found.recordings],
        "leading": found.leading_id,
        "corrections": [as_json_correction(one) for one in found.corrections],
        "problems": [data_words().tell(problem) for problem in found.problems],
    }


def print_made_of(found: RunShown) -> None:
    """Print what a run is made of and what was corrected by hand."""
    say = words().say
    for one, file in found.recordings:
        key = "runs.show.leading" if one.id == found.leading_id else "runs.show.recording"
        where = file or say("runs.show.by_hand")
        typer.echo(say(key, id=one.id[:ID_SHOWN], file=where, device=one.device))
    for correction in found.corrections:
        key = "runs.show.taken_back" if correction.is_undone else "runs.show.correction"
        told = correction_text(correction)
        typer.echo(say(key, what=told, who=correction.who, day=f"{correction.noted:%Y-%m-%d}"))
    for problem in found.problems:
        typer.echo(f"  {words().tell(problem)}")
