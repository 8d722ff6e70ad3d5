"""Tables about forecasts: skill, calibration, chances of flares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, nan, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from studies.forecast_rows import METHODS, MODEL, Row
from studies.proportions import Share

Array = NDArray[np.float64]

PLAIN: Final = METHODS[1:]
_CHANCES: Final = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 1.0)


@dataclass(frozen=True, slots=True)
class Skill:
    """The model against the plain forecast that did best on the same mornings.

    Parameters
    ----------
    n, n_cluster : int
        Mornings, and clusters of mornings that are not independent.
    scores : dict of str to float
        Mean continuous ranked probability score of every method. [points]
    best : str
        The best plain forecast, found afterwards, which favours it.
    gain : float
        Share by which the model is better than that. [1]
    se : float
        Standard error of the gain, clusters as units; NaN where there is only one. [1]
    """

    n: int
    n_cluster: int
    scores: dict[str, float]
    best: str
    gain: float
    se: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the gain."""
        return self.gain - 1.96 * self.se, self.gain + 1.96 * self.se

    def __str__(self) -> str:
        if not isfinite(self.se):
            return f"{100.0 * self.gain:+.1f} %"
        low, high = self.interval
        return f"{100.0 * self.gain:+.1f} % ({100.0 * low:+.1f} to {100.0 * high:+.1f})"


def block(lines: Sequence[str]) -> str:
    """Join the lines of a table."""
    return "\n".join(lines)


def measure_skill(rows: Sequence[Row]) -> Skill:
    """Compare the model with the best plain forecast; the error of a ratio, by clusters."""
    values = {name: np.array([getattr(row, name) for row in rows]) for name in METHODS}
    scores = {name: float(found.mean()) for name, found in values.items()}
    best = min(PLAIN, key=scores.__getitem__)
    ratio = scores[MODEL] / scores[best] if scores[best] else nan
    names, place = np.unique([row.cluster for row in rows], return_inverse=True)
    left = np.bincount(place, values[MODEL] - ratio * values[best])
    n = names.size
    spread = sqrt(n / (n - 1.0) * float(left @ left)) if n > 1 else nan
    total = scores[best] * len(rows)
    return Skill(len(rows), n, scores, best, 1.0 - ratio, spread / total if total else nan)


def skill_table(
    rows: Sequence[Row], heading: str, key: Callable[[Row], str], *, total: str = ""
) -> list[str]:
    """Return a table of skills by group.

    Parameters
    ----------
    rows : sequence of Row
        Forecast mornings.
    heading : str
        What the groups are.
    key : callable
        Group of a row.
    total : str
        Name of a last line over all rows; none where empty.
    """
    lines = [
        f"| {heading} | Mornings | Backstride | Persistence | Smoothing | Regression | "
        "Better than the best of these by |",
        "|---|---|---|---|---|---|---|",
    ]
    groups = list(dict.fromkeys(key(row) for row in rows))
    parts = [(group, [row for row in rows if key(row) == group]) for group in groups]
    if total:
        parts.append((total, list(rows)))
    for group, part in parts:
        skill = measure_skill(part)
        scores = " | ".join(f"{skill.scores[name]:.3f}" for name in METHODS)
        lines.append(f"| {group} | {skill.n} | {scores} | {skill} |")
    return lines


def flare_table(rows: Sequence[Row]) -> list[str]:
    """Return what came where a chance was forecast, for mornings and for weeks."""
    mornings = np.array([[row.p_flare, float(row.is_flare)] for row in rows])
    firsts = {(row.group, row.number, row.day): row for row in rows}
    weeks = np.array([[row.week_chance, row.week_flared] for row in firsts.values()])
    weeks = weeks[np.isfinite(weeks[:, 1])]
    lines = [
        "| Forecast chance | Mornings: mean forecast | Flares | Weeks: mean forecast | "
        "With a flare |",
        "|---|---|---|---|---|",
    ]
    for low, high in pairwise(_CHANCES):
        cells = [f"{low:.2f} to {high:.2f}"]
        for pairs in (mornings, weeks):
            inside = pairs[(pairs[:, 0] >= low) & (pairs[:, 0] < high + (high == 1.0))]
            if not inside.size:
                cells += ["-", "-"]
                continue
            found = Share(int(inside[:, 1].sum()), inside.shape[0])
            cells += [f"{inside[:, 0].mean():.3f}", str(found)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def rest_table(rows: Sequence[Row]) -> list[str]:
    """Return what rest would have done and what was forecast of it, by group.

    From the second morning on: the run before the first is known.
    """
    later = [row for row in rows if row.horizon > 1 and isfinite(row.rest_score)]
    lines = [
        "| Runner | Mornings | Change by rest | Forecast change | Score of the rest forecast | "
        "Score of the usual forecast |",
        "|---|---|---|---|---|---|",
    ]
    for group in dict.fromkeys(row.group for row in later):
        part = [row for row in later if row.group == group]
        cells = [
            group,
            str(len(part)),
            f"{np.mean([row.rest_score - row.score for row in part]):+.2f}",
            f"{np.mean([row.none_mean - row.planned_mean for row in part]):+.2f}",
            f"{np.mean([row.rest_none for row in part]):.3f}",
            f"{np.mean([row.rest_planned for row in part]):.3f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def mean_cpu(rows: Sequence[Row]) -> float:
    """Return the mean processor time of fit and forecast [s]."""
    firsts = {(row.group, row.number, row.day): row.cpu_s for row in rows}
    return float(np.mean(list(firsts.values()))) if firsts else nan


def total_cpu(rows: Sequence[Row]) -> float:
    """Return the processor time of all fits and forecasts [s]."""
    return float(sum({(row.group, row.number, row.day): row.cpu_s for row in rows}.values()))
