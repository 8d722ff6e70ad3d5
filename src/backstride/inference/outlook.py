"""Outlook: how sure more recording would make the answer, worked out before it is recorded.

Given the hyper-parameters the posterior variance of a linear contrast depends on the schedule
alone (``inference.md`` section 8): the diary is lengthened by rows of the usual precision, and one
solve a point tells the variance. What is not known of the hyper-parameters is taken to shrink in
the same proportion; the study ``studies.outlook_check`` sets the result against refitted diaries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer_parts import Outlook
from backstride.inference.design import Design
from backstride.inference.evidence import Evidence
from backstride.inference.integrate import Integral
from backstride.inference.kernels import contrast
from backstride.inference.kernels.lanes import WIDTH
from backstride.inference.kernels.schedule import run_schedule
from backstride.inference.outcomes import LEG
from backstride.inference.posterior import Posterior
from backstride.inference.rows import EVENING, MORNING
from backstride.inference.summary import DELTA, HALF
from backstride.inference.verdict import RULE

Array = NDArray[np.float64]

HORIZONS: Final = (14, 28)
"""How far ahead is looked [d]: a fortnight and the length of the window."""

USUAL, COMPLETE, BLOCKS = "usual", "complete_mornings", "blocks"

PATTERN_DAYS: Final = 28
"""The last days of the diary that say what is usual [d]: four whole weeks keep the weekdays."""

BLOCK_DAYS: Final = 3
"""Days with running, then days without, of the block design (``inference.md`` section 8)."""

_N_POINT: Final = 4 * WIDTH
_KINDS: Final = (MORNING, EVENING)


@dataclass(frozen=True, slots=True)
class Future:
    """Days to come, from the day after the diary.

    Parameters
    ----------
    load : array (n_ahead,)
        Running. [typical run]
    scored : array (2, n_ahead)
        Whether there will be a morning and an evening score.
    """

    load: Array
    scored: NDArray[np.bool_]


def look_ahead(posterior: Posterior, design: Design) -> tuple[Outlook, ...]:
    """Return what each plan of recording is expected to bring.

    Parameters
    ----------
    posterior : Posterior
        The fit of the design.
    design : Design
        The diary.

    Returns
    -------
    tuple of Outlook
        By plan and horizon; empty where the fit was sampled by Gibbs, whose hyper-parameters are
        not a small set of points.
    """
    known = posterior.state
    if not isinstance(known, Integral) or design.n_row == 0:
        return ()
    heaviest = np.argsort(-known.weights, kind="stable")[:_N_POINT]
    now = _variances(known, design, heaviest, design)
    found = []
    for plan in (USUAL, COMPLETE, BLOCKS):
        for days in HORIZONS:
            longer = lengthen(design, plan_days(design, plan, days))
            shrink = np.sqrt(_variances(known, longer, heaviest, design) / now)
            sd = posterior.effect_28d.sd * float(shrink[0])
            chance = _chance(posterior, sd, posterior.standard_28d.sd * float(shrink[1]))
            found.append(Outlook(plan, days, sd, chance))
    return tuple(found)


def lengthen(design: Design, future: Future) -> Design:
    """Return a diary with further days after it, whose scores are not known yet.

    Parameters
    ----------
    design : Design
        The diary so far.
    future : Future
        The further days. Covariates are taken to be as on an average day.
    """
    load, first = future.load, design.n_day
    day, kind = np.nonzero(future.scored.T)
    fixed = np.zeros((day.size, design.fixed.shape[1]))
    fixed[:, 0], fixed[:, 1] = 1.0, kind == EVENING
    return replace(
        design,
        load=np.append(design.load, load),
        unknown_share=np.append(design.unknown_share, np.zeros(load.size)),
        last_day=first + load.size - 1,
        row_day=np.append(design.row_day, first + day),
        row_kind=np.append(design.row_kind, kind),
        row_low=np.append(design.row_low, np.zeros(day.size)),
        row_high=np.append(design.row_high, np.ones(day.size)),
        fixed=np.concatenate([design.fixed, fixed]),
        missing=np.concatenate([design.missing, np.zeros((day.size, design.missing.shape[1]))]),
    )


def plan_days(design: Design, plan: str, days: int) -> Future:
    """Return the days of a plan of recording.

    Parameters
    ----------
    design : Design
        The diary so far, whose last four weeks say what is usual; on days of unknown load the
        running is the mean of the others.
    plan : str
        `USUAL`, `COMPLETE` or `BLOCKS`.
    days : int
        How many. [d]
    """
    usual = np.arange(max(0, design.n_day - PATTERN_DAYS), design.n_day)
    day = np.resize(usual, days)
    known = design.unknown_share[usual] == 0.0
    mean = float(design.load[usual][known].mean()) if known.any() else 0.0
    load = np.where(design.unknown_share[day] == 0.0, design.load[day], mean)
    was_scored = np.zeros((len(_KINDS), design.n_day), dtype=bool)
    for kind in _KINDS:
        was_scored[kind, design.row_day[design.row_kind == kind]] = True
    scored = was_scored[:, day]
    if plan != USUAL:
        # A symptom that is asked through the day takes the place of the morning score.
        scored[MORNING if design.primary == LEG else EVENING] = True
    if plan == BLOCKS:
        running = np.arange(days) // BLOCK_DAYS % 2 == 0
        load = np.where(running, mean / running.mean(), 0.0)
    return Future(load, scored)


def _variances(known: Integral, design: Design, points: NDArray[np.int64], scored: Design) -> Array:
    """Return expected variances of the window's and of the standard contrast given a point, (2,).

    Parameters
    ----------
    known : Integral
        Of the fit of `scored`.
    design : Design
        The same, or longer.
    points : array (n_point,)
        Which points to look at.
    scored : Design
        The diary so far; rows beyond its own have the mean precision of their kind.
    """
    evidence = Evidence(design, known.priors)
    evidence.learn_missing(known.effect_squares)
    batch, lane = np.divmod(points, WIDTH)
    precision = known.posterior.sites[batch, 0, :, lane]
    typical = np.zeros((points.size, len(design.kinds)))
    for kind in _KINDS:
        rows = scored.row_kind == kind
        found = precision[:, : scored.n_row][:, rows]
        typical[:, kind] = found.mean(axis=1) if rows.any() else 0.0
    typical = np.where(typical > 0.0, typical, typical.max(axis=1, keepdims=True))
    beyond = design.row_kind[scored.n_row :]
    scores, measures = np.split(precision, [scored.n_row], axis=1)
    whole = np.concatenate([scores, typical[:, beyond], measures], axis=1)
    n_batch = points.size // WIDTH
    lanes = np.ascontiguousarray(np.moveaxis(whole.reshape(n_batch, WIDTH, -1), 1, 2))
    theta = evidence.natural(known.points[points]).reshape(n_batch, WIDTH, -1)
    out = np.zeros((n_batch, contrast.N_MOMENT, WIDTH))
    run_schedule(evidence.problem, evidence.work, theta, lanes, out)
    weights = known.weights[points] / known.weights[points].sum()
    rows = out[:, [contrast.VAR_28D, contrast.VAR_STANDARD]].transpose(0, 2, 1)
    result: Array = weights @ rows.reshape(points.size, 2)
    return result


def _chance(posterior: Posterior, sd: float, standard_sd: float) -> float:
    """Return the probability that the margin of some verdict will be reached, as things stand.

    The posterior mean to come is normal around today's, with the variance that is to be lost; both
    contrasts move together.
    """
    normal = NormalDist()
    effect, standard = posterior.effect_28d, posterior.standard_28d
    moves = np.linspace(-4.0, 4.0, 161)
    weight = np.exp(-0.5 * moves**2)
    mean = effect.mean + moves * np.sqrt(max(effect.sd**2 - sd**2, 0.0))
    centre = standard.mean + moves * np.sqrt(max(standard.sd**2 - standard_sd**2, 0.0))
    clear = normal.inv_cdf(RULE.certain) * sd
    within = np.array(
        [
            normal.cdf((HALF - c) / standard_sd) - normal.cdf((-HALF - c) / standard_sd)
            for c in centre
        ]
    )
    reached = (np.abs(mean) - DELTA >= clear) | (within >= RULE.level)
    return float((weight * reached).sum() / weight.sum())
