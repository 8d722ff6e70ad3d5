"""Model M5 in NumPyro, written from its formulas and not from our kernels.

Nothing is integrated out: NUTS moves hyper-parameters, coefficients, flare and drift of every day
together. By default what it moves for the flare is the latent pain of each morning, from which the
flare follows (hierarchical centring: Gelfand, Sahu and Carlin 1995, Biometrika 82:479-488), and for
the drift its steps in units of their sd.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import log_ndtr, ndtr

from backstride.inference.kernels.dose import MAX_THRESHOLD, SHAPE_RATE
from backstride.inference.priors import Priors
from bench.nuts.diary import Diary, prior_of

MAX_DELAY_DAYS: Final = 3.0
HIGHEST_SCORE: Final = 10.0
N_THETA: Final = 8
LEVEL, EVENING, FAST, SLOW, ACUTE, FIRST_COVARIATE = range(6)


class Doses(NamedTuple):
    """What a runner's loads become under given hyper-parameters.

    Parameters
    ----------
    dose : array (n_day,)
        Dose of each day.
    fast, slow : array (n_day,)
        Compartments on each morning.
    """

    dose: jax.Array
    fast: jax.Array
    slow: jax.Array


def leaky(source: jax.Array, keep: jax.Array) -> jax.Array:
    """Return ``x[0] = 0, x[t + 1] = keep x[t] + (1 - keep) source[t]`` by repeated doubling."""
    n = source.size
    total, factor, reach = (1.0 - keep) * source, keep, 1
    while reach < n:
        total = total + factor * jnp.concatenate([jnp.zeros(reach), total[:-reach]])
        factor, reach = factor * factor, 2 * reach
    return jnp.concatenate([jnp.zeros(1), total[:-1]])


def delayed(dose: jax.Array, delay: jax.Array, before: jax.Array) -> jax.Array:
    """Return ``(1 - f) dose[t - k] + f dose[t - k - 1]`` with ``k + f = delay``."""
    padded = jnp.concatenate([jnp.full(3, before), dose])
    shares = jnp.maximum(0.0, 1.0 - jnp.abs(delay - jnp.arange(4.0)))
    return sum(shares[j] * padded[3 - j : 3 - j + dose.size] for j in range(4))


def doses(diary: Diary, theta: jax.Array) -> Doses:
    """Turn loads into doses and compartments; what is unknown enters as its expectation."""
    bent = jnp.exp(jnp.exp(SHAPE_RATE * jnp.minimum(theta[6], 0.0)) * diary.log_load)
    threshold = MAX_THRESHOLD * jnp.tanh(SHAPE_RATE * jnp.maximum(theta[6], 0.0))
    run = diary.running * jnp.maximum(bent - threshold, 0.0) / (1.0 - threshold)
    typical = run.sum() / max(diary.running.sum(), 1.0)
    dose = run + typical * diary.unknown_share
    before = typical * diary.first_share
    keep_fast, keep_slow = jnp.exp(-1.0 / jnp.exp(theta[:2]))
    late = delayed(dose, MAX_DELAY_DAYS * jax.nn.sigmoid(theta[7]), before)
    fast = before + leaky(late - before, keep_fast)
    slow = before + leaky(dose - before, keep_slow)
    return Doses(dose, fast, slow)


def window_share(diary: Diary, theta: jax.Array, dose: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Return what the running inside the window alone adds to its compartments, (n_window,)."""
    first, last = diary.window
    inside = dose[first : last + 1]
    keep_fast, keep_slow = jnp.exp(-1.0 / jnp.exp(theta[:2]))
    late = delayed(inside, MAX_DELAY_DAYS * jax.nn.sigmoid(theta[7]), jnp.zeros(()))
    return leaky(late, keep_fast), leaky(inside, keep_slow)


def log_interval(low: jax.Array, high: jax.Array) -> jax.Array:
    """Return ``log(Phi(high) - Phi(low))``, mirrored into the lower tail."""
    mirror = low + high > 0.0
    a, b = jnp.where(mirror, -high, low), jnp.where(mirror, -low, high)
    log_b = log_ndtr(b)
    return log_b + jnp.log1p(-jnp.exp(log_ndtr(a) - log_b))


def log_flare(flare: jax.Array, keep: jax.Array, sd: jax.Array) -> jax.Array:
    """Return the log density of a stationary AR(1) path."""
    step = sd * jnp.sqrt(1.0 - keep * keep)
    density = dist.Normal(0.0, step).log_prob(flare[1:] - keep * flare[:-1]).sum()
    return density + dist.Normal(0.0, sd).log_prob(flare[0])


