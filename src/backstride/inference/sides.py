"""Sides: the table of each leg, where both were scored often enough to be asked about apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.diary import DiaryEntry, Score
from backstride.domain.dose import DailyDose
from backstride.inference.calendar import build_table
from backstride.inference.data_rule import RULE

LEGS: Final = ("left", "right")


def side_tables(
    entries: Iterable[DiaryEntry],
    doses: Iterable[DailyDose],
    *,
    as_of: date | None = None,
    load_unit: str = "easy km",
) -> dict[str, DailyTable]:
    """Return one table a leg, like the main one but with the scores of that leg alone.

    Parameters
    ----------
    entries, doses, as_of, load_unit
        As of `build_table`.

    Returns
    -------
    dict of str to DailyTable
        ``left`` and ``right``, or nothing where one of them was not scored often enough.
    """
    told = list(entries)
    table = build_table(told, doses, as_of=as_of, load_unit=load_unit)
    diary = {entry.day: entry for entry in told}
    rows = [diary.get(table.first_day + timedelta(days=row)) for row in range(table.n_day)]
    sides = {
        leg: replace(
            table,
            morning=_column(rows, f"leg_morning_{leg}"),
            evening=_column(rows, f"leg_evening_{leg}"),
        )
        for leg in LEGS
    }
    return scored_sides(sides)


def scored_sides(sides: Mapping[str, DailyTable]) -> dict[str, DailyTable]:
    """Return the tables of both legs, or nothing where one has too few mornings for an answer.

    One leg alone is no side to compare with: it is the worse leg, which the main table holds.
    """
    mornings = [
        np.count_nonzero(np.isfinite(sides[leg].morning)) if leg in sides else 0 for leg in LEGS
    ]
    return dict(sides) if min(mornings) >= RULE.least_mornings else {}


def _column(rows: list[DiaryEntry | None], name: str) -> NDArray[np.float64]:
    scores: list[Score] = [None if entry is None else entry.sides.get(name) for entry in rows]
    numbers = [float(score) if isinstance(score, int | float) else np.nan for score in scores]
    return np.array(numbers, dtype=np.float64)
