"""Diary: a stored reference as the arrays that the NumPyro model reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.inference.design import Design, build_design
from backstride.inference.priors import Priors

Array = NDArray[np.float64]

FOLDER: Final = Path(__file__).parents[2] / "tests" / "inference" / "references"


@dataclass(frozen=True, slots=True)
class Reference:
    """A stored diary.

    Parameters
    ----------
    name : str
        Of the file.
    table : DailyTable
        Load and scores.
    gibbs : dict
        What the file says of the exact posterior of the averaged model, and of the scores.
    """

    name: str
    table: DailyTable
    gibbs: dict[str, Any]


class Diary(NamedTuple):
    """Arrays of one diary; days count from the first row of the table.

    Parameters
    ----------
    log_load : array (n_day,)
        Log of the load in typical runs, 0 on days without a known run.
    running : array (n_day,)
        1 on days with a known run, else 0.
    unknown_share : array (n_day,)
        Expected share of a run on days with unknown load, else 0.
    first_share : float
        The same for the time before the table.
    first_day, n_state : int
        First day of flares and drift, and how many days they are followed.
    row_day : array (n_row,)
        Day of each score.
    evening : array (n_row,)
        1 for an evening score, 0 for a morning score.
    low, high : array (n_row,)
        Interval of felt pain that the score stands for. [points]
    covariate : array (n_row, n_covariate)
        Covariates that the score sees.
    window : tuple of int
        First and last day that `effect_28d` speaks of.
    window_covariate : array (n_window, n_covariate)
        Covariates that the mornings of the window see.
    score_step : float
        Grid of the morning scores. [points]
    """

    log_load: Array
    running: Array
    unknown_share: Array
    first_share: float
    first_day: int
    n_state: int
    row_day: NDArray[np.int64]
    evening: Array
    low: Array
    high: Array
    covariate: Array
    window: tuple[int, int]
    window_covariate: Array
    score_step: float


def read_reference(name: str) -> Reference:
    """Read a stored diary."""
    stored = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    columns = stored.pop("table")
    table = DailyTable(
        first_day=date.fromisoformat(columns["first_day"]),
        load=_column(columns["load"]),
        morning=_column(columns["morning"]),
        evening=_column(columns["evening"]),
        reason=("",) * len(columns["load"]),
        covariates={name: _column(values) for name, values in columns["covariates"].items()},
    )
    return Reference(name, table, stored)


def _column(values: list[float | None]) -> Array:
    return np.array([np.nan if value is None else value for value in values])


def make_diary(design: Design) -> Diary:
    """Lay a design out for the NumPyro model."""
    running = design.load > 0.0
    return Diary(
        log_load=np.log(np.where(running, design.load, 1.0)),
        running=running.astype(float),
        unknown_share=design.unknown_share,
        first_share=design.first_share,
        first_day=design.first_day,
        n_state=design.last_day - design.first_day + 1,
        row_day=design.row_day,
        evening=design.fixed[:, 1],
        low=design.row_low,
        high=design.row_high,
        covariate=design.fixed[:, 2:],
        window=design.window,
        window_covariate=design.window_fixed[:, 2:],
        score_step=design.score_step,
    )


def diary_of(reference: Reference) -> Diary:
    """Return the arrays of a reference under the engine's own rules for a table."""
    return make_diary(build_design(reference.table, decisions=False))


def prior_of(priors: Priors, n_covariate: int) -> tuple[Array, Array, Array]:
    """Return means and sds of the hyper-parameters (8,), and sds of the coefficients."""
    mean, sd = priors.theta_prior()
    return mean, sd, priors.coefficient_sd(n_covariate)
