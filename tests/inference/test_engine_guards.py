"""What the engine does with diaries that say little or nothing, and when it trusts itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.inference import summarise
from backstride.inference.design import build_design
from backstride.inference.engine import Settings, fit, refit
from backstride.inference.integrate import pareto_shape
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from tests.inference.made_up import table, usual_diary

N_DAY = 90
QUICK = Settings(n_sweep=100, n_burn=100)


def odd_diaries() -> dict[str, DailyTable]:
    rng = np.random.default_rng(8)
    runs = np.where(rng.random(N_DAY) < 0.5, 8.0, 0.0)
    pain = np.clip(np.rint(3.0 + rng.standard_normal(N_DAY)), 0.0, 10.0)
    gap, forgotten, one = pain.copy(), runs.copy(), np.zeros(N_DAY)
    gap[15:75], forgotten[15:75], one[80] = np.nan, np.nan, 8.0
    nothing = np.full(N_DAY, np.nan)
    return {
        "all zero": table(runs, np.zeros(N_DAY)),
        "all ten": table(runs, np.full(N_DAY, 10.0)),
        "always five": table(runs, np.full(N_DAY, 5.0)),
        "nothing or everything": table(runs, np.arange(N_DAY) % 2 * 10.0),
        "the same run every day": table(np.full(N_DAY, 8.0), pain),
        "no run": table(np.zeros(N_DAY), pain),
        "one run": table(one, pain),
        "sixty days without scores": table(runs, gap),
        "sixty days of unknown load": table(forgotten, pain),
        "all loads unknown": table(nothing, pain),
        "no score": table(runs, nothing),
        "one day": table(np.array([8.0]), np.array([3.0])),
        "a run a thousand times the usual": table(np.where(one > 0, 8000.0, runs), pain),
        "scores with decimals": table(runs, np.clip(pain + 0.37, 0.0, 10.0)),
        "useless covariates": table(runs, pain, None, {"a": np.ones(N_DAY), "b": nothing}),
    }


ODD = odd_diaries()


@pytest.mark.parametrize("name", ODD)
def test_an_odd_diary_gets_a_posterior_in_numbers(name: str) -> None:
    posterior = fit(build_design(ODD[name]), settings=QUICK)

    for effect in (posterior.effect_28d, posterior.effect_plus20, posterior.standard_28d):
        assert np.isfinite(list(asdict(effect).values())).all()
        assert -10.0 <= effect.q05 <= effect.q50 <= effect.q95 <= 10.0
        assert 0.0 <= effect.p_within_half <= 1.0


def test_without_a_run_in_the_window_there_is_no_effect() -> None:
    posterior = fit(build_design(ODD["no run"]))

    assert posterior.effect_28d.mean == 0.0
    assert posterior.effect_28d.sd == 0.0
    assert posterior.standard_28d.sd > 0.5


def test_without_a_score_the_posterior_is_the_prior() -> None:
    posterior = fit(build_design(ODD["no score"]))

    assert posterior.coefficient_sd[2:4] == pytest.approx([1.5, 1.5], rel=1e-6)
    assert posterior.log_evidence == pytest.approx(0.0, abs=0.1)


def test_a_diary_at_the_floor_goes_to_the_exact_sampler() -> None:
    posterior = fit(build_design(ODD["all zero"]), settings=QUICK)

    assert posterior.engine == "gibbs"
    assert {c.name: c.value for c in posterior.checks}["end_share"] == 1.0


@pytest.mark.parametrize(
    ("guard", "impossible", "name"),
    [
        ("MIN_ESS", 1e9, "ess"),
        ("MAX_WEIGHT", 0.0, "max_weight"),
        ("MAX_KHAT", -9.0, "khat"),
        ("MIN_SETTLED", 2.0, "ep_converged"),
        ("MAX_SCAN_WEIGHT", -1.0, "mode_agreement"),
    ],
)
def test_a_failed_guard_sends_the_fit_to_the_exact_sampler(
    monkeypatch: pytest.MonkeyPatch, guard: str, impossible: float, name: str
) -> None:
    monkeypatch.setattr(summarise, guard, impossible)

    posterior = fit(build_design(usual_diary(60, seed=1)), settings=QUICK)

    assert posterior.engine == "gibbs"
    told = {check.name: check.passed for check in posterior.checks}
    assert told[name] is None
    assert "gibbs_rhat" in told


def test_chains_that_do_not_settle_are_told() -> None:
    hurried = Settings(n_sweep=5, n_burn=0)

    posterior = fit(build_design(ODD["all zero"]), settings=hurried)

    assert not posterior.trusted


def same(one: Posterior, other: Posterior) -> bool:
    pairs = zip(asdict(one.effect_28d).values(), asdict(other.effect_28d).values(), strict=True)
    return all(abs(a - b) <= 1e-6 for a, b in pairs)


def test_the_same_diary_gives_the_same_posterior() -> None:
    design = build_design(usual_diary(80, seed=6))
    first = fit(design)
    fit(build_design(usual_diary(50, seed=2)))

    assert same(first, fit(design))
    assert same(
        refit(first, design, Priors(effect_sd=3.0)), refit(first, design, Priors(effect_sd=3.0))
    )
    low = build_design(ODD["all zero"])
    assert same(fit(low, settings=QUICK), fit(low, settings=QUICK))


def test_fits_in_two_threads_do_not_disturb_one_another() -> None:
    designs = [build_design(usual_diary(80, seed=seed)) for seed in (6, 7)]
    alone = [fit(design) for design in designs]

    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(fit, designs))

    assert all(same(one, other) for one, other in zip(alone, together, strict=True))


def test_days_without_scores_after_the_diary_change_nothing() -> None:
    diary = usual_diary(80, seed=9)
    window = (50, 77)

    def longer(values: NDArray[np.float64], tail: float) -> NDArray[np.float64]:
        return np.append(values, np.full(30, tail))

    later = replace(
        diary,
        load=longer(diary.load, 0.0),
        morning=longer(diary.morning, np.nan),
        evening=longer(diary.evening, np.nan),
    )

    before = fit(build_design(diary, window))
    after = fit(build_design(later, window, typical_run=build_design(diary).typical_run))

    assert same(before, after)


def test_the_unit_of_the_loads_does_not_matter() -> None:
    diary = usual_diary(80, seed=9)

    in_miles = replace(diary, load=diary.load / 1.609344)

    assert same(fit(build_design(diary)), fit(build_design(in_miles)))


@pytest.mark.parametrize("shape", [0.0, 0.3, 0.9])
def test_the_tail_shape_of_weights_is_found(shape: float) -> None:
    u = (np.arange(4000) + 0.5) / 4000
    weights = -np.log(u) if shape == 0.0 else (u**-shape - 1.0) / shape

    assert pareto_shape(weights / weights.sum()) == pytest.approx(shape, abs=0.12)
