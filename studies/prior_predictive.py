"""Prior predictive: what diaries the priors expect before any runner is seen.

Run with ``python -m studies.predictive_checks``. Asked beforehand: the felt level of a usual
week lies within the scale, and a usual runner has pain of 6 or more on 0 to 20 % of days
(``inference.md`` 11.6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backstride import __version__
from backstride.inference.generator import Behaviour, simulate
from backstride.inference.priors import Priors
from studies.seeds import make_rng, seed_words

Array = NDArray[np.float64]

STUDY: Final = f"backstride {__version__} prior predictive"
N_RUNNER: Final = 400
N_DAY: Final = 84
FLARE: Final = 6.0
"""Morning score from which a day counts as one of a flare [points]."""

EVERY_DAY: Final = Behaviour(missing=0.0)


@dataclass(frozen=True, slots=True)
class Expected:
    """One diary the priors expect.

    Parameters
    ----------
    weeks : array (n_week,)
        Mean morning score of each week. [points]
    flare_share, zero_share : float
        Share of mornings at 6 or more, and at 0.
    lag_one : float
        Correlation of neighbouring mornings; NaN where all are the same.
    """

    weeks: Array
    flare_share: float
    zero_share: float
    lag_one: float


def expect(number: int) -> Expected:
    """Draw one runner from the priors and read off the diary."""
    rng = make_rng(seed_words(STUDY, "runner", number))
    morning = simulate(Priors(), N_DAY, rng, behaviour=EVERY_DAY).table.morning[-N_DAY:]
    one, other = morning[:-1] - morning[:-1].mean(), morning[1:] - morning[1:].mean()
    size = np.sqrt((one**2).sum() * (other**2).sum())
    return Expected(
        weeks=morning.reshape(-1, 7).mean(axis=1),
        flare_share=float((morning >= FLARE).mean()),
        zero_share=float((morning == 0.0).mean()),
        lag_one=float((one * other).sum() / size) if size > 0.0 else float("nan"),
    )


def expected_lines() -> list[str]:
    """Return the table of the page: quantiles over runners."""
    found = [expect(number) for number in range(N_RUNNER)]
    columns = {
        "mean score of a week [points]": np.concatenate([e.weeks for e in found]),
        "share of mornings at 6 or more": np.array([e.flare_share for e in found]),
        "share of mornings at 0": np.array([e.zero_share for e in found]),
        "correlation of neighbouring mornings": np.array([e.lag_one for e in found]),
    }
    lines = [
        f"| {len(found)} runners, {N_DAY} days | 10 % | 25 % | half | 75 % | 90 % |",
        "|---|---|---|---|---|---|",
    ]
    for name, values in columns.items():
        cells = " | ".join(f"{q:.2f}" for q in np.nanquantile(values, [0.1, 0.25, 0.5, 0.75, 0.9]))
        lines.append(f"| {name} | {cells} |")
    usual = np.mean([e.flare_share <= 0.2 for e in found])
    lines.append(f"| runners with 6 or more on at most a fifth of days | {usual:.2f} | | | | |")
    return lines
