"""Forecast: the next mornings, and the chance of a flare, under planned, no and more running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.answer import DailyTable
from backstride.domain.errors import OutOfRange
from backstride.domain.forecast import Chance, Forecast, MorningForecast, PlanForecast
from backstride.domain.message import Message
from backstride.inference.calendar import day_of
from backstride.inference.design import Design
from backstride.inference.draws import draw_paths
from backstride.inference.futures import Futures, Tally, lengthen, tally, unfold
from backstride.inference.number_preference import number_preference
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors

Array = NDArray[np.float64]

#: A morning score of at least 6 is a flare (``inference.md`` section 10) ...
FLARE_SCORE: Final = 6.0
#: ... and so is one this far above the usual level: the rise that calls for the screen again
#: (``evidence.md`` section 2); flares of acute back pain rose by 2.7 points on average (Suri et al.
#: 2011, BMC Musculoskelet. Disord. 12:220). [points]
FLARE_RISE: Final = 2.0
#: Days whose median morning is the usual level. [d]
USUAL_DAYS: Final = 28
#: Mornings with a score below which no level is usual; a stable run-in takes a fortnight
#: (``evidence.md`` section 10.3).
LEAST_MORNINGS: Final = 14
#: Days after the last morning score beyond which its level is no longer recent. [d]
LONGEST_SILENCE: Final = 7
#: Mornings that are forecast. [d]
N_MORNING: Final = 7
#: Weeks whose running is the usual pattern.
N_WEEK: Final = 4
#: What more running means, as in `effect_plus20`.
MORE: Final = 1.2
_N_DRAW: Final = 512
_TOP: Final = 10.0


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual for this runner."""

    level: float
    flare_from: float


def forecast(
    posterior: Posterior,
    table: DailyTable,
    design: Design,
    *,
    planned: Array | None = None,
    n_morning: int = N_MORNING,
    priors: Priors | None = None,
    seed: int = 0,
) -> Forecast:
    """Forecast the next mornings.

    Parameters
    ----------
    posterior : Posterior
        The fit of `design`.
    table : DailyTable
        The days behind it, the last row being today. Where today's load is not known yet, today
        is the first day of the plan.
    design : Design
        The diary as it was fitted.
    planned : array (n_planned,), optional
        Loads of the days before the second and later mornings, in the table's own unit: one fewer
        than mornings; where today's load is not known, today's first and as many as mornings. The
        running of the last four weeks, each as likely, where not given.
    n_morning : int
        Mornings, 1 to 7.
    priors : Priors, optional
        See `draw_paths`.
    seed : int
        The same seed gives the same forecast.

    Returns
    -------
    Forecast
        Without plans, and with the reason, where the diary is too short or has fallen silent.

    Raises
    ------
    OutOfRange
        `planned` has another length or impossible loads, or too many mornings are asked for.
    """
    if not 1 <= n_morning <= N_MORNING:
        raise OutOfRange("forecast_mornings", n_found=n_morning, n_max=N_MORNING)
    start = design.n_day - int(np.isnan(table.load[-1]))
    plan = _plan(table, design, planned, n_planned=design.n_day + n_morning - 1 - start)
    usual = usual_level(table)
    if isinstance(usual, Message):
        return _assemble(table, design, start, usual=None, plans=(), notes=(usual,))
    longer = lengthen(design, n_morning, start)
    draws = draw_paths(posterior, longer, _N_DRAW, seed=seed, priors=priors)
    futures = unfold(draws, design, table, n_morning=n_morning)
    variants = {"planned": plan, "none": np.zeros_like(plan), "more": MORE * plan}
    plans = tuple(
        _plan_forecast(name, loads, futures, table=table, design=design, usual=usual)
        for name, loads in variants.items()
    )
    return _assemble(table, design, start, usual=usual, plans=plans, notes=_notes(usual, posterior))


def usual_level(table: DailyTable) -> _Usual | Message:
    """Return the median morning of the last four weeks and what counts as a flare.

    Where the usual level is itself 6 or more only the rise of two points counts.
    """
    scored = np.flatnonzero(np.isfinite(table.morning))
    recent = table.morning[max(0, table.n_day - USUAL_DAYS) :]
    recent = recent[np.isfinite(recent)]
    if recent.size < LEAST_MORNINGS:
        counts = {"n_found": int(recent.size), "n_needed": LEAST_MORNINGS, "n_days": USUAL_DAYS}
        return Message("forecast.data.few_mornings", dict(counts))
    silence = table.n_day - 1 - int(scored[-1])
    if silence > LONGEST_SILENCE:
        return Message("forecast.data.silent", {"n_days": silence, "n_most": LONGEST_SILENCE})
    level = float(np.median(recent))
    risen = min(level + FLARE_RISE, _TOP)
    return _Usual(level, risen if level >= FLARE_SCORE else min(FLARE_SCORE, risen))


