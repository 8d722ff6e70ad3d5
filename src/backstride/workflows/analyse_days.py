"""Use case: the model and the answer for researchers, on arrays and data frames.

What the names of the package `backstride` stand for is defined here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstride.domain.activity import Leg
from backstride.domain.answer import Answer, DailyTable
from backstride.domain.dose import RunDose
from backstride.domain.effect import Effect
from backstride.domain.reference import EasyRunReference
from backstride.domain.runner import Runner
from backstride.gait.summarise import summarise_leg
from backstride.inference import engine
from backstride.inference.answer import answer_table
from backstride.inference.contrasts import contrast_of_loads, window_load
from backstride.inference.design import Design, build_design
from backstride.inference.draws import PathDraws, draw_paths
from backstride.inference.engine import Settings
from backstride.inference.export import to_arviz
from backstride.inference.outcomes import LEG
from backstride.inference.posterior import Posterior
from backstride.inference.priors import Priors
from backstride.load.dose import estimate_dose
from backstride.load.reference import reference_before_history
from backstride.workflows.frame_days import Frame, lay_out

Array = NDArray[np.float64]

_DEFAULT_PRIORS = Priors()
_DEFAULT_SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Fit:
    """One fitted model, and everything that can be asked of it.

    Parameters
    ----------
    table : DailyTable
        What was fitted.
    design : Design
        Its arrays: which scores count, what the window is.
    posterior : Posterior
        Summaries and guards.
    priors : Priors
        What was believed before.
    """

    table: DailyTable
    design: Design
    posterior: Posterior
    priors: Priors

    @property
    def effect_28d(self) -> Effect:
        """Running of the window against none, in points of the 0-10 score."""
        return self.posterior.effect_28d

    @property
    def trusted(self) -> bool:
        """True where no guard of the computation failed."""
        return self.posterior.trusted

    @property
    def window_load(self) -> Array:
        """Running of each day of the window in typical runs, (n_window,)."""
        return window_load(self.design)

    def draws(self, n_draw: int = 1000, *, seed: int = 0) -> PathDraws:
        """Draw hyper-parameters, coefficients, flares and drift together; all weigh the same.

        Parameters
        ----------
        n_draw : int
            Draws.
        seed : int
            The same seed gives the same draws.
        """
        return draw_paths(self.posterior, self.design, n_draw, seed=seed, priors=self.priors)

    def contrast(
        self,
        load: Array | float,
        against: Array | float = 0.0,
        *,
        n_draw: int = 1000,
        seed: int = 0,
        on_score: bool = True,
    ) -> Array:
        """Return draws of the difference that other running in the window would have made.

        Parameters
        ----------
        load, against : array (n_window,) or float
            Running of each day of the window, or a multiple of what was run. [typical run]
        n_draw, seed
            As for `draws`.
        on_score : bool
            Whether rounding, floor and ceiling of the score count.

        Returns
        -------
        array (n_draw,)
            Mean over the window's mornings. [points] ``contrast(1.0)`` is `effect_28d`,
            ``contrast(1.2, 1.0)`` is `effect_plus20`.
        """
        courses = [
            course * self.window_load if isinstance(course, int | float) else np.asarray(course)
            for course in (load, against)
        ]
        draws = self.draws(n_draw, seed=seed)
        return contrast_of_loads(draws, self.design, courses[0], courses[1], on_score=on_score)

    def to_arviz_dict(
        self, n_draw: int = 1000, *, n_chain: int = 4, seed: int = 0
    ) -> dict[str, dict[str, Any]]:
        """Return groups of arrays as ArviZ reads them.

        Parameters
        ----------
        n_draw : int
            Draws of each chain.
        n_chain : int
            Chains; draws are independent, chains are made by dealing them out.
        seed : int
            The same seed gives the same draws.

        Returns
        -------
        dict of str to dict
            Groups ``posterior`` (every array begins with chain and draw), ``observed_data`` and
            ``constant_data``. ``arviz.from_dict(**fit.to_arviz_dict())``, from ArviZ 1.0 on
            ``arviz.from_dict(fit.to_arviz_dict())``.
        """
        draws = self.draws(n_draw * n_chain, seed=seed)
        effect = contrast_of_loads(
            draws, self.design, self.window_load, np.zeros_like(self.window_load)
        )
        return to_arviz(draws, self.design, effect, n_chain=n_chain, seed=seed)


def daily_table(data: Frame, *, load_unit: str = "load") -> DailyTable:
    """Return the daily table of a data frame or a mapping of arrays.

    Parameters
    ----------
    data : data frame, mapping or DailyTable
        See `frame_days.lay_out`; a daily table is returned as it is.
    load_unit : str
        Unit of the load, for display.
    """
    return data if isinstance(data, DailyTable) else lay_out(data, load_unit=load_unit)


def answer(
    data: Frame,
    *,
    as_of: date | None = None,
    unit: float | None = None,
    sides: Mapping[str, Frame] | None = None,
) -> Answer:
    """Answer the question from days: verdict, effects, checks, what more would bring.

    Parameters
    ----------
    data : data frame, mapping or DailyTable
        One row a day.
    as_of : date, optional
        The day the answer is for, the last row by default.
    unit : float, optional
        One unit of load; the median of the days with a run by default.
    sides : mapping of str to data, optional
        The same days with the scores of the ``left`` and of the ``right`` leg alone.
    """
    tables = {side: daily_table(days) for side, days in (sides or {}).items()}
    return answer_table(daily_table(data), as_of=as_of, unit=unit, sides=tables)


def fit(
    data: Frame,
    *,
    window: tuple[int, int] | None = None,
    unit: float | None = None,
    outcome: str = LEG,
    extras: tuple[str, ...] = (),
    decisions: bool = True,
    priors: Priors = _DEFAULT_PRIORS,
    settings: Settings = _DEFAULT_SETTINGS,
) -> Fit:
    """Fit one model to days, without any rule about how much data there should be.

    Parameters
    ----------
    data : data frame, mapping or DailyTable
        One row a day.
    window : tuple of int, optional
        First and last row the effects speak of; the last 28 rows by default.
    unit : float, optional
        One unit of load; the median of the days with a run by default.
    outcome : str
        What the effects are in points of: ``leg_morning``, or the key of a further symptom.
    extras : tuple of str
        Further symptoms that lean on the same latent state.
    decisions : bool
        Whether the decisions of mornings without a score are modelled as well (M4).
    priors : Priors
        What is believed before.
    settings : Settings
        How much work to do.
    """
    table = daily_table(data)
    design = build_design(
        table, window, typical_run=unit, primary=outcome, extras=extras, decisions=decisions
    )
    return Fit(table, design, engine.fit(design, priors, settings=settings), priors)


def estimate_load(
    leg: Leg, *, runner: Runner | None = None, reference: EasyRunReference | None = None
) -> RunDose:
    """Return what one leg of an activity put on the back.

    Parameters
    ----------
    leg : Leg
        Of an activity that `read` gave.
    runner : Runner, optional
        Height and usual paces help where they are known.
    reference : EasyRunReference, optional
        The runner's easy kilometre; by default that of the profile, or of the population.
    """
    who = runner or Runner()
    return estimate_dose(summarise_leg(leg, who), reference or reference_before_history(who))
