"""Scale mixture: the prior of a measure's effect, nothing to speak of or something, as an EP site.

::

    p(g) = (1 - q) N(g; 0, s0**2) + q N(g; 0, s1**2)

Such a prior is no normal. It is met as a score is: taken out of the coefficient's own marginal
(cavity), multiplied with its exact form, and replaced by the normal site that gives the product's
mean and variance (Hernandez-Lobato et al. 2015, Mach. Learn. 99:437-487). A site that widens a
marginal has a precision below zero.
"""

from __future__ import annotations

from typing import Final

from backstride.inference.kernels.arrays import Problem, Work
from backstride.inference.kernels.compiling import inner
from backstride.inference.kernels.lanes import Lanes, absolute, fill, larger, load
from backstride.inference.kernels.normal import exponential, logarithm
from backstride.inference.kernels.sites import step_site

#: A site may at most double the variance of its cavity, so that the precision stays positive while
#: sites of measures that resemble one another move together. Own choice: settled sites need less.
_WIDEST: Final = 0.5
#: Least share of a marginal's precision that is taken to come from the diary: before the first
#: scores are read all of it is the prior's. Own choice: far below what any fitted measure has.
LEAST_REST: Final = 1e-6


@inner
def update_measures(problem: Problem, work: Work, step: float) -> tuple[Lanes, Lanes]:
    """Move the sites of all measures; return their evidence terms and the farthest move in sds."""
    evidence, farthest = fill(0.0), fill(0.0)
    for k in range(problem.measures[0], problem.measures[1]):
        mean, var = load(work.beta, k), fill(0.0)
        for j in range(k, work.beta.shape[0]):
            var = var + load(work.root, (j, k)) * load(work.root, (j, k))
        term, far = _update(problem, work, k, (mean, var), step)
        evidence = evidence + term
        farthest = larger(farthest, far)
    return evidence, farthest


@inner
def _update(
    problem: Problem, work: Work, k: int, marginal: tuple[Lanes, Lanes], step: float
) -> tuple[Lanes, Lanes]:
    """Move one site towards its fixed point, as `ep.update_site` does for a score."""
    mean, var = marginal
    tau, nu = load(work.precision, k), load(work.pull, k)
    rest = larger(1.0 - tau * var, fill(LEAST_REST))
    cavity_var = var / rest
    cavity_mean = (mean - var * nu) / rest
    log_z, new_mean, new_var = _tilted(problem, cavity_mean, cavity_var)
    new_tau = larger(1.0 / new_var - 1.0 / cavity_var, 0.0 - _WIDEST / cavity_var)
    new_nu = new_mean * (new_tau + 1.0 / cavity_var) - cavity_mean / cavity_var
    term = log_z + 0.5 * logarithm(1.0 + tau * cavity_var) + 0.5 * nu * mean
    term = term - 0.5 * (mean * mean / var - cavity_mean * cavity_mean / cavity_var)
    return term, step_site((work.precision, work.pull), k, (new_tau, new_nu), marginal, step)


@inner
def _tilted(problem: Problem, mean: Lanes, var: Lanes) -> tuple[Lanes, Lanes, Lanes]:
    """Log mass, mean and variance of cavity times prior; the mass without its root of 2 pi."""
    log_idle, log_odds = problem.mixture[0], problem.mixture[1]
    idle, working = problem.mixture[2], problem.mixture[3]
    total_0, total_1 = var + idle, var + working
    inverse_0, inverse_1 = 1.0 / total_0, 1.0 / total_1
    ratio = log_odds + 0.5 * (
        logarithm(total_0 * inverse_1) + mean * mean * (inverse_0 - inverse_1)
    )
    higher = larger(ratio, fill(0.0))
    log_z = log_idle - 0.5 * (logarithm(total_0) + mean * mean * inverse_0)
    log_z = log_z + higher + logarithm(1.0 + exponential(0.0 - absolute(ratio)))
    share = 1.0 / (1.0 + exponential(0.0 - ratio))
    mean_0, mean_1 = mean * idle * inverse_0, mean * working * inverse_1
    apart = mean_1 - mean_0
    inner_0, inner_1 = var * idle * inverse_0, var * working * inverse_1
    new_var = inner_0 + share * (inner_1 - inner_0) + share * (1.0 - share) * apart * apart
    return log_z, mean_0 + share * apart, new_var
