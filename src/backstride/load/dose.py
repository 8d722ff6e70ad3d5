"""The dose of one leg: the door of this floor."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from typing import Final

from backstride.domain.activity import Sport
from backstride.domain.dose import RunDose
from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.domain.reference import EasyRunReference
from backstride.load.easy_km import cadence_apart, estimate_easy_km, estimate_peak_force
from backstride.load.pace_doubt import doubt_pace
from backstride.load.priors import EXPONENTS
from backstride.load.shrinkage import estimate_shrinkage

LOAD_VERSION: Final = "load-6"
"""Version of every formula on this floor; kept with each value it derives."""

WALKS: Final = frozenset({Sport.WALKING, Sport.HIKING})
"""Sports whose easy kilometres are a covariate, never part of the running load."""


def estimate_dose(gait: Gait, reference: EasyRunReference) -> RunDose:
    """Find what one leg put on the back.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    reference : EasyRunReference
        The runner's easy flat kilometre.

    Returns
    -------
    RunDose
        `easy_km` for a run, `walk_easy_km` for a walk or hike, neither for other sports. Its
        version names the rules of form and load and the reference.
    """
    version = " ".join(part for part in (gait.version, LOAD_VERSION, reference.name) if part)
    if not gait.known:
        return RunDose(gait=gait.summary, version=version, problems=gait.problems)
    gait = doubt_pace(gait, reference)
    load = estimate_easy_km(gait, reference)
    walked = gait.sport in WALKS
    return RunDose(
        gait=replace(gait.summary, peak_force_bw=estimate_peak_force(gait)),
        easy_km=None if walked else load,
        walk_easy_km=load if walked else None,
        shrinkage_mm=estimate_shrinkage(gait, reference),
        version=version,
        problems=(*gait.problems, *_incomplete(gait), *_unlike(gait, reference)),
    )


def easy_km_by_exponent(gait: Gait, reference: EasyRunReference) -> dict[float, Range]:
    """Show how the load of a leg depends on the power of the force.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    reference : EasyRunReference
        The runner's easy flat kilometre.

    Returns
    -------
    dict of float to Range
        Load by exponent 2, 3 and 4; empty where the leg cannot be judged. [easy km]
    """
    gait = doubt_pace(gait, reference)
    found = {b: estimate_easy_km(gait, reference, exponent=b) for b in EXPONENTS}
    return {b: load for b, load in found.items() if load is not None}


def _incomplete(gait: Gait) -> tuple[Problem, ...]:
    if gait.covered >= 1.0:
        return ()
    params: dict[str, Parameter] = {"covered_percent": round(100.0 * gait.covered)}
    return (Problem("load.part_without_samples", "", params),)


def _unlike(gait: Gait, reference: EasyRunReference) -> tuple[Problem, ...]:
    apart = cadence_apart(gait, reference)
    if apart == 0.0:
        return ()
    params: dict[str, Parameter] = {"apart_percent": round(100.0 * (exp(apart) - 1.0))}
    return (Problem("load.cadence_unlike_runner", "cadence_spm", params, Severity.REPAIRED),)
