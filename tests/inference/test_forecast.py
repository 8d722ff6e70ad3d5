"""The forecast: closed forms, plain simulation, plans, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from backstride.domain.answer import DailyTable
from backstride.domain.errors import OutOfRange
from backstride.domain.forecast import Forecast
from backstride.inference.design import Design, build_design
from backstride.inference.draws import PathDraws, draw_paths
from backstride.inference.engine import fit
from backstride.inference.forecast import MORE, forecast, usual_level, usual_weeks
from backstride.inference.futures import lengthen, response, tally, unfold
from backstride.inference.generator import Behaviour, simulate
from backstride.inference.number_preference import number_preference
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.truth import Truth, compartments
from tests.inference.made_up import table, usual_diary

Array = NDArray[np.float64]
GRID = np.arange(11.0)
EVEN_HAND = np.ones(11)


@pytest.fixture(scope="module")
def diary() -> DailyTable:
    return usual_diary(90, seed=31, n_covariate=2)


@pytest.fixture(scope="module")
def design(diary: DailyTable) -> Design:
    return build_design(diary, decisions=False)


@pytest.fixture(scope="module")
def posterior(design: Design) -> Posterior:
    return fit(design)


@pytest.fixture(scope="module")
def made(posterior: Posterior, diary: DailyTable, design: Design) -> Forecast:
    return forecast(posterior, diary, design)


@pytest.fixture(scope="module")
def draws(posterior: Posterior, design: Design) -> PathDraws:
    return draw_paths(posterior, lengthen(design, 7, design.n_day), 512)


def test_every_plan_tells_seven_mornings_that_add_up(made: Forecast, diary: DailyTable) -> None:
    assert [plan.plan for plan in made.plans] == ["planned", "none", "more"]
    for plan in made.plans:
        days = [morning.day for morning in plan.mornings]
        assert days == [diary.first_day + timedelta(days=90 + h) for h in range(7)]
        for morning in plan.mornings:
            assert sum(morning.p_score) == pytest.approx(1.0)
            assert morning.q05 <= morning.q25 <= morning.q50 <= morning.q75 <= morning.q95
            mean = sum(p * s for p, s in zip(morning.p_score, made.scores, strict=True))
            assert morning.mean == pytest.approx(mean)
        assert 0.0 <= plan.flare.q05 <= plan.flare.value <= plan.flare.q95 <= 1.0


def test_a_week_is_likelier_to_hold_a_flare_than_any_of_its_mornings(made: Forecast) -> None:
    for plan in made.plans:
        singles = [morning.p_flare for morning in plan.mornings]
        assert max(singles) <= plan.flare.value <= min(1.0, sum(singles)) + 1e-9


def test_the_first_morning_is_the_same_under_every_plan(made: Forecast) -> None:
    """Today's run is known, so no plan can change tomorrow morning."""
    firsts = [plan.mornings[0].p_score for plan in made.plans]

    np.testing.assert_allclose(firsts[1], firsts[0], atol=1e-12)
    np.testing.assert_allclose(firsts[2], firsts[0], atol=1e-12)


def test_a_plan_can_change_tomorrow_where_todays_run_is_not_known_yet(
    posterior: Posterior, diary: DailyTable
) -> None:
    load = diary.load.copy()
    load[-1] = np.nan
    evening = diary.evening.copy()
    evening[-1] = np.nan
    open_day = replace(diary, load=load, evening=evening)
    design = build_design(open_day)

    made = forecast(fit(design), open_day, design, planned=np.full(7, 16.0))

    assert made.first_planned == made.as_of
    firsts = [made.plan(name).mornings[0].mean for name in ("none", "planned", "more")]
    assert firsts[0] != firsts[1] != firsts[2]


def test_the_plan_is_told_in_typical_runs(
    posterior: Posterior, diary: DailyTable, design: Design
) -> None:
    loads = np.array([8.0, 0.0, 4.0, 0.0, 12.0, 0.0])

    made = forecast(posterior, diary, design, planned=loads)

    assert made.plan("planned").loads == pytest.approx(loads / design.typical_run)
    assert made.plan("more").loads == pytest.approx(MORE * loads / design.typical_run)
    assert set(made.plan("none").loads) == {0.0}


def test_the_same_diary_has_the_same_forecast(
    made: Forecast, posterior: Posterior, diary: DailyTable, design: Design
) -> None:
    assert forecast(posterior, diary, design) == made


def test_running_that_aggravates_makes_flares_likelier() -> None:
    truth = Truth(
        np.array([0.4, 3.4, 1.0, -0.7, -4.0, -0.7, 0.0, -3.0]),
        np.array([2.0, 0.0, 4.0, 0.0, 0.0]),
    )
    behaviour = Behaviour(avoidance=0.0, run_share=0.4)
    life = simulate(Priors(), 150, np.random.default_rng(4), truth=truth, behaviour=behaviour).table
    design = build_design(life)

    made = forecast(fit(design), life, design, planned=np.full(6, 16.0))

    chances = [made.plan(name).flare.value for name in ("none", "planned", "more")]
    assert chances[0] < chances[1] < chances[2]
    means = [made.plan(name).mornings[-1].mean for name in ("none", "planned", "more")]
    assert means[1] - means[0] > 2.0
    assert means[2] > means[1]


