"""Draws of whole paths: dense algebra, the effects of the fit, and the exact sampler."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from backstride.domain.errors import OutOfRange
from backstride.inference.design import Design, build_design
from backstride.inference.draws import PathDraws, draw_paths, resample, row_latent, window_latent
from backstride.inference.engine import fit
from backstride.inference.gibbs import sample
from backstride.inference.kernels import arrays as at
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.problem import theta_names
from backstride.inference.truth import Truth, compartments, expected_score
from tests.inference.dense_twin import dense_model, dose_series, posterior_given_sites
from tests.inference.made_up import usual_diary

Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def design() -> Design:
    return build_design(usual_diary(70, seed=21, n_covariate=1), decisions=False)


@pytest.fixture(scope="module")
def posterior(design: Design) -> Posterior:
    return fit(design)


@pytest.fixture(scope="module")
def draws(posterior: Posterior, design: Design) -> PathDraws:
    return draw_paths(posterior, design, 4000)


def natural_theta(draws: PathDraws, i: int) -> Array:
    """Hyper-parameters of one draw in the order of the model."""
    h = {name: values[i] for name, values in draws.hyper.items()}
    scales = [h[k] for k in ("tau_fast_d", "tau_slow_d", "tau_flare_d")]
    scales += [h[k] for k in ("sd_flare", "sd_drift", "sd_score")]
    share = max(h["delay_d"] / 3.0, 1e-20)
    return np.append(np.log(scales), [h["dose_shape"], np.log(share / (1.0 - share))])


def only_point(posterior: Posterior, which: int) -> Posterior:
    weights = np.zeros_like(posterior.state.weights)
    weights[which] = 1.0
    return replace(posterior, state=replace(posterior.state, weights=weights))


def test_given_a_point_the_draws_have_the_moments_of_dense_algebra(
    posterior: Posterior, design: Design
) -> None:
    which = 11
    draws = draw_paths(only_point(posterior, which), design, 6000)

    theta = whole_theta(draws, design, 0)
    batch, lane = divmod(which, WIDTH)
    tau, nu = posterior.state.posterior.sites[batch, :, :, lane]
    mean, cov = posterior_given_sites(dense_model(design, Priors(), theta), tau, nu)
    found = np.column_stack([draws.flare, draws.drift, draws.coefficients])
    sd = np.sqrt(np.diag(cov))
    assert np.abs((found.mean(axis=0) - mean) / sd).max() < 4.5 / np.sqrt(6000)
    correlation = (np.cov(found.T) - cov) / np.outer(sd, sd)
    assert np.abs(correlation).max() < 7.0 / np.sqrt(6000)


def test_compartments_of_a_draw_are_those_of_its_hyper_parameters(
    draws: PathDraws, design: Design
) -> None:
    for i in (0, 1234, 3999):
        dose, fast, slow = dose_series(design, natural_theta(draws, i))
        np.testing.assert_allclose(draws.dose[i], dose, atol=1e-9)
        np.testing.assert_allclose(draws.fast[i], fast, atol=1e-9)
        np.testing.assert_allclose(draws.slow[i], slow, atol=1e-9)


def effect_of(draws: PathDraws, design: Design, i: int, latent: Array) -> float:
    """`effect_28d` of one draw, written plainly."""
    inside = np.zeros_like(design.load)
    window = slice(design.window[0], design.window[1] + 1)
    inside[window] = design.load[window]
    theta, beta = natural_theta(draws, i), draws.coefficients[i]
    _, fast, slow = compartments(Truth(theta, beta), inside, 0.0)
    added = (beta[at.FAST] * fast + beta[at.SLOW] * slow)[window]
    sd = draws.hyper["sd_score"][i]
    return float((expected_score(latent, sd) - expected_score(latent - added, sd)).mean())


def test_the_effect_worked_out_from_draws_is_that_of_the_fit(
    posterior: Posterior, draws: PathDraws, design: Design
) -> None:
    latent = window_latent(draws, design)

    effects = np.array([effect_of(draws, design, i, latent[i]) for i in range(0, 4000, 4)])

    told = posterior.effect_28d
    assert abs(effects.mean() - told.mean) < 0.12 * told.sd
    assert effects.std() / told.sd == pytest.approx(1.0, abs=0.08)
    quantiles = np.quantile(effects, [0.05, 0.95])
    assert np.abs(quantiles - [told.q05, told.q95]).max() < 0.25 * told.sd


def test_hyper_parameters_keep_their_posterior(posterior: Posterior, draws: PathDraws) -> None:
    known = posterior.theta_mean[5], posterior.theta_sd[5]

    logs = np.log(draws.hyper["sd_score"])

    assert abs(logs.mean() - known[0]) < 0.05 * known[1]
    assert logs.std() == pytest.approx(known[1], rel=0.05)


def test_scores_lie_around_their_drawn_latent_values(draws: PathDraws, design: Design) -> None:
    latent = row_latent(draws, design).mean(axis=0)
    middle = 0.5 * (np.maximum(design.row_low, 0.0) + np.minimum(design.row_high, 10.0))

    assert latent.shape == (design.n_row,)
    assert np.abs(latent - middle).mean() < 0.6


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(
    posterior: Posterior, design: Design
) -> None:
    one, again, other = (draw_paths(posterior, design, 50, seed=s) for s in (1, 1, 2))

    np.testing.assert_array_equal(one.flare, again.flare)
    assert not np.array_equal(one.flare, other.flare)


def test_days_after_the_diary_are_drawn_from_where_it_left_the_runner(
    posterior: Posterior, design: Design
) -> None:
    ahead = 200
    longer = replace(
        design,
        load=np.append(design.load, np.zeros(ahead)),
        unknown_share=np.append(design.unknown_share, np.zeros(ahead)),
        last_day=design.last_day + ahead,
    )

    draws = draw_paths(posterior, longer, 4000)

    assert draws.last_day == design.last_day + ahead
    spread = draws.flare[:, -1] / draws.hyper["sd_flare"]
    assert abs(spread.mean()) < 0.06
    assert spread.std() == pytest.approx(1.0, abs=0.05)
    wandered = draws.drift[:, -1] - draws.drift[:, -1 - ahead]
    steps = wandered / (draws.hyper["sd_drift"] * np.sqrt(ahead))
    assert steps.std() == pytest.approx(1.0, abs=0.05)


def test_counts_of_systematic_resampling_are_rounded_expectations() -> None:
    weights = np.random.default_rng(3).dirichlet(np.full(40, 0.3))

    counts = resample(weights, 500, np.random.default_rng(1))

    assert counts.sum() == 500
    assert np.abs(counts - 500 * weights).max() < 1.0 + 1e-9


def test_a_sampled_posterior_gives_draws_that_agree_with_it(design: Design) -> None:
    sampled = sample(design, Priors(), n_sweep=2500, n_burn=800, n_chain=8, seed=5)

    draws = draw_paths(sampled, design, 2400)

    gap = (draws.coefficients.mean(axis=0) - sampled.coefficient_mean) / sampled.coefficient_sd
    assert np.abs(gap).max() < 0.2
    np.testing.assert_allclose(draws.coefficients.std(axis=0), sampled.coefficient_sd, rtol=0.15)
    inside = row_latent(draws, design)
    assert np.isfinite(inside).all()


def test_no_draw_and_another_diary_are_refused(posterior: Posterior, design: Design) -> None:
    with pytest.raises(OutOfRange):
        draw_paths(posterior, design, 0)
    with pytest.raises(OutOfRange):
        draw_paths(posterior, build_design(usual_diary(60, seed=1)), 10)


def everything_at_once() -> Design:
    """A diary with another symptom, the run decision, a covariate and a measure."""
    diary = usual_diary(70, seed=22, n_covariate=1)
    rng = np.random.default_rng(9)
    tingling = np.clip(np.rint(2.0 + rng.standard_normal(70)), 0.0, 6.0)
    diary = replace(
        diary,
        outcomes={"tingling_0_6": tingling},
        measures={"strength": (rng.random(70) < 0.4).astype(float)},
    )
    return build_design(diary, extras=("tingling_0_6",), decisions=True)


def whole_theta(draws: PathDraws, design: Design, i: int) -> Array:
    """Hyper-parameters of one draw, those of other kinds of rows included."""
    other: dict[str, float] = {}
    for k, kind in enumerate(design.kinds[2:], start=2):
        loading, sd = draws.loading[i, k], draws.noise_sd[i, k]
        named = {f"loading.{kind}": loading, f"log_sd.{kind}": np.log(sd)}
        other |= {"log_avoidance": np.log(-loading)} if kind == "run_decision" else named
    names = theta_names(design)[8:]
    return np.append(natural_theta(draws, i), [other[name] for name in names])


def test_every_kind_of_row_leans_on_the_draw_as_in_dense_algebra() -> None:
    design = everything_at_once()

    draws = draw_paths(fit(design), design, 40)

    latent = row_latent(draws, design)
    assert len(design.kinds) == 4
    for i in (0, 17, 39):
        model = dense_model(design, Priors(), whole_theta(draws, design, i))
        whole = np.concatenate([draws.flare[i], draws.drift[i], draws.coefficients[i]])
        np.testing.assert_allclose(latent[i], model.loading @ whole, atol=1e-6)
