"""The banded, eight-fold expectation propagation against dense algebra and brute force."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import log_ndtr
from scipy.stats import multivariate_normal

from backstride.inference.design import Design, build_design
from backstride.inference.evidence import Evidence
from backstride.inference.kernels import contrast
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.priors import THETA, Priors
from backstride.inference.problem import to_problem
from backstride.inference.truth import Truth, compartments, dose_of
from tests.inference.dense_twin import (
    dense_model,
    dose_series,
    ep_evidence,
    posterior_given_sites,
)
from tests.inference.made_up import table, usual_diary

Array = NDArray[np.float64]

POINTS = np.random.default_rng(5).normal(scale=0.7, size=(WIDTH, len(THETA)))


def with_history(n_day: int = 40, **kwargs: int | bool) -> Design:
    diary = usual_diary(n_day, seed=3, **kwargs)  # type: ignore[arg-type]  # plain forwarding
    diary.morning[:6] = np.nan
    diary.evening[:6] = np.nan
    return build_design(diary, decisions=False)


def settle(evidence: Evidence, points: Array) -> tuple[Array, Array, Array]:
    """Log evidence, and settled sites (n_point, n_site) of each point."""
    sites = evidence.starting_sites(WIDTH)
    value, _ = evidence.gradients(points, sites, 1e-10)
    return value - evidence.log_prior(points), sites[0, 0].T, sites[0, 1].T


@pytest.mark.parametrize("n_covariate", [0, 2])
def test_the_evidence_is_that_of_dense_algebra_at_the_settled_sites(n_covariate: int) -> None:
    design, priors = with_history(n_covariate=n_covariate), Priors()
    evidence = Evidence(design, priors)

    value, tau, nu = settle(evidence, POINTS)

    for lane in range(WIDTH):
        model = dense_model(design, priors, evidence.mean + evidence.sd * POINTS[lane])
        assert value[lane] == pytest.approx(ep_evidence(model, tau[lane], nu[lane]), abs=1e-7)


def test_coefficients_and_contrasts_are_those_of_dense_algebra() -> None:
    design, priors = with_history(), Priors()
    evidence = Evidence(design, priors)
    _, tau, nu = settle(evidence, POINTS)
    sites = np.stack([tau.T, nu.T])[None].copy()

    found = evidence.posteriors(POINTS, n_draw=2, seed=0, sites=sites)

    for lane in range(WIDTH):
        theta = evidence.mean + evidence.sd * POINTS[lane]
        model = dense_model(design, priors, theta)
        mean, cov = posterior_given_sites(model, tau[lane], nu[lane])
        beta = slice(-design.n_coefficient, None)
        weights = window_weights(design, theta)
        np.testing.assert_allclose(found.coefficient[lane, 0], mean[beta], atol=1e-7)
        np.testing.assert_allclose(found.coefficient[lane, 1], np.diag(cov[beta, beta]), atol=1e-7)
        effects, spread = mean[beta][2:4], cov[beta, beta][2:4, 2:4]
        moment = found.moment[lane]
        assert moment[contrast.MEAN_28D] == pytest.approx(weights @ effects, abs=1e-7)
        assert moment[contrast.VAR_28D] == pytest.approx(weights @ spread @ weights, abs=1e-7)


def window_weights(design: Design, theta: Array) -> Array:
    """Mean of what the window's running put into both compartments."""
    first, last = design.window
    rest = design.load.copy()
    rest[first : last + 1] = 0.0
    with_runs = dose_series(design, theta)
    running = design.load[design.load > 0.0]
    share = design.first_share * float(dose_of(running, theta[6]).mean())
    without = compartments(Truth(theta, np.zeros(5)), rest, share)
    window = slice(first, last + 1)
    return np.array([(with_runs[k] - without[k])[window].mean() for k in (1, 2)])


def with_everything(n_day: int = 40) -> Design:
    """A diary with gaps in a covariate, a measure, another symptom and the run decisions."""
    diary = usual_diary(n_day, seed=3, n_covariate=1)
    rng = np.random.default_rng(8)
    diary.covariates["c0"][::5] = np.nan
    diary.measures["strength"] = (rng.random(n_day) < 0.4).astype(float)
    diary.outcomes["back_0_10"] = np.clip(np.rint(2.0 + rng.standard_normal(n_day)), 0.0, 10.0)
    return build_design(diary, extras=("back_0_10",), decisions=True)


WHOLE = np.random.default_rng(6).normal(scale=0.7, size=(WIDTH, 11))


#: With one sd for either kind of measure the prior of a measure is normal.
NORMAL = Priors(idle_sd=1.0, working_sd=1.0)


