"""The prior width of the effect, checked against brute force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from backstride.domain.answer import DailyTable
from backstride.inference.design import Design, build_design
from backstride.inference.prior_width import prior_sd_28d
from backstride.inference.priors import Priors


def every_other_day(n_day: int = 60) -> Design:
    days = np.arange(n_day)
    table = DailyTable(
        first_day=date(2026, 1, 5),
        load=np.where(days % 2 == 0, 7.0 + days % 3, 0.0),
        morning=np.full(n_day, 3.0),
        evening=np.full(n_day, np.nan),
    )
    return build_design(table)


def simulate_effects(design: Design, priors: Priors, n_draw: int) -> np.ndarray:
    """Draw the mean effect of the window's loads straight from the model's equations."""
    rng = np.random.default_rng(11)
    mean, sd = priors.theta_prior()
    first, last = design.window
    load = design.load[first : last + 1]
    effects = np.empty(n_draw)
    for draw in range(n_draw):
        theta = rng.normal(mean, sd)
        if not priors.flexible or rng.random() < priors.rigid_share:
            theta[6:8] = 0.0, -np.inf
        tau_fast, tau_slow = np.exp(theta[0]), np.exp(theta[1])
        delay = 3.0 / (1.0 + np.exp(-theta[7]))
        threshold = 0.95 * np.tanh(0.6 * max(theta[6], 0.0))
        bent = load ** np.exp(0.6 * min(theta[6], 0.0))
        dose = np.where(load > 0.0, np.maximum(bent - threshold, 0.0) / (1.0 - threshold), 0.0)
        b_fast, b_slow = rng.normal(0.0, priors.effect_sd, 2)
        fast = slow = total = 0.0
        for day in range(load.size):
            total += b_fast * fast + b_slow * slow
            whole = int(delay)
            near = dose[day - whole] if day >= whole else 0.0
            far = dose[day - whole - 1] if day > whole else 0.0
            late = near + (delay - whole) * (far - near)
            fast += (1.0 - np.exp(-1.0 / tau_fast)) * (late - fast)
            slow += (1.0 - np.exp(-1.0 / tau_slow)) * (dose[day] - slow)
        effects[draw] = total / load.size
    return effects


@pytest.mark.parametrize("priors", [Priors(), Priors(flexible=False), Priors(effect_sd=0.75)])
def test_the_prior_width_is_that_of_brute_force(priors: Priors) -> None:
    design = every_other_day()
    with np.errstate(over="ignore"):
        effects = simulate_effects(design, priors, 4000)
    assert prior_sd_28d(design, priors) == pytest.approx(effects.std(), rel=0.05)


def test_no_running_leaves_no_width() -> None:
    design = every_other_day()
    assert prior_sd_28d(replace(design, load=np.zeros(design.n_day)), Priors()) == 0.0
