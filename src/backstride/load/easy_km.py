"""Easy kilometres: the load of a leg as kilometres of the runner's own easy flat running."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backstride.domain.gait import Gait
from backstride.domain.interval import Range
from backstride.domain.locomotion import (
    CADENCE_SLOPE,
    FORCE_INTERCEPT,
    FORCE_SLOPE,
    contact_over_plate,
    typical_cadence_spm,
    usual_intercept_bw,
)
from backstride.domain.reference import EasyRunReference
from backstride.load.force import peak_of_stance_bw
from backstride.load.nodes import as_range, draws, normal_nodes
from backstride.load.priors import (
    CADENCE_OWN_LOG,
    DOWNHILL_PER_DEGREE,
    EXPONENT,
    IMPACT_SHARE,
    WALK_PEAK_BW,
)
from backstride.load.steps import Steps, gather_steps

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Beliefs:
    """Every uncertain number at every node; each array is (n_node,)."""

    intercept: Array
    slope: Array
    impact_share: Array
    downhill: Array
    speed_factor: Array
    easy_speed: Array
    cadence_slope_error: Array
    steps_factor: Array
    walk_peak: Array


def estimate_easy_km(
    gait: Gait,
    reference: EasyRunReference,
    *,
    exponent: float = EXPONENT,
    steps: Steps | None = None,
) -> Range | None:
    """Load of a leg: sum over steps of (force / force of an easy step) ** exponent.

    The force line's intercept is one unknown of the runner, shared by the leg and by the easy
    run, so most of its error cancels. What the reference does not know of the runner (level of
    cadence, contact time as this source shows it) is taken from the leg itself.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    reference : EasyRunReference
        The runner's easy flat kilometre, which counts 1.
    exponent : float
        Power of the force, 2 to 4.
    steps : Steps, optional
        Of the leg, where they are gathered already.

    Returns
    -------
    Range or None
        Load; None where the leg cannot be judged. [easy km]
    """
    if not gait.known:
        return None
    beliefs = _believe(gait, reference)
    steps = steps or gather_steps(gait)
    found = _one_reading(gait, reference, steps, beliefs, exponent=exponent)
    if gait.unsure is None or not gait.unsure.any():
        return found
    as_run, as_walk = (
        _one_reading(other, reference, gather_steps(other), beliefs, exponent=exponent)
        for other in (
            replace(gait, walking=gait.walking & ~gait.unsure),
            replace(gait, walking=gait.walking | gait.unsure),
        )
    )
    return Range(min(found.q05, as_walk.q05), found.q50, max(found.q95, as_run.q95))


def _one_reading(
    gait: Gait, reference: EasyRunReference, steps: Steps, beliefs: _Beliefs, *, exponent: float
) -> Range:
    """Load of a leg by one reading of what was walking. [easy km]."""
    easy_force = _easy_force(gait, reference, steps, beliefs)
    running = _weighted_steps(gait, steps, beliefs, easy_force, exponent=exponent)
    walk_ratio = beliefs.walk_peak / peak_of_stance_bw(
        easy_force * contact_over_plate(gait.contact_source), impact_share=beliefs.impact_share
    )
    total = running * _own_cadence(gait, reference) + steps.walked * walk_ratio**exponent
    easy_steps = _easy_steps(gait, reference, steps, beliefs)
    found = as_range(total * beliefs.steps_factor / easy_steps)
    return Range(found.q05, found.q50 / gait.covered, found.q95 / gait.covered)


def estimate_peak_force(gait: Gait, steps: Steps | None = None) -> Range | None:
    """Peak vertical ground force of the running steps, by the two-mass model.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    steps : Steps, optional
        Of the leg, where they are gathered already.

    Returns
    -------
    Range or None
        Of the mean running step, as on the level; None where there is none. [body weights]
    """
    if not gait.known:
        return None
    steps = steps or gather_steps(gait)
    if steps.count.size == 0:
        return None
    errors = normal_nodes()
    share = np.maximum(draws(IMPACT_SHARE, errors[:, 2]), 0.0)
    mean = float(np.dot(steps.hardness, steps.count) / steps.count.sum())
    if gait.contact_measured:
        stance = mean / (1.0 + gait.contact_sd * errors[:, 0])
        stance = stance * contact_over_plate(gait.contact_source)
    else:
        line = usual_intercept_bw(mean) + FORCE_INTERCEPT.sd * errors[:, 0]
        stance = line + draws(FORCE_SLOPE, errors[:, 1]) * mean
    return as_range(peak_of_stance_bw(stance, impact_share=share))


def _believe(gait: Gait, reference: EasyRunReference) -> _Beliefs:
    errors = normal_nodes()
    easy = reference.easy_speed_mps * np.maximum(1.0 + reference.easy_speed_sd * errors[:, 4], 0.5)
    steps_sd = float(np.hypot(gait.steps_sd, 0.5 * cadence_apart(gait, reference)))
    return _Beliefs(
        intercept=usual_intercept_bw(reference.easy_speed_mps) + FORCE_INTERCEPT.sd * errors[:, 0],
        slope=draws(FORCE_SLOPE, errors[:, 1]),
        impact_share=np.maximum(draws(IMPACT_SHARE, errors[:, 2]), 0.0),
        downhill=np.maximum(draws(DOWNHILL_PER_DEGREE, errors[:, 3]), 0.0),
        speed_factor=np.maximum(1.0 + gait.speed_sd * errors[:, 7], 0.3),
        easy_speed=easy,
        cadence_slope_error=CADENCE_SLOPE.sd * errors[:, 5],
        steps_factor=np.maximum(1.0 + steps_sd * errors[:, 6], 0.0),
        walk_peak=draws(WALK_PEAK_BW, errors[:, 7]),
    )


def _weighted_steps(
    gait: Gait, steps: Steps, beliefs: _Beliefs, easy_force: Array, *, exponent: float
) -> Array:
    """Weigh running steps by force and descent, array (n_node,)."""
    if gait.contact_measured:
        force = np.broadcast_to(steps.hardness[:, None], (steps.count.size, easy_force.size))
    else:
        speed = steps.hardness[:, None] * beliefs.speed_factor
        force = beliefs.intercept + beliefs.slope * speed
    weight = steps.count[:, None] + steps.downhill[:, None] * beliefs.downhill
    return np.asarray((weight * (force / easy_force) ** exponent).sum(axis=0))


def _easy_force(gait: Gait, reference: EasyRunReference, steps: Steps, beliefs: _Beliefs) -> Array:
    """Stance-average force of an easy step as this leg's source would show it, (n_node,)."""
    if not gait.contact_measured or gait.force_offset_bw is None:
        return beliefs.intercept + beliefs.slope * beliefs.easy_speed
    believed = cadence_apart(gait, reference) == 0.0
    kept = reference.force_offsets_bw.get(gait.contact_source) if believed else None
    offset = gait.force_offset_bw if kept is None else kept
    anchor = reference.easy_speed_mps if kept is not None else steps.speed_mps
    level = offset + FORCE_SLOPE.mean * anchor
    return level + beliefs.slope * (beliefs.easy_speed - anchor)


