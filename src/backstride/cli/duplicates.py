"""``backstride duplicates``: which recordings may be one run, and what the runner says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from backstride.cli.parsing import begun
from backstride.cli.runs_page import ID_SHOWN, clock
from backstride.cli.runs_show import as_json_recording
from backstride.cli.words import number, words

if TYPE_CHECKING:
    from backstride.workflows.decide_duplicates import Candidate, Side
    from backstride.workflows.wiring import Desk

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

One = Annotated[str, typer.Argument(help=words().say("cli.duplicates.one"))]
Other = Annotated[str, typer.Argument(help=words().say("cli.duplicates.other"))]


@app.callback()
def duplicates(
    context: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help=words().say("cli.duplicates.all"))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words().say("cli.option.json"))] = False,
) -> None:
    """List the pairs that wait for the runner."""
    if context.invoked_subcommand is not None:
        return
    from backstride.workflows.decide_duplicates import list_candidates
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        found = list_candidates(desk, also_settled=everything)
    if as_json:
        typer.echo(json.dumps([as_json_pair(one) for one in found], indent=1))
        return
    for one in found:
        _print_pair(one)
    typer.echo(words().say("duplicates.how" if found else "duplicates.none"))


@app.command("same", help=words().say("cli.duplicates.same.help"))
def same(one: One, other: Other) -> None:
    """Take two runs for one."""
    from backstride.workflows.decide_duplicates import decide_same
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        run_id = decide_same(desk, one, other)
    typer.echo(words().say("duplicates.same", id=run_id[:ID_SHOWN]))


@app.command("different", help=words().say("cli.duplicates.different.help"))
def different(one: One, other: Other) -> None:
    """Take two runs for two."""
    from backstride.workflows.decide_duplicates import decide_different
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        decide_different(desk, one, other)
    typer.echo(words().say("duplicates.different"))


@app.command("undo", help=words().say("cli.duplicates.undo.help"))
def undo() -> None:
    """Take the last decision back."""
    from backstride.workflows.decide_duplicates import undo_decision
    from backstride.workflows.wiring import open_desk

    with open_desk() as desk:
        ids = undo_decision(desk)
    shown = ", ".join(one[:ID_SHOWN] for one in ids)
    key = "duplicates.undone" if ids else "duplicates.nothing_to_undo"
    typer.echo(words().say(key, ids=shown))


@app.command("settle", help=words().say("cli.duplicates.settle.help"))
def settle() -> None:
    """Ask about one pair after the other."""
    from backstride.workflows.decide_duplicates import list_candidates
    from backstride.workflows.wiring import open_desk

    n_decided = 0
    with open_desk() as desk:
        passed: set[tuple[str, str]] = set()
        while True:
            left = [one for one in list_candidates(desk) if _key(one) not in passed]
            if not left:
                break
            passed.add(_key(left[0]))
            n_decided += _ask(desk, left[0])
    typer.echo(words().say("duplicates.settled", n=n_decided))


def _key(one: Candidate) -> tuple[str, str]:
    return one.one.id, one.other.id


def _ask(desk: Desk, one: Candidate) -> bool:
    """Ask about one pair; Enter leaves it as it is."""
    from backstride.workflows.decide_duplicates import decide_different, decide_same

    _print_pair(one)
    while True:
        question = words().say("duplicates.ask")
        said = str(typer.prompt(question, default="", show_default=False)).strip().lower()
        if not said:
            return False
        match begun(said, ("same", "different")):
            case ["same"]:
                decide_same(desk, one.one.id, one.other.id)
                return True
            case ["different"]:
                decide_different(desk, one.one.id, one.other.id)
                return True


def as_json_pair(one: Candidate) -> dict[str, object]:
    """Return one pair as ``duplicates --json`` prints it."""
    seen = one.evidence
    return {
        "verdict": one.verdict.value,
        "who": one.who,
        "one": _as_json_side(one.one),
        "other": _as_json_side(one.other),
        "counts": one.counts,
        "against": seen.get("against", []),
        "shared_of_shorter": seen.get("of_shorter"),
        "shared_of_longer": seen.get("of_longer"),
        "distance_ratio": seen.get("distance_ratio"),
        "cadence_ratio": seen.get("cadence_ratio"),
        "apart_m": seen.get("apart_m"),
    }


def _as_json_side(side: Side) -> dict[str, object]:
    return {"run": side.run_id, **as_json_recording(side.recording, side.file)}


def _print_pair(one: Candidate) -> None:
    from backstride.workflows.decide_duplicates import doubts_of

    say = words().say
    typer.echo(say(f"duplicates.verdict.{one.verdict.value}"))
    for side in (one.one, one.other):
        typer.echo(_line(side, counts=one.verdict.value == "held" and side.run_id == one.counts))
    for doubt in doubts_of(one):
        typer.echo(f"  {say(doubt)}")
    typer.echo("")


def _line(side: Side, *, counts: bool) -> str:
    footprint = side.recording.footprint
    cells = [
        side.id[:ID_SHOWN],
        f"{footprint.start.astimezone():%Y-%m-%d %H:%M}",
        ", ".join(sorted(words().name("sport", sport.value) for sport in footprint.sports)),
        "" if footprint.distance_m is None else f"{number(footprint.distance_m / 1000.0, 2)} km",
        clock(footprint.elapsed_s),
        side.recording.device,
        side.file or words().say("runs.show.by_hand"),
        words().say("duplicates.counts") if counts else "",
    ]
    return "  " + "  ".join(cell for cell in cells if cell)
