"""The page of the coverage study: every number with how many runners stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan, sqrt
from statistics import fmean
from typing import Final

from studies.coverage_runner import PRIOR, TRIFLE, Row
from studies.proportions import Share

TARGET_90: Final = (0.87, 0.93)
"""Range that the Monte-Carlo interval of the 90 % coverage must touch."""

MOST_FALSE: Final = 0.05
"""Largest share of neutral runners who may be called aggravating or easing."""

NEUTRAL: Final = "neutral"
"""Group of runners whom running does nothing to."""

HALF_POINT: Final = 0.5
"""Smallest effect worth telling [points]."""

WORDS: Final = ("aggravating", "easing", "no_important_effect", "cannot_tell")


def render_page(rows: Sequence[Row], *, study: str, table: str) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    rows : sequence of Row
        Every runner of the study.
    study : str
        Its name, from which the seeds are made.
    table : str
        Name of the file with every row.
    """
    groups = {group: [row for row in rows if row.group == group] for group in _groups(rows)}
    parts = [
        _opening(study, table),
        _passes(groups),
        _coverage_table(groups),
        _verdict_table(groups),
        _closing(rows),
    ]
    return "\n".join(parts)


def count_false(rows: Sequence[Row]) -> Share:
    """Share of runners called aggravating or easing."""
    return Share(sum(row.verdict in {"aggravating", "easing"} for row in rows), len(rows))


def count_covered(rows: Sequence[Row], level: int) -> Share:
    """Share of fitted runners whose interval holds the truth, at 90 or 50 %."""
    fitted = [row for row in rows if row.fitted]
    return Share(sum(row.in_90 if level == 90 else row.in_50 for row in fitted), len(fitted))


def count_near(rows: Sequence[Row]) -> Share:
    """Share of fitted runners whose truth is in the 90 % interval or a trifle away from it."""
    fitted = [row for row in rows if row.fitted]
    return Share(sum(row.near_90 for row in fitted), len(fitted))


def count_wrong(rows: Sequence[Row]) -> Share:
    """Share of runners whose verdict has the sign opposite to their true effect."""
    wrong = [
        (row.verdict == "easing" and row.truth > 0)
        or (row.verdict == "aggravating" and row.truth < 0)
        for row in rows
    ]
    return Share(sum(wrong), len(rows))


def count_hidden(rows: Sequence[Row]) -> Share:
    """Share of runners with a true effect of half a point or more who heard of none."""
    strong = [row for row in rows if abs(row.truth) >= HALF_POINT]
    return Share(sum(row.verdict == "no_important_effect" for row in strong), len(strong))


def _groups(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row.group for row in rows))


def _opening(study: str, table: str) -> str:
    return f"""# Coverage study

Written by `python -m studies.coverage --out docs/explanation/validation/coverage.md`; do not edit.

Does the 90 % interval of `effect_28d` hold the truth as often as it says, and how often does the
shipped rule find an effect of running where there is none? Simulated runners only, 120 diary days
after 90 days of running history, each answered once.

- **prior**: drawn from the model's own priors. The model is right; the interval must be, too.
- **neutral, aggravator, easing, mixed, low_pain**: lives of a simulator of habits and symptoms that
  was written apart from the model: shot-noise flares with heavy tails, a gamma-shaped response,
  caution, illness, forgetting, whole, half or even scores. The model is wrong about all of these.

The seed of a runner is the SHA-256 of "{study} *group* *number*", numbers from 0, none left out.
Every runner is a row of [{table}]({table}). Intervals in brackets are 95 % Clopper-Pearson
intervals of the share itself: how far chance alone could move it.
"""


def _passes(groups: dict[str, list[Row]]) -> str:
    covered = count_covered(groups.get(PRIOR, []), 90)
    false = count_false(groups.get(NEUTRAL, []))
    low, high = TARGET_90
    return f"""## What was asked beforehand

| Question | Found | Asked | Met |
|---|---|---|---|
| 90 % interval holds the truth, prior-drawn runners | {covered} | interval touches \
{low:.2f} to {high:.2f} | {_yes(covered.overlaps(low, high))} |
| neutral runners called aggravating or easing | {false} | at most {MOST_FALSE:.2f} | \
{_yes(false.value <= MOST_FALSE)} |
"""


def _coverage_table(groups: dict[str, list[Row]]) -> str:
    lines = [
        "## The interval",
        "",
        "Bias and root mean square error of the posterior mean against the truth, in points.",
        f"*Near* counts a truth less than {TRIFLE} points outside too, half of the last digit that",
        "is printed: in prior-drawn runners whose pain sits at an end of the scale all the time,",
        "the interval is narrower than that.",
        "",
        "| Group | Fitted | 90 % interval | Near | 50 % interval | Bias | RMSE | Mean sd |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for group, rows in groups.items():
        errors = [row.mean - row.truth for row in rows if row.fitted]
        widths = [row.sd for row in rows if row.fitted]
        cells = [
            group,
            f"{len(errors)} of {len(rows)}",
            str(count_covered(rows, 90)),
            str(count_near(rows)),
            str(count_covered(rows, 50)),
            f"{_mean(errors):+.3f}",
            f"{sqrt(_mean([error**2 for error in errors])):.3f}",
            f"{_mean(widths):.3f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _verdict_table(groups: dict[str, list[Row]]) -> str:
    lines = [
        "## The verdict",
        "",
        "Runners by the word they got from the shipped rule, panel and data rule included.",
        "",
        "| Group | Mean truth | Aggravating | Easing | No important | Cannot tell | Wrong sign |",
        "|---|---|---|---|---|---|---|",
    ]
    for group, rows in groups.items():
        if group == PRIOR:
            continue
        truths = [row.truth for row in rows if row.truth == row.truth]
        counts = [str(sum(row.verdict == word for row in rows)) for word in WORDS]
        wrong = "-" if group == NEUTRAL else str(count_wrong(rows))
        cells = [f"{group} (n = {len(rows)})", f"{_mean(truths):+.2f}", *counts, wrong]
        lines.append(f"| {' | '.join(cells)} |")
    lived = [row for group, rows in groups.items() if group != PRIOR for row in rows]
    return "\n".join([*lines, "", _hidden(lived), ""])


def _hidden(rows: Sequence[Row]) -> str:
    return f"""Of the runners whose true effect was half a point or more either way, "no important
effect" was said to {count_hidden(rows)}. The rule looks at half a typical run a day
there; someone who runs more than that can have more of an effect than it speaks of."""


def _closing(rows: Sequence[Row]) -> str:
    failed = sum(bool(row.failed_checks) for row in rows)
    gibbs = sum(row.engine == "gibbs" for row in rows)
    times = sorted(row.cpu_s for row in rows if row.engine)
    median = times[len(times) // 2] if times else nan
    return f"""## How it ran

{len(rows)} runners; {gibbs} fell back to the exact sampler; a check failed in {failed} (for most a
neighbour that took the sign away, or a posterior too wide). Processor time of an answer, panel
included: median {median:.2f} s, sum {sum(times):.0f} s.
"""


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else nan


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"
