"""Range: an estimate that never travels without its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """Median and 90 % plausible range of one quantity, all in the quantity's unit.

    Parameters
    ----------
    q05, q50, q95 : float
        5 %, 50 % and 95 % quantiles.
    """

    q05: float
    q50: float
    q95: float

    def plus(self, other: Range) -> Range:
        """Sum of two ranges whose errors move together (one runner, one estimator)."""
        return Range(self.q05 + other.q05, self.q50 + other.q50, self.q95 + other.q95)

    @staticmethod
    def exactly(value: float) -> Range:
        """Return a range of no width, for a value that is known."""
        return Range(value, value, value)
