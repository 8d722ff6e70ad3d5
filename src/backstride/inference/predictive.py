"""Predictive checks: whether diaries that the fitted model would write look like this one.

Each statistic of the diary is set against the same statistic of diaries drawn from the posterior
(Gelman, Meng and Stern 1996, Stat. Sinica 6:733). Level, drift and what running did are kept as
drawn, since the load reacted to them; flares are drawn anew for what speaks of flares, and the
scatter of scores always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import Check, DailyTable
from backstride.inference.calendar import diary_rows
from backstride.inference.decisions import Seen, learn_decisions, run_chance
from backstride.inference.design import Design
from backstride.inference.draws import PathDraws, row_latent
from backstride.inference.kernels import arrays as at
from backstride.inference.outcomes import HIGHEST, LEG, NO_EDGE
from backstride.inference.rows import DECISION, EVENING, MORNING

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

LEAST_P: Final = 0.01
"""Bayesian p, two-sided, below which a check fails (``inference.md`` section 11.5)."""

LEAST_LAG_GAP: Final = 2.0 / 28.0**0.5
"""Distance of the two lag-one correlations below which nothing is made of it [1]: two standard
errors in the shortest diary. The model knows no mornings that repel each other, and scores without
any flare repel each other by chance that far."""

WIDEST_HABIT: Final = 3.5
"""Distance of neighbouring favourite numbers up to which they are a habit [points]: people who keep
to few numbers use 0, 3, 5, 8 and 10, or even ones."""

_SEED: Final = 20_261_129
#: Pairs of days that a statistic needs to say anything.
_LEAST_PAIRS: Final = 8


@dataclass(frozen=True, slots=True)
class _Series:
    """Scores of one kind, in the order of their days.

    Parameters
    ----------
    day : array (n_score,)
        Day of each, a row of the table.
    ran : array (n_score,)
        1 after a day with a known run, 0 after one known to be without, NaN else.
    flare_from : float
        Score from which a day counts as one of a flare. [points]
    """

    day: Integers
    ran: Array
    flare_from: float


_Statistic = Callable[[Array, _Series], Array]


def check_predictive(draws: PathDraws, design: Design, *, seed: int = 0) -> tuple[Check, ...]:
    """Return one check a statistic, failed where the diary is not one of this model's.

    Parameters
    ----------
    draws : PathDraws
        Of the fit of this design; a few hundred are enough.
    design : Design
        The diary.
    seed : int
        The same seed gives the same checks.

    Returns
    -------
    tuple of Check
        ``predictive_zeros``, ``predictive_lag_one``, ``predictive_flare``,
        ``predictive_after_runs``; the value is the two-sided Bayesian p.
    """
    rows = np.flatnonzero(design.row_kind == (MORNING if design.primary == LEG else EVENING))
    rng = np.random.Generator(np.random.PCG64([_SEED, seed]))
    found = _scores(design)[rows]
    if rows.size == 0:
        return ()
    series = _series(design, rows, found)
    kept = row_latent(draws, design)[:, rows]
    state = design.row_day[rows] - draws.first_day
    fresh = kept + (_fresh_flares(draws, rng) - draws.flare)[:, state]
    noise = draws.hyper["sd_score"][:, None] * rng.standard_normal(kept.shape)
    numbers = _numbers_used(found, design.score_step)
    anew, same = _written(fresh + noise, numbers), _written(kept + noise, numbers)
    running = _running(draws, design.row_day[rows])
    apart = replace(series, flare_from=float(np.quantile(found - running.mean(axis=0), 0.75)))
    statistics: tuple[tuple[str, _Statistic, _Series, tuple[Array, Array]], ...] = (
        ("predictive_zeros", _zeros, series, (found[None], anew)),
        ("predictive_lag_one", _lag_one, apart, (found - running, anew - running)),
        ("predictive_flare", _longest_flare, apart, (found - running, anew - running)),
        ("predictive_after_runs", _after_runs, series, (found[None], same)),
    )
    checks = []
    for name, statistic, of, (written, replicated) in statistics:
        observed, drawn = statistic(written, of), statistic(replicated, of)
        p = two_sided(observed, drawn)
        far = statistic is not _lag_one or abs(np.mean(observed) - np.mean(drawn)) > LEAST_LAG_GAP
        checks.append(Check(name, bool(p >= LEAST_P or not far), p))
    return tuple(checks)


def _running(draws: PathDraws, days: Integers) -> Array:
    """Return what running does to the score of some days in each draw, (n_draw, n_score).

    How flares hang together is looked at with this taken away. Pain decides about the running, so
    that new flares do not go with the running that was: beside them its effect would be noise.
    """
    beta = draws.coefficients
    effect: Array = (
        beta[:, [at.FAST]] * draws.fast[:, days] + beta[:, [at.SLOW]] * draws.slow[:, days]
    )
    return effect


def two_sided(observed: float | Array, replicated: Array) -> float:
    """Return the two-sided Bayesian p of a statistic; ties count half, 1 where it says nothing.

    Parameters
    ----------
    observed : float or array (n_draw,)
        Of the diary, where it hangs on the parameters of each draw (Gelman, Meng and Stern 1996,
        Stat. Sinica 6:733).
    replicated : array (n_draw,)
        Of drawn diaries. NaN counts as a tie.
    """
    if np.isnan(observed).all():
        return 1.0
    above = np.count_nonzero(replicated > observed)
    below = np.count_nonzero(replicated < observed)
    ties = replicated.size - above - below
    least = min(above, below) + 0.5 * ties
    return float(min(1.0, 2.0 * (least + 0.5) / (replicated.size + 1.0)))


def _scores(design: Design) -> Array:
    """Return the score behind each row, from its interval."""
    low = np.where(design.row_low <= -NO_EDGE, -design.row_high, design.row_low)
    high = np.where(design.row_high >= NO_EDGE, 2.0 * HIGHEST - design.row_low, design.row_high)
    return 0.5 * (low + high)


def _series(design: Design, rows: Integers, scores: Array) -> _Series:
    day = design.row_day[rows]
    before = np.maximum(day - 1, 0)
    known = (day > 0) & (design.unknown_share[before] == 0.0)
    ran = np.where(known, (design.load[before] > 0.0).astype(np.float64), np.nan)
    flare_from = max(float(np.quantile(scores, 0.75)), design.score_step)
    return _Series(day, ran, flare_from)


def _fresh_flares(draws: PathDraws, rng: np.random.Generator) -> Array:
    """Draw flares that no score was looked at for, (n_draw, n_state)."""
    keep = np.exp(-1.0 / draws.hyper["tau_flare_d"])
    push = np.sqrt(1.0 - keep**2)
    flare = rng.standard_normal(draws.flare.shape)
    for t in range(1, flare.shape[1]):
        flare[:, t] = keep * flare[:, t - 1] + push * flare[:, t]
    scaled: Array = draws.hyper["sd_flare"][:, None] * flare
    return scaled


def _numbers_used(scores: Array, step: float) -> Array:
    """Return the numbers a runner rates with, in order.

    All of the grid, unless the diary skips one or two between those it uses: who rates 0, 3 and 5
    only would not have written a 1 or a 4, whatever was felt. A wider gap is no habit of numbers.
    """
    used = np.unique(scores)
    if 1.5 * step < np.diff(used).max(initial=0.0) < WIDEST_HABIT:
        return np.union1d(used, [0.0, HIGHEST])
    return step * np.arange(round(HIGHEST / step) + 1.0)


def _written(felt: Array, numbers: Array) -> Array:
    """Return the number nearest to what is felt."""
    middles = 0.5 * (numbers[1:] + numbers[:-1])
    written: Array = numbers[np.searchsorted(middles, felt)]
    return written


def _zeros(scores: Array, _: _Series) -> Array:
    share: Array = (scores < 0.1).mean(axis=1)
    return share


def _lag_one(scores: Array, series: _Series) -> Array:
    """Correlation of scores on neighbouring days."""
    pairs = np.flatnonzero(np.diff(series.day) == 1)
    if pairs.size < _LEAST_PAIRS:
        return np.full(scores.shape[0], np.nan)
    one, other = scores[:, pairs], scores[:, pairs + 1]
    one = one - one.mean(axis=1, keepdims=True)
    other = other - other.mean(axis=1, keepdims=True)
    size = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    correlation: Array = (one * other).sum(axis=1) / np.where(size > 0.0, size, 1.0)
    return correlation


def _longest_flare(scores: Array, series: _Series) -> Array:
    """Most scores in a row in the upper quarter of the diary's own."""
    high = scores >= series.flare_from - 0.1
    now, longest = np.zeros(scores.shape[0]), np.zeros(scores.shape[0])
    for k in range(scores.shape[1]):
        now = (now + 1.0) * high[:, k]
        longest = np.maximum(longest, now)
    return longest


