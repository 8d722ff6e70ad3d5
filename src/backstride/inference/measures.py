"""Measures: what the runner did about it, day by day, from what the diary says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
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
    rows = [told.get(first_day + timedelta(days=row)) for row in range(load.size)]
    noted = np.array([entry is not None and _looks_back(entry) for entry in rows], dtype=bool)
    columns = {key: _tapped(rows, key, noted) for key in DAY_MEASURES}
    for key in RUN_MEASURES:
        tapped = _tapped(rows, key, noted & (load > 0.0))
        columns[key] = np.where(np.isnan(tapped) & (load == 0.0), 0.0, tapped)
    columns |= find_shoes(told, first_day, load).columns
    columns |= phase_columns(told, first_day, load.size)
    return {name: values for name, values in columns.items() if bool(np.any(values == 1.0))}


def _tapped(rows: list[DiaryEntry | None], key: str, noted: NDArray[np.bool_]) -> Array:
    """One item on every day; silence is read as "no" where the runner's habit allows it."""
    said = [[] if entry is None else _said(entry, key) for entry in rows]
    values = np.array([_done(answers) for answers in said], dtype=np.float64)
    answered = np.flatnonzero(np.isfinite(values))
    if answered.size == 0 or np.mean(values[answered] == 0.0) >= SAYS_NO_SHARE:
        return values
    days = np.arange(values.size)
    in_use = (days >= answered[0]) & (days <= answered[-1] + IN_USE_DAYS)
    silent = np.array([not answers for answers in said], dtype=bool)
    return np.where(silent & in_use & noted, 0.0, values)


def _said(entry: DiaryEntry, key: str) -> list[ItemValue]:
    """Answers to an item about the day and about its runs."""
    answers = [entry.items.get(key), *(run.values.get(key) for run in entry.runs)]
    return [answer for answer in answers if answer is not None]


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
