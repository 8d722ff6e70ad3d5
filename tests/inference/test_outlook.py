"""The outlook: what more recording is expected to bring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from studies.outlook_check import refit_sd

from backstride.inference.design import Design, build_design
from backstride.inference.engine import fit
from backstride.inference.generator import Behaviour, simulate
from backstride.inference.gibbs import sample
from backstride.inference.outlook import (
    BLOCK_DAYS,
    BLOCKS,
    COMPLETE,
    HORIZONS,
    USUAL,
    lengthen,
    look_ahead,
    plan_days,
)
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.truth import Truth

TRUTH = Truth(
    np.array([*np.log([1.5, 30.0, 5.0, 0.9, 0.04, 0.6]), 0.0, -1.5]),
    np.array([3.0, 0.2, 0.8, -0.3, 0.3]),
)


@pytest.fixture(scope="module")
def design() -> Design:
    rng = np.random.default_rng(77)
    behaviour = Behaviour(missing=0.4)
    return build_design(simulate(Priors(), 45, rng, truth=TRUTH, behaviour=behaviour).table)


@pytest.fixture(scope="module")
def posterior(design: Design) -> Posterior:
    return fit(design)


def test_every_plan_makes_surer_and_longer_makes_surer_still(
    posterior: Posterior, design: Design
) -> None:
    sds = {(found.plan, found.days): found.sd for found in look_ahead(posterior, design)}

    assert set(sds) == {(plan, days) for plan in (USUAL, COMPLETE, BLOCKS) for days in HORIZONS}
    for plan in (USUAL, COMPLETE, BLOCKS):
        assert posterior.effect_28d.sd > sds[plan, HORIZONS[0]] > sds[plan, HORIZONS[1]]


def test_every_morning_brings_more_than_some(posterior: Posterior, design: Design) -> None:
    sds = {found.plan: found.sd for found in look_ahead(posterior, design) if found.days == 28}

    assert sds[COMPLETE] < sds[USUAL]


def test_no_further_day_changes_nothing(posterior: Posterior, design: Design) -> None:
    nothing = plan_days(design, USUAL, 0)

    same = lengthen(design, nothing)

    assert (same.n_row, same.last_day) == (design.n_row, design.n_day - 1)
    np.testing.assert_array_equal(same.load, design.load)


def test_blocks_hold_as_much_running_as_usual_three_days_on_and_three_off(
    design: Design,
) -> None:
    future = plan_days(design, BLOCKS, 24)

    on = np.arange(24) // BLOCK_DAYS % 2 == 0
    assert (future.load[~on] == 0.0).all()
    assert future.load.mean() == pytest.approx(design.load[-28:].mean())
    assert future.scored[0].all()


def test_the_usual_repeats_the_last_four_weeks_by_weekday(design: Design) -> None:
    future = plan_days(design, USUAL, 28)

    np.testing.assert_array_equal(future.load, design.load[-28:])


def test_what_is_expected_is_what_refitted_diaries_have(
    posterior: Posterior, design: Design
) -> None:
    rng = np.random.default_rng(5)
    expected = {f.plan: f.sd for f in look_ahead(posterior, design) if f.days == 28}

    for plan in (USUAL, BLOCKS):
        future = plan_days(design, plan, 28)
        refitted = [refit_sd(posterior, design, future, rng) for _ in range(4)]
        mean_square = np.sqrt(np.mean(np.square(refitted)))
        # Four refits of one runner scatter; the study finds 0.92 to 1.07 over many.
        assert expected[plan] / mean_square == pytest.approx(1.0, abs=0.2)


def test_a_verdict_is_the_likelier_the_clearer_the_effect_is(
    posterior: Posterior, design: Design
) -> None:
    clear = replace(
        posterior, effect_28d=replace(posterior.effect_28d, mean=2.0), standard_28d=far(posterior)
    )
    unclear = replace(
        posterior, effect_28d=replace(posterior.effect_28d, mean=0.3), standard_28d=far(posterior)
    )

    chance = {f.plan: f.p_verdict for f in look_ahead(clear, design) if f.days == 28}
    doubt = {f.plan: f.p_verdict for f in look_ahead(unclear, design) if f.days == 28}

    assert chance[USUAL] > 0.95
    assert doubt[USUAL] < 0.5


def far(posterior: Posterior) -> object:
    """A standard effect that can never be called unimportant."""
    return replace(posterior.standard_28d, mean=3.0)


def test_a_sampled_posterior_has_no_outlook(design: Design) -> None:
    sampled = sample(design, Priors(), n_sweep=20, n_burn=5, n_chain=1, seed=1)

    assert look_ahead(sampled, design) == ()
