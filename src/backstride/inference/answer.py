"""Answer: from a daily table to a verdict with everything that must stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from backstride.domain.answer import Answer, DailyTable, DataUsed, Effect, Verdict
from backstride.domain.message import Message
from backstride.inference.answer_extras import (
    effects_by_side,
    effects_on_outcomes,
    judge_measures,
)
from backstride.inference.answer_fit import Fitted, Question, fit_question
from backstride.inference.answer_reasons import (
    blocked_reasons,
    doubts,
    next_step,
    stand_in_reasons,
    why,
    window_reasons,
)
from backstride.inference.calendar import HISTORY_DAYS, cut_after, cut_rows, day_of, diary_rows
from backstride.inference.data_rule import count_data, data_reasons, fault_reasons, typical_run
from backstride.inference.outcomes import LEG
from backstride.inference.outlook import look_ahead
from backstride.inference.primary import about, choose_outcome
from backstride.inference.progress import measure_progress
from backstride.inference.window import find_window

LONGEST_DIARY_DAYS: Final = 1096
"""Diary days that are used at most, the most recent ones [d]: three years bound the time of a fit
and hold far more than the 28 days in question need."""

NO_SIDES: Final[Mapping[str, DailyTable]] = {}


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A table made ready, and what it is good for.

    Parameters
    ----------
    table, counted : DailyTable
        The days in question, and the same with the scores of the outcome in question.
    sides : dict of str to DailyTable
        The same days with the scores of one leg.
    outcome : str
        What is answered for.
    as_of, now : date
        Last day of the data, and the day of the answer.
    data : DataUsed
        Counts.
    rows : tuple of int or None
        First row of the window and one past the last.
    reasons : tuple of Message
        Why nothing can be fitted.
    unit : float or None
        The runner's typical run.
    """

    table: DailyTable
    counted: DailyTable
    sides: dict[str, DailyTable]
    outcome: str
    as_of: date
    now: date
    data: DataUsed
    rows: tuple[int, int] | None
    reasons: tuple[Message, ...]
    unit: float | None

    @property
    def window(self) -> tuple[date, date] | None:
        """First and last day of the window."""
        if self.rows is None:
            return None
        return day_of(self.table, self.rows[0]), day_of(self.table, self.rows[1] - 1)


def answer_table(
    table: DailyTable,
    *,
    as_of: date | None = None,
    unit: float | None = None,
    sides: Mapping[str, DailyTable] = NO_SIDES,
) -> Answer:
    """Answer whether running aggravates, eases or leaves alone the leg pain of one runner.

    Parameters
    ----------
    table : DailyTable
        One row a day; leading rows with load only are history.
    as_of : date, optional
        The day the answer is for; what lies after it is not looked at. The last row by default.
    unit : float, optional
        The runner's frozen typical run in the table's load unit; by default the median of the
        days with a run.
    sides : mapping of str to DailyTable
        The same days with the scores of the ``left`` and of the ``right`` leg alone.

    Returns
    -------
    Answer
        Whatever the table holds: where it is too little or impossible the verdict is
        `CANNOT_TELL` with the reasons. The same table gives the same answer.
    """
    gathered = _gather(table, sides, as_of, unit)
    if gathered.reasons or gathered.rows is None:
        return _without_fit(gathered)
    first, stop = gathered.rows
    question = Question(
        gathered.table, gathered.outcome, (first, stop - 1), gathered.unit, gathered.data
    )
    return _with_fit(gathered, fit_question(question))


def _gather(
    table: DailyTable,
    sides: Mapping[str, DailyTable],
    as_of: date | None,
    unit: float | None,
) -> _Gathered:
    """Cut the table to the days in question, choose its outcome, count it, find its window."""
    if as_of is not None:
        table, sides = cut_after(table, as_of), {k: cut_after(t, as_of) for k, t in sides.items()}
    rows = _recent_rows(table)
    table, sides = cut_rows(table, *rows), {k: cut_rows(t, *rows) for k, t in sides.items()}
    faults = fault_reasons(table)
    outcome = LEG if faults else choose_outcome(table)
    counted = about(table, outcome)
    data = count_data(counted)
    last_day = day_of(table, table.n_day - 1) if table.n_day else (as_of or table.first_day)
    return _Gathered(
        table=table,
        counted=counted,
        sides=dict(sides),
        outcome=outcome,
        as_of=last_day,
        now=as_of or last_day,
        data=data,
        rows=None if faults else find_window(counted),
        reasons=faults or data_reasons(counted, data),
        unit=unit or typical_run(table),
    )


def _recent_rows(table: DailyTable) -> tuple[int, int]:
    """Leave out diary days beyond the most recent ones that are used, and history beyond need."""
    first, stop = diary_rows(table)
    if stop == 0:
        return 0, table.n_day
    return max(0, max(first, stop - LONGEST_DIARY_DAYS) - HISTORY_DAYS), table.n_day


def _without_fit(gathered: _Gathered) -> Answer:
    """Answer that we cannot tell, without a fit: how far the diary has come and what helps."""
    return Answer(
        as_of=gathered.as_of,
        window=gathered.window,
        verdict=Verdict.CANNOT_TELL,
        robust=False,
        reasons=(
            *(gathered.reasons or window_reasons(gathered.window, gathered.now)),
            next_step(gathered.data, Verdict.CANNOT_TELL, gathered.reasons),
        ),
        effect_28d=None,
        effect_plus20=None,
        standard_28d=None,
        data=gathered.data,
        typical_run=gathered.unit,
        load_unit=gathered.table.load_unit,
        outcome=gathered.outcome,
        progress=measure_progress(gathered.counted, gathered.data),
    )


def _with_fit(gathered: _Gathered, fitted: Fitted) -> Answer:
    """Put together the whole answer."""
    posterior, ruling, outcome = fitted.posterior, fitted.ruling, gathered.outcome
    data = replace(gathered.data, scores_left_out=fitted.design.n_masked)
    return Answer(
        as_of=gathered.as_of,
        window=gathered.window,
        verdict=ruling.verdict,
        robust=ruling.robust,
        reasons=(
            *stand_in_reasons(outcome),
            why(ruling.verdict, posterior.effect_28d, outcome),
            *blocked_reasons(ruling, fitted.checks),
            *window_reasons(gathered.window, gathered.now),
            *doubts(data, ruling.verdict, outcome),
            next_step(data, ruling.verdict),
        ),
        effect_28d=posterior.effect_28d,
        effect_plus20=posterior.effect_plus20,
        standard_28d=posterior.standard_28d,
        data=data,
        checks=fitted.checks,
        engine=posterior.engine,
        model=posterior.model,
        typical_run=gathered.unit,
        load_unit=gathered.table.load_unit,
        outcome=outcome,
        progress=measure_progress(gathered.counted, data),
        sides=_sides(gathered),
        outcomes=_outcomes(gathered),
        measures=judge_measures(posterior),
        running=fitted.running,
        outlook=look_ahead(posterior, fitted.design),
    )


def _sides(gathered: _Gathered) -> dict[str, Effect]:
    if gathered.rows is None:
        return {}
    window = gathered.rows[0], gathered.rows[1] - 1
    return effects_by_side(gathered.sides, window, gathered.unit)


def _outcomes(gathered: _Gathered) -> dict[str, Effect]:
    """Effects on further symptoms, which lean on the leg's scores."""
    if gathered.rows is None or gathered.outcome != LEG:
        return {}
    window = gathered.rows[0], gathered.rows[1] - 1
    return effects_on_outcomes(gathered.table, window, gathered.unit)
