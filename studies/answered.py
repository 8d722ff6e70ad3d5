"""What the product said to one simulated runner, beside what is true."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import isfinite, nan

from backstride.domain.answer import Answer, DailyTable, Effect
from backstride.inference.answer import answer_table
from backstride.inference.design import WINDOW_DAYS, build_design
from backstride.inference.engine import fit
from backstride.inference.posterior import Posterior

TrueEffect = Callable[[tuple[int, int]], float]
"""True `effect_28d` of the rows from the first up to, without, the second [points]."""


class Compared:
    """A posterior beside the truth; the class that has the numbers derives from this one."""

    __slots__ = ()

    mean: float
    truth: float
    q05: float
    q25: float
    q75: float
    q95: float

    @property
    def fitted(self) -> bool:
        """True where there is an interval and a truth to compare."""
        return isfinite(self.mean) and isfinite(self.truth)

    @property
    def error(self) -> float:
        """Posterior mean minus truth. [points]."""
        return self.mean - self.truth

    @property
    def in_90(self) -> bool:
        """True where the 90 % interval holds the truth."""
        return self.q05 <= self.truth <= self.q95

    @property
    def in_50(self) -> bool:
        """True where the 50 % interval holds the truth."""
        return self.q25 <= self.truth <= self.q75


@dataclass(frozen=True, slots=True)
class Answered(Compared):
    """One answer; effects are `effect_28d` in points of the 0-10 score.

    Parameters
    ----------
    cell : str
        Sort of runner.
    number : int
        Number within the cell.
    n_day : int
        Days of diary behind the answer. [d]
    truth : float
        True effect; NaN where there was no window.
    mean, sd, q05, q25, q75, q95 : float
        Posterior; NaN where nothing was fitted.
    p_above_0, p_above_delta, p_below_minus_delta : float
        Posterior probability above 0, above 0.3 and below -0.3 points.
    verdict : str
        Word of the shipped rule, with data rule, checks and panel.
    engine : str
        ``ep``, ``gibbs`` or empty.
    failed_checks : str
        Names of the checks that failed, with blanks between.
    missing_morning_share : float
        Share of mornings without a score. [1]
    cpu_s : float
        Processor time. [s]
    """

    cell: str
    number: int
    n_day: int
    truth: float
    mean: float
    sd: float
    q05: float
    q25: float
    q75: float
    q95: float
    p_above_0: float
    p_above_delta: float
    p_below_minus_delta: float
    verdict: str
    engine: str
    failed_checks: str
    missing_morning_share: float
    cpu_s: float

    @property
    def spoke(self) -> bool:
        """True where running was called aggravating or easing."""
        return self.verdict in {"aggravating", "easing"}

    @property
    def wrong_sign(self) -> bool:
        """True where the word has the sign opposite to the true effect."""
        says = {"aggravating": 1.0, "easing": -1.0}.get(self.verdict, 0.0)
        return says * self.truth < 0.0

    def points_up(self, certain: float) -> bool:
        """Tell whether the probability of harm exceeds a bound."""
        return self.p_above_0 > certain

    def points_down(self, certain: float) -> bool:
        """Tell whether the probability of help exceeds a bound."""
        return self.p_above_0 < 1.0 - certain


def ask(
    table: DailyTable,
    true_effect: TrueEffect,
    *,
    cell: str,
    number: int,
    as_of: date | None = None,
    unit: float | None = None,
) -> Answered:
    """Answer one runner as the product does, and compare.

    Parameters
    ----------
    table : DailyTable
        What diary and watch know.
    true_effect : callable
        True effect of a window of the table's rows.
    cell : str
        Sort of runner.
    number : int
        Number within the cell.
    as_of : date, optional
        The day the answer is for, the last row by default.
    unit : float, optional
        The runner's frozen typical run.

    Returns
    -------
    Answered
        Where the minimal-data rule keeps the product from fitting, the last 28 days are fitted
        all the same, so that interval and bias are known; the word stays "cannot tell".
    """
    begun = time.process_time()
    answer = answer_table(table, as_of=as_of, unit=unit)
    first = last = None
    if answer.window is not None:
        first, last = ((day - table.first_day).days for day in answer.window)
    effect, engine = answer.effect_28d, answer.engine
    failed = [check.name for check in answer.checks if check.passed is False]
    if effect is None and as_of is None:
        first, last = table.n_day - WINDOW_DAYS, table.n_day - 1
        posterior = fit(build_design(table, typical_run=unit))
        effect, engine = posterior.effect_28d, posterior.engine
        failed = failed_names(posterior)
    cpu_s = time.process_time() - begun
    truth = nan if first is None or last is None else true_effect((first, last + 1))
    return _answered(
        answer,
        effect,
        cell=cell,
        number=number,
        truth=truth,
        engine=engine,
        failed=failed,
        cpu_s=cpu_s,
    )


def failed_names(posterior: Posterior) -> list[str]:
    """Names of the guards that did not hold."""
    return [check.name for check in posterior.checks if check.passed is False]


def _answered(
    answer: Answer,
    effect: Effect | None,
    *,
    cell: str,
    number: int,
    truth: float,
    engine: str,
    failed: list[str],
    cpu_s: float,
) -> Answered:
    names = ("mean", "sd", "q05", "q25", "q75", "q95")
    names += ("p_above_0", "p_above_delta", "p_below_minus_delta")
    return Answered(
        cell=cell,
        number=number,
        n_day=answer.data.diary_days,
        truth=truth,
        **{name: nan if effect is None else getattr(effect, name) for name in names},
        verdict=answer.verdict.value,
        engine=engine,
        failed_checks=" ".join(failed),
        missing_morning_share=answer.data.missing_morning_share,
        cpu_s=cpu_s,
    )