def cadence_apart(gait: Gait, reference: EasyRunReference) -> float:
    """Tell how far a leg's measured cadence is from anything the runner is known for.

    Parameters
    ----------
    gait : Gait
        Form of the leg.
    reference : EasyRunReference
        The runner's own level of cadence at the same speed.

    Returns
    -------
    float
        Difference in logarithms; 0 within what a runner's own cadence varies. [1]
    """
    if not gait.cadence_measured or reference.cadence_ratio is None:
        return 0.0
    apart = float(np.log(gait.cadence_ratio / reference.cadence_ratio))
    return apart if abs(apart) > CADENCE_OWN_LOG else 0.0


def _own_cadence(gait: Gait, reference: EasyRunReference) -> float:
    """Correction of a cadence that was not measured, or not believed, by the runner's own. [1]."""
    if reference.cadence_ratio is None:
        return 1.0
    if gait.cadence_measured and cadence_apart(gait, reference) == 0.0:
        return 1.0
    return reference.cadence_ratio / gait.cadence_ratio


def _easy_steps(gait: Gait, reference: EasyRunReference, steps: Steps, beliefs: _Beliefs) -> Array:
    """Count the steps of one easy flat kilometre, array (n_node,)."""
    ratio = reference.cadence_ratio
    own = gait.cadence_ratio if ratio is None else ratio
    cadence = own * typical_cadence_spm(beliefs.easy_speed)
    if steps.speed_mps > 0.0 and not (gait.cadence_measured and ratio is not None):
        apart = beliefs.easy_speed - steps.speed_mps
        cadence = np.maximum(cadence + beliefs.cadence_slope_error * apart, 0.5 * cadence)
    return cadence * 1000.0 / (60.0 * beliefs.easy_speed)
