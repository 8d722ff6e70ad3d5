"""The public names of the package: fit, contrasts, draws, export, and what they cost to import."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import backstride
from backstride.domain.errors import OutOfRange, ShapeMismatch
from backstride.inference.priors import THETA
from backstride.synth.fit_recipe import plain_records, whole_run
from tests.inference.made_up import usual_diary

TABLE = usual_diary(80, seed=44, n_covariate=1)


@pytest.fixture(scope="module")
def fitted() -> backstride.Fit:
    return backstride.fit(TABLE)


def as_columns() -> dict[str, Any]:
    return {
        "date": [TABLE.first_day + timedelta(days=k) for k in range(TABLE.n_day)],
        "load": TABLE.load,
        "leg_morning": TABLE.morning,
        "leg_evening": TABLE.evening,
        **TABLE.covariates,
    }


def test_the_package_is_imported_without_its_numerical_libraries() -> None:
    code = "import backstride, sys; print(sorted({'numpy', 'numba', 'scipy'} & set(sys.modules)))"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_every_public_name_is_there_and_typed() -> None:
    stub = (Path(backstride.__file__)).with_suffix(".pyi")
    typed = stub.read_text(encoding="utf-8")

    for name in backstride.__all__:
        assert getattr(backstride, name) is not None
        assert f" {name}" in typed or name == "__version__"
    with pytest.raises(AttributeError):
        backstride.no_such_name  # noqa: B018 - the look-up is what is tested


def test_a_frame_is_fitted_as_the_table_it_stands_for(fitted: backstride.Fit) -> None:
    again = backstride.fit(as_columns())

    assert again.effect_28d == fitted.effect_28d
    assert again.trusted


def test_the_contrast_of_all_running_against_none_is_the_effect_of_the_fit(
    fitted: backstride.Fit,
) -> None:
    told = fitted.effect_28d

    found = fitted.contrast(1.0, n_draw=4000)

    assert abs(found.mean() - told.mean) < 0.12 * told.sd
    assert found.std() == pytest.approx(told.sd, rel=0.08)


def test_a_fifth_more_running_is_effect_plus20(fitted: backstride.Fit) -> None:
    told = fitted.posterior.effect_plus20

    found = fitted.contrast(1.2, 1.0, n_draw=4000)

    assert abs(found.mean() - told.mean) < 0.12 * told.sd


def test_contrasts_turn_their_sign_with_their_sides(fitted: backstride.Fit) -> None:
    half = 0.5 * fitted.window_load

    there, back = fitted.contrast(half, 1.0), fitted.contrast(1.0, half)

    np.testing.assert_allclose(there, -back)
    np.testing.assert_allclose(fitted.contrast(half, half), 0.0, atol=1e-12)


def test_a_course_that_does_not_fit_the_window_is_refused(fitted: backstride.Fit) -> None:
    with pytest.raises(ShapeMismatch):
        fitted.contrast(np.ones(7))
    with pytest.raises(OutOfRange):
        fitted.contrast(np.full(28, -1.0))


def test_the_export_has_chains_and_draws_first(fitted: backstride.Fit) -> None:
    groups = fitted.to_arviz_dict(150, n_chain=2)

    shapes = {name: values.shape for name, values in groups["posterior"].items()}
    assert all(shape[:2] == (2, 150) for shape in shapes.values())
    n_state = fitted.design.last_day - fitted.design.first_day + 1
    assert shapes["flare"] == (2, 150, n_state)
    assert {"effect_28d", "fast_effect", "tau_fast_d", "effect_of_c0"} <= set(shapes)
    assert groups["observed_data"]["score_low"].shape == (fitted.design.n_row,)


def test_exported_chains_are_alike(fitted: backstride.Fit) -> None:
    effect = fitted.to_arviz_dict(500, n_chain=4)["posterior"]["effect_28d"]

    within = effect.std(axis=1).mean()
    assert np.abs(effect.mean(axis=1) - effect.mean()).max() < 4.0 * within / np.sqrt(500)


def test_arviz_reads_the_export(fitted: backstride.Fit) -> None:
    arviz = pytest.importorskip("arviz")
    groups = fitted.to_arviz_dict(100)

    try:
        data = arviz.from_dict(**groups)
    except TypeError:  # from ArviZ 1.0 on
        data = arviz.from_dict(groups)

    assert float(data["posterior"]["effect_28d"].mean()) == pytest.approx(
        fitted.effect_28d.mean, abs=fitted.effect_28d.sd
    )


def test_uneven_chains_are_refused(fitted: backstride.Fit) -> None:
    with pytest.raises(OutOfRange):
        fitted.to_arviz_dict(10, n_chain=0)


def test_an_answer_from_a_frame_is_that_of_its_table() -> None:
    assert backstride.answer(as_columns()) == backstride.answer(
        backstride.daily_table(as_columns())
    )


def test_a_symptom_can_be_what_the_effects_are_about() -> None:
    columns = as_columns()
    scores = np.random.default_rng(3).integers(0, 7, TABLE.n_day).astype(float)
    columns["tingling_0_6"] = scores

    found = backstride.fit(columns, outcome="tingling_0_6")

    assert found.design.primary == "tingling_0_6"
    assert np.isfinite(found.effect_28d.sd)
    assert len(THETA) == found.posterior.theta_mean.size


def test_the_load_of_a_file_can_be_estimated() -> None:
    reading = backstride.read(whole_run(plain_records()))

    (leg,) = reading.activities[0].legs
    dose = backstride.estimate_load(leg)

    assert dose.easy_km is not None
    assert 0.0 < dose.easy_km.q05 < dose.easy_km.q50 < dose.easy_km.q95
