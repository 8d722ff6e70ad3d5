"""Columns of a daily table: which of them are scores, symptoms, measures, covariates, words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from backstride.domain.diary_items import BY_KEY, OUTCOMES
from backstride.domain.diary_value import Skipped
from backstride.domain.problem import Problem
from backstride.readers.item_cells import NO, YES, read_item
from backstride.readers.table_cells import (
    SKIP_MARKS,
    Column,
    Kind,
    Refused,
    Value,
    number_in,
)
from backstride.readers.table_days import REASON, SCORES, SIDES, columns_of
from backstride.readers.table_text import Table

LOAD: Final = "load"
MEASURE: Final = "measure_"
"""Beginning of the name of a column that says what was done about it."""

_KNOWN: Final[dict[str, Kind]] = {
    LOAD: Kind.LOAD,
    **dict.fromkeys((*SCORES, *SIDES), Kind.SCORE),
    **dict.fromkeys(OUTCOMES, Kind.NUMBER),
    REASON: Kind.REASON,
    "backfilled": Kind.FLAG,
    "note": Kind.TEXT,
}


def daily_columns(table: Table) -> tuple[Column, ...]:
    """Decide how each column but the date is read.

    Parameters
    ----------
    table : Table
        Header and rows.
    """
    known = _KNOWN | {name: Kind.FLAG for name in table.columns if is_measure(name)}
    return tuple(_with_reader(column) for column in columns_of(table, known))


def is_measure(name: str) -> bool:
    """Tell whether a column says what was done about it; its name follows `MEASURE`."""
    return name.startswith(MEASURE) and len(name) > len(MEASURE)


def is_covariate(column: Column) -> bool:
    """Tell whether a column is a number of the day under its own name."""
    return column.kind is Kind.NUMBER and column.name not in OUTCOMES


def column_notes(columns: Iterable[Column]) -> list[Problem]:
    """Tell which columns do not enter: words, and scores of one leg without the other."""
    notes = []
    names = {column.name for column in columns}
    for column in columns:
        if column.name in SIDES and _other_leg(column.name) not in names:
            notes.append(Problem("table.side_column", column.name, {}))
        elif column.kind is Kind.TEXT:
            notes.append(Problem("table.text_column", column.name, {}))
    return notes


def _other_leg(name: str) -> str:
    score, _, leg = name.rpartition("_")
    return f"{score}_{'right' if leg == 'left' else 'left'}"


def _with_reader(column: Column) -> Column:
    if is_measure(column.name):
        return replace(column, reader=_read_measure)
    if column.name in OUTCOMES:
        reader = partial(
            read_item, item=BY_KEY[column.name], comma_is_decimal=column.comma_is_decimal
        )
        return replace(column, reader=reader)
    return column


def _read_measure(text: str) -> Value | Refused:
    """Read 1 or 0 as 1.0 or 0.0: programs write whole columns with a decimal point."""
    said = text.lower()
    if said in SKIP_MARKS:
        return Skipped.SKIPPED
    if said in YES or said in NO:
        return 1.0 if said in YES else 0.0
    number = number_in(text, comma_is_decimal=True)
    return number if number in (0.0, 1.0) else Refused("table.flag_unknown")
