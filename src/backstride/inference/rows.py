"""Rows: every score and every run decision as one line of the model's design.

A row says when, of which kind, between what bounds the latent value fell, and how that value leans
on the coefficients. Scores of the leg come in two kinds, mornings and evenings; every further
symptom and the decision to run is a kind of its own, with a loading on the latent state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.inference.columns import Columns
from backstride.inference.decisions import Decisions
from backstride.inference.outcomes import NO_EDGE, intervals

Array = NDArray[np.float64]
Days = NDArray[np.int64]

MORNING, EVENING = 0, 1
KINDS: Final = ("morning", "evening")
DECISION: Final = "run_decision"
#: Prefixes of own columns: level of another kind, its bump on the evening of a run, and what a
#: measure does to the leg the same evening.
LEVEL, BUMP, SAME_EVENING = "level.", "bump.", "same_evening."


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows; every array has one entry a row.

    Parameters
    ----------
    day : array (n_row,)
        Row of the daily table.
    kind : array (n_row,)
        Kind, an index into `Design.kinds`.
    low, high : array (n_row,)
        Bounds of the latent value. [points, for a decision its own sds]
    shared : array (n_row, 2)
        Level of the leg, and whether the row is one of its evenings.
    loaded, variance : array (n_row, n_loaded)
        Covariates and measures that the latent state of that moment feels, and what is unknown of
        them.
    own : dict of str to array (n_row,)
        Columns that belong to one kind only, by name.
    """

    day: Days
    kind: Days
    low: Array
    high: Array
    shared: Array
    loaded: Array
    variance: Array
    own: Mapping[str, Array] = field(default_factory=dict)

    @property
    def n_row(self) -> int:
        """Number of rows."""
        return int(self.day.size)


def score_rows(
    scores: Array, steps: Sequence[float], usable: NDArray[np.bool_], columns: Columns
) -> Rows:
    """Return the mornings and evenings of the leg, day by day.

    Parameters
    ----------
    scores : array (2, n_day)
        Mornings and evenings. [points]
    steps : sequence of float
        Grid of either. [points]
    usable : array (2, n_day)
        Which of them count.
    columns : Columns
        Covariates and measures.

    Notes
    -----
    An evening feels the measures of the day before as the morning did; of how much of that is gone
    by then, and how much of today's is felt, nothing is assumed: each measure has a coefficient of
    its own there, on today's less yesterday's. With half of either, as covariates have it, the
    step from morning to evening would decide about the effect on the next morning.
    """
    day, kind = np.nonzero(usable.T)
    low, high = intervals(scores[kind, day], np.asarray(steps)[kind])
    rows = _rows(day, kind, (low, high), columns)
    before = _yesterday(columns.values)
    changed, late = (columns.values - before)[:, day], kind == EVENING
    own, loaded = {}, rows.loaded.copy()
    for k in range(len(columns.names) - columns.n_measure, len(columns.names)):
        step = np.where(late, changed[k], 0.0)
        if step.any():
            own[SAME_EVENING + columns.names[k]] = step
            loaded[late, k] = before[k, day[late]]
    return replace(rows, loaded=loaded, own=own)


def outcome_rows(
    name: str,
    read: tuple[Array, float],
    usable: NDArray[np.bool_],
    columns: Columns,
    *,
    kind: int,
) -> Rows:
    """Return the scores of another symptom, which is felt through the day.

    Parameters
    ----------
    name : str
        Name of the symptom.
    read : tuple
        Scores (n_day,) on 0-10 and their grid, from `read_outcome`. [points]
    usable : array (n_day,)
        Which of them count.
    columns : Columns
        Covariates and measures.
    kind : int
        Its kind.
    """
    scores, step = read
    day = np.flatnonzero(usable)
    bounds = intervals(scores[day], np.full(day.size, step))
    rows = _rows(day, np.full(day.size, EVENING), bounds, columns)
    ones = np.ones(day.size)
    return replace(
        rows,
        kind=np.full(day.size, kind),
        shared=np.zeros_like(rows.shared),
        own={LEVEL + name: ones, BUMP + name: ones},
    )


def decision_rows(decisions: Decisions, kind: int, columns: Columns) -> Rows:
    """Return the decisions of mornings without a score, taken in the state of that morning.

    Parameters
    ----------
    decisions : Decisions
        What is known of how the runner decides.
    kind : int
        Kind of the rows.
    columns : Columns
        Covariates and measures.
    """
    day, ran = decisions.day, decisions.ran
    bounds = (
        np.where(ran, -decisions.offset, -NO_EDGE),
        np.where(ran, NO_EDGE, -decisions.offset),
    )
    rows = _rows(day, np.full(day.size, MORNING), bounds, columns)
    return replace(
        rows,
        kind=np.full(day.size, kind),
        own={LEVEL + DECISION: np.ones(day.size)},
    )


def _rows(day: Days, kind: Days, bounds: tuple[Array, Array], columns: Columns) -> Rows:
    loaded, variance = felt_columns(columns, day, kind)
    return Rows(
        day=day.astype(np.int64),
        kind=kind.astype(np.int64),
        low=bounds[0],
        high=bounds[1],
        shared=np.column_stack([np.ones(day.size), kind == EVENING]).astype(np.float64),
        loaded=loaded,
        variance=variance,
    )


def felt_columns(columns: Columns, day: Days, kind: Days) -> tuple[Array, Array]:
    """Return what a row feels of covariates: a morning yesterday's, an evening the mean of both.

    Returns
    -------
    tuple of arrays (n_row, n_column)
        Values and the variance of what is not known of them.
    """
    late = kind == EVENING
    values, variance = columns.values, columns.variance
    before, open_before = _yesterday(values), _yesterday(variance)
    felt = np.where(late, 0.5 * (values[:, day] + before[:, day]), before[:, day])
    left = np.where(late, 0.25 * (variance[:, day] + open_before[:, day]), open_before[:, day])
    return felt.T, left.T


def _yesterday(columns: Array) -> Array:
    shifted = np.zeros_like(columns)
    shifted[:, 1:] = columns[:, :-1]
    return shifted


def together(parts: Sequence[Rows]) -> Rows:
    """Put rows in the order of their days, kinds within a day; own columns side by side."""
    names = [name for part in parts for name in part.own]
    day = np.concatenate([part.day for part in parts])
    kind = np.concatenate([part.kind for part in parts])
    order = np.lexsort((kind, day))

    def joined(values: Sequence[Array]) -> Array:
        whole: Array = np.concatenate(values)[order]
        return whole

    return Rows(
        day=day[order],
        kind=kind[order],
        low=joined([part.low for part in parts]),
        high=joined([part.high for part in parts]),
        shared=joined([part.shared for part in parts]),
        loaded=joined([part.loaded for part in parts]),
        variance=joined([part.variance for part in parts]),
        own={
            name: joined([part.own.get(name, np.zeros(part.n_row)) for part in parts])
            for name in names
        },
    )