class Latent(NamedTuple):
    """What the moved values mean.

    Parameters
    ----------
    theta : array (8,)
        Hyper-parameters in the order of `priors.THETA`.
    beta : array (n_coefficient,)
        Level, evening, fast, slow, acute, covariates. [points]
    dose : array (n_day,)
        Dose of each day.
    flare, pain : array (n_state,)
        Flare of each day, and pain of each morning without its covariates. [points]
    """

    theta: jax.Array
    beta: jax.Array
    dose: jax.Array
    flare: jax.Array
    pain: jax.Array


def latent(diary: Diary, priors: Priors, moved: dict[str, jax.Array], *, centred: bool) -> Latent:
    """Turn the values that NUTS moves into the model's own.

    Parameters
    ----------
    diary : Diary
        Loads and scores.
    priors : Priors
        Of the engine.
    moved : dict of arrays
        ``point`` (8,) and ``lean`` (n_coefficient,) in prior sds, ``steps`` (n_state,) of the drift
        in units of their sd, and ``path`` (n_state,) [points].
    centred : bool
        Whether ``path`` is the pain, from which the flare follows, or the other way round.
    """
    mean, sd, coefficient_sd = prior_of(priors, diary.covariate.shape[1])
    theta, beta = mean + sd * moved["point"], coefficient_sd * moved["lean"]
    body = doses(diary, theta)
    days = slice(diary.first_day, diary.first_day + diary.n_state)
    known = jnp.exp(theta[4]) * jnp.cumsum(moved["steps"])
    known = known + beta[LEVEL] + beta[FAST] * body.fast[days] + beta[SLOW] * body.slow[days]
    path = moved["path"]
    flare, pain = (path - known, path) if centred else (path, known + path)
    return Latent(theta, beta, body.dose, flare, pain)


def model(diary: Diary, priors: Priors, *, centred: bool) -> None:
    """Declare M5 for one diary; parameters as for `latent`."""
    moved = {
        "point": standard("point", N_THETA),
        "lean": standard("lean", FIRST_COVARIATE + diary.covariate.shape[1]),
        "steps": standard("steps", diary.n_state),
        "path": numpyro.sample("path", anywhere(diary.n_state)),
    }
    theta, beta, dose, flare, pain = latent(diary, priors, moved, centred=centred)
    keep = jnp.exp(-1.0 / jnp.exp(theta[2]))
    numpyro.factor("flare", log_flare(flare, keep, jnp.exp(theta[3])))
    eta = pain[diary.row_day - diary.first_day] + diary.covariate @ beta[FIRST_COVARIATE:]
    eta = eta + diary.evening * (beta[EVENING] + beta[ACUTE] * dose[diary.row_day])
    score_sd = jnp.exp(theta[5])
    low, high = (diary.low - eta) / score_sd, (diary.high - eta) / score_sd
    numpyro.factor("scores", log_interval(low, high).sum())


def anywhere(n: int) -> dist.Distribution:
    """Return a flat density: `model` adds the path's own as a factor."""
    return dist.ImproperUniform(dist.constraints.real_vector, (), (n,))


def standard(name: str, n: int) -> jax.Array:
    """Declare a vector of standard normals."""
    return numpyro.sample(name, dist.Normal(jnp.zeros(n), 1.0).to_event(1))


def expected_score(eta: jax.Array, sd: jax.Array, step: float) -> jax.Array:
    """Return expected rounded and censored scores [points] of latent values (n,)."""
    edges = (jnp.arange(round(HIGHEST_SCORE / step)) + 0.5) * step
    return step * ndtr((eta[:, None] - edges) / sd).sum(axis=1)


def effect_28d(diary: Diary, found: Latent) -> jax.Array:
    """Return the window's running against none [points of the score], flares and drift held."""
    first, last = diary.window
    pain = found.pain[first - diary.first_day : last - diary.first_day + 1]
    eta = pain + diary.window_covariate @ found.beta[FIRST_COVARIATE:]
    fast, slow = window_share(diary, found.theta, found.dose)
    rested = eta - found.beta[FAST] * fast - found.beta[SLOW] * slow
    sd, step = jnp.exp(found.theta[5]), diary.score_step
    return (expected_score(eta, sd, step) - expected_score(rested, sd, step)).mean()
