"""The page of the forecast study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from studies.forecast_calibration import calibration_table, held_table
from studies.forecast_rows import Row
from studies.forecast_tables import (
    block,
    flare_table,
    mean_cpu,
    measure_skill,
    rest_table,
    skill_table,
    total_cpu,
)

LEAST_GAIN: Final = 0.05
"""Share by which the forecast must beat the best plain one."""


def render_page(rows: Sequence[Row], *, study: str, table: str) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    rows : sequence of Row
        Every morning that was forecast.
    study : str
        Its name, from which the seeds are made.
    table : str
        Name of the file with every row.
    """
    parts = [
        _opening(study, table),
        _asked(rows),
        _skills(rows),
        _calibration(rows),
        _flares(rows),
        _rest(rows),
        _closing(rows),
    ]
    return "\n".join(parts)


def _opening(study: str, table: str) -> str:
    return f"""# Forecast study: simulated runners

Written by `make study-forecast`; do not edit.

How good is the forecast of the next seven mornings, as a full distribution of the 0 to 10 score?
Simulated runners only: 120 diary days after 90 days of running, by a simulator of habits and
symptoms that was written apart from the model. Every other week from day 14 on, a fit to what was
known by then forecasts the seven mornings that follow, under the running of the last four weeks;
whether and how far the runner really ran, the forecast does not know.

Three plain forecasts stand beside it (`studies/forecast_baselines.py`). Each is tuned on the same
past alone and spread like its own past errors at the same horizon, on the same grid of scores:

- **persistence**: the last score stays;
- **smoothing**: exponential smoothing, its weight chosen for each horizon;
- **regression**: ridge regression on last score, week's mean score, last evening, last load and
  week's mean load.

Scores are mean continuous ranked probability scores in points; less is better. The best plain
forecast of a line is picked after the fact, which favours it. Brackets are 95 % intervals with
runners as units. The seed of a runner is the SHA-256 of "{study} *group* *number*", numbers from
0, none left out. Every morning is a row of [{table}]({table}).
"""


def _asked(rows: Sequence[Row]) -> str:
    skill = measure_skill(rows)
    met = "yes" if skill.gain >= LEAST_GAIN else "**no**"
    return f"""## What was asked beforehand

| Question | Found | Asked | Met |
|---|---|---|---|
| better than the best plain forecast ({skill.best}) by | {skill} | \
at least {100 * LEAST_GAIN:.0f} % | {met} |
"""


def _skills(rows: Sequence[Row]) -> str:
    lines = ["## By runner, horizon and length of the diary", ""]
    lines += [*skill_table(rows, "Runner", lambda row: row.group, total="all"), ""]
    by_horizon = sorted(rows, key=lambda row: row.horizon)
    lines += [*skill_table(by_horizon, "Mornings ahead", lambda row: str(row.horizon)), ""]
    by_day = sorted(rows, key=lambda row: row.day)
    lines += [*skill_table(by_day, "Days of diary", _length), ""]
    return "\n".join(lines)


def _length(row: Row) -> str:
    for limit in (28, 56, 84):
        if row.day < limit:
            return f"{limit - 28 or 14} to {limit - 1}"
    return "84 and more"


def _calibration(rows: Sequence[Row]) -> str:
    by_horizon = sorted(rows, key=lambda row: row.horizon)
    first = sorted((row for row in rows if row.horizon == 1), key=lambda row: row.day)
    return f"""## Calibration

Where in its forecast distribution did the score fall? One tenth in each bin is calibrated; a hump
in the middle means too wide, high ends too narrow.

{block(calibration_table(rows))}

One morning ahead, by the length of the diary behind the forecast. *Place* is the share of the
forecast distribution below the score; ± is half of a 95 % interval with runners as units.

{block(held_table(first, "Days of diary", _length))}

By horizon, and by runner one morning ahead:

{block(held_table(by_horizon, "Mornings ahead", lambda row: str(row.horizon)))}

{block(held_table(first, "Runner", lambda row: row.group))}
"""


def _flares(rows: Sequence[Row]) -> str:
    return f"""## Chance of a flare

A flare is a morning of 6 or more, or two points above the median morning of the last four weeks.
Shares are of single mornings, and of weeks with all seven scores.

{block(flare_table(rows))}
"""


def _rest(rows: Sequence[Row]) -> str:
    return f"""## Had nobody run

A simulated life can be lived again without any running after the day of the forecast. What came of
the second to seventh morning then, against the forecast under no running; beside it, how the
forecast under usual running would have done. The change by rest is against the running that was
really done, the forecast change against the running of the last four weeks.

{block(rest_table(rows))}
"""


def _closing(rows: Sequence[Row]) -> str:
    gibbs = len({(r.group, r.number, r.day) for r in rows if r.engine == "gibbs"})
    n_fit = len({(r.group, r.number, r.day) for r in rows})
    return f"""## How it ran

{n_fit} fits, {gibbs} of them by the exact sampler. Processor time of fit and forecast: mean
{mean_cpu(rows):.2f} s, sum {total_cpu(rows):.0f} s.
"""
