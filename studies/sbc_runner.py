"""Runners drawn from the shipped prior, and where their truths lie in their posteriors."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backstride.domain.answer import DailyTable
from backstride.inference.design import build_design
from backstride.inference.engine import fit
from backstride.inference.generator import Behaviour, Simulated, simulate
from backstride.inference.kernels.contrast import STANDARD_DAYS, STANDARD_EVERY
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.truth import Truth, compartments
from studies.placed import COEFFICIENTS, QUANTITIES, place
from studies.seeds import make_rng

DIARY_DAYS: Final = 120
"""Days of diary of every runner [d]."""

N_COVARIATE: Final = 2

MISSING_COVARIATES: Final = 0.15
"""Share of covariate days that a realistic diary lacks."""

BEHAVIOURS: Final = {
    "strict": Behaviour(missing=0.0),
    "realistic": Behaviour(missing=0.15, missing_per_point=0.03, acts_on="felt"),
}
"""*strict* keeps to every assumption: a full diary, runs decided by the score. *realistic* loses
scores, more of them on bad mornings, and decides by pain that the diary does not hold."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One quantity of one runner.

    Parameters
    ----------
    cell : str
        ``strict`` or ``realistic``.
    number : int
        Number within the cell.
    quantity : str
        One of `placed.QUANTITIES`.
    truth, mean, sd : float
        Its true value, and the posterior's. [points]
    below : float
        Posterior probability below the truth; even over runners where the fit is calibrated.
    zero_share : float
        Share of the runner's scores at 0. [1]
    engine : str
        ``ep`` or ``gibbs``.
    failed_checks : str
        Names of the checks that failed, with blanks between.
    cpu_s : float
        Processor time of the fit, on the first quantity's row. [s]
    """

    cell: str
    number: int
    quantity: str
    truth: float
    mean: float
    sd: float
    below: float
    zero_share: float
    engine: str
    failed_checks: str
    cpu_s: float


def run_runner(cell: str, number: int, words: str) -> list[Placed]:
    """Draw one runner from the prior, fit, and place every truth."""
    rng = make_rng(words)
    priors = Priors()
    drawn = simulate(priors, DIARY_DAYS, rng, behaviour=BEHAVIOURS[cell], n_covariate=N_COVARIATE)
    table = drawn.table if cell == "strict" else _lose_covariates(drawn.table, rng)
    begun = time.process_time()
    posterior = fit(build_design(table, typical_run=drawn.typical_run), priors)
    cpu_s = time.process_time() - begun
    failed = " ".join(check.name for check in posterior.checks if check.passed is False)
    scores = np.concatenate([table.morning, table.evening])
    found = []
    for quantity in QUANTITIES:
        truth = true_value(drawn, quantity)
        mean, sd = _moments(posterior, quantity)
        found.append(
            Placed(
                cell=cell,
                number=number,
                quantity=quantity,
                truth=truth,
                mean=mean,
                sd=sd,
                below=place(posterior, quantity, truth),
                zero_share=float(np.mean(scores[np.isfinite(scores)] == 0.0)),
                engine=posterior.engine,
                failed_checks=failed,
                cpu_s=cpu_s if quantity == QUANTITIES[0] else 0.0,
            )
        )
    return found


def true_value(drawn: Simulated, quantity: str) -> float:
    """Return what is true of an invented runner. [points]."""
    if quantity in COEFFICIENTS:
        return float(drawn.truth.coefficients[COEFFICIENTS[quantity]])
    if quantity == "standard_28d":
        return true_standard(drawn.truth)
    return float(getattr(drawn, quantity))


def true_standard(truth: Truth) -> float:
    """Mean over 28 mornings of a typical run every second day from rest. [points]."""
    load = (np.arange(STANDARD_DAYS + 1) % STANDARD_EVERY == 0).astype(np.float64)
    _, fast, slow = compartments(truth, load, 0.0)
    added = truth.coefficients[2] * fast + truth.coefficients[3] * slow
    return float(added[1:].mean())


def _moments(posterior: Posterior, quantity: str) -> tuple[float, float]:
    if quantity in COEFFICIENTS:
        at = COEFFICIENTS[quantity]
        return float(posterior.coefficient_mean[at]), float(posterior.coefficient_sd[at])
    effect = getattr(posterior, quantity)
    return effect.mean, effect.sd


def _lose_covariates(table: DailyTable, rng: np.random.Generator) -> DailyTable:
    kept = {
        name: np.where(rng.random(values.size) < MISSING_COVARIATES, np.nan, values)
        for name, values in table.covariates.items()
    }
    return replace(table, covariates=kept)
