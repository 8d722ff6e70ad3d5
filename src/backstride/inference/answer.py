"""Answer: from a daily table to a verdict with everything that must stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from backstride.domain.answer import Answer, Check, DailyTable, DataUsed, Verdict
from backstride.domain.message import Message
from backstride.inference.answer_reasons import (
    blocked_reasons,
    doubts,
    next_step,
    why,
    window_reasons,
)
from backstride.inference.calendar import HISTORY_DAYS, cut_after, cut_rows, day_of, diary_rows
from backstride.inference.data_rule import (
    RULE,
    count_data,
    data_reasons,
    fault_reasons,
    typical_run,
)
from backstride.inference.design import Design, build_design
from backstride.inference.engine import fit
from backstride.inference.panel import Neighbour, ask_panel
from backstride.inference.posterior import Posterior
from backstride.inference.prior_width import prior_sd_28d
from backstride.inference.priors import Priors
from backstride.inference.verdict import Evidence, Ruling, survives, verdict
from backstride.inference.window import find_window

LONGEST_DIARY_DAYS: Final = 1096
"""Diary days that are used at most, the most recent ones [d]: three years bound the time of a fit
and hold far more than the 28 days in question need."""

PRIORS: Final = Priors()


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A table made ready, and what it is good for."""

    table: DailyTable
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


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A fit, its panel and what they allow."""

    posterior: Posterior
    checks: tuple[Check, ...]
    ruling: Ruling


def answer_table(
    table: DailyTable, *, as_of: date | None = None, unit: float | None = None
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

    Returns
    -------
    Answer
        Whatever the table holds: where it is too little or impossible the verdict is
        `CANNOT_TELL` with the reasons. The same table gives the same answer.
    """
    gathered = _gather(table, as_of, unit)
    if gathered.reasons or gathered.rows is None:
        return _without_fit(gathered)
    first, stop = gathered.rows
    design = build_design(gathered.table, (first, stop - 1), typical_run=gathered.unit)
    return _with_fit(gathered, _fit(design, gathered.data))


def _gather(table: DailyTable, as_of: date | None, unit: float | None) -> _Gathered:
    """Cut the table to the days in question, count it, and find its window."""
    if as_of is not None:
        table = cut_after(table, as_of)
    table = _recent(table)
    data = count_data(table)
    faults = fault_reasons(table)
    last_day = day_of(table, table.n_day - 1) if table.n_day else (as_of or table.first_day)
    return _Gathered(
        table=table,
        as_of=last_day,
        now=as_of or last_day,
        data=data,
        rows=None if faults else find_window(table),
        reasons=faults or data_reasons(table, data),
        unit=unit or typical_run(table),
    )


def _recent(table: DailyTable) -> DailyTable:
    """Leave out diary days beyond the most recent ones that are used, and history beyond need."""
    first, stop = diary_rows(table)
    if stop == 0:
        return table
    start = max(0, max(first, stop - LONGEST_DIARY_DAYS) - HISTORY_DAYS)
    return cut_rows(table, start, table.n_day)


def _fit(design: Design, data: DataUsed) -> _Fitted:
    """Fit the main model, ask the panel where there is a word to survive it, and rule."""
    posterior = fit(design, PRIORS)
    width = posterior.latent_28d.sd / prior_sd_28d(design, PRIORS)
    checks = (*posterior.checks, Check("posterior_width", width <= RULE.most_sd_ratio, width))
    ruling = _rule(posterior, data, checks, panel=())
    if ruling.verdict is Verdict.CANNOT_TELL:
        return _Fitted(posterior, checks, ruling)
    panel = ask_panel(posterior, design)
    checks = (*checks, *_panel_checks(ruling.main_model, panel))
    return _Fitted(posterior, checks, _rule(posterior, data, checks, panel=panel))


def _rule(
    posterior: Posterior,
    data: DataUsed,
    checks: tuple[Check, ...],
    *,
    panel: tuple[Neighbour, ...],
) -> Ruling:
    failed = {check.name for check in checks if check.passed is False}
    return verdict(
        Evidence(
            effect_28d=posterior.effect_28d,
            standard_28d=posterior.standard_28d,
            missing_morning_share=data.missing_morning_share,
            enough_data="posterior_width" not in failed,
            checks_passed=not failed - {"posterior_width", "sensitivity_sign"},
            neighbours=tuple((other.effect_28d, other.standard_28d) for other in panel),
        )
    )


def _panel_checks(word: Verdict, panel: tuple[Neighbour, ...]) -> list[Check]:
    """Tell of each neighbour its effect, and whether all keep the sign class."""
    kept = [survives(word, ((other.effect_28d, other.standard_28d),)) for other in panel]
    return [
        Check("sensitivity_sign", all(kept), sum(kept) / len(kept)),
        *(Check(f"sensitivity_{other.name}", None, other.effect_28d.mean) for other in panel),
        Check("sensitivity_guards", all(other.trusted for other in panel), float(len(panel))),
    ]


def _without_fit(gathered: _Gathered) -> Answer:
    """Answer that we cannot tell, without a fit."""
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
    )


def _with_fit(gathered: _Gathered, fitted: _Fitted) -> Answer:
    """Put together the whole answer."""
    posterior, ruling = fitted.posterior, fitted.ruling
    data = gathered.data
    return Answer(
        as_of=gathered.as_of,
        window=gathered.window,
        verdict=ruling.verdict,
        robust=ruling.robust,
        reasons=(
            why(ruling.verdict, posterior.effect_28d),
            *blocked_reasons(ruling, fitted.checks),
            *window_reasons(gathered.window, gathered.now),
            *doubts(gathered.table, data, ruling.verdict),
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
    )
