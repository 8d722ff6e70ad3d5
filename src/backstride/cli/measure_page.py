"""Measures in a terminal and as JSON: names in words, days with and without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backstride.cli.words import data_words, words
from backstride.inference.comparable import LEAST_COMPARABLE
from backstride.report.measure_words import measure_in_words

if TYPE_CHECKING:
    from backstride.workflows.list_measures import MeasureRow


def print_measures(rows: Sequence[MeasureRow]) -> None:
    """Print one row a measure."""
    from rich.console import Console
    from rich.table import Table

    say = words().say
    table = Table(box=None, pad_edge=False)
    table.add_column(say("measures.column.name"), overflow="fold")
    for column in ("done", "without", "unknown", "comparable", "last"):
        table.add_column(say(f"measures.column.{column}"), justify="right", no_wrap=True)
    for row in rows:
        days = row.days
        last = say("measures.goes_on") if row.goes_on else row.last_done.isoformat()
        counts = (days.n_done, days.n_without, days.n_unknown)
        enough = say(
            "measures.enough" if days.is_enough else "measures.not_enough",
            n=days.n_comparable,
            needed=LEAST_COMPARABLE,
        )
        name = measure_in_words(row.name, say, row.against)
        table.add_row(name, *(str(count) for count in counts), enough, last)
    console = Console()
    console.print(table)
    console.print()
    console.print(say("measures.what_counts", needed=LEAST_COMPARABLE))


def measure_as_json(row: MeasureRow) -> dict[str, object]:
    """Return one measure as ``measures --json`` prints it."""
    return {
        "name": row.name,
        "text": measure_in_words(row.name, data_words().say, row.against),
        "n_done": row.days.n_done,
        "n_without": row.days.n_without,
        "n_unknown": row.days.n_unknown,
        "n_comparable": row.days.n_comparable,
        "is_enough": row.days.is_enough,
        "first_day": row.first_done.isoformat(),
        "last_day": row.last_done.isoformat(),
        "goes_on": row.goes_on,
        "against": row.against or None,
    }
