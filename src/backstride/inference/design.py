"""Design: a runner's daily table as the arrays a fit works on."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.errors import OutOfRange
from backstride.inference.priors import MAX_DELAY_DAYS, Priors

Array = NDArray[np.float64]

#: Days an effect is averaged over.
WINDOW_DAYS: Final = 28
#: Covariates beyond this many are left out, the least complete first: one effect per two mornings
#: of the shortest diary that may get a verdict would be noise.
MAX_COVARIATES: Final = 8
#: A covariate with fewer known days says nothing worth a parameter.
MIN_COVARIATE_DAYS: Final = 10
#: Scores are left out where more than this share of the fast effect comes from unknown loads.
MAX_UNKNOWN_SHARE: Final = 0.2
#: Known days on each side of an unknown one that say how often this runner runs at that time.
NEIGHBOUR_DAYS: Final = 14
#: A diary in which at least this share of scores are half points is read on the half-point grid.
HALF_POINT_SHARE: Final = 0.1
#: Bounds beyond any latent pain: below a score of 0 and above a score of 10 there is no edge.
NO_EDGE: Final = 1.0e6


@dataclass(frozen=True, slots=True)
class Design:
    """Arrays of one diary; a day is a row of the table, a row is one score.

    Parameters
    ----------
    load : array (n_day,)
        Load in typical runs, 0 where unknown. [typical run]
    unknown_share : array (n_day,)
        0 on known days; on unknown ones the share of running days around them.
    first_share : float
        Share of running days in the first four known weeks; the time before the table.
    first_day, last_day : int
        First and last day on which flares and drift are followed.
    row_day : array (n_row,)
        Day of each score.
    row_kind : array (n_row,)
        0 morning, 1 evening.
    row_low, row_high : array (n_row,)
        Interval of felt pain that the score stands for. [points]
    fixed : array (n_row, 2 + n_covariate)
        Design columns that no hyper-parameter changes: level, evening, covariates.
    window : tuple of int
        First and last day that the effects speak of.
    window_fixed : array (n_window, 2 + n_covariate)
        `fixed` for the mornings of the window, scored or not.
    typical_run : float
        One unit of load in the table's own unit; NaN where no run is known.
    score_step : float
        Grid of the morning scores, 1 or 0.5. [points]
    covariates, dropped : tuple of str
        Names used, in the order of `fixed`, and names left out.
    n_masked : int
        Scores left out because the load before them is unknown.
    n_unknown : int
        Days with unknown load from the first score on.
    """

    load: Array
    unknown_share: Array
    first_share: float
    first_day: int
    last_day: int
    row_day: NDArray[np.int64]
    row_kind: NDArray[np.int64]
    row_low: Array
    row_high: Array
    fixed: Array
    window: tuple[int, int]
    window_fixed: Array
    typical_run: float
    score_step: float
    covariates: tuple[str, ...]
    dropped: tuple[str, ...]
    n_masked: int
    n_unknown: int

    @property
    def n_day(self) -> int:
        """Days of the table."""
        return int(self.load.size)

    @property
    def n_row(self) -> int:
        """Scores that enter the likelihood."""
        return int(self.row_day.size)

    @property
    def n_coefficient(self) -> int:
        """Level, evening, fast, slow, acute and the covariates."""
        return 5 + len(self.covariates)


def build_design(
    table: DailyTable,
    window: tuple[int, int] | None = None,
    *,
    typical_run: float | None = None,
) -> Design:
    """Turn a daily table into the arrays of the model.

    Parameters
    ----------
    table : DailyTable
        Leading rows may hold load only; they are history.
    window : tuple of int, optional
        First and last row the effects speak of; the last 28 rows where not given.
    typical_run : float, optional
        One unit of load, in the table's own unit; the median of the days with a run where not
        given.

    Returns
    -------
    Design

    Raises
    ------
    OutOfRange
        A score outside 0-10, a negative or infinite load, an empty table, or a window outside it.

    Notes
    -----
    An unknown load is never a rest. It enters as its expectation (share of running days within
    two weeks either side, times the mean dose of a run), and the scores of which more than a fifth
    of the fast effect would come from such guesses are left out of the likelihood.
    """
    _require_sane(table)
    window = _window(table.n_day, window)
    known = np.isfinite(table.load)
    running = table.load[known & (table.load > 0.0)]
    unit = typical_run or (float(np.median(running)) if running.size else float("nan"))
    load = np.where(known, table.load, 0.0) / (unit if np.isfinite(unit) else 1.0)
    scores = np.stack([table.morning, table.evening])
    usable = np.isfinite(scores) & (_guessed_share(~known) <= MAX_UNKNOWN_SHARE)
    usable[1] &= known
    scored = np.flatnonzero(usable.any(axis=0))
    first = min(window[0], int(scored[0])) if scored.size else window[0]
    last = max(window[1], int(scored[-1])) if scored.size else window[1]
    row_day, row_kind = np.nonzero(usable.T)
    values = scores[row_kind, row_day]
    steps = np.array([_grid(s[np.isfinite(s)]) for s in scores])
    low, high = _intervals(values, steps[row_kind])
    columns, names = _covariates(table, first)
    days = np.arange(window[0], window[1] + 1)
    return Design(
        load=load,
        unknown_share=np.where(known, 0.0, _running_share(load, known)),
        first_share=_mean_or_zero(load[known][:28] > 0.0),
        first_day=first,
        last_day=last,
        row_day=row_day,
        row_kind=row_kind,
        row_low=low,
        row_high=high,
        fixed=_fixed_columns(row_day, row_kind, columns),
        window=window,
        window_fixed=_fixed_columns(days, np.zeros_like(days), columns),
        typical_run=unit,
        score_step=float(steps[0]),
        covariates=names,
        dropped=tuple(sorted(set(table.covariates) - set(names))),
        n_masked=int(np.isfinite(scores).sum() - usable.sum()),
        n_unknown=int((~known[first:]).sum()),
    )


def _require_sane(table: DailyTable) -> None:
    if table.n_day == 0:
        raise OutOfRange("empty_table")
    for name, scores in (("leg_morning", table.morning), ("leg_evening", table.evening)):
        bad = np.flatnonzero((scores < 0.0) | (scores > 10.0))
        if bad.size:
            raise OutOfRange(
                "score_out_of_range", column=name, row=int(bad[0]), found=float(scores[bad[0]])
            )
    bad = np.flatnonzero((table.load < 0.0) | np.isinf(table.load))
    if bad.size:
        raise OutOfRange("load_out_of_range", row=int(bad[0]), found=float(table.load[bad[0]]))


def _window(n_day: int, window: tuple[int, int] | None) -> tuple[int, int]:
    if window is None:
        return max(0, n_day - WINDOW_DAYS), n_day - 1
    first, last = window
    if not 0 <= first <= last < n_day:
        raise OutOfRange("window_outside_table", first=first, last=last, n_day=n_day)
    return first, last


def _mean_or_zero(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if values.size else 0.0


def _running_share(load: Array, known: NDArray[np.bool_]) -> Array:
    """Share of known days with a run within two weeks either side; of all where none is known."""
    kernel = np.ones(2 * NEIGHBOUR_DAYS + 1)
    n_known = np.convolve(known.astype(float), kernel)[NEIGHBOUR_DAYS:-NEIGHBOUR_DAYS]
    n_run = np.convolve((known & (load > 0.0)).astype(float), kernel)
    overall = _mean_or_zero(load[known] > 0.0)
    counted = np.maximum(n_known, 1.0)
    return np.where(n_known > 0, n_run[NEIGHBOUR_DAYS:-NEIGHBOUR_DAYS] / counted, overall)


def _guessed_share(unknown: NDArray[np.bool_]) -> Array:
    """Share of each morning's fast effect that stems from unknown days, at the prior medians."""
    priors = Priors()
    keep = exp(-1.0 / exp(priors.log_tau_fast.mean))
    delay = MAX_DELAY_DAYS / (1.0 + exp(-priors.delay_logit.mean))
    whole, part = int(delay), delay - int(delay)
    padded = np.concatenate([np.ones(whole + 1), unknown.astype(float)])
    late = (1.0 - part) * padded[1 : 1 + unknown.size] + part * padded[: unknown.size]
    share = np.ones(unknown.size)
    for day in range(1, unknown.size):
        share[day] = keep * share[day - 1] + (1.0 - keep) * late[day - 1]
    return share


