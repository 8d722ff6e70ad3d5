"""One simulated runner of the coverage study: drawn, answered, compared with the truth."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import nan
from typing import Final

from backstride.domain.answer import Answer, Effect
from backstride.inference.answer import answer_table
from backstride.inference.data_rule import count_data
from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.generator import simulate as simulate_from_prior
from backstride.inference.priors import Priors
from backstride.synth.behaviour import daily_table, simulate, true_effect
from backstride.synth.traits import Scenario
from studies.answered import Compared
from studies.seeds import make_rng

PRIOR: Final = "prior"
"""Group of runners drawn from the model's own priors; the others are named by their scenario."""

N_DIARY: Final = 120
"""Diary days of every runner [d]."""

N_HISTORY: Final = 90
"""Days of running before the diary [d]."""

TRIFLE: Final = 0.05
"""Half of the last digit that is ever printed [points]."""


@dataclass(frozen=True, slots=True)
class Row(Compared):
    """What became of one simulated runner; effects are points of the 0-10 score.

    Parameters
    ----------
    group : str
        ``prior`` or a scenario.
    number : int
        Number within the group.
    truth : float
        True `effect_28d`; NaN where there was no window.
    mean, sd, q05, q25, q75, q95 : float
        Posterior of `effect_28d`; NaN where nothing was fitted.
    verdict : str
        Word of the shipped rule; empty for prior-drawn runners, to whom it is not applied.
    robust : bool
        As in the answer.
    engine : str
        ``ep``, ``gibbs`` or empty.
    failed_checks : str
        Names of the checks that failed, with blanks between.
    missing_morning_share : float
        Share of mornings without a score. [1]
    cpu_s : float
        Processor time of the answer. [s]
    """

    group: str
    number: int
    truth: float
    mean: float
    sd: float
    q05: float
    q25: float
    q75: float
    q95: float
    verdict: str
    robust: bool
    engine: str
    failed_checks: str
    missing_morning_share: float
    cpu_s: float

    @property
    def near_90(self) -> bool:
        """True where the truth is in the 90 % interval or less than `TRIFLE` away from it."""
        return self.q05 - TRIFLE <= self.truth <= self.q95 + TRIFLE


def study_runner(group: str, number: int, words: str) -> Row:
    """Draw one runner, answer, and compare with the truth.

    Parameters
    ----------
    group : str
        ``prior`` or the value of a `Scenario`.
    number : int
        Number within the group.
    words : str
        What the seed is made of.
    """
    if group == PRIOR:
        return _prior_runner(number, words)
    return _scenario_runner(Scenario(group), number, words)


def _prior_runner(number: int, words: str) -> Row:
    """Fit a runner drawn from the priors, in whom the model is right; no data rule, no verdict."""
    drawn = simulate_from_prior(Priors(), N_DIARY, make_rng(words))
    begun = time.process_time()
    posterior = fit(build_design(drawn.table, typical_run=drawn.typical_run), Priors())
    cpu_s = time.process_time() - begun
    failed = [check.name for check in posterior.checks if check.passed is False]
    return Row(
        group=PRIOR,
        number=number,
        truth=drawn.effect_28d,
        **_quantiles(posterior.effect_28d),
        verdict="",
        robust=False,
        engine=posterior.engine,
        failed_checks=" ".join(failed),
        missing_morning_share=count_data(drawn.table).missing_morning_share,
        cpu_s=cpu_s,
    )


def _scenario_runner(scenario: Scenario, number: int, words: str) -> Row:
    life = simulate(scenario, make_rng(words), n_diary=N_DIARY, n_history=N_HISTORY)
    begun = time.process_time()
    answer = answer_table(daily_table(life))
    cpu_s = time.process_time() - begun
    truth = nan
    if answer.window is not None:
        first = (answer.window[0] - life.day(0)).days
        truth = true_effect(life, (first, (answer.window[1] - life.day(0)).days + 1))
    return _row(scenario.value, number, truth=truth, answer=answer, cpu_s=cpu_s)


def _row(group: str, number: int, *, truth: float, answer: Answer, cpu_s: float) -> Row:
    failed = [check.name for check in answer.checks if check.passed is False]
    return Row(
        group=group,
        number=number,
        truth=truth,
        **_quantiles(answer.effect_28d),
        verdict=answer.verdict.value,
        robust=answer.robust,
        engine=answer.engine,
        failed_checks=" ".join(failed),
        missing_morning_share=answer.data.missing_morning_share,
        cpu_s=cpu_s,
    )


def _quantiles(effect: Effect | None) -> dict[str, float]:
    names = ("mean", "sd", "q05", "q25", "q75", "q95")
    return {name: nan if effect is None else getattr(effect, name) for name in names}
