"""What is counted in the studies of answers is what the pages say is counted."""

from __future__ import annotations

from dataclasses import asdict, replace

from studies.looks_runner import LOOKS, Look
from studies.proportions import Share

from studies import controls, grid, looks, signs
from tests.studies.made_answers import ANSWER


def look(number: int, day: int, word: str = "cannot_tell", p_above_0: float = 0.5) -> Look:
    answer = replace(ANSWER, cell="neutral", number=number, verdict=word, p_above_0=p_above_0)
    return Look(**asdict(answer), look_day=day)


def figure(figures: list, question: str):
    (found,) = [one for one in figures if one.question.startswith(question)]
    return found


def test_an_answer_knows_its_sign_and_its_interval() -> None:
    assert ANSWER.in_90
    assert not ANSWER.in_50
    assert ANSWER.points_up(0.975)
    assert not ANSWER.points_up(0.985)
    assert not ANSWER.points_down(0.95)
    assert replace(ANSWER, p_above_0=0.01).points_down(0.975)
    assert not ANSWER.spoke
    assert replace(ANSWER, verdict="easing").wrong_sign
    assert replace(ANSWER, verdict="aggravating", truth=-0.1).wrong_sign
    assert not replace(ANSWER, verdict="aggravating").wrong_sign
    assert not replace(ANSWER, verdict="no_important_effect").wrong_sign


def test_power_and_coverage_are_counted_by_cell() -> None:
    rows = [
        replace(ANSWER, cell="aggravator 60", number=number, p_above_0=0.99 if number < 30 else 0.9)
        for number in range(100)
    ]
    rows += [replace(ANSWER, cell="tau_fast_5 aggravator", number=n, truth=2.0) for n in range(60)]
    found = grid.figures(rows)
    seen = figure(found, "aggravator (+0.7 points), 60 days")
    assert seen.found.startswith("0.300")
    assert seen.met is False
    fading = figure(found, "aggravator, the fast effect fades over five days")
    assert fading.found.startswith("0.000")
    assert fading.met is False
    assert figure(found, "aggravator, no violation").met is None
    page = grid.render(rows)
    assert "| aggravator | 60 | +0.50 |" in page


def test_a_neutral_runner_with_a_sure_sign_is_a_false_one() -> None:
    rows = [replace(ANSWER, cell="neutral 365", truth=0.0, number=n) for n in range(40)]
    found = grid.figures(rows)
    assert figure(found, "neutral, 365 days: false harm").met is False
    assert figure(found, "neutral, 365 days: false help").met
    assert figure(found, "neutral, 365 days: bias").met is False


def test_a_claim_at_any_of_twelve_looks_counts_once() -> None:
    rows = [look(0, day, "aggravating" if day in {56, 70} else "cannot_tell") for day in LOOKS]
    rows += [look(1, day) for day in LOOKS]
    harm, ease = looks.RULES["shipped rule"]
    assert looks.ever(rows, harm) == Share(1, 2)
    assert looks.ever(rows, ease) == Share(0, 2)
    assert looks.first_day(rows, harm) == 56
    assert looks.first_day(rows, ease) is None
    assert looks.worst_look(rows) == Share(1, 2)
    assert "| neutral | shipped rule | 0.500" in looks.render(rows)


def test_rules_without_a_margin_go_by_the_probability_of_a_sign() -> None:
    rows = [look(0, 28, p_above_0=0.96), look(1, 28, p_above_0=0.02)]
    up, down = looks.RULES["sign alone: P above .95"]
    assert (looks.ever(rows, up), looks.ever(rows, down)) == (Share(1, 2), Share(1, 2))
    up, down = looks.RULES["sign alone: P above .975"]
    assert (looks.ever(rows, up), looks.ever(rows, down)) == (Share(0, 2), Share(1, 2))


def test_wrong_signs_are_judged_among_spoken_verdicts_by_the_share_itself() -> None:
    right = [replace(ANSWER, verdict="aggravating", number=n) for n in range(2997)]
    wrong = [replace(ANSWER, verdict="easing", number=3000 + n) for n in range(4)]
    silent = [replace(ANSWER, number=9000)]
    assert signs.wrong([*right, *wrong, *silent]) == Share(4, 3001)
    assert signs.figures([*right, *wrong])[0].met is False
    assert signs.figures([*right, *wrong[:3]])[0].met
    assert signs.enough([*right, *wrong])
    assert not signs.enough([*right, *silent])
    assert signs.render([*right, *wrong]).count("| neutral 180 300") == 4
    assert "None." in signs.render(right)


def test_a_control_that_points_either_way_is_counted() -> None:
    rows = [
        replace(ANSWER, cell="permuted neutral", p_above_0=p, number=n, truth=0.0)
        for n, p in enumerate((0.96, 0.03, 0.5, 0.94))
    ]
    assert controls.sided(rows) == Share(2, 4)
    assert controls.said([replace(rows[0], verdict="easing"), *rows]) == Share(1, 5)
    assert "future is no negative control" in controls.render(rows)