def _after_runs(scores: Array, series: _Series) -> Array:
    """Mean score after running days less that after rest days."""
    ran, rested = series.ran == 1.0, series.ran == 0.0
    if min(np.count_nonzero(ran), np.count_nonzero(rested)) < _LEAST_PAIRS:
        return np.full(scores.shape[0], np.nan)
    difference: Array = scores[:, ran].mean(axis=1) - scores[:, rested].mean(axis=1)
    return difference


def check_decisions(
    draws: PathDraws, design: Design, table: DailyTable, *, seed: int = 0
) -> tuple[Check, ...]:
    """Check how the runner decides, where run decisions are rows of the model.

    Parameters
    ----------
    draws : PathDraws
        Of a fit of the design.
    design : Design
        The diary; without run decisions nothing is checked.
    table : DailyTable
        What it was built from.
    seed : int
        The same seed gives the same checks.

    Returns
    -------
    tuple of Check
        ``predictive_decisions``: the run probability by morning score, of the probit regression
        against what was done; ``predictive_unscored``: how often the runner ran on mornings
        without a score, which only informs: whether those decisions matter for the answer is
        asked by the neighbour without them. The value is the Bayesian p, of the second two-sided.
    """
    if DECISION not in design.kinds:
        return ()
    rng = np.random.Generator(np.random.PCG64([_SEED, 1, seed]))
    rows = np.flatnonzero(design.row_kind == design.kinds.index(DECISION))
    felt = row_latent(draws, design)[:, rows]
    did = design.row_high[rows] >= NO_EDGE
    threshold = np.where(did, design.row_low[rows], design.row_high[rows])
    ran = felt + rng.standard_normal(felt.shape) > threshold
    p = two_sided(float(did.mean()), ran.mean(axis=1))
    checks = [Check("predictive_unscored", None, p)]
    seen = None
    if design.primary == LEG:
        first, stop = diary_rows(table)
        inside = np.zeros(table.n_day, dtype=bool)
        inside[first:stop] = True
        seen = learn_decisions(table, table.morning, inside).seen
    if seen is not None:
        p = _by_score(seen, draws.n_draw, rng)
        checks.append(Check("predictive_decisions", bool(p >= LEAST_P), p))
    return tuple(checks)


def _by_score(seen: Seen, n_draw: int, rng: np.random.Generator) -> float:
    """P that decisions of the probit regression lie as far from it, score by score, as these."""
    expected = run_chance(seen.propensity)
    thirds = np.unique(np.quantile(seen.score, [1 / 3, 2 / 3]))
    group = np.searchsorted(thirds, seen.score)
    drawn = rng.random((n_draw, expected.size)) < expected

    def distance(ran: NDArray[np.bool_]) -> Array:
        total = np.zeros(ran.shape[0])
        for k in np.unique(group):
            inside = group == k
            mean, scatter = expected[inside].sum(), (expected * (1.0 - expected))[inside].sum()
            total += (ran[:, inside].sum(axis=1) - mean) ** 2 / max(scatter, 1e-9)
        return total

    as_far = np.count_nonzero(distance(drawn) >= distance(seen.ran[None]) - 1e-9)
    return float((as_far + 0.5) / (n_draw + 1.0))
