"""Forecast: the next mornings under planned, no and more running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backstride.domain.message import Message


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability and how well it is known.

    Parameters
    ----------
    value : float
        The probability itself; what a forecast is judged by.
    q05, q95 : float
        90 % range over what the diary leaves open about this runner.
    """

    value: float
    q05: float
    q95: float


@dataclass(frozen=True, slots=True)
class MorningForecast:
    """Distribution of one morning's score.

    Parameters
    ----------
    day : date
        The morning.
    mean : float
        Expected score. [points]
    q05, q25, q50, q75, q95 : float
        Quantiles: scores of the diary's grid. [points]
    p_score : tuple of float
        Probability of each score of `Forecast.scores`.
    p_flare : float
        Probability that this morning is a flare.
    """

    day: date
    mean: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    p_score: tuple[float, ...]
    p_flare: float


@dataclass(frozen=True, slots=True)
class PlanForecast:
    """What one plan of running leads to.

    Parameters
    ----------
    plan : str
        ``planned``, ``none`` or ``more``.
    loads : tuple of float
        Mean load of each day of the plan. [typical run]
    mornings : tuple of MorningForecast
        The next mornings in order.
    flare : Chance
        Chance of a flare on at least one of them.
    """

    plan: str
    loads: tuple[float, ...]
    mornings: tuple[MorningForecast, ...]
    flare: Chance


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next mornings, in numbers and message keys.

    Parameters
    ----------
    as_of : date
        Last day of the data.
    first_planned : date
        Day of the first entry of each plan: the day after `as_of`, or `as_of` itself where its
        running is not known yet.
    scores : tuple of float
        The diary's grid. [points]
    usual_level : float or None
        Median morning score of the last 28 days; None where there are too few. [points]
    flare_from : float or None
        Lowest score that counts as a flare. [points]
    plans : tuple of PlanForecast
        Planned, none, more; empty where there is no forecast.
    notes : tuple of Message
        Why there is none, or what the numbers mean.
    """

    as_of: date
    first_planned: date
    scores: tuple[float, ...]
    usual_level: float | None
    flare_from: float | None
    plans: tuple[PlanForecast, ...]
    notes: tuple[Message, ...]

    def plan(self, name: str) -> PlanForecast:
        """Return one plan by its name.

        Raises
        ------
        KeyError
            There is no such plan.
        """
        for found in self.plans:
            if found.plan == name:
                return found
        raise KeyError(name)
