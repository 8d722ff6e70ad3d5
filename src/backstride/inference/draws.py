"""Draws: whole paths from the posterior, each as likely as the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import OutOfRange
from backstride.inference.design import Design
from backstride.inference.evidence import Evidence
from backstride.inference.gibbs_walk import walk_on
from backstride.inference.integrate import Integral
from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.kernels.paths import Paths, allocate_paths, run_paths
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Seed of the draws, beside the caller's own.
_SEED: Final = 20_261_128


@dataclass(frozen=True, slots=True)
class PathDraws:
    """Draws of everything the model holds; every draw has the same weight.

    Parameters
    ----------
    hyper : dict of str to array (n_draw,)
        Hyper-parameters in natural units: ``tau_fast_d``, ``tau_slow_d``, ``tau_flare_d`` [d],
        ``sd_flare``, ``sd_score`` [points], ``sd_drift`` [points per square root of a day],
        ``dose_shape``, ``exponent``, ``threshold`` [1], ``delay_d`` [d].
    loading : array (n_draw, n_kind)
        How each kind of row leans on the latent state; 1 for the scores of the leg.
    noise_sd : array (n_draw, n_kind)
        Sd of a score of each kind. [points]
    coefficients : array (n_draw, n_coefficient)
        Level, evening, fast, slow, acute, then covariates, measures and what belongs to other
        kinds of rows. [points]
    flare, drift : array (n_draw, n_state)
        From `first_day` on. [points]
    dose, fast, slow : array (n_draw, n_day)
        Dose and compartments of every day of the table; a day's dose acts from the next morning
        on. [typical run]
    first_day : int
        Row of the table at which flare and drift begin.
    """

    hyper: dict[str, Array]
    loading: Array
    noise_sd: Array
    coefficients: Array
    flare: Array
    drift: Array
    dose: Array
    fast: Array
    slow: Array
    first_day: int

    @property
    def n_draw(self) -> int:
        """Number of draws."""
        return int(self.flare.shape[0])

    @property
    def last_day(self) -> int:
        """Row of the table at which flare and drift end."""
        return self.first_day + int(self.flare.shape[1]) - 1


def draw_paths(
    posterior: Posterior,
    design: Design,
    n_draw: int = 1000,
    *,
    seed: int = 0,
    priors: Priors | None = None,
) -> PathDraws:
    """Draw hyper-parameters, coefficients, flares and drift together.

    Parameters
    ----------
    posterior : Posterior
        A fit of the same scores; its hyper-parameter points are drawn anew by their weights
        (systematic resampling), its settled sites are used as they are. Where it was sampled by
        Gibbs, chains are run again and keep their paths: exact, and as slow as the fit.
    design : Design
        The diary that was fitted, or the same with further days after it, on which nothing was
        scored: flares and drift are then drawn on these days too.
    n_draw : int
        Draws.
    seed : int
        The same seed gives the same draws.
    priors : Priors, optional
        Of the fit, where they are not the defaults and it was sampled by Gibbs.

    Returns
    -------
    PathDraws

    Raises
    ------
    OutOfRange
        No draw is asked for, or the design has other scores than the fit.
    """
    if n_draw < 1:
        raise OutOfRange("path_draws", n_draw=n_draw)
    known = posterior.state
    rng = np.random.Generator(np.random.PCG64([_SEED, seed]))
    if isinstance(known, Integral):
        return _from_points(known, design, n_draw, rng)
    return _from_chains(design, priors or _priors_of(posterior), n_draw, rng)


def row_latent(draws: PathDraws, design: Design) -> Array:
    """Return the latent value behind each score or decision in points: (n_draw, n_row)."""
    day, fixed, dose = design.row_day, design.fixed, draws.dose[:, design.row_day]
    own = at.FIRST_COVARIATE + design.n_loaded
    dosed = own + len(design.own)
    beta = draws.coefficients
    felt = draws.loading[:, design.row_kind] * _felt(draws, design, day, fixed)
    bump = beta[:, [at.ACUTE]] * fixed[:, 1] + beta[:, dosed:] @ fixed[:, dosed - 3 :].T
    plain = beta[:, [at.EVENING]] * fixed[:, 1]
    plain += beta[:, own:dosed] @ fixed[:, own - 3 : dosed - 3].T
    latent: Array = felt + plain + dose * bump
    return latent


def window_latent(draws: PathDraws, design: Design) -> Array:
    """Return the latent value of each morning of the window in points: (n_draw, n_window)."""
    days = np.arange(design.window[0], design.window[1] + 1)
    return _felt(draws, design, days, design.window_fixed)


def _felt(draws: PathDraws, design: Design, days: Integers, fixed: Array) -> Array:
    """Level, flare, drift, running, covariates, measures: what every kind of row leans on."""
    beta = draws.coefficients
    own = at.FIRST_COVARIATE + design.n_loaded
    loaded = beta[:, at.FIRST_COVARIATE : own] @ fixed[:, 2 : own - 3].T
    running = beta[:, [at.FAST]] * draws.fast[:, days] + beta[:, [at.SLOW]] * draws.slow[:, days]
    level = beta[:, [at.LEVEL]] * fixed[:, 0]
    states = (draws.flare + draws.drift)[:, days - draws.first_day]
    felt: Array = level + states + running + loaded
    return felt


def resample(weights: Array, n_draw: int, rng: np.random.Generator) -> Integers:
    """Return how often each weighted point is drawn, (n_point,), by systematic resampling.

    Each count is its expectation rounded down or up (Kitagawa 1996, J. Comput. Graph. Stat. 5:1).
    """
    edges = np.floor(np.cumsum(weights) / weights.sum() * n_draw + rng.random()).astype(np.int64)
    edges[-1] = n_draw
    counts: Integers = np.diff(np.minimum(edges, n_draw), prepend=0)
    return counts


def _from_points(
    known: Integral, design: Design, n_draw: int, rng: np.random.Generator
) -> PathDraws:
    """Draw from the weighted points; those drawn about as often share a batch."""
    evidence = Evidence(design, known.priors)
    sites = known.posterior.sites
    n_fitted = sites.shape[2] - len(design.measures)
    if n_fitted != design.n_row:
        raise OutOfRange("path_rows", n_found=design.n_row, n_expected=n_fitted)
    evidence.learn_missing(known.effect_squares)
    counts = resample(known.weights, n_draw, rng)
    order = np.argsort(-counts, kind="stable")
    order = order[: int((counts > 0).sum())]
    slots = _slots(counts[order])
    lanes = np.resize(order, (slots.shape[0], WIDTH))
    lanes.ravel()[order.size :] = order[-1]
    theta = evidence.natural(known.points[lanes.ravel()]).reshape(*lanes.shape, -1)
    batch, lane = np.divmod(lanes, WIDTH)
    chosen = np.ascontiguousarray(np.moveaxis(sites[batch, :, :, lane], 1, -1))
    paths, scratch = allocate_paths(evidence.problem, n_draw)
    run_paths(evidence.problem, evidence.work, theta, chosen, slots, scratch, rng, paths)
    return _named(paths, design)


def _slots(counts: Integers) -> Integers:
    """Lay descending counts out as rows of the draws, (n_batch, n_repeat, WIDTH)."""
    n_batch = -(-counts.size // WIDTH)
    slots = np.full((n_batch, int(counts[0]), WIDTH), -1, dtype=np.int64)
    starts = np.cumsum(counts) - counts
    for place, (start, count) in enumerate(zip(starts, counts, strict=True)):
        batch, lane = divmod(place, WIDTH)
        slots[batch, :count, lane] = np.arange(start, start + count)
    return slots


def _from_chains(
    design: Design, priors: Priors, n_draw: int, rng: np.random.Generator
) -> PathDraws:
    """Draw given the felt scores of Gibbs chains: the scores become exact Gaussian sites."""
    evidence = Evidence(design, priors)
    problem, work = evidence.problem, evidence.work
    paths, scratch = allocate_paths(problem, n_draw)
    n_batch = -(-n_draw // WIDTH)
    slots = np.arange(n_batch * WIDTH, dtype=np.int64).reshape(n_batch, 1, 1, WIDTH)
    slots[slots >= n_draw] = -1
    for batch, (theta, sites) in enumerate(walk_on(design, priors, n_batch, rng)):
        run_paths(problem, work, theta[None], sites[None], slots[batch], scratch, rng, paths)
    return _named(paths, design)


def _priors_of(posterior: Posterior) -> Priors:
    return Priors(effect_sd=posterior.effect_prior_sd, flexible="M3" not in posterior.model)


def _named(paths: Paths, design: Design) -> PathDraws:
    natural = paths.natural
    hyper = {
        f"tau_{name}_d": -1.0 / np.log(natural[:, row])
        for name, row in (("fast", at.KEEP_FAST), ("slow", at.KEEP_SLOW), ("flare", at.KEEP_FLARE))
    }
    hyper |= {
        f"sd_{name}": np.sqrt(natural[:, row])
        for name, row in (("flare", at.VAR_FLARE), ("drift", at.VAR_DRIFT), ("score", at.VAR_SCORE))
    }
    hyper |= {
        "dose_shape": natural[:, at.SHAPE],
        "exponent": natural[:, at.EXPONENT],
        "threshold": natural[:, at.THRESHOLD],
        "delay_d": natural[:, at.DELAY],
    }
    return PathDraws(
        hyper=hyper,
        loading=paths.loading,
        noise_sd=np.sqrt(paths.noise),
        coefficients=paths.coefficient,
        flare=paths.flare,
        drift=paths.drift,
        dose=paths.dose,
        fast=paths.fast,
        slow=paths.slow,
        first_day=design.first_day,
    )