def _grid(scores: Array) -> float:
    """Half a point where the diary uses half points as a habit, else one."""
    halves = np.abs(scores - np.rint(scores)) > 0.01
    return 0.5 if scores.size and halves.mean() >= HALF_POINT_SHARE else 1.0


def _intervals(scores: Array, steps: Array) -> tuple[Array, Array]:
    """Felt pain a score may stand for; open below 0 and above 10."""
    whole = np.abs(scores - np.rint(scores)) <= 0.01
    half_width = np.where(whole, 0.5 * steps, 0.25)
    low = np.where(scores - half_width < 0.0, -NO_EDGE, scores - half_width)
    high = np.where(scores + half_width > 10.0, NO_EDGE, scores + half_width)
    return low, high


def _covariates(table: DailyTable, first: int) -> tuple[Array, tuple[str, ...]]:
    """Standardise the most complete covariates that vary; a missing day is an average day."""
    kept: list[tuple[int, str, Array]] = []
    for name in sorted(table.covariates):
        values = np.asarray(table.covariates[name], dtype=np.float64)
        seen = values[first:][np.isfinite(values[first:])]
        if seen.size < MIN_COVARIATE_DAYS or seen.std() <= 1e-9 * max(1.0, abs(seen.mean())):
            continue
        scaled = (values - seen.mean()) / seen.std()
        kept.append((-seen.size, name, np.where(np.isfinite(scaled), scaled, 0.0)))
    kept = sorted(kept, key=lambda item: item[:2])[:MAX_COVARIATES]
    columns = np.array([item[2] for item in kept]).reshape(len(kept), table.n_day)
    return columns, tuple(item[1] for item in kept)


def _fixed_columns(
    row_day: NDArray[np.int64], row_kind: NDArray[np.int64], covariates: Array
) -> Array:
    """Level, evening and covariates; a morning sees yesterday's, an evening the mean of both."""
    yesterday = np.zeros_like(covariates)
    yesterday[:, 1:] = covariates[:, :-1]
    seen = np.where(
        row_kind == 1,
        0.5 * (covariates[:, row_day] + yesterday[:, row_day]),
        yesterday[:, row_day],
    )
    level = np.ones(row_day.size)
    return np.ascontiguousarray(np.column_stack([level, row_kind == 1, seen.T]).astype(float))
