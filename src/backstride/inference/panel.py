"""Sensitivity panel: the same diary under neighbouring priors and the neighbouring model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from backstride.domain.answer import Effect
from backstride.inference.design import Design
from backstride.inference.engine import fit, neighbour_settings, refit
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors

NEIGHBOURS: Final = {
    "effect_sd_0.75": Priors(effect_sd=0.75),
    "effect_sd_3": Priors(effect_sd=3.0),
    "M3": Priors().pure(flexible=False),
    "M5_flexible": Priors().pure(flexible=True),
}
"""Beside the default (sd 1.5, M5): half and twice the prior sd of the effects, and either half of
the mixed prior alone: proportional dose without delay, shape and delay surely there
(``inference.md`` sections 6.4 and 11.7)."""

UNDECIDED: Final = "without_decisions"
"""Name of the neighbour that does not look at the run decisions of mornings without a score."""

Refit = Callable[[Posterior, Design, Priors], Posterior]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What one neighbouring model says of the same diary.

    Parameters
    ----------
    name : str
        Stable name, a key of `NEIGHBOURS`.
    effect_28d, standard_28d : Effect
        Its contrasts. [points]
    trusted : bool
        True where none of its guards failed.
    """

    name: str
    effect_28d: Effect
    standard_28d: Effect
    trusted: bool


def ask_panel(
    posterior: Posterior, design: Design, plain: Design | None = None, *, refit: Refit = refit
) -> tuple[Neighbour, ...]:
    """Fit every neighbour of the main model.

    Parameters
    ----------
    posterior : Posterior
        The main model's fit.
    design : Design
        The diary it was fitted to.
    plain : Design, optional
        The same without run decisions, where the main model has some.
    refit : callable
        The engine's door, replaceable in tests.
    """
    found = []
    for name, priors in NEIGHBOURS.items():
        other = refit(posterior, design, priors)
        found.append(Neighbour(name, other.effect_28d, other.standard_28d, other.trusted))
    if plain is not None:
        other = fit(plain, settings=neighbour_settings())
        found.append(Neighbour(UNDECIDED, other.effect_28d, other.standard_28d, other.trusted))
    return tuple(found)
