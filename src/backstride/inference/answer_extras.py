"""Extras of an answer: each leg alone, further symptoms, what was done about it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from backstride.domain.answer import DailyTable, Effect
from backstride.domain.answer_parts import MeasureEffect, MeasureWord
from backstride.domain.diary_items import CONTROL
from backstride.inference.data_rule import RULE, count_data, data_reasons
from backstride.inference.design import build_design
from backstride.inference.engine import fit, neighbour_settings
from backstride.inference.outcomes import LEG, read_outcome
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.inference.verdict import RULE as VERDICT_RULE


def effects_by_side(
    sides: Mapping[str, DailyTable], window: tuple[int, int], unit: float | None
) -> dict[str, Effect]:
    """Return `effect_28d` of each leg that meets the minimal-data rule on its own.

    Parameters
    ----------
    sides : mapping of str to DailyTable
        ``left`` and ``right``: the same days with the scores of one leg.
    window : tuple of int
        First and last row of the window.
    unit : float or None
        The runner's typical run.
    """
    found = {}
    for name, table in sides.items():
        if data_reasons(table, count_data(table)):
            continue
        posterior = fit(
            build_design(table, window, typical_run=unit), Priors(), settings=neighbour_settings()
        )
        if posterior.trusted:
            found[name] = posterior.effect_28d
    return found


def effects_on_outcomes(
    table: DailyTable, window: tuple[int, int], unit: float | None
) -> dict[str, Effect]:
    """Return what running did to further symptoms, from a fit together with the leg's scores.

    The verdict's own fit goes without them: it does not lean on the assumption that they move
    with the leg.

    Parameters
    ----------
    table : DailyTable
        One row a day.
    window, unit
        As for `effects_by_side`.
    """
    names = tuple(sorted(name for name in table.outcomes if is_informative(table, name)))
    if not names:
        return {}
    design = build_design(table, window, typical_run=unit, primary=LEG, extras=names)
    posterior = fit(design, Priors(), settings=neighbour_settings())
    return dict(posterior.outcomes) if posterior.trusted else {}


def is_informative(table: DailyTable, name: str) -> bool:
    """Tell whether a symptom was scored often enough and varies enough to be asked about."""
    scores, _ = read_outcome(table, name)
    scores = scores[np.isfinite(scores)]
    if name == CONTROL or scores.size < RULE.least_mornings:
        return False
    at_ends = max(np.mean(scores <= scores.min()), np.mean(scores >= scores.max()))
    return bool(at_ends <= RULE.most_at_floor)


def judge_measures(posterior: Posterior) -> tuple[MeasureEffect, ...]:
    """Return the effect of each measure with its word.

    A word is said beyond the margin of the verdict only: P(beyond 0.3 points) of at least 0.90,
    under a prior by which half of all measures do nothing to speak of.
    """
    return tuple(
        MeasureEffect(name, effect, _word(effect))
        for name, effect in sorted(posterior.measures.items())
    )


def _word(effect: Effect) -> MeasureWord:
    if effect.p_below_minus_delta >= VERDICT_RULE.certain:
        return MeasureWord.HELPING
    if effect.p_above_delta >= VERDICT_RULE.certain:
        return MeasureWord.WORSENING
    return MeasureWord.UNCLEAR
