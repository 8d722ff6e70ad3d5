"""The easy-run reference: population defaults, the runner's word, then her own history, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np

from backstride.domain.dose import DailyDose, LoadState
from backstride.domain.locomotion import EASY_SPEED
from backstride.domain.prior import Prior
from backstride.domain.reference import EasyRunReference, PastRun, ReferenceOrigin
from backstride.domain.runner import Runner

REFERENCE_VERSION: Final = "reference-1"
"""Version of the rules below; part of every reference's name."""

EASY_OVER_MARATHON: Final = Prior(
    0.85,
    0.07,
    "1",
    "own choice; 2.78 m/s then means 3.27 m/s for a marathon, against a mean of 3.07 m/s in 97 "
    "recreational marathon runners (Gordon et al. 2017, OAJSM 8:231)",
    "D",
)
"""Easy speed over marathon speed, where only one of them is known."""

_TOLD_SD: Final = 0.03
"""Relative error of a pace that the runner told [1] (own choice)."""

_HISTORY_SD: Final = 0.02
"""Relative error of an easy speed from history [1] (own choice)."""

MOST_ASCENT: Final = 0.015
"""Climb over distance above which a run tells nothing of flat pace [1] (own choice)."""

MOST_WALKING: Final = 0.1
"""Share of walking above which a run tells nothing of running pace [1] (own choice)."""

SHORTEST_S: Final = 900.0
"""Shorter runs are races, tests or mistakes more often than easy runs [s] (own choice)."""

ENOUGH_RUNS: Final = 10
"""Fewest runs from which a reference is made (own choice)."""

ENOUGH_DAYS: Final = 28
"""Fewest days between the first and the last of them (own choice)."""


def reference_before_history(runner: Runner) -> EasyRunReference:
    """Return the reference to use until enough runs are there.

    Parameters
    ----------
    runner : Runner
        Usual paces are used where told.

    Returns
    -------
    EasyRunReference
        From the profile, else population defaults; cadence and contact time are each leg's own.
    """
    easy = _speed(runner.easy_pace_s_per_km)
    marathon = _speed(runner.marathon_pace_s_per_km)
    share = EASY_OVER_MARATHON
    share_sd = share.sd / share.mean
    told = easy is not None or marathon is not None
    if easy is not None:
        easy_sd = _TOLD_SD
    elif marathon is not None:
        easy, easy_sd = share.mean * marathon, share_sd
    else:
        easy, easy_sd = EASY_SPEED.mean, EASY_SPEED.sd / EASY_SPEED.mean
    if marathon is None:
        marathon, marathon_sd = easy / share.mean, float(np.hypot(easy_sd, share_sd))
    else:
        marathon_sd = _TOLD_SD
    return EasyRunReference(
        origin=ReferenceOrigin.PROFILE if told else ReferenceOrigin.POPULATION,
        easy_speed_mps=easy,
        marathon_speed_mps=marathon,
        easy_speed_sd=easy_sd,
        marathon_speed_sd=marathon_sd,
        version=REFERENCE_VERSION,
    )


def reference_from_history(
    runs: Sequence[PastRun], runner: Runner, *, made_on: date
) -> EasyRunReference | None:
    """Make the runner's own reference, to be called once and kept.

    Parameters
    ----------
    runs : sequence of PastRun
        Running legs so far, in any order.
    runner : Runner
        A told easy or marathon pace wins over the history's.
    made_on : date
        Day on which it is frozen.

    Returns
    -------
    EasyRunReference or None
        None before there are enough flat runs without much walking, over enough days. Medians
        over runs, so that a single odd one changes little.
    """
    good = [run for run in runs if _tells_easy_pace(run)]
    days = [run.day for run in good]
    if len(good) < ENOUGH_RUNS or (max(days) - min(days)).days < ENOUGH_DAYS:
        return None
    base = reference_before_history(runner)
    easy, easy_sd = base.easy_speed_mps, base.easy_speed_sd
    if runner.easy_pace_s_per_km is None:
        easy = float(np.median([run.distance_m / run.moving_s for run in good]))
        easy_sd = _HISTORY_SD
    marathon, marathon_sd = base.marathon_speed_mps, base.marathon_speed_sd
    if runner.marathon_pace_s_per_km is None:
        share = EASY_OVER_MARATHON
        marathon = easy / share.mean
        marathon_sd = float(np.hypot(easy_sd, share.sd / share.mean))
    ratios = [run.cadence_ratio for run in good if run.cadence_ratio is not None]
    return EasyRunReference(
        origin=ReferenceOrigin.HISTORY,
        easy_speed_mps=easy,
        marathon_speed_mps=marathon,
        easy_speed_sd=easy_sd,
        marathon_speed_sd=marathon_sd,
        cadence_ratio=float(np.median(ratios)) if ratios else None,
        force_offsets_bw=_offsets(good),
        n_run=len(good),
        made_on=made_on,
        version=REFERENCE_VERSION,
    )


def with_typical_day(reference: EasyRunReference, days: Sequence[DailyDose]) -> EasyRunReference:
    """Freeze the typical running day beside the easy run.

    Parameters
    ----------
    reference : EasyRunReference
        The reference against which `days` were measured.
    days : sequence of DailyDose
        Days so far.

    Returns
    -------
    EasyRunReference
        With the median of the days that have a run; unchanged where there is none.
    """
    loads = [
        day.easy_km.q50
        for day in days
        if day.state is LoadState.KNOWN and day.easy_km is not None and day.easy_km.q50 > 0.0
    ]
    if not loads:
        return reference
    return replace(reference, typical_day_easy_km=float(np.median(loads)))


def _speed(pace_s_per_km: float | None) -> float | None:
    """Speed of a told pace; None where it is no runner's. [m/s]."""
    if pace_s_per_km is None or not 120.0 <= pace_s_per_km <= 1200.0:
        return None
    return 1000.0 / pace_s_per_km


def _tells_easy_pace(run: PastRun) -> bool:
    if run.moving_s < SHORTEST_S or run.distance_m <= 0.0:
        return False
    if run.walk_share is not None and run.walk_share > MOST_WALKING:
        return False
    return run.ascent_m is None or run.ascent_m <= MOST_ASCENT * run.distance_m


def _offsets(runs: Sequence[PastRun]) -> dict[str, float]:
    """Median intercept of the force line by source of contact time."""
    by_source: dict[str, list[float]] = {}
    for run in runs:
        if run.force_offset_bw is not None and run.contact_source:
            by_source.setdefault(run.contact_source, []).append(run.force_offset_bw)
    return {source: float(np.median(found)) for source, found in by_source.items()}
