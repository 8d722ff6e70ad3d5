"""Prior: what is believed of a number before anything is measured, and who says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal belief with its source.

    Parameters
    ----------
    mean, sd : float
        Mean and standard deviation, in `unit`; of the natural logarithm where `logarithmic`.
    unit : str
        Unit of the quantity.
    source : str
        Publication, or the derivation.
    grade : str
        ``A`` trials, ``B`` cohorts or validated methods, ``C`` small laboratory studies,
        ``D`` opinion or extrapolation.
    logarithmic : bool
        True where mean and sd are those of the logarithm.
    """

    mean: float
    sd: float
    unit: str
    source: str
    grade: str
    logarithmic: bool = False
