"""Shares with their Monte-Carlo interval."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import beta


@dataclass(frozen=True, slots=True)
class Share:
    """How often something happened in simulated runners.

    Parameters
    ----------
    n_hit, n_runner : int
        Runners in whom it happened, and all of them.
    """

    n_hit: int
    n_runner: int

    @property
    def value(self) -> float:
        """The share itself."""
        return self.n_hit / self.n_runner if self.n_runner else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of Clopper and Pearson (1934), Biometrika 26:404-413."""
        miss = self.n_runner - self.n_hit
        low = float(beta.ppf(0.025, self.n_hit, miss + 1)) if self.n_hit else 0.0
        high = float(beta.ppf(0.975, self.n_hit + 1, miss)) if miss else 1.0
        return low, high

    def overlaps(self, low: float, high: float) -> bool:
        """Say whether the interval and a target range have a point in common."""
        found_low, found_high = self.interval
        return self.n_runner > 0 and found_low <= high and found_high >= low

    def __str__(self) -> str:
        if not self.n_runner:
            return "-"
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f} to {high:.3f}), {self.n_hit} of {self.n_runner}"