def score_grid(design: Design) -> Array:
    """Return every score that the diary may hold [points]."""
    grid: Array = np.linspace(0.0, _TOP, round(_TOP / design.score_step) + 1)
    return grid


def _plan(table: DailyTable, design: Design, planned: Array | None, *, n_planned: int) -> Array:
    """Return variants of the plan in typical runs, (n_variant, n_planned)."""
    unit = design.typical_run if np.isfinite(design.typical_run) else 1.0
    if planned is None:
        return usual_weeks(table, n_planned) / unit
    loads = np.asarray(planned, dtype=np.float64)
    if loads.shape != (n_planned,) or not np.isfinite(loads).all() or (loads < 0.0).any():
        raise OutOfRange("forecast_plan", n_found=int(loads.size), n_expected=n_planned)
    return loads[None] / unit


def usual_weeks(table: DailyTable, n_planned: int) -> Array:
    """Return the loads of the same weekdays of each of the last four weeks.

    A day whose load is unknown, or lies before the table, takes the mean of the other weeks; no
    running where none of them is known.

    Parameters
    ----------
    table : DailyTable
        The past; where the last load is not known the plan begins on that day.
    n_planned : int
        Days of the plan, at most 7.

    Returns
    -------
    array (4, n_planned)
        In the table's unit.
    """
    first = table.n_day - int(np.isnan(table.load[-1]))
    row = first + np.arange(n_planned) - 7 * np.arange(1, N_WEEK + 1)[:, None]
    loads = np.where(row >= 0, table.load[np.maximum(row, 0)], np.nan)
    known = np.isfinite(loads)
    mean = np.where(known, loads, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    weeks: Array = np.where(known, loads, mean)
    return weeks


def _plan_forecast(
    name: str,
    loads: Array,
    futures: Futures,
    *,
    table: DailyTable,
    design: Design,
    usual: _Usual,
) -> PlanForecast:
    latent = futures.under(loads)
    sd_score = futures.draws.hyper["sd_score"]
    grid = score_grid(design)
    found = tally(
        latent,
        sd_score,
        grid=grid,
        preference=number_preference(table.morning, grid),
        flare_from=usual.flare_from,
    )
    mornings = tuple(_morning(found, h, grid, table=table) for h in range(found.p_score.shape[0]))
    mean_loads = tuple(float(load) for load in loads.mean(axis=0))
    return PlanForecast(name, mean_loads, mornings, _chance(found))


def _morning(found: Tally, h: int, grid: Array, *, table: DailyTable) -> MorningForecast:
    p_score = found.p_score[h] / found.p_score[h].sum()
    below = np.cumsum(p_score)
    q05, q25, q50, q75, q95 = (
        float(grid[min(int(np.searchsorted(below, q)), grid.size - 1)])
        for q in (0.05, 0.25, 0.5, 0.75, 0.95)
    )
    return MorningForecast(
        day=day_of(table, table.n_day + h),
        mean=float(p_score @ grid),
        q05=q05,
        q25=q25,
        q50=q50,
        q75=q75,
        q95=q95,
        p_score=tuple(float(p) for p in p_score),
        p_flare=float(found.p_flare[h]),
    )


def _chance(found: Tally) -> Chance:
    """Return the chance of a flare; its range without the noise of the finite futures."""
    value, var = float(found.chance.mean()), float(found.chance.var())
    shrink = np.sqrt(max(0.0, 1.0 - found.chance_noise / var)) if var > 0.0 else 0.0
    q05, q95 = value + shrink * (np.quantile(found.chance, [0.05, 0.95]) - value)
    return Chance(value, float(max(q05, 0.0)), float(min(q95, 1.0)))


def _notes(usual: _Usual, posterior: Posterior) -> tuple[Message, ...]:
    params = {"usual_points": usual.level, "flare_points": usual.flare_from}
    notes = [Message("forecast.flare", dict(params)), Message("forecast.assumes")]
    if not posterior.trusted:
        notes.append(Message("forecast.checks"))
    return tuple(notes)


def _assemble(
    table: DailyTable,
    design: Design,
    start: int,
    *,
    usual: _Usual | None,
    plans: tuple[PlanForecast, ...],
    notes: tuple[Message, ...],
) -> Forecast:
    return Forecast(
        as_of=day_of(table, table.n_day - 1),
        first_planned=table.first_day + timedelta(days=start),
        scores=tuple(float(score) for score in score_grid(design)),
        usual_level=None if usual is None else usual.level,
        flare_from=None if usual is None else usual.flare_from,
        plans=plans,
        notes=notes,
    )
