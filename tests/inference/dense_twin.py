"""The model written with dense matrices, slowly and plainly, to hold the kernels against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

from backstride.inference.design import Design
from backstride.inference.priors import Priors
from backstride.inference.problem import theta_names, to_problem
from backstride.inference.truth import Truth, compartments, dose_of

Array = NDArray[np.float64]


@dataclass(frozen=True)
class DenseModel:
    """Prior covariance of ``(z, l, beta)`` and the loading of every score on it."""

    prior_cov: Array
    loading: Array
    noise_var: Array
    design: Design

    @property
    def score_cov(self) -> Array:
        """Prior covariance of the latent values behind the scores."""
        return self.loading @ self.prior_cov @ self.loading.T


def dense_model(design: Design, priors: Priors, theta: Array) -> DenseModel:
    """Build the model at one hyper-parameter point, all loads known, all measures working."""
    n = design.last_day - design.first_day + 1
    phi, var = np.exp(-1.0 / np.exp(theta[2])), np.exp(2.0 * theta[3])
    lag = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    day = np.arange(1, n + 1)
    drift = np.exp(2.0 * theta[4]) * np.minimum.outer(day, day)
    beta_var = _coefficient_variance(design, priors, theta)
    cov = np.zeros((2 * n + beta_var.size,) * 2)
    cov[:n, :n] = var * phi**lag
    cov[n : 2 * n, n : 2 * n] = drift
    cov[2 * n :, 2 * n :] = np.diag(beta_var)
    _, noise = _kinds(design, theta)
    extra = to_problem(design, priors).row_extra
    return DenseModel(cov, _loading(design, theta, n), noise[design.row_kind] + extra, design)


def _named(design: Design, theta: Array, name: str) -> float:
    return float(theta[theta_names(design).index(name)])


def _kinds(design: Design, theta: Array) -> tuple[Array, Array]:
    """Loading and noise variance of each kind of row."""
    loading, noise = np.ones(len(design.kinds)), np.full(len(design.kinds), np.exp(2.0 * theta[5]))
    for k, kind in enumerate(design.kinds[2:], start=2):
        if kind == "run_decision":
            loading[k], noise[k] = -np.exp(_named(design, theta, "log_avoidance")), 1.0
        else:
            loading[k] = _named(design, theta, f"loading.{kind}")
            noise[k] = np.exp(2.0 * _named(design, theta, f"log_sd.{kind}"))
    return loading, noise


def _coefficient_variance(design: Design, priors: Priors, theta: Array) -> Array:
    measures = [priors.working_sd] * len(design.measures)
    own = [_own_sd(name, design, priors) for name in design.own]
    sds = [*priors.coefficient_sd(len(design.covariates)), *measures]
    return np.array([*sds, *own, *[priors.acute_sd] * len(design.dosed)]) ** 2


def _own_sd(name: str, design: Design, priors: Priors) -> float:
    if name == "level.run_decision":
        return design.decision_sd
    return priors.acute_sd if name.startswith("same_evening.") else priors.own_sd


def dose_series(design: Design, theta: Array) -> tuple[Array, Array, Array]:
    """Dose, fast and slow of every day of a table whose loads are all known."""
    running = design.load[design.load > 0.0]
    typical = float(dose_of(running, theta[6]).mean()) if running.size else 0.0
    truth = Truth(theta, np.zeros(5))
    return compartments(truth, design.load, design.first_share * typical)


def _loading(design: Design, theta: Array, n: int) -> Array:
    dose, fast, slow = dose_series(design, theta)
    loading, _ = _kinds(design, theta)
    felt, plain = 2 + design.n_loaded, 2 + design.n_loaded + len(design.own)
    rows = np.zeros((design.n_row, 2 * n + design.n_coefficient))
    for i, (day, kind) in enumerate(zip(design.row_day, design.row_kind, strict=True)):
        h, fixed = loading[kind], design.fixed[i]
        rows[i, day - design.first_day] = h
        rows[i, n + day - design.first_day] = h
        rows[i, 2 * n : 2 * n + 2] = [h * fixed[0], fixed[1]]
        rows[i, 2 * n + 2 : 2 * n + 5] = [h * fast[day], h * slow[day], fixed[1] * dose[day]]
        own = 2 * n + 3
        rows[i, own + 2 : own + felt] = h * fixed[2:felt]
        rows[i, own + felt : own + plain] = fixed[felt:plain]
        rows[i, own + plain :] = dose[day] * fixed[plain:]
    return rows


def posterior_given_sites(model: DenseModel, tau: Array, nu: Array) -> tuple[Array, Array]:
    """Mean and covariance of ``(z, l, beta)`` under Gaussian sites."""
    h, c = model.loading, model.prior_cov
    gram = h @ c @ h.T + np.diag(1.0 / tau)
    gain = np.linalg.solve(gram, h @ c).T
    return gain @ (nu / tau), c - gain @ h @ c


def log_interval(mean: Array, sd: Array, low: Array, high: Array) -> Array:
    """Log probability of an interval, from the tail in which it lies."""
    a, b = (low - mean) / sd, (high - mean) / sd
    flip = a + b > 0.0
    a, b = np.where(flip, -b, a), np.where(flip, -a, b)
    upper, lower = log_ndtr(b), log_ndtr(a)
    plain = np.log(np.maximum(ndtr(b) - ndtr(a), 1e-300))
    return np.where(b < -5.0, upper + np.log1p(-np.exp(lower - upper)), plain)


def ep_evidence(model: DenseModel, tau: Array, nu: Array) -> float:
    """Log Z of expectation propagation at given sites, by dense algebra."""
    d = model.design
    mean, cov = posterior_given_sites(model, tau, nu)
    m, v = model.loading @ mean, np.einsum("ij,jk,ik->i", model.loading, cov, model.loading)
    cavity_var = 1.0 / (1.0 / v - tau)
    cavity_mean = cavity_var * (m / v - nu)
    sd = np.sqrt(cavity_var + model.noise_var)
    tilted = log_interval(cavity_mean, sd, d.row_low, d.row_high)
    # Gaussian sites with their own normalisers: N(nu / tau; eta, 1 / tau).
    spread = cavity_var + 1.0 / tau
    own = -0.5 * (np.log(2 * np.pi * spread) + (nu / tau - cavity_mean) ** 2 / spread)
    gram = model.score_cov + np.diag(1.0 / tau)
    whole = -0.5 * (
        np.linalg.slogdet(2 * np.pi * gram)[1] + (nu / tau) @ np.linalg.solve(gram, nu / tau)
    )
    return float(whole + (tilted - own).sum())
