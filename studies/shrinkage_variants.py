"""What was tried against the misfits of shrinkage, and what no curve can do.

Run ``python -m studies.shrinkage_variants``; it prints the tables of
``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import exp, log

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import differential_evolution, least_squares

from backstride.load.priors import FAST_SHARE, LOADING_MIN, SHRINKAGE_MM, SLOW_MIN, SPEED_POWER
from studies.shrinkage_tables import DOWZER, GARBUTT, LEATT, RODACKI, TABLE, Published, _regained

Array = NDArray[np.float64]

BEYOND_ANY_CURVE = (f"{DOWZER} 30 min treadmill, 80 % VO2peak", f"{LEATT} 6 km, novices")

KMH = {GARBUTT: 14.7, RODACKI: 11.05, DOWZER: 12.0, LEATT: 14.7}
"""Marathon speed of each study where only absolute speed is to count [km/h]: Garbutt's and Dowzer's
are assumed, no source tells them."""


@dataclass(frozen=True, slots=True)
class Constants:
    """Constants of the law of shrinkage.

    Parameters
    ----------
    asymptote_mm, power : float
        Loss that endless running at marathon speed tends to [mm], power of relative speed. [1]
    fast_share, fast_min, slow_min : float
        Share of the fast part [1] and time constants of both. [min]
    """

    asymptote_mm: float
    power: float
    fast_share: float = FAST_SHARE
    fast_min: float = exp(LOADING_MIN.mean)
    slow_min: float = exp(SLOW_MIN.mean)


USED = Constants(exp(SHRINKAGE_MM.mean), SPEED_POWER.mean)

Law = Callable[[Published], float]


def name_of(row: Published) -> str:
    """Return study and condition."""
    return f"{row.study} {row.condition}"


def law_of(constants: Constants) -> Law:
    """Make the loss of a published condition by some constants. [mm]."""

    def loss(row: Published) -> float:
        whole = _through(row.stages, constants)
        if row.skip_min > 0.0:
            (minutes, share), *_ = row.stages
            whole -= _through(((min(row.skip_min, minutes), share),), constants)
        return whole + _regained(row)

    return loss


def _through(stages: Sequence[tuple[float, float]], constants: Constants) -> float:
    parts = (
        (constants.fast_share, constants.fast_min),
        (1.0 - constants.fast_share, constants.slow_min),
    )
    total = 0.0
    for part, constant in parts:
        loss = 0.0
        for minutes, share in stages:
            goal = part * constants.asymptote_mm * share**constants.power
            loss = goal + (loss - goal) * exp(-minutes / constant)
        total += loss
    return total


def apart(law: Law, rows: Sequence[Published] = TABLE) -> Array:
    """Differences from the published means in tolerances, (n_row,). [1]."""
    return np.array([(law(row) - row.loss_mm) / row.tolerance_mm for row in rows])


def one_time_constant() -> Law:
    """Fit one part with a time constant of 35 min, the first plan."""
    return law_of(_fitted(lambda a, p: Constants(a, p, 1.0, 35.0, 400.0)))


def least_outside() -> Law:
    """Fit what lies outside the tolerances, with all constants free near their priors."""

    def cost(x: Array) -> float:
        found = _of(x)
        pull = (
            (log(found.fast_min) - LOADING_MIN.mean) / LOADING_MIN.sd,
            (log(found.slow_min) - SLOW_MIN.mean) / SLOW_MIN.sd,
            (found.fast_share - FAST_SHARE) / 0.1,
        )
        outside = np.maximum(np.abs(apart(law_of(found))) - 1.0, 0.0)
        return float((outside > 0.0).sum() + 0.2 * outside.sum()) + 0.02 * sum(
            one**2 for one in pull
        )

    return law_of(_of(_searched(cost)))


def smallest_largest() -> Law:
    """Fit the largest difference of the nine means that some curve can meet."""
    rows = [row for row in TABLE if name_of(row) not in BEYOND_ANY_CURVE]
    found = _searched(lambda x: float(np.abs(apart(law_of(_of(x)), rows)).max()))
    return law_of(_of(found))


def garbutt_alone() -> Law:
    """Take the exponent from the only study that varied speed, and fit the asymptote."""
    rows = [row for row in TABLE if row.study == GARBUTT]
    power = _fitted(Constants, rows).power
    return law_of(_fitted(lambda a, _: Constants(a, power)))


def absolute_speed() -> Law:
    """Let absolute speed count, over 12 km/h."""

    def scaled(row: Published) -> Published:
        stages = tuple((m, s * KMH[row.study] / 12.0) for m, s in row.stages)
        return replace(row, stages=stages)

    rows = [scaled(row) for row in TABLE]
    law = law_of(_fitted(Constants, rows))
    return lambda row: law(scaled(row))


def factor_by_study() -> Law:
    """Give each study a factor of its own, as time of day or a stadiometer might."""
    base = law_of(USED)
    factors = {}
    for study in KMH:
        rows = [row for row in TABLE if row.study == study]
        weights = np.array([1.0 / row.tolerance_mm for row in rows])
        model = np.array([base(row) for row in rows]) * weights
        told = np.array([row.loss_mm for row in rows]) * weights
        factors[study] = float(model @ told / (model @ model))
    return lambda row: factors[row.study] * base(row)


def _fitted(
    make: Callable[[float, float], Constants], rows: Sequence[Published] = TABLE
) -> Constants:
    """Fit asymptote and power, single studies apart doing little."""

    def differences(x: Array) -> Array:
        return apart(law_of(make(exp(float(x[0])), float(x[1]))), rows)

    found = least_squares(differences, np.array([log(15.0), 2.3]), loss="cauchy", f_scale=0.7)
    return make(exp(float(found.x[0])), float(found.x[1]))


def _of(x: Array) -> Constants:
    return Constants(exp(x[0]), float(x[1]), float(x[2]), exp(x[3]), exp(x[4]))


def _searched(cost: Callable[[Array], float]) -> Array:
    bounds = [(log(4.0), log(60.0)), (0.0, 5.0), (0.2, 0.8)]
    bounds += [(log(15.0), log(60.0)), (log(150.0), log(900.0))]
    found = differential_evolution(cost, bounds, rng=1, maxiter=400, tol=1e-8)
    return np.asarray(found.x, dtype=np.float64)


VARIANTS: dict[str, Callable[[], Law]] = {
    "used: two parts, robust fit to all": lambda: law_of(USED),
    "one part, 35 min (the first plan), fitted": one_time_constant,
    "exponent from Garbutt alone, asymptote fitted": garbutt_alone,
    "absolute speed in place of relative, fitted": absolute_speed,
    "two parts, all constants fitted to the tolerances": least_outside,
    "two parts, smallest largest difference of nine": smallest_largest,
    "a factor for each study (no source for it)": factor_by_study,
}


def variants_table() -> list[str]:
    """Show what each variant meets, in Markdown."""
    lines = [
        "| variant | means met | Dowzer | Leatt novices | Leatt 12.2 km/h | worst other |",
        "|---|---|---|---|---|---|",
    ]
    names = [name_of(row) for row in TABLE]
    watched = [*BEYOND_ANY_CURVE, f"{LEATT} 6 km at 12.2 km/h"]
    places = [names.index(name) for name in watched]
    rest = [k for k in range(len(TABLE)) if k not in places]
    for title, make in VARIANTS.items():
        found = apart(make())
        met = int((np.abs(found) <= 1.0).sum())
        three = " | ".join(f"{found[k] * TABLE[k].tolerance_mm:+.2f} mm" for k in places)
        worst = max(rest, key=lambda k: abs(found[k]))
        lines.append(
            f"| {title} | {met} of {len(TABLE)} | {three} | {abs(found[worst]):.2f} tolerances |"
        )
    return lines


def conflicts() -> list[tuple[Published, Published]]:
    """Find pairs of means that no curve can meet that grows with time and with relative speed."""
    single = [row for row in TABLE if len(row.stages) == 1 and row.skip_min == 0.0]
    found = []
    for one in single:
        for other in single:
            (m1, s1), (m2, s2) = one.stages[0], other.stages[0]
            least = one.loss_mm - one.tolerance_mm - _regained(one)
            most = other.loss_mm + other.tolerance_mm - _regained(other)
            if m1 <= m2 and s1 <= s2 and least > most:
                found.append((one, other))
    return found


def most_by_any_curve() -> int:
    """Count the means that one growing curve can meet at most."""
    pairs = [(name_of(a), name_of(b)) for a, b in conflicts()]
    names = [name_of(row) for row in TABLE]
    for n_out in range(len(names)):
        for out in combinations(names, n_out):
            if all(a in out or b in out for a, b in pairs):
                return len(names) - n_out
    return 0


def conflicts_text() -> list[str]:
    """Tell which means contradict each other."""
    told = []
    for one, other in conflicts():
        told.append(
            f"{name_of(one)} lost {one.loss_mm:.2f} mm and {name_of(other)}, no shorter and no "
            f"slower, {other.loss_mm:.2f} mm"
        )
    return [
        f"Pairs of means that contradict each other beyond their tolerances: {'; '.join(told)}. "
        f"Whatever curve grows with time and with relative speed meets at most "
        f"{most_by_any_curve()} of {len(TABLE)}."
    ]


def main() -> None:
    """Print both."""
    for table in (variants_table, conflicts_text):
        print("\n".join(table()), end="\n\n")


if __name__ == "__main__":
    main()
