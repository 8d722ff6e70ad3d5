"""Futures: where each draw may go in the mornings after the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.inference.design import Design
from backstride.inference.draws import PathDraws
from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.kernels.tally import tally_scores
from backstride.inference.rows import MORNING

Array = NDArray[np.float64]

#: Futures of each draw; a multiple of the lanes, half of them mirror the other half.
N_FUTURE: Final = 32
#: Mornings whose covariates and measures may come again.
_RECENT: Final = 28


@dataclass(frozen=True, slots=True)
class Futures:
    """The mornings after the table without any further running.

    Parameters
    ----------
    resting : array (n_draw, n_future, n_morning)
        Latent values. [points]
    draws : PathDraws
        The draws they go on from.
    """

    resting: Array
    draws: PathDraws

    def under(self, plan: Array) -> Array:
        """Return latent values under a plan.

        Parameters
        ----------
        plan : array (n_variant, n_planned)
            Loads of the days before the last mornings; variants are dealt out over the futures.
            [typical run]

        Returns
        -------
        array (n_draw, n_future, n_morning)
            [points].
        """
        variant = np.arange(self.resting.shape[1]) % plan.shape[0]
        latent = self.resting.copy()
        if plan.shape[1]:
            latent[:, :, -plan.shape[1] :] += response(self.draws, plan)[:, variant]
        return latent


@dataclass(frozen=True, slots=True)
class Tally:
    """Chances of scores and of a flare.

    Parameters
    ----------
    p_score : array (n_morning, n_score)
        Probability of each score of the grid.
    p_flare : array (n_morning,)
        Probability of a flare on each morning.
    chance : array (n_draw,)
        Chance of a flare on any morning, given each draw.
    chance_noise : float
        Variance of `chance` that only stems from the finite number of futures.
    """

    p_score: Array
    p_flare: Array
    chance: Array
    chance_noise: float


def lengthen(design: Design, n_morning: int, first_planned: int) -> Design:
    """Return the design with days of rest after it, flares and drift followed to its last day."""
    unknown = design.unknown_share.copy()
    unknown[first_planned:] = 0.0
    after = np.zeros(n_morning)
    return replace(
        design,
        load=np.append(design.load, after),
        unknown_share=np.append(unknown, after),
        last_day=design.n_day - 1,
    )


def unfold(draws: PathDraws, design: Design, table: DailyTable, *, n_morning: int) -> Futures:
    """Let flares, drift and covariates of each draw go on by chance.

    Parameters
    ----------
    draws : PathDraws
        Of the lengthened design.
    design : Design
        The diary as it was fitted.
    table : DailyTable
        The days behind it; today's covariates act on the first morning.
    n_morning : int
        Mornings after the table.
    """
    rng = np.random.Generator(np.random.PCG64([draws.n_draw, n_morning]))
    beta = draws.coefficients
    days = np.arange(design.n_day, design.n_day + n_morning)
    running = beta[:, [at.FAST]] * draws.fast[:, days] + beta[:, [at.SLOW]] * draws.slow[:, days]
    loaded = _loaded(design, table, n_morning, rng)
    by_loaded = beta[:, at.FIRST_COVARIATE : at.FIRST_COVARIATE + design.n_loaded]
    latent = _wander(draws, n_morning, rng) + np.einsum("dk,fhk->dfh", by_loaded, loaded)
    latent += (beta[:, [at.LEVEL]] + running)[:, None, :]
    return Futures(latent, draws)


def _wander(draws: PathDraws, n_morning: int, rng: np.random.Generator) -> Array:
    """Flares fade and flare up, the drift drifts, (n_draw, n_future, n_morning)."""
    keep = np.exp(-1.0 / draws.hyper["tau_flare_d"])[:, None]
    flare_step = draws.hyper["sd_flare"][:, None] * np.sqrt(1.0 - keep**2)
    drift_step = draws.hyper["sd_drift"][:, None]
    half = rng.standard_normal((2, draws.n_draw, N_FUTURE // 2, n_morning))
    pushes = np.concatenate([half, -half], axis=2)
    flare = np.repeat(draws.flare[:, -1:], N_FUTURE, axis=1)
    drift = np.repeat(draws.drift[:, -1:], N_FUTURE, axis=1)
    path = np.empty((draws.n_draw, N_FUTURE, n_morning))
    for h in range(n_morning):
        flare = keep * flare + flare_step * pushes[0, :, :, h]
        drift = drift + drift_step * pushes[1, :, :, h]
        path[:, :, h] = flare + drift
    return path


def _loaded(design: Design, table: DailyTable, n_morning: int, rng: np.random.Generator) -> Array:
    """Return covariates and measures of the mornings, (n_future, n_morning, n_loaded).

    The first morning sees today's where they were written down; all others see those of one of
    the last four weeks' mornings, taken by chance.
    """
    past = design.fixed[design.row_kind == MORNING, 2 : 2 + design.n_loaded][-_RECENT:]
    if not past.size:
        return np.zeros((N_FUTURE, n_morning, design.n_loaded))
    seen = past[rng.integers(past.shape[0], size=(N_FUTURE, n_morning))]
    for k, name in enumerate(design.covariates):
        values = table.covariates[name][design.first_day :]
        if np.isfinite(values[-1]):
            known = values[np.isfinite(values)]
            seen[:, 0, k] = (values[-1] - known.mean()) / known.std()
    for k, name in enumerate(design.measures, start=len(design.covariates)):
        if np.isfinite(table.measures[name][-1]):
            seen[:, 0, k] = table.measures[name][-1]
    return seen


def response(draws: PathDraws, plan: Array) -> Array:
    """Return what planned runs add to the mornings after the first planned day.

    Running acts linearly once the load is a dose, so a plan is added to rest
    (``inference.md`` section 10).

    Parameters
    ----------
    draws : PathDraws
        Of whatever diary.
    plan : array (n_variant, n_planned)
        Loads. [typical run]

    Returns
    -------
    array (n_draw, n_variant, n_planned)
        Points on the morning after each planned day.
    """
    h = draws.hyper
    threshold = h["threshold"][:, None, None]
    bent = np.where(plan > 0.0, np.maximum(plan, 1e-9) ** h["exponent"][:, None, None], 0.0)
    dose = np.maximum(bent - threshold, 0.0) / (1.0 - threshold)
    late = _delayed(dose, h["delay_d"])
    added = np.zeros_like(dose)
    for column, tau, source in ((at.FAST, "tau_fast_d", late), (at.SLOW, "tau_slow_d", dose)):
        keep = np.exp(-1.0 / h[tau])[:, None]
        level = np.zeros(dose.shape[:2])
        for day in range(plan.shape[1]):
            level = keep * level + (1.0 - keep) * source[:, :, day]
            added[:, :, day] += draws.coefficients[:, [column]] * level
    return added


def _delayed(dose: Array, delay: Array) -> Array:
    """Shift doses (n_draw, n_variant, n_planned) by whole days and a part of one."""
    whole = np.minimum(delay.astype(np.int64), at.N_SHIFT - 2)
    part = (delay - whole)[:, None, None]
    n_planned = dose.shape[2]
    padded = np.concatenate([np.zeros((*dose.shape[:2], at.N_SHIFT)), dose], axis=2)
    place = at.N_SHIFT + np.arange(n_planned)[None, None, :] - whole[:, None, None]
    place = np.broadcast_to(place, dose.shape)
    on_time = np.take_along_axis(padded, place, axis=2)
    a_day_later = np.take_along_axis(padded, place - 1, axis=2)
    late: Array = (1.0 - part) * on_time + part * a_day_later
    return late


def tally(
    latent: Array, sd_score: Array, *, grid: Array, preference: Array, flare_from: float
) -> Tally:
    """Turn latent mornings into chances.

    Parameters
    ----------
    latent : array (n_draw, n_future, n_morning)
        Latent values. [points]
    sd_score : array (n_draw,)
        Sd of a score. [points]
    grid : array (n_score,)
        All possible scores. [points]
    preference : array (n_score,)
        How willingly each of them is used.
    flare_from : float
        Lowest score that counts as a flare. [points]
    """
    n_draw, n_future, n_morning = latent.shape
    lanes = latent.reshape(-1, WIDTH, n_morning).transpose(0, 2, 1).copy()
    inverse_sd = np.repeat(1.0 / sd_score, n_future).reshape(-1, WIDTH)
    first_flare = int(np.searchsorted(grid, flare_from - 1e-9))
    sums = np.zeros((n_morning, grid.size, WIDTH))
    calm = np.zeros_like(inverse_sd)
    edges = 0.5 * (grid[1:] + grid[:-1])
    tally_scores(lanes, inverse_sd, edges, preference, first_flare, sums, calm)
    p_score = sums.sum(axis=2) / (n_draw * n_future)
    flare = 1.0 - calm.reshape(n_draw, n_future)
    pairs = 0.5 * (flare[:, : n_future // 2] + flare[:, n_future // 2 :])
    return Tally(
        p_score=p_score,
        p_flare=p_score[:, first_flare:].sum(axis=1),
        chance=flare.mean(axis=1),
        chance_noise=float(pairs.var(axis=1, ddof=1).mean()) / pairs.shape[1],
    )