def test_planned_runs_act_as_in_the_plain_model(draws: PathDraws) -> None:
    plan = np.array([[1.0, 0.0, 2.0, 0.5, 0.0, 1.5], [0.0] * 6])

    added = response(draws, plan)

    assert np.all(added[:, 1] == 0.0)
    for i in (0, 100, 511):
        h = {name: values[i] for name, values in draws.hyper.items()}
        share = max(h["delay_d"] / 3.0, 1e-20)
        theta = np.zeros(8)
        theta[:2] = np.log([h["tau_fast_d"], h["tau_slow_d"]])
        theta[6:] = h["dose_shape"], np.log(share / (1.0 - share))
        beta = draws.coefficients[i]
        _, fast, slow = compartments(Truth(theta, beta), np.append(plan[0], 0.0), 0.0)
        expected = beta[2] * fast + beta[3] * slow
        np.testing.assert_allclose(added[i, 0], expected[1:], atol=1e-9)


def test_rest_goes_on_from_the_last_day(
    draws: PathDraws, diary: DailyTable, design: Design
) -> None:
    plain = replace(design, fixed=design.fixed * (np.arange(design.fixed.shape[1]) < 2))
    beta = draws.coefficients.copy()
    beta[:, 5:] = 0.0

    futures = unfold(replace(draws, coefficients=beta), plain, diary, n_morning=7)

    keep = np.exp(-1.0 / draws.hyper["tau_flare_d"])
    running = beta[:, 2] * draws.fast[:, 96] + beta[:, 3] * draws.slow[:, 96]
    expected = beta[:, 0] + keep**7 * draws.flare[:, -1] + draws.drift[:, -1] + running
    np.testing.assert_allclose(futures.resting[:, :, -1].mean(axis=1), expected, atol=1e-9)


def test_chances_of_scores_are_those_of_the_rounded_normal() -> None:
    latent = np.full((8, 4, 3), 4.2)

    found = tally(latent, np.full(8, 0.9), grid=GRID, preference=EVEN_HAND, flare_from=6.0)

    edges = np.concatenate([[-np.inf], np.arange(10) + 0.5, [np.inf]])
    expected = np.diff(norm.cdf(edges, 4.2, 0.9))
    np.testing.assert_allclose(found.p_score, np.tile(expected, (3, 1)), atol=1e-6)
    above = norm.sf(5.5, 4.2, 0.9)
    np.testing.assert_allclose(found.p_flare, above, atol=1e-6)
    np.testing.assert_allclose(found.chance, 1.0 - (1.0 - above) ** 3, atol=1e-6)
    assert found.chance_noise == pytest.approx(0.0, abs=1e-15)


def test_a_number_that_is_never_used_is_hardly_forecast() -> None:
    preference = number_preference(np.tile([2.0, 4.0, 4.0, 6.0], 30), GRID)

    plain, found = (
        tally(np.full((8, 4, 1), 3.4), np.ones(8), grid=GRID, preference=p, flare_from=6.0)
        for p in (EVEN_HAND, preference)
    )

    odd = [1, 3, 5]
    assert (found.p_score[0, odd] < 0.4 * plain.p_score[0, odd]).all()
    assert found.p_score.sum() == pytest.approx(1.0)
    assert found.p_flare == pytest.approx(found.p_score[0, 6:].sum())


def test_nothing_is_preferred_before_there_are_scores() -> None:
    np.testing.assert_allclose(number_preference(np.full(5, np.nan), GRID), 1.0)


@pytest.mark.parametrize(
    ("usual", "flare_from"), [(0.0, 2.0), (3.0, 5.0), (4.5, 6.0), (6.0, 8.0), (9.0, 10.0)]
)
def test_a_flare_is_six_or_two_above_the_usual(usual: float, flare_from: float) -> None:
    found = usual_level(table(np.ones(40), np.full(40, usual)))

    assert (found.level, found.flare_from) == (usual, flare_from)


def test_a_short_or_silent_diary_has_a_reason_in_place_of_a_forecast() -> None:
    short = usual_diary(20, seed=1)
    short.morning[:] = np.nan
    short.morning[-13:] = 3.0
    silent = usual_diary(60, seed=1)
    silent.morning[-9:] = np.nan

    for diary, key in ((short, "few_mornings"), (silent, "silent")):
        design = build_design(diary)
        made = forecast(fit(design), diary, design)
        assert made.plans == ()
        assert [note.key for note in made.notes] == [f"forecast.data.{key}"]
        assert made.flare_from is None


def test_the_usual_pattern_is_the_last_four_weeks_by_weekday() -> None:
    week = np.array([0.0, 5.0, 0.0, 8.0, 0.0, 0.0, 15.0])
    load = np.tile(week, 6)
    load[-2] = np.nan
    load[-9] = 3.0

    weeks = usual_weeks(table(load, np.full(42, 2.0)), 6)

    np.testing.assert_allclose(weeks[:, :5], np.tile(week[:5], (4, 1)))
    np.testing.assert_allclose(weeks[:, 5], [1.0, 3.0, 0.0, 0.0])


@pytest.mark.parametrize(
    "planned", [np.ones(5), np.array([1, 1, 1, 1, 1, -1.0]), np.full(6, np.nan)]
)
def test_an_impossible_plan_is_refused(
    posterior: Posterior, diary: DailyTable, design: Design, planned: Array
) -> None:
    with pytest.raises(OutOfRange):
        forecast(posterior, diary, design, planned=planned)


def test_more_than_a_week_is_refused(
    posterior: Posterior, diary: DailyTable, design: Design
) -> None:
    with pytest.raises(OutOfRange):
        forecast(posterior, diary, design, n_morning=8)


def test_an_unknown_plan_has_no_name(made: Forecast) -> None:
    with pytest.raises(KeyError):
        made.plan("marathon")
