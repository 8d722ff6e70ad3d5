"""What is said beside a verdict, with made-up posteriors in place of fits."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from backstride.domain.answer import Answer, Check, DailyTable, Verdict
from backstride.inference import answer_fit as fitting
from backstride.inference.answer import answer_table
from backstride.inference.answer_json import to_json
from backstride.inference.panel import NEIGHBOURS, Neighbour, ask_panel
from backstride.inference.posterior import Posterior
from backstride.text.catalogue import load_catalogue
from tests.inference.summaries import normal_effect, posterior_of

START = date(2026, 3, 1)


def diary(n_day: int = 90, *, last_run: int = 90, missing: float = 0.0) -> DailyTable:
    rng = np.random.default_rng(5)
    days = np.arange(n_day)
    morning = rng.integers(0, 6, n_day).astype(float)
    morning[rng.random(n_day) < missing] = np.nan
    return DailyTable(
        first_day=START,
        load=np.where((days % 2 == 0) & (days < last_run), 8.0, 0.0),
        morning=morning,
        evening=np.full(n_day, 3.0),
    )


def answer_with(
    monkeypatch: pytest.MonkeyPatch,
    posterior: Posterior,
    *,
    table: DailyTable | None = None,
    neighbour_mean: float | None = None,
    close: tuple[Check, ...] = (),
) -> Answer:
    mean = posterior.effect_28d.mean if neighbour_mean is None else neighbour_mean
    found = normal_effect(mean, 0.15)
    panel = tuple(Neighbour(name, found, found, trusted=True) for name in NEIGHBOURS)
    monkeypatch.setattr(fitting, "fit", lambda *_: posterior)
    monkeypatch.setattr(fitting, "look_closer", lambda *_: (close, None))
    monkeypatch.setattr(fitting, "ask_panel", lambda *_: panel)
    return answer_table(table or diary())


def keys(answer: Answer) -> list[str]:
    return [reason.key for reason in answer.reasons]


def test_a_clear_effect_that_survives_the_panel_is_a_robust_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = answer_with(monkeypatch, posterior_of(0.9))
    assert (answer.verdict, answer.robust) == (Verdict.AGGRAVATING, True)
    assert keys(answer)[0] == "answer.why.aggravating"
    assert keys(answer)[-1] == "answer.next.watch"
    assert "answer.doubt.unrecorded" in keys(answer)


def test_a_sign_that_a_neighbour_takes_away_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_with(monkeypatch, posterior_of(0.9), neighbour_mean=0.0)
    assert (answer.verdict, answer.robust) == (Verdict.CANNOT_TELL, False)
    assert "answer.blocked.sign" in keys(answer)
    (check,) = [check for check in answer.checks if check.name == "sensitivity_sign"]
    assert (check.passed, check.value) == (False, 0.0)


def test_a_failed_guard_is_no_verdict_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_with(monkeypatch, posterior_of(0.9, guards_hold=False))
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "answer.blocked.computation" in keys(answer)
    assert answer.effect_28d is not None


def test_a_posterior_as_wide_as_its_prior_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_with(monkeypatch, posterior_of(3.0, 0.9))
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "answer.blocked.width" in keys(answer)


def test_help_without_enough_mornings_is_not_called_easing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer_with(monkeypatch, posterior_of(-0.9)).verdict is Verdict.EASING
    gappy = answer_with(monkeypatch, posterior_of(-0.9), table=diary(missing=0.4))
    assert gappy.verdict is Verdict.CANNOT_TELL
    assert "answer.doubt.missing_mornings" in keys(gappy)
    assert keys(gappy)[-1] == "answer.next.mornings"


def test_no_important_effect_never_goes_without_the_word_on_slow_effects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = answer_with(monkeypatch, posterior_of(0.0))
    assert answer.verdict is Verdict.NO_IMPORTANT_EFFECT
    assert "answer.doubt.slow_effects" in keys(answer)


def test_someone_who_stopped_running_hears_which_weeks_are_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = answer_with(monkeypatch, posterior_of(0.9), table=diary(last_run=50))
    assert answer.window is not None
    assert answer.window[1] < answer.as_of
    (reason,) = [found for found in answer.reasons if found.key == "answer.window.not_now"]
    assert reason.params["last_day"] == answer.window[1].isoformat()


def test_a_diary_that_ended_long_ago_is_not_taken_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "fit", lambda *_: posterior_of(0.45))
    monkeypatch.setattr(fitting, "look_closer", lambda *_: ((), None))
    answer = answer_table(diary(), as_of=START + timedelta(days=200))
    assert answer.as_of == START + timedelta(days=89)
    assert "answer.window.not_now" in keys(answer)


def test_the_panel_asks_every_neighbour_once() -> None:
    asked = []

    def refit(_posterior: object, _design: object, priors: object) -> Posterior:
        asked.append(priors)
        return posterior_of(0.4)

    panel = ask_panel(posterior_of(0.9), object(), refit=refit)  # type: ignore[arg-type]
    assert asked == list(NEIGHBOURS.values())
    assert [other.name for other in panel] == list(NEIGHBOURS)


def test_every_reason_and_headline_has_words(monkeypatch: pytest.MonkeyPatch) -> None:
    say = load_catalogue("en").say
    for mean in (-0.9, 0.0, 0.45, 0.9):
        answer = answer_with(monkeypatch, posterior_of(mean), table=diary(last_run=50))
        told = to_json(answer, say)
        assert told["headline"].endswith(".")
        assert all(sentence and "{" not in sentence for sentence in told["reasons"])


def test_every_check_of_the_engine_and_the_answer_has_a_name_in_words() -> None:
    sources = Path(fitting.__file__).parent.glob("*.py")
    names = {
        name
        for source in sources
        for name in re.findall(r'Check\("(\w+)"', source.read_text(encoding="utf-8"))
    }
    assert {"ess", "sensitivity_sign"} <= names
    missing = {
        name for name in names if f"answer.check.{name}" not in load_catalogue("en").messages
    }
    assert missing == set()


def test_the_json_has_every_field_of_the_schema_and_no_nan(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_with(monkeypatch, posterior_of(0.9))
    told = to_json(answer, load_catalogue("en").say, triage={"level": "none"})
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["schema"] == "backstride.answer/1"
    assert told["triage"] == {"level": "none"}
    assert told["window"] == ["2026-05-02", "2026-05-29"]
    assert set(told) >= {
        "schema",
        "as_of",
        "window",
        "load_unit",
        "triage",
        "verdict",
        "robust",
        "reasons",
        "effect_28d",
        "effect_plus20",
        "standard_28d",
        "data",
        "checks",
        "engine",
        "model",
        "version",
    }
    assert set(told["effect_28d"]) == {
        "mean",
        "sd",
        "q05",
        "q25",
        "q50",
        "q75",
        "q95",
        "p_above_0",
        "p_above_delta",
        "p_below_minus_delta",
        "p_within_half",
    }
    assert told["data"]["mornings"] == 90


def test_an_answer_without_a_fit_is_plain_json_too() -> None:
    told = to_json(answer_table(diary(10)), load_catalogue("en").say)
    assert told["verdict"] == "cannot_tell"
    assert told["effect_28d"] is None
    assert json.loads(json.dumps(told, allow_nan=False)) == told
