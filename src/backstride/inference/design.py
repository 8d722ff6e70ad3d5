"""Design: a runner's daily table as the arrays a fit works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.errors import OutOfRange
from backstride.inference.columns import (
    Columns,
    covariate_columns,
    measure_columns,
    side_by_side,
)
from backstride.inference.decisions import learn_decisions
from backstride.inference.outcomes import LEG, grid_of, read_outcome
from backstride.inference.priors import Normal
from backstride.inference.rows import (
    BUMP,
    DECISION,
    KINDS,
    Rows,
    decision_rows,
    felt_columns,
    outcome_rows,
    score_rows,
    together,
)
from backstride.inference.unknown_loads import mean_or_zero, running_share, usable_scores

Array = NDArray[np.float64]

#: Days an effect is averaged over.
WINDOW_DAYS: Final = 28


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
        Kind of each, an index into `kinds`.
    row_low, row_high : array (n_row,)
        Interval of felt pain that the score stands for. [points]
    fixed : array (n_row, 2 + n_loaded + n_own + n_dosed)
        Design columns that no hyper-parameter changes: level, evening, covariates and measures,
        own columns of other kinds, and those of them that the day's dose is multiplied by.
    missing : array (n_row, n_loaded)
        Variance of what is not known of each row's covariates and measures.
    window : tuple of int
        First and last day that the effects speak of.
    window_fixed : array (n_window, 2 + n_covariate)
        `fixed` for the mornings of the window, scored or not.
    typical_run : float
        One unit of load in the table's own unit; NaN where no run is known.
    score_step : float
        Grid of the morning scores, 1 or 0.5. [points]
    covariates, measures, dropped : tuple of str
        Names used, in the order of `fixed`, and names left out.
    kinds : tuple of str
        ``morning``, ``evening``, then further outcomes and the run decision where they are in.
    own, dosed : tuple of str
        Names of the own columns of other kinds, in the order of `fixed`.
    primary : str
        Outcome that the first two kinds are scores of.
    avoidance : Normal or None
        What the runner's scored mornings say of the log of the avoidance, where decisions are in.
    decision_sd : float
        Sd of the propensity's level there. [sd of a decision]
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
    missing: Array
    window: tuple[int, int]
    window_fixed: Array
    typical_run: float
    score_step: float
    covariates: tuple[str, ...]
    dropped: tuple[str, ...]
    n_masked: int
    n_unknown: int
    measures: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS
    own: tuple[str, ...] = ()
    dosed: tuple[str, ...] = ()
    primary: str = LEG
    avoidance: Normal | None = None
    decision_sd: float = 1.0

    @property
    def n_day(self) -> int:
        """Days of the table."""
        return int(self.load.size)

    @property
    def n_row(self) -> int:
        """Scores that enter the likelihood."""
        return int(self.row_day.size)

    @property
    def n_loaded(self) -> int:
        """Covariates and measures."""
        return len(self.covariates) + len(self.measures)

    @property
    def n_coefficient(self) -> int:
        """Level, evening, fast, slow, acute, covariates, measures and own columns."""
        return 5 + self.n_loaded + len(self.own) + len(self.dosed)


def build_design(
    table: DailyTable,
    window: tuple[int, int] | None = None,
    *,
    typical_run: float | None = None,
    primary: str = LEG,
    extras: tuple[str, ...] = (),
    decisions: bool = True,
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
    primary : str
        What the effects are in points of: the leg's mornings and evenings, or the name of one of
        ``table.outcomes``, which is then read as felt through the day.
    extras : tuple of str
        Further outcomes that lean on the same latent state.
    decisions : bool
        Whether the runner's decisions on mornings without a score are rows as well (model M4).

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
    window, known = _window(table.n_day, window), np.isfinite(table.load)
    running = table.load[known & (table.load > 0.0)]
    unit = typical_run or (float(np.median(running)) if running.size else float("nan"))
    load = np.where(known, table.load, 0.0) / (unit if np.isfinite(unit) else 1.0)
    scores, steps = _primary(table, primary)
    clear, usable = usable_scores(scores, known)
    scored = np.flatnonzero(usable.any(axis=0))
    first, last = min([window[0], *scored[:1]]), max([window[1], *scored[-1:]])
    covariates, measures = covariate_columns(table, first), measure_columns(table, first)
    columns = side_by_side(covariates, measures)
    counted = clear & _between(scored, table.n_day)
    parts, kinds = [score_rows(scores, steps, usable, columns)], list(KINDS)
    for name in extras:
        parts.append(_told(table, name, counted & known, columns, kind=len(kinds)))
        kinds.append(name)
    learnt = learn_decisions(table, scores[0], counted) if decisions else None
    if learnt is not None and learnt.day.size:
        parts.append(decision_rows(learnt, len(kinds), columns))
        kinds.append(DECISION)
    rows = together(parts)
    dosed = tuple(name for name in rows.own if name.startswith(BUMP))
    own = tuple(name for name in rows.own if name not in dosed)
    return Design(
        load=load,
        unknown_share=np.where(known, 0.0, running_share(load, known)),
        first_share=mean_or_zero(load[known][:28] > 0.0),
        first_day=int(first),
        last_day=int(last),
        row_day=rows.day,
        row_kind=rows.kind,
        row_low=rows.low,
        row_high=rows.high,
        fixed=_fixed(rows.shared, rows.loaded, [rows.own[name] for name in own + dosed]),
        missing=rows.variance,
        window=window,
        window_fixed=_window_fixed(window, columns, len(own + dosed)),
        typical_run=unit,
        score_step=steps[0],
        covariates=covariates.names,
        dropped=tuple(sorted({*table.covariates, *table.measures} - {*columns.names})),
        n_masked=int(np.isfinite(scores).sum() - usable.sum()),
        n_unknown=int((~known[first:]).sum()),
        measures=measures.names,
        kinds=tuple(kinds),
        own=own,
        dosed=dosed,
        primary=primary,
        avoidance=learnt.log_avoidance if learnt else None,
        decision_sd=learnt.level_sd if learnt else 1.0,
    )


def _primary(table: DailyTable, primary: str) -> tuple[Array, tuple[float, float]]:
    """Return mornings and evenings (2, n_day) of the outcome in question, and their grids."""
    if primary != LEG:
        scores, step = read_outcome(table, primary)
        return np.stack([np.full(table.n_day, np.nan), scores]), (step, step)
    both = np.stack([table.morning, table.evening])
    grids = [grid_of(scores[np.isfinite(scores)]) for scores in both]
    return both, (grids[0], grids[1])


def _told(
    table: DailyTable, name: str, counted: NDArray[np.bool_], columns: Columns, *, kind: int
) -> Rows:
    """Rows of the days on which another symptom was told."""
    read = read_outcome(table, name)
    return outcome_rows(name, read, np.isfinite(read[0]) & counted, columns, kind=kind)


def _between(scored: NDArray[np.int64], n_day: int) -> NDArray[np.bool_]:
    """Days from the first score to the last; none without a score."""
    days = np.arange(n_day)
    if scored.size == 0:
        return np.zeros(n_day, dtype=bool)
    inside: NDArray[np.bool_] = (days >= scored[0]) & (days <= scored[-1])
    return inside


def _window_fixed(window: tuple[int, int], columns: Columns, n_own: int) -> Array:
    """Design columns of the window's mornings, scored or not."""
    days = np.arange(window[0], window[1] + 1)
    felt, _ = felt_columns(columns, days, np.zeros_like(days))
    return _fixed(np.tile([1.0, 0.0], (days.size, 1)), felt, [np.zeros(days.size)] * n_own)


def _fixed(shared: Array, loaded: Array, own: list[Array]) -> Array:
    return np.ascontiguousarray(np.column_stack([shared, loaded, *own]).astype(np.float64))


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
