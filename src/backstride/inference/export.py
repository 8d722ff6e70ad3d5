"""Export: draws of the posterior as the groups of named arrays that ArviZ reads."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backstride.domain.errors import OutOfRange
from backstride.inference.design import Design
from backstride.inference.draws import PathDraws
from backstride.inference.kernels import arrays as at
from backstride.inference.outcomes import NO_EDGE

Array = NDArray[np.float64]

_SEED: Final = 20_261_130
_NAMED: Final = {
    "level": at.LEVEL,
    "evening": at.EVENING,
    "fast_effect": at.FAST,
    "slow_effect": at.SLOW,
    "acute_effect": at.ACUTE,
}


def to_arviz(
    draws: PathDraws, design: Design, effect_28d: Array, *, n_chain: int, seed: int
) -> dict[str, dict[str, Any]]:
    """Return the groups ``posterior``, ``observed_data`` and ``constant_data``.

    Parameters
    ----------
    draws : PathDraws
        As many as chains times draws.
    design : Design
        The diary.
    effect_28d : array (n_draw,)
        Draws of the effect of the window's running. [points]
    n_chain : int
        Chains the draws are dealt out to, after shuffling: they come ordered by their
        hyper-parameter points.
    seed : int
        Of the shuffling.

    Raises
    ------
    OutOfRange
        The draws cannot be dealt out evenly.
    """
    if n_chain < 1 or draws.n_draw % n_chain:
        raise OutOfRange("chains_uneven", n_draw=draws.n_draw, n_chain=n_chain)
    order = np.random.Generator(np.random.PCG64([_SEED, seed])).permutation(draws.n_draw)

    def dealt(values: Array) -> Array:
        return values[order].reshape(n_chain, -1, *values.shape[1:])

    felt = at.FIRST_COVARIATE
    names = (*design.covariates, *design.measures)
    posterior = {name: dealt(values) for name, values in draws.hyper.items()}
    posterior |= {name: dealt(draws.coefficients[:, k]) for name, k in _NAMED.items()}
    posterior |= {
        f"effect_of_{n}": dealt(draws.coefficients[:, felt + k]) for k, n in enumerate(names)
    }
    posterior |= {"flare": dealt(draws.flare), "drift": dealt(draws.drift)}
    posterior["effect_28d"] = dealt(effect_28d)
    low = np.where(design.row_low <= -NO_EDGE, -np.inf, design.row_low)
    high = np.where(design.row_high >= NO_EDGE, np.inf, design.row_high)
    return {
        "posterior": posterior,
        "observed_data": {"score_low": low, "score_high": high},
        "constant_data": {
            "row_day": design.row_day,
            "row_kind": design.row_kind,
            "load": design.load,
        },
    }
