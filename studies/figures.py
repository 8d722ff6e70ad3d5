"""Figures to reach: what was asked beforehand, what was found, met or failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan, sqrt
from statistics import fmean, stdev

from studies.proportions import Share


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that was asked beforehand.

    Parameters
    ----------
    question : str
        What is asked.
    found : str
        What was found, with its Monte-Carlo interval and number of runners.
    asked : str
        The target.
    met : bool or None
        True where the interval of what was found reaches the target; None where nothing has been
        run yet.
    by_chance : bool
        True where only the interval reaches the target, not what was found itself.
    """

    question: str
    found: str
    asked: str
    met: bool | None
    by_chance: bool = False

    @property
    def word(self) -> str:
        """Yes, within chance, no, or not run."""
        if self.met and self.by_chance:
            return "within chance"
        return {True: "yes", False: "**no**", None: "not run"}[self.met]

    def cells(self) -> tuple[str, str, str, str]:
        """Return the cells of a row of `figure_table`."""
        return self.question, self.asked, self.found, self.word


def within(question: str, share: Share, bounds: tuple[float, float]) -> Figure:
    """Ask for a share within a range: met where its interval touches the range."""
    return _ask(question, share, bounds, f"{bounds[0]:g} to {bounds[1]:g}")


def at_least(question: str, share: Share, bound: float) -> Figure:
    """Ask for a share of at least a bound: met where its interval reaches that far."""
    return _ask(question, share, (bound, 1.0), f"at least {bound:g}")


def at_most(question: str, share: Share, bound: float) -> Figure:
    """Ask for a share of at most a bound: met where its interval reaches that far down."""
    return _ask(question, share, (0.0, bound), f"at most {bound:g}")


def _ask(question: str, share: Share, bounds: tuple[float, float], asked: str) -> Figure:
    if not share.n_runner:
        return Figure(question, "-", asked, None)
    itself = bounds[0] <= share.value <= bounds[1]
    return Figure(question, str(share), asked, share.overlaps(*bounds), by_chance=not itself)


def mean_within(question: str, values: Sequence[float], bound: float) -> Figure:
    """Ask for a mean within a bound either way: met where its 95 % interval reaches it."""
    middle, half = mean_and_half(values)
    asked = f"within ±{bound:g}"
    if isnan(middle):
        return Figure(question, "-", asked, None)
    met = abs(middle) - half <= bound
    return Figure(question, signed_mean(values), asked, met, by_chance=abs(middle) > bound)


def mean_and_half(values: Sequence[float]) -> tuple[float, float]:
    """Return mean and half of its normal 95 % Monte-Carlo interval; NaN without values."""
    if not values:
        return nan, nan
    half = 1.96 * stdev(values) / sqrt(len(values)) if len(values) > 1 else nan
    return fmean(values), half


def signed_mean(values: Sequence[float]) -> str:
    """Mean with sign and half interval, as text."""
    middle, half = mean_and_half(values)
    return "-" if isnan(middle) else f"{middle:+.3f} ± {half:.3f}"


def short(share: Share) -> str:
    """Share without its interval, as text."""
    return f"{share.value:.2f}" if share.n_runner else "-"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    return "\n".join([*lines, *(f"| {' | '.join(cells)} |" for cells in rows), ""])


def figure_table(figures: Sequence[Figure]) -> str:
    """Return the table of what was asked and what was found, in Markdown."""
    headings = ("Question", "Asked", "Found", "Met")
    return table(headings, [figure.cells() for figure in figures])
