"""Runs as a table and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from backstride.cli.paragraph import paragraph
from backstride.cli.words import number, words

if TYPE_CHECKING:
    from backstride.domain.interval import Range
    from backstride.store.corrections import Correction
    from backstride.workflows.results import LegRow

MEASURED, ESTIMATED = "●", "○"
"""Marks of a leg whose ground contact the device measured, and of one where it is estimated."""

CORRECTED, HELD = "✎", "?"
"""Marks of a run that was corrected by hand, and of one that waits for a decision."""

ID_SHOWN = 8
"""Digits of an id that are shown; enough to tell runs apart, and few enough to type."""

ROOM_FOR_IDS = 96
"""Letters in a line from which on ids are shown; narrower terminals would cut numbers off."""


def print_legs(rows: list[LegRow], *, with_ids: bool = True) -> None:
    """Print legs as a table."""
    from rich.console import Console
    from rich.table import Table

    say = words().say
    console = Console()
    has_room = with_ids and console.width >= ROOM_FOR_IDS
    table = Table(box=None, pad_edge=False)
    table.add_column(say("runs.column.day"), no_wrap=True)
    table.add_column(say("runs.column.sport"), no_wrap=True)
    for name in ("distance", "time", "cadence", "easy_km", "shrinkage"):
        table.add_column(say(f"runs.column.{name}"), justify="right", no_wrap=True)
    table.add_column(say("runs.column.form"), no_wrap=True)
    if has_room:
        table.add_column(say("runs.column.id"), no_wrap=True)
    for row in rows:
        table.add_row(
            row.local_date.isoformat(),
            _sport(row),
            "" if row.distance_m is None else number(row.distance_m / 1000, 2),
            clock(row.moving_s if row.moving_s is not None else row.timer_s),
            "" if row.mean_cadence_spm is None else number(row.mean_cadence_spm, 0),
            _ranged(row.easy_km),
            _ranged(row.shrinkage_mm),
            _marks(row),
            *([row.id[:ID_SHOWN]] if has_room else []),
        )
    console.print(table)


def print_footer(*, shown: int, total: int) -> None:
    """Print what the columns mean."""
    for line in paragraph(words().say("runs.footer", shown=shown, total=total)):
        typer.echo(line)


def correction_text(one: Correction) -> str:
    """Return a correction in words."""
    from backstride.report.correction_words import correction_message

    return words().say(correction_message(one))


def _marks(row: LegRow) -> str:
    form = (MEASURED if row.running_dynamics else ESTIMATED) if row.easy_km else ""
    several = f"{row.recordings}×" if row.recordings > 1 else ""
    by_hand = CORRECTED if row.corrections else ""
    return " ".join(mark for mark in (form, several, by_hand, HELD * bool(row.held_with)) if mark)


def _sport(row: LegRow) -> str:
    """Return the sport, or for a run the finer word where it says more."""
    finer = "" if row.sub_sport == "generic" else row.sub_sport.replace("_", " ")
    return words().name("sport", finer if finer and row.sport == "running" else row.sport)


def clock(seconds: float | None) -> str:
    """Return a duration as people write it."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _ranged(value: Range | None) -> str:
    if value is None:
        return ""
    middle, low, high = (number(one, 1) for one in (value.q50, value.q05, value.q95))
    return f"{middle} ({low}–{high})"
