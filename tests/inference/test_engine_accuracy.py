"""The fast engine against the stored exact posteriors of ten diaries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backstride.domain.answer import Effect
from backstride.inference.design import build_design
from backstride.inference.engine import fit, refit
from backstride.inference.gibbs import sample
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from tests.inference.made_up import REFERENCES, read_reference, usual_diary

#: Limits in units of the exact posterior sd: a wrong mean of a twentieth of an sd moves no verdict.
MEAN, SD, QUANTILE = 0.06, 0.05, 0.12
QUANTILES = ("q05", "q25", "q50", "q75", "q95")


def fitted(path: Path) -> tuple[Posterior, dict[str, dict[str, float]]]:
    reference, diary = read_reference(path)
    return fit(build_design(diary)), reference["effects"]


def errors(found: Effect, exact: dict[str, float]) -> tuple[float, float, float]:
    mean = abs(found.mean - exact["mean"]) / exact["sd"]
    quantile = max(abs(getattr(found, q) - exact[q]) / exact["sd"] for q in QUANTILES)
    return mean, abs(found.sd / exact["sd"] - 1.0), quantile


def test_there_are_references_of_every_kind() -> None:
    references = [read_reference(path)[0] for path in REFERENCES]

    assert len(references) >= 9
    assert {len(r["table"]["load"]) - 90 for r in references} >= {60, 90, 365, 1095}
    assert min(r["zero_share"] for r in references) <= 0.02
    assert max(r["zero_share"] for r in references) >= 0.7
    assert all(r["sweeps"] >= 40_000 and r["chains"] >= 4 for r in references)
    assert all(r["ess"] >= 5_000 and r["rhat"] < 1.01 for r in references)


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
def test_the_effects_are_those_of_the_exact_posterior(path: Path) -> None:
    posterior, exact = fitted(path)

    assert posterior.trusted
    for name in ("effect_28d", "latent_28d", "effect_plus20"):
        mean, sd, quantile = errors(getattr(posterior, name), exact[name])
        assert mean <= MEAN, name
        assert sd <= SD, name
        assert quantile <= QUANTILE, name


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
def test_hyper_parameters_and_coefficients_are_near_the_exact_ones(path: Path) -> None:
    reference, diary = read_reference(path)
    posterior = fit(build_design(diary))

    for name, mean, sd in (
        ("theta", posterior.theta_mean, posterior.theta_sd),
        ("coefficients", posterior.coefficient_mean, posterior.coefficient_sd),
    ):
        exact_mean, exact_sd = (np.array(reference[name][k]) for k in ("mean", "sd"))
        assert np.abs((mean - exact_mean) / exact_sd).max() <= 0.2, name
        assert np.abs(sd / exact_sd - 1.0).max() <= 0.15, name


@pytest.mark.parametrize(
    "priors", [Priors(effect_sd=0.75), Priors(effect_sd=3.0), Priors(flexible=False)]
)
def test_a_refit_is_a_fit(priors: Priors) -> None:
    design = build_design(usual_diary(150, seed=11))

    again = refit(fit(design), design, priors)
    anew = fit(design, priors)

    assert again.model == anew.model
    assert again.effect_prior_sd == anew.effect_prior_sd
    assert again.effect_28d.mean == pytest.approx(
        anew.effect_28d.mean, abs=0.08 * anew.effect_28d.sd
    )
    assert again.effect_28d.sd == pytest.approx(anew.effect_28d.sd, rel=0.06)


def test_the_rigid_model_agrees_with_its_own_exact_sampler() -> None:
    design, priors = build_design(usual_diary(120, seed=4)), Priors(flexible=False)

    found = fit(design, priors).effect_28d
    exact = sample(design, priors, n_sweep=1500, n_burn=500, n_chain=8, seed=2).effect_28d

    assert found.mean == pytest.approx(exact.mean, abs=0.1 * exact.sd)
    assert found.sd == pytest.approx(exact.sd, rel=0.08)
