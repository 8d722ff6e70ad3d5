"""Measures: what the runner did about it, day by day, from what the diary says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.diary import DiaryEntry
from backstride.domain.diary_answers import answers_of
from backstride.domain.diary_item import Asked
from backstride.domain.diary_items import BY_KEY, DAY_MEASURES, RUN_MEASURES
from backstride.domain.diary_value import ItemValue, Skipped
from backstride.inference.phases import find_shoes, phase_columns

Array = NDArray[np.float64]

SAYS_NO_SHARE: Final = 0.25
"""Share of "no" among the answers to an item from which on the runner is taken to say so where it
was not done; then a day without an answer is unknown. Own choice: a runner who only ever taps what
was done has next to none, one who answers both ways about as many as days without it."""

IN_USE_DAYS: Final = 28
"""Days after the last answer to an item on which silence may still mean "no" [d]; after that the
item may have left the diary and not the life. Own choice: the length of an answer's window."""

ABOUT_THE_NIGHT: Final = frozenset({"sleep_0_10", "night_lost_to_leg_pain"})
"""One-tap items that are known on waking already, so they do not show that the day was noted."""


def lay_measures(entries: Iterable[DiaryEntry], first_day: date, load: Array) -> dict[str, Array]:
    """Return every measure that was in force or done at least once.

    Parameters
    ----------
    entries : iterable of DiaryEntry
        The whole diary, in any order; of two entries for one day the later in the sequence counts.
    first_day : date
        Day of row 0.
    load : array (n_day,)
        0 on days known to be without a run, NaN where unknown.

    Returns
    -------
    dict of str to array (n_day,)
        1 done or in force, 0 known to be without, NaN unknown.

    Notes
    -----
    Done and not done are what was answered. A day without an answer counts as one without the
    measure only where the runner taps the item when it is done and hardly ever otherwise, the item
    is in use, and something else about that day was noted after waking. An item passed over is
    unknown. What belongs to a run was not done on a day known to be without one, and is unknown on
    a day of unknown load.
    """
    told = {entry.day: entry for entry in entries}
    rows = {(day - first_day).days: entry for day, entry in told.items()}
    there = {row: entry for row, entry in rows.items() if 0 <= row < load.size}
    noted = np.zeros(load.size, dtype=bool)
    noted[[row for row, entry in there.items() if _looks_back(entry)]] = True
    said = _said(there)
    columns = {key: _tapped(said.get(key, {}), noted) for key in DAY_MEASURES}
    for key in RUN_MEASURES:
        tapped = _tapped(said.get(key, {}), noted & (load > 0.0))
        columns[key] = np.where(np.isnan(tapped) & (load == 0.0), 0.0, tapped)
    columns |= find_shoes(told, first_day, load).columns
    columns |= phase_columns(told, first_day, load.size)
    return {name: values for name, values in columns.items() if bool(np.any(values == 1.0))}


def _tapped(said: Mapping[int, list[ItemValue]], noted: NDArray[np.bool_]) -> Array:
    """One item on every day; silence is read as "no" where the runner's habit allows it."""
    values = np.full(noted.size, np.nan)
    silent = np.ones(noted.size, dtype=bool)
    for row, answers in said.items():
        values[row] = _done(answers)
        silent[row] = False
    answered = np.flatnonzero(np.isfinite(values))
    if answered.size == 0 or np.mean(values[answered] == 0.0) >= SAYS_NO_SHARE:
        return values
    days = np.arange(values.size)
    in_use = (days >= answered[0]) & (days <= answered[-1] + IN_USE_DAYS)
    return np.where(silent & in_use & noted, 0.0, values)


def _said(rows: Mapping[int, DiaryEntry]) -> dict[str, dict[int, list[ItemValue]]]:
    """Answers to each item, about the day and about its runs, by row: most days have few."""
    said: dict[str, dict[int, list[ItemValue]]] = {}
    for row, entry in rows.items():
        for answers in (entry.items, *(run.values for run in entry.runs)):
            for key, answer in answers.items():
                said.setdefault(key, {}).setdefault(row, []).append(answer)
    return said


def _done(answers: list[ItemValue]) -> float:
    if any(answer is True for answer in answers):
        return 1.0
    return 0.0 if any(answer is False for answer in answers) else np.nan


def _looks_back(entry: DiaryEntry) -> bool:
    """Whether something was noted that is known only after waking."""
    if entry.runs:
        return True
    return any(
        BY_KEY[key].asked in (Asked.EVENING, Asked.DAY)
        and key not in ABOUT_THE_NIGHT
        and not isinstance(answer, Skipped)
        for key, answer in answers_of(entry).items()
    )
