"""Verdict: the one rule that turns posterior probabilities into one of four words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from backstride.domain.answer import Check, Effect, Verdict


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """Every number of the rule; the margins 0.3 and 0.5 points live in `Effect`'s own fields.

    Parameters
    ----------
    certain : float
        Least probability of an effect beyond 0.3 points, for harm and for help alike. [1]
    level : float
        Least probability of a standard effect within half a point. [1]
    least_morning_share : float
        Share of mornings that must be there before running is said to ease. [1]
    sign_survives : float
        Least probability of the verdict's sign in every neighbouring model. [1]
    level_survives : float
        Least probability of a standard effect within half a point in every neighbour. [1]
    looks_certain : float
        Least probability of the verdict's sign, so that looking every day does not find by
        chance what is not there. [1]
    """

    certain: float = 0.90
    level: float = 0.80
    least_morning_share: float = 0.75
    sign_survives: float = 0.90
    level_survives: float = 0.50
    looks_certain: float = 0.975


RULE: Final = VerdictRule()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All a verdict may look at.

    Parameters
    ----------
    effect_28d, standard_28d : Effect or None
        Contrasts of the main model; None where there is none.
    missing_morning_share : float
        Share of the diary's days without a morning score. [1]
    enough_data : bool
        True where every clause of the minimal-data rule holds.
    checks_passed : bool
        True where no check failed.
    neighbours : tuple of tuple of Effect
        `effect_28d` and `standard_28d` of each model of the sensitivity panel.
    """

    effect_28d: Effect | None
    standard_28d: Effect | None
    missing_morning_share: float
    enough_data: bool
    checks_passed: bool
    neighbours: tuple[tuple[Effect, Effect], ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rule says.

    Parameters
    ----------
    verdict : Verdict
        The word that is spoken.
    main_model : Verdict
        The word of the main model alone, before data rule, checks and panel.
    robust : bool
        True where a verdict other than `CANNOT_TELL` survived the panel.
    """

    verdict: Verdict
    main_model: Verdict
    robust: bool


def verdict(evidence: Evidence, rule: VerdictRule = RULE) -> Ruling:
    """Rule on the evidence: exactly one word, whatever the evidence.

    Parameters
    ----------
    evidence : Evidence
        Contrasts, gates and the panel.
    rule : VerdictRule
        The constants.

    Returns
    -------
    Ruling
        `CANNOT_TELL` unless the main model decides, data and checks allow it, and no neighbour
        takes the sign away.
    """
    word = _main_model(evidence, rule)
    allowed = evidence.enough_data and evidence.checks_passed
    if word is Verdict.CANNOT_TELL or not allowed:
        return Ruling(Verdict.CANNOT_TELL, word, robust=False)
    if not survives(word, evidence.neighbours, rule):
        return Ruling(Verdict.CANNOT_TELL, word, robust=False)
    return Ruling(word, word, robust=bool(evidence.neighbours))


def survives(
    word: Verdict, neighbours: tuple[tuple[Effect, Effect], ...], rule: VerdictRule = RULE
) -> bool:
    """Say whether the sign class of a word is the same in every neighbouring model."""
    return all(_agrees(word, effect, standard, rule=rule) for effect, standard in neighbours)


def check_repeated_looks(
    word: Verdict, effect: Effect, rule: VerdictRule = RULE
) -> tuple[Check, ...]:
    """Check that a word would stand on a page that is looked at again and again.

    Parameters
    ----------
    word : Verdict
        What the main model says.
    effect : Effect
        Its `effect_28d`.
    rule : VerdictRule
        The constants.

    Returns
    -------
    tuple of Check
        ``repeated_looks`` with the probability of the word's sign. Over twelve looks at half a
        year no neutral runner reached 0.975, one in ten reached 0.95 (``inference.md`` section
        6.5). No important effect has no sign, and its sentence claims none: nothing is checked.
    """
    if word is Verdict.AGGRAVATING:
        p_sign = effect.p_above_0
    elif word is Verdict.EASING:
        p_sign = 1.0 - effect.p_above_0
    else:
        return ()
    return (Check("repeated_looks", p_sign >= rule.looks_certain, p_sign),)


def _main_model(evidence: Evidence, rule: VerdictRule) -> Verdict:
    effect, standard = evidence.effect_28d, evidence.standard_28d
    if effect is None or standard is None:
        return Verdict.CANNOT_TELL
    if effect.p_above_delta >= rule.certain:
        return Verdict.AGGRAVATING
    mornings_suffice = evidence.missing_morning_share <= 1.0 - rule.least_morning_share
    if effect.p_below_minus_delta >= rule.certain and mornings_suffice:
        return Verdict.EASING
    if standard.p_within_half >= rule.level:
        return Verdict.NO_IMPORTANT_EFFECT
    return Verdict.CANNOT_TELL


def _agrees(word: Verdict, effect: Effect, standard: Effect, *, rule: VerdictRule) -> bool:
    """Say whether a neighbour keeps the sign class of a word."""
    if word is Verdict.AGGRAVATING:
        return effect.p_above_0 >= rule.sign_survives
    if word is Verdict.EASING:
        return 1.0 - effect.p_above_0 >= rule.sign_survives
    beyond = max(effect.p_above_delta, effect.p_below_minus_delta)
    return beyond < rule.certain and standard.p_within_half >= rule.level_survives