def test_decisions_symptoms_and_measures_have_the_evidence_of_dense_algebra() -> None:
    design, priors = with_everything(), NORMAL
    evidence = Evidence(design, priors)
    assert evidence.n_theta == WHOLE.shape[1]

    value, tau, nu = settle(evidence, WHOLE)

    for lane in range(WIDTH):
        model = dense_model(design, priors, evidence.mean + evidence.sd * WHOLE[lane])
        scores = slice(design.n_row)
        expected = ep_evidence(model, tau[lane, scores], nu[lane, scores])
        assert value[lane] == pytest.approx(expected, abs=1e-7)
        assert tau[lane, design.n_row] == pytest.approx(1.0, abs=1e-7)
        assert nu[lane, design.n_row] == pytest.approx(0.0, abs=1e-7)


def test_a_measure_that_may_do_nothing_has_the_evidence_of_both_cases_together() -> None:
    design, priors = with_everything(), Priors(working_share=0.3)
    value, _, _ = settle(Evidence(design, priors), WHOLE)

    cases = []
    for sd, share in ((priors.idle_sd, 0.7), (priors.working_sd, 0.3)):
        alone = Evidence(design, Priors(idle_sd=sd, working_sd=sd))
        alone.problem.row_extra[:] = to_problem(design, priors).row_extra
        cases.append(np.log(share) + settle(alone, WHOLE)[0])

    np.testing.assert_allclose(value, np.logaddexp(*cases), atol=0.01)
    assert np.abs(cases[0] - cases[1]).max() > 0.5


@pytest.mark.parametrize("design", [with_history(n_covariate=1), with_everything()])
@pytest.mark.parametrize("flexible", [True, False])
def test_the_gradient_is_that_of_finite_differences(design: Design, flexible: bool) -> None:
    evidence = Evidence(design, Priors().pure(flexible=flexible))
    points = WHOLE[:, : evidence.n_theta]
    sites = evidence.starting_sites(WIDTH)
    _, gradient = evidence.gradients(points, sites, 1e-10)

    step = 1e-4
    for k, name in enumerate(evidence.names):
        shift = step * np.eye(evidence.n_theta)[k]
        above, _ = evidence.gradients(points + shift, sites.copy(), 1e-10)
        below, _ = evidence.gradients(points - shift, sites.copy(), 1e-10)
        np.testing.assert_allclose(
            gradient[:, k], (above - below) / (2.0 * step), atol=4e-5, err_msg=name
        )


def few_scores(scores: list[float]) -> Design:
    n_day = 12
    load = np.tile([8.0, 0.0, 4.0], 4)
    morning = np.full(n_day, np.nan)
    morning[n_day - len(scores) :] = scores
    return build_design(table(load, morning), decisions=False)


def test_one_score_has_its_exact_probability() -> None:
    design, priors = few_scores([3.0]), Priors()
    evidence = Evidence(design, priors)

    value, _, _ = settle(evidence, POINTS)

    for lane in range(WIDTH):
        model = dense_model(design, priors, evidence.mean + evidence.sd * POINTS[lane])
        sd = np.sqrt(model.score_cov[0, 0] + model.noise_var[0])
        upper, lower = log_ndtr(3.5 / sd), log_ndtr(2.5 / sd)
        assert value[lane] == pytest.approx(upper + np.log1p(-np.exp(lower - upper)), abs=1e-9)


@pytest.mark.parametrize("scores", [[3.0, 5.0, 4.0], [0.0, 0.0, 1.0], [10.0, 8.0, 10.0]])
def test_three_scores_have_nearly_the_probability_of_their_box(scores: list[float]) -> None:
    design, priors = few_scores(scores), Priors()
    evidence = Evidence(design, priors)

    value, _, _ = settle(evidence, POINTS)

    for lane in range(WIDTH):
        model = dense_model(design, priors, evidence.mean + evidence.sd * POINTS[lane])
        cov = model.score_cov + np.diag(model.noise_var)
        box = multivariate_normal(np.zeros(3), cov, seed=1).cdf(
            np.minimum(design.row_high, 60.0), lower_limit=np.maximum(design.row_low, -60.0)
        )
        assert value[lane] == pytest.approx(np.log(box), abs=0.02)


def test_lanes_do_not_see_one_another() -> None:
    evidence = Evidence(with_history(), Priors())

    together = evidence.values(POINTS, tolerance=1e-9)
    alone = [evidence.values(POINTS[k : k + 1], tolerance=1e-9)[0] for k in range(WIDTH)]

    np.testing.assert_allclose(together, alone, rtol=1e-10)
